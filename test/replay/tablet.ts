import { webcrypto } from 'node:crypto'
import type { Bar } from '../../src/domain/bar.ts'
import type { BarEvent, Id } from '../../src/domain/event.ts'
import { type Draft, Journal } from '../../src/journal/journal.ts'
import type { Station } from '../../src/station/station.ts'
import { Replicator } from '../../src/sync/replicate.ts'
import { startStation } from '../station/start.ts'

/** The night's clock, which all tablets of a replay share. */
export interface Clock {
  now: number
}

/** What stands between a tablet and the router. */
export type Link = (url: string | URL | Request, init?: RequestInit) => Promise<Response>

const after = (ms: number, then: () => void): (() => void) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

/** One tablet: the app's own station, journal and client, without a screen. */
export class Tablet {
  private bar: Bar
  private settled = () => {}

  private constructor(
    readonly station: Station,
    private readonly journal: Journal,
    private readonly replicator: Replicator,
  ) {
    this.bar = station.bar
    station.onChange = bar => {
      this.bar = bar
      this.settled()
    }
    station.onNews = () => replicator.news()
  }

  /**
   * @param name the IndexedDB's name; no other tablet may have it
   * @param url the database
   */
  static async start(name: string, clock: Clock, url: string, link: Link): Promise<Tablet> {
    const random = (n: number) => webcrypto.getRandomValues(new Uint8Array(n))
    const now = () => clock.now
    const journal = await Journal.open(name, { random })
    // The night goes by faster than the wires: a station's clocks are the night's, the client waits in real time.
    const station = await startStation(journal, { now, mono: now, after }, { theme: 'dark', oneTap: false })
    const mono = () => performance.now()
    const world = { now, mono, after, random, fetch: link as typeof fetch }
    const tablet = new Tablet(station, journal, new Replicator(url, journal, station, world))
    tablet.replicator.start()
    return tablet
  }

  get fold(): Bar['fold'] {
    return this.bar.fold
  }

  get place(): string {
    return this.bar.place
  }

  /** Whether this tablet and the router hold the same, as far as it knows. */
  get inStep(): boolean {
    const [link] = this.bar.links
    return link?.state === 'ok' && link.unsent === 0 && !link.behind
  }

  /** What the status region would say, for whoever waits in vain. */
  get status(): string {
    return JSON.stringify(this.bar.links)
  }

  /** The events that the journal keeps. */
  events(): Promise<BarEvent[]> {
    return this.journal.events()
  }

  /**
   * Does what a bartender does, which must make an event, and waits until that is on the disk.
   * @returns the ids of the events that came of it
   */
  async act(what: (station: Station) => void): Promise<Id[]> {
    const own = this.journal.station
    const last = () => this.fold.runs[own]?.at(-1) ?? 0
    const before = last()
    const saved = new Promise<void>((resolve, reject) => {
      this.settled = () => {
        const { state } = this.bar.saving
        if (state === 'trouble') reject(new Error('a tablet could not save'))
        if (state === 'saved' && last() > before) resolve()
      }
    })
    what(this.station)
    await saved
    this.settled = () => {}
    return Array.from({ length: last() - before }, (_, i) => `${own}-${before + 1 + i}`)
  }

  /** Keeps events that no screen makes yet: menu entries and stock, as an organizer's tab of the same tablet adds them. */
  async keep(drafts: Draft[]): Promise<Id[]> {
    const events = await this.journal.append(drafts)
    this.journal.onElsewhere(events)
    this.replicator.news()
    return events.map(event => event._id)
  }

  /** The network is back, as the browser would say. */
  online(): void {
    this.replicator.retry()
  }

  stop(): void {
    this.replicator.stop()
    this.journal.close()
  }
}
