import { type Net, request } from './remote.ts'

/** How long after no answer, or one of no use, the host is asked again, ms. */
const AGAIN = 20_000

/** Organizers' screens as a tablet keeps them. */
export interface Office {
  script: string
  /** Which page they belong to. */
  version: string
}

/** Where they are kept on the tablet. */
export interface OfficeStore {
  fetched(name: 'office'): Promise<object | undefined>
  keepFetched(name: 'office', office: Office): Promise<void>
}

/**
 * Brings organizers' screens into the page: those that the tablet kept, or else the host's, which are kept from then on
 * and so are there with the router off. Ends after the first try; others follow.
 * @param store absent where the browser keeps nothing
 * @param version the page's: what was kept with another one is no use
 * @param run runs a script; whether it did
 */
export const bringOffice = async (
  net: Net,
  store: OfficeStore | undefined,
  version: string,
  run: (script: string) => boolean,
): Promise<void> => {
  // A disk that does not answer has an alarm of its own.
  const kept = (await store?.fetched('office').catch(() => undefined)) as Office | undefined
  if (kept?.version === version && run(kept.script)) return
  const bring = async (): Promise<void> => {
    const answer = await request(net, '/office.js').catch(() => undefined)
    if (!answer?.response.ok || !run(answer.text)) return void net.after(AGAIN, bring)
    await store?.keepFetched('office', { script: answer.text, version }).catch(() => {})
  }
  await bring()
}
