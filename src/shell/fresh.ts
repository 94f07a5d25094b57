/** What keeping the page fresh needs of the world. */
export interface FreshWorld {
  fetch: typeof fetch
  /** A clock that only goes forward, ms. */
  mono(): number
  /** Calls `then` once after `ms`; returns what calls it off. */
  after(ms: number, then: () => void): () => void
}

/** Whether the app would open again without the router, as after an empty battery. */
export interface Light {
  safe: boolean
  /**
   * Why not. `soon`: the browser keeps it, but perhaps not on the disk before a minute is over. `missing`: the browser
   * does not keep it. `expires`: it does, but not for long, because the host did not say ten years.
   */
  why?: 'soon' | 'missing' | 'expires' | undefined
}

/** The page that is kept fresh. */
export interface FreshPage {
  /** Its address without query and fragment: the one that the browser keeps it under. */
  path: string
  /** The script that runs now; a text without it is another app. */
  script: string
  /** Whether this is no time to open the page anew: an order is open, something is not saved, somebody is at it. */
  busy(): boolean
  /** Opens the page anew from what the browser keeps. */
  open(): void
  onLight(light: Light): void
}

/** The page as the host, or the browser, has it. */
interface Copy {
  /** The headers that it lives by. */
  heads: string
  text: string
}

/** A text that ends like this has come whole; a cut one, an error page, a login page of the Wi-Fi do not. */
const END = /<!--barwrt \S+ end-->$/
/** At least three years; a router's clock may be that far behind the tablet's. BarWRT's routers say ten. */
const LASTING = /max-age=\d{9}/
/** Headers that make it another page when they change: the policy, which must come first, and how long it is kept. */
const HEADS = ['content-security-policy', 'referrer-policy', 'x-content-type-options', 'cache-control']

/** The first look after the start, ms: tapping and syncing go first. */
const FIRST_LOOK = 5000
const LOOK_EACH = 600_000
/** How soon after a look that found no host, ms. */
const LOOK_AGAIN = 60_000
/** The first and the longest wait before a commit that failed is tried again, ms. */
const FIRST_WAIT = 1000
const LONGEST_WAIT = 30_000
/** How often somebody is asked whether the page may open anew, ms. */
const ASK_EACH = 2000
/** How long one answer may take, its body included, ms. */
const PATIENCE = 20_000
/** What was put into the browser's cache is on the disk after so long, ms; a power cut after 8 s found it gone, after 45 s not. */
const SETTLED = 60_000

/** Whether a policy lets the page's script run. The page names its script's source; a policy of another version does not. */
const runs = (policy: string | null, text: string): boolean =>
  !policy?.match(/sha256-[^']+/g)?.some(source => !text.includes(source))

/** Whether an answer with this text is the app, whole and able to run. */
export const isWhole = ({ ok, headers }: Pick<Response, 'ok' | 'headers'>, text: string): boolean =>
  ok && END.test(text) && runs(headers.get(HEADS[0]!), text)

const same = (a: Copy | undefined, b: Copy): boolean => a?.text === b.text && a.heads === b.heads

/**
 * Keeps the page up to date, though the browser caches it for ten years, and tells whether it would open without the
 * router. Looks with `no-store`, the one way to ask that no answer turns into a loss of the cached page; only when what
 * it saw is whole and another page, fetches with `reload`, which puts it into the cache, until the text is the one that
 * was seen. A commit that fails has cost the cached page, so it goes on until it is made good. This also mends an app
 * that was opened through a link from another site, which Chromium caches for that site only.
 * @returns `refresh`: somebody wants the page anew, now. Only while nothing would be lost by it.
 */
export const keepFresh = (world: FreshWorld, page: FreshPage): { refresh(): Promise<void> } => {
  /** What the browser kept when the page started: most likely what it runs. */
  let ran: Copy | undefined
  let looked = false
  /** When the cache was last written to; the page itself may have come over the network just now. */
  let written = world.mono()
  /** Commits in a row that failed: the browser may have nothing now. */
  let failed = 0
  /** Another page is kept, and waits for a time when nobody is busy. */
  let due = false

  const read = async (cache: RequestCache): Promise<Copy | undefined> => {
    const stopper = new AbortController()
    const stop = world.after(PATIENCE, () => stopper.abort())
    try {
      const { signal } = stopper
      const answer = await world.fetch(page.path, { cache, mode: 'same-origin', redirect: 'error', signal })
      const text = await answer.text()
      const heads = HEADS.map(name => answer.headers.get(name))
      if (!isWhole(answer, text)) return
      return { heads: heads.join('\n'), text }
    } catch {
      // No answer, a cut one, or nothing in the cache.
      return
    } finally {
      stop()
    }
  }

  /** What the browser keeps; tells the light. */
  const kept = async (): Promise<Copy | undefined> => {
    const copy = await read('only-if-cached')
    const settled = world.mono() - written >= SETTLED
    const why = !copy ? 'missing' : !LASTING.test(copy.heads) ? 'expires' : settled ? undefined : 'soon'
    page.onLight({ safe: !why, why })
    return copy
  }

  /** Opens the page anew as soon as nobody minds, if it is still there to be opened. */
  const open = async (): Promise<void> => {
    const there = page.busy() || (await kept())
    due = page.busy()
    if (due) world.after(ASK_EACH, open)
    else if (there) page.open()
  }

  /** One look, and what follows from it. @returns the wait before the next, ms */
  const look = async (): Promise<number> => {
    const copy = await kept()
    if (!looked) ran = copy
    looked = true
    const seen = await read('no-store')
    const wait = () => Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failed++)
    if (!seen) return failed ? wait() : LOOK_AGAIN
    if (!same(copy, seen)) {
      const got = await read('reload')
      written = world.mono()
      await kept()
      if (!same(got, seen)) return wait()
      world.after(SETTLED, kept)
    }
    failed = 0
    if (!due && (!seen.text.includes(page.script) || (ran && !same(ran, seen)))) await open()
    return LOOK_EACH
  }

  const next = (wait: number) => world.after(wait, async () => next(await look()))
  next(FIRST_LOOK)
  world.after(SETTLED, kept)

  return {
    async refresh() {
      if ((await kept()) || (await read('no-store'))) page.open()
    },
  }
}
