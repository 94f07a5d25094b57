/** What one request may meet. `login`: the Wi-Fi's own page; `half`: a whole answer with half a file. */
export type Weather = 'ok' | 'off' | 'hang' | 'cut' | 'half' | 'login' | 404 | 500

/** A page as it is sent. */
export interface Sent {
  text: string
  heads: Record<string, string>
}

/**
 * What a browser does with `fetch` and its cache, as measured in Chromium and Firefox (docs/reliability.md has the
 * table): only `no-store` and `only-if-cached` leave the kept page alone, whatever the host answers.
 */
export class BrowserCache {
  /** What it keeps; a status where it keeps an error page. */
  kept: Sent | number | undefined
  /** What the host has. */
  host: Sent
  /** What the next requests meet, one each; then all is well. */
  weather: Weather[] = []
  /** Called before each request that reaches out. */
  before: (mode: RequestCache) => void = () => {}
  /** What was asked: the cache mode, and what it met. */
  readonly asked: [mode: RequestCache, met: Weather][] = []

  constructor(host: Sent, kept: Sent | undefined = host) {
    this.host = host
    this.kept = kept
  }

  readonly fetch = (async (_: unknown, { cache, signal }: RequestInit): Promise<Response> => {
    if (cache === 'only-if-cached') {
      if (!this.kept) throw new TypeError('not in the cache')
      return response(this.kept)
    }
    this.before(cache!)
    const met = this.weather.shift() ?? 'ok'
    this.asked.push([cache!, met])
    const { host } = this
    const keeps = cache !== 'no-store'
    if (keeps) this.kept = undefined
    if (met === 'off') throw new TypeError('no answer')
    if (met === 'hang')
      return new Promise((_, fail) => signal!.addEventListener('abort', () => fail(signal!.reason)))
    if (met === 'cut') return broken()
    const sent =
      met === 'half'
        ? { ...host, text: host.text.slice(0, -9) }
        : met === 'login'
          ? { text: '<title>Welcome to the Wi-Fi', heads: {} }
          : host
    if (keeps) this.kept = typeof met === 'number' ? met : sent
    return response(typeof met === 'number' ? met : sent)
  }) as typeof fetch
}

const response = (sent: Sent | number): Response =>
  typeof sent === 'number'
    ? new Response('<h1>Sorry', { status: sent })
    : new Response(sent.text, { headers: sent.heads })

/** An answer whose body ends before its time. */
const broken = (): Response =>
  new Response(new ReadableStream({ start: body => body.error(new TypeError()) }))
