import { type BarEvent, type Id, type Order, splitId } from '../domain/event.ts'
import { seedOf } from '../domain/menu.ts'
import { countOf, hasNumber, type RunSet, type Runs, without } from '../domain/runs.ts'
import type { Journal } from '../journal/journal.ts'

/** The seed set that a station id stands for, or undefined for a tablet's. */
export const seedStation = (station: string): string | undefined => seedOf(`${station}-`)

/** Who made an event, in the order of sending. */
enum Maker {
  ShownSeed,
  Own,
  Others,
  OtherSeed,
}

/** The most events that are read from the journal at once. */
const MOST = 500
/** A refused event is tried again after this, ms: the database's rules may have changed. */
const REFUSED_FOR = 3_600_000

/** What an outbox needs of the journal. */
export type Store = Pick<Journal, 'runs' | 'isMine' | 'read'>

/**
 * What one database lacks of what is here, and in which order it gets that. An event counts as there only when it came
 * back through the changes; until then it is remembered, for this session, that it was taken or refused.
 */
export class Outbox {
  /** Taken with a 201, but not seen in the changes yet; with the round of reading that was the last one then. */
  readonly taken = new Map<Id, number>()
  /** Refused one by one, the last refused last. */
  readonly refused = new Map<Id, { at: number; reason: string }>()
  #on: RunSet = {}
  readonly #journal
  readonly #shownSeed

  /** @param shownSeed the seed set that goes without an order that names it */
  constructor(journal: Store, shownSeed: () => string | undefined) {
    this.#journal = journal
    this.#shownSeed = shownSeed
  }

  /** How many events are here and not there. Seeds are no loss: any tablet makes them anew. */
  get unsent(): number {
    const lost = this.#lacking().filter(([maker]) => maker === Maker.Own || maker === Maker.Others)
    return lost.reduce((sum, [, , runs]) => sum + countOf(runs), 0)
  }

  /** Whether events of other stations wait. */
  get hasOthers(): boolean {
    return !!this.#ids(Maker.Others).length
  }

  /** The database has lost its memory: nothing is known to be there. */
  forget(): void {
    this.#on = {}
    this.taken.clear()
    this.refused.clear()
  }

  /**
   * The changes were read to their end in this round.
   * @param on all events that came back
   * @returns whether events that were taken before the round began are not among them; they go again
   */
  settle(on: RunSet, round: number, mono: number): boolean {
    this.#on = on
    let lost = false
    for (const [id, then] of this.taken) {
      const there = this.#isOn(id)
      if (!there && then >= round) continue
      this.taken.delete(id)
      if (!there) lost = true
    }
    for (const [id, { at }] of this.refused)
      if (this.#isOn(id) || mono > at + REFUSED_FOR) this.refused.delete(id)
    return lost
  }

  /**
   * The next events to send: the shown seed, then own ones, then, when their time has come, those of other stations. A
   * menu entry of another seed goes before the first event that names it, and not without one.
   */
  async next(others: boolean): Promise<BarEvent[]> {
    const ids = [...this.#ids(Maker.ShownSeed), ...this.#ids(Maker.Own)]
    if (others) ids.push(...this.#ids(Maker.Others))
    const events = await this.#journal.read(ids.slice(0, MOST))
    const named = new Set(events.flatMap(event => ((event as Order).lines ?? []).map(line => line.menu)))
    const seeds = this.#ids(Maker.OtherSeed, named)
    return [...(await this.#journal.read(seeds)), ...events]
  }

  #isOn(id: Id): boolean {
    const { station, n } = splitId(id)!
    return hasNumber(this.#on[station], n)
  }

  #maker(station: string): Maker {
    const seed = seedStation(station)
    if (seed) return seed === this.#shownSeed() ? Maker.ShownSeed : Maker.OtherSeed
    return this.#journal.isMine(station) ? Maker.Own : Maker.Others
  }

  /** The stations whose events are not all there, and which are not. */
  #lacking(): [maker: Maker, station: string, runs: Runs][] {
    return Object.entries(this.#journal.runs).flatMap(([station, here]) => {
      const runs = without(here, this.#on[station])
      return runs.length ? [[this.#maker(station), station, runs]] : []
    })
  }

  /** The first waiting ids of a maker. */
  #ids(wanted: Maker, among?: Set<Id>): Id[] {
    const ids: Id[] = []
    for (const [maker, station, runs] of this.#lacking())
      if (maker === wanted)
        for (let i = 0; i < runs.length; i += 2)
          for (let n = runs[i]!; n <= runs[i + 1]! && ids.length < MOST; n++) {
            const id = `${station}-${n}`
            if (!this.taken.has(id) && !this.refused.has(id) && (!among || among.has(id))) ids.push(id)
          }
    return ids
  }
}
