import { type Net, parseJson, request, SHORT_PATIENCE } from './remote.ts'

/** `/settings.json`: how the app knows its router. Never a key. */
export interface Settings {
  /** The name of the meeting's database. */
  database: string
  /** The one address that tablets should use; absent: none is assumed. */
  address?: string
  /** URLs of further databases to keep in step with. */
  databases?: string[]
  /** Guests may read the board without a key. */
  board?: boolean
}

/**
 * What the host that this page came from says of itself; undefined without an answer in time, or where no meeting is
 * set: then the tablet goes on as it did.
 */
export const readSettings = async (net: Net): Promise<Settings | undefined> => {
  const answer = await request(net, '/settings.json', {}, SHORT_PATIENCE).catch(() => undefined)
  if (!answer?.response.ok) return undefined
  const settings = parseJson(answer.text) as Partial<Settings> | null | undefined
  return typeof settings?.database === 'string' ? (settings as Settings) : undefined
}
