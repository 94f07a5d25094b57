import { type Net, parseJson, request, SHORT_PATIENCE } from './remote.ts'

/** How long after no answer a host is asked again, ms. */
const AGAIN = 60_000

/** Texts of one language as the host has them: those of everybody, and those of organizers. May be anything. */
export interface HostTexts {
  t?: unknown
  o?: unknown
  /** The version of the app that fetched them. */
  version?: string
}

/** Where texts are kept on the tablet. */
export interface TextStore {
  fetched(name: `texts ${string}`): Promise<HostTexts | undefined>
  keepFetched(name: `texts ${string}`, texts: HostTexts): Promise<void>
}

/**
 * Keeps the texts of the language that is spoken, for the app carries only the most urgent of them: what was kept at
 * once, and what the host has, fetched once a version of the app.
 * @param version the app's
 * @param show what to do with texts that came
 * @returns says which language is spoken now; the same one again changes nothing
 */
export const followTexts = (
  net: Net,
  store: TextStore,
  version: string,
  show: (code: string, texts: HostTexts) => void,
): ((code: string) => void) => {
  let spoken = 'en'
  const bring = async (code: string): Promise<void> => {
    const kept = await store.fetched(`texts ${code}`)
    if (kept && code === spoken) show(code, kept)
    if (kept?.version === version) return
    const answer = await request(net, `/texts/${code}.json`, {}, SHORT_PATIENCE).catch(() => undefined)
    const came = answer?.response.ok && (parseJson(answer.text) as HostTexts | null)
    if (!came) return void net.after(AGAIN, () => code === spoken && follow(code))
    if (code === spoken) show(code, came)
    await store.keepFetched(`texts ${code}`, { ...came, version })
  }
  // A disk that does not answer has an alarm of its own.
  const follow = (code: string) => void bring(code).catch(() => {})
  return code => {
    if (code === spoken) return
    spoken = code
    if (code !== 'en') follow(code)
  }
}
