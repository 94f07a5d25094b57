import type { Bar, Link } from '../../src/domain/bar.ts'
import { type BarEvent, is, type Order } from '../../src/domain/event.ts'
import { Journal, type JournalWorld } from '../../src/journal/journal.ts'
import type { Station } from '../../src/station/station.ts'
import { Replicator } from '../../src/sync/replicate.ts'
import { startStation } from '../station/start.ts'
import type { Clock } from './clock.ts'
import { callOf, type Model, type Reply, responseOf } from './model.ts'
import type { Random } from './random.ts'

/** What happens to one request on its way. */
export interface Fate {
  /** `refused`: fails at once. `lost`: never arrives. `unheard`: arrives, and its answer does not. */
  lost?: 'refused' | 'lost' | 'unheard'
  /** It arrives a second time, so many ms later. */
  twice?: number
  /** The answer's body ends early. */
  cut?: boolean
  /** ms each way. */
  delay?: number
}

type Handler = Pick<Model, 'handle'> | { handle(call: Parameters<Model['handle']>[0]): Promise<Reply> }

/** `fetch` to a model, in virtual time, with time-outs as a browser has them. */
export const fetchTo = (
  clock: Clock,
  model: Handler,
  fate: (path: string) => Fate = () => ({}),
): typeof fetch =>
  ((url: string, init: RequestInit = {}) =>
    new Promise((resolve, reject) => {
      const call = callOf(url, init)
      const { lost, twice, cut, delay = 5 } = fate(call.path)
      init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
      clock.after(delay, async () => {
        if (lost === 'refused') return reject(new TypeError('Failed to fetch'))
        if (lost === 'lost') return
        // Who has given up has hung up: a router kills the script, and a request in the air is not sent.
        if (init.signal?.aborted) return
        const reply = await model.handle(call)
        if (twice !== undefined) clock.after(twice, () => void model.handle(call))
        if (lost === 'unheard') return
        const body = cut ? reply.body?.slice(0, reply.body.length >> 1) : reply.body
        clock.after(delay, () => resolve(responseOf({ ...reply, ...(body && { body }) })))
      })
    })) as typeof fetch

export interface TabletOptions {
  clock: Clock
  random: Random
  fetch: typeof fetch
  /** The IndexedDB's name. */
  disk: string
  url?: string
  key?: string
  /** How far its clock is from the world's, ms. */
  skew?: number
  channel?: JournalWorld['channel']
  /** Whether its page still runs; what has begun before it ends goes nowhere afterwards. */
  life?: { alive: boolean }
  oneTap?: boolean
}

export const URL_OF_BAR = 'http://bar.lan:8409/cgi-bin/db/bar'
/** What the virtual clock's 0 is, ms since 1970. */
export const YEAR_2025 = 1_735_700_000_000

/** A tablet as it is: real journal, station and replicator, in a world that a test turns. */
export class Tablet {
  links: Link[] = []
  skew = 0
  /** Told of each change, after the test's own look at it. */
  onChange: (bar: Bar) => void = () => {}

  private constructor(
    readonly journal: Journal,
    readonly station: Station,
    readonly replicator: Replicator,
    readonly life: { alive: boolean },
  ) {}

  static async start(options: TabletOptions): Promise<Tablet> {
    const { clock, random, disk, key, life = { alive: true }, oneTap = true } = options
    const since = clock.time
    let tablet: Tablet | undefined
    const world = {
      now: () => Math.round(YEAR_2025 + clock.time + (tablet?.skew ?? options.skew ?? 0)),
      mono: () => clock.time - since,
      after: (ms: number, then: () => void) => clock.after(ms, () => life.alive && then()),
      random: (n: number) => random.bytes(n),
      fetch: ((url: string, init?: RequestInit) =>
        life.alive ? options.fetch(url, init) : new Promise(() => {})) as typeof fetch,
    }
    const journal = await Journal.open(disk, {
      random: world.random,
      ...(options.channel && { channel: options.channel }),
    })
    const station = await startStation(journal, world, { theme: 'dark', oneTap })
    const replicator = new Replicator(options.url ?? URL_OF_BAR, journal, station, world, key)
    tablet = new Tablet(journal, station, replicator, life)
    tablet.skew = options.skew ?? 0
    station.onNews = () => replicator.news()
    station.onClockJump = () => replicator.retry()
    station.can({
      retry: () => replicator.retry(),
      setKey(key) {
        replicator.use(key)
        replicator.retry()
      },
      join: () => void replicator.join(),
    })
    station.onChange = bar => {
      if (bar.links[0] && bar.links[0] !== tablet.links.at(-1)) tablet.links.push(bar.links[0])
      if (life.alive) tablet.onChange(bar)
    }
    return tablet
  }

  get bar(): Bar {
    return this.station.bar
  }

  /** The link as it was told last. */
  get link(): Link {
    return this.bar.links[0]!
  }

  get events(): BarEvent[] {
    return [...this.bar.fold.events.values()]
  }

  get orders(): Order[] {
    return this.events.filter(event => is(event, 'order'))
  }

  /** An order of one of a drink, as one tap records it. */
  tap(slug = 'club-mate'): void {
    this.station.tap(this.bar.fold.entry(slug)!._id)
  }

  /** Ends it as a closed page does: what is on the disk stays, nothing else goes on. */
  stop(): void {
    this.life.alive = false
    this.replicator.stop()
    this.journal.close()
  }
}
