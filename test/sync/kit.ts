import 'fake-indexeddb/auto'
import { afterEach } from 'vitest'
import { Clock, countTasks } from './clock.ts'
import { type Call, Model, type ModelOptions } from './model.ts'
import { Random } from './random.ts'
import { type Fate, fetchTo, Tablet, type TabletOptions } from './tablet.ts'

countTasks()

let disks = 0
const alive = new Set<Tablet>()
afterEach(() => {
  for (const tablet of alive) tablet.stop()
  alive.clear()
})

/** A bar with one router and no tablets yet, its time standing still. */
export class Lab {
  readonly clock = new Clock()
  readonly random = new Random(7)
  readonly model: Model
  /** What happens to requests, by path. */
  fate: (path: string) => Fate = () => ({})

  constructor(options: ModelOptions = {}) {
    this.model = new Model({
      mono: () => this.clock.time,
      now: () => 1_735_700_000_000 + this.clock.time,
      ...options,
    })
    this.model.make('bar')
  }

  get database() {
    return this.model.at('bar')
  }

  /** A tablet that is not connected yet; `tablet.replicator.start()` does that. */
  async tablet(options: Partial<TabletOptions> = {}): Promise<Tablet> {
    const tablet = await Tablet.start({
      clock: this.clock,
      random: this.random,
      fetch: fetchTo(this.clock, this.model, path => this.fate(path)),
      disk: `sync-test-${disks++}`,
      ...options,
    })
    alive.add(tablet)
    return tablet
  }

  /** Connected, and in step. */
  async connected(options: Partial<TabletOptions> = {}): Promise<Tablet> {
    const tablet = await this.tablet(options)
    tablet.replicator.start()
    await this.pass(3000)
    return tablet
  }

  pass(ms: number, until?: () => boolean): Promise<void> {
    return this.clock.pass(ms, until)
  }

  /** What was asked of the router while `work` went on, pulse apart, and a station's word now and then that it is there. */
  async scripts(work: () => Promise<void>): Promise<Call[]> {
    const before = this.model.calls.length
    await work()
    return this.model.calls
      .slice(before)
      .filter(({ method, path }) => method !== 'HEAD' && !path.includes('/_local/'))
  }

  /** Ids on the router, seeds apart. */
  get ids(): string[] {
    return [...this.database.ids].filter(id => !id.startsWith('seed'))
  }
}

/** Which request a call is. */
export const what = ({ method, path }: Call): string =>
  method === 'HEAD'
    ? 'pulse'
    : path.includes('_changes')
      ? 'changes'
      : path.includes('_bulk')
        ? 'push'
        : 'about'

/** The documents that pushes carried. */
export const pushed = (calls: Call[]): Record<string, unknown>[] =>
  calls.filter(call => what(call) === 'push').flatMap(call => JSON.parse(call.body).docs)

/** An event of another station, as it would lie on a router. */
export const foreign = (station: string, n: number, more: Record<string, unknown> = {}) => ({
  _id: `${station}-${n}`,
  _rev: '1-0',
  kind: 'loss',
  at: 1,
  place: 'bar',
  goods: [{ item: 'mate', n: 1 }],
  why: 'broke',
  ...more,
})
