import { type BarEvent, type Id, is, splitId } from '../domain/event.ts'
import { seedOf } from '../domain/menu.ts'
import { hasNumber, type RunSet, type Runs } from '../domain/runs.ts'
import type { Journal } from '../journal/journal.ts'

/** The numbers in `here` that are not in `there`, as runs. Costs as much as there are runs, not events. */
export const without = (here: Runs, there: Runs = []): Runs => {
  const rest: Runs = []
  for (let i = 0, j = 0; i < here.length; i += 2) {
    let from = here[i]!
    const to = here[i + 1]!
    while (there[j + 1]! < from) j += 2
    for (let k = j; there[k]! <= to; k += 2) {
      if (there[k]! > from) rest.push(from, there[k]! - 1)
      from = there[k + 1]! + 1
    }
    if (from <= to) rest.push(from, to)
  }
  return rest
}

/** The seed set that a station id stands for, or undefined for a tablet's. */
export const seedStation = (station: string): string | undefined => seedOf(`${station}-`)

/** The most events that are read from the journal at once. */
const MOST = 500
/** A refused event is tried again after this, ms: the database's rules may have changed. */
const REFUSED_FOR = 3_600_000

/**
 * What one database lacks of what is here, and in which order it gets that. An event counts as there only when it came
 * back through the changes; until then it is remembered, for this session, that it was taken or refused.
 */
export class Outbox {
  private on: RunSet = {}
  /** Taken with a 201, but not seen in the changes yet; with the round of reading that was the last one then. */
  private readonly taken = new Map<Id, number>()
  private readonly refused = new Map<Id, { at: number; reason: string }>()

  /** @param shownSeed the seed set that goes without an order that names it */
  constructor(
    private readonly journal: Pick<Journal, 'runs' | 'isMine' | 'read'>,
    private readonly shownSeed: () => string | undefined,
    private readonly mono: () => number,
  ) {}

  /** How many events are here and not there. Seeds are no loss: any tablet makes them anew. */
  get unsent(): number {
    let n = 0
    for (const station of Object.keys(this.journal.runs))
      if (!seedStation(station)) for (const [from, to] of this.lacking(station)) n += to - from + 1
    return n
  }

  /** Those that were refused one by one, and why the last was. */
  get refusals(): { n: number; reason: string } | undefined {
    const reason = [...this.refused.values()].at(-1)?.reason
    return reason === undefined ? undefined : { n: this.refused.size, reason }
  }

  /** Whether something was taken that has not come back yet. */
  get unsettled(): boolean {
    return this.taken.size > 0
  }

  take(id: Id, round: number): void {
    this.taken.set(id, round)
  }

  refuse(id: Id, reason: string): void {
    this.refused.delete(id)
    this.refused.set(id, { at: this.mono(), reason })
  }

  /** Lets the refused be tried again. */
  forgive(): void {
    this.refused.clear()
  }

  /** The database has lost its memory: nothing is known to be there. */
  forget(): void {
    this.on = {}
    this.taken.clear()
    this.refused.clear()
  }

  /**
   * The changes were read to their end in this round.
   * @param on all events that came back
   * @returns how many were taken before the round began and are not among them; they go again
   */
  settle(on: RunSet, round: number): number {
    this.on = on
    let lost = 0
    for (const [id, then] of this.taken) {
      const there = this.isOn(id)
      if (!there && then >= round) continue
      this.taken.delete(id)
      if (!there) lost++
    }
    for (const [id, { at }] of this.refused)
      if (this.isOn(id) || this.mono() - at > REFUSED_FOR) this.refused.delete(id)
    return lost
  }

  /** Whether events of other stations wait. */
  get hasOthers(): boolean {
    return this.ids(station => !this.goesAtOnce(station) && !seedStation(station)).length > 0
  }

  /**
   * The next events to send: the shown seed, then own ones, then, when their time has come, those of other stations. A
   * menu entry of another seed goes before the first event that names it, and not without one.
   */
  async next(others: boolean): Promise<BarEvent[]> {
    const ids = [
      ...this.ids(station => station === this.shownSeed()),
      ...this.ids(station => this.journal.isMine(station)),
      ...(others ? this.ids(station => !this.goesAtOnce(station) && !seedStation(station)) : []),
    ].slice(0, MOST)
    const events = await this.journal.read(ids)
    const chosen = new Set(ids)
    const named = events.flatMap(event =>
      is(event, 'order') || is(event, 'tally') ? event.lines.map(line => line.menu) : [],
    )
    const seeds = new Set(named.filter(id => seedOf(id) && !chosen.has(id) && this.waits(id)))
    return [...(await this.journal.read([...seeds])), ...events]
  }

  private goesAtOnce(station: string): boolean {
    return this.journal.isMine(station) || station === this.shownSeed()
  }

  private isOn(id: Id): boolean {
    const { station, n } = splitId(id)!
    return hasNumber(this.on[station], n)
  }

  private waits(id: Id): boolean {
    return !this.taken.has(id) && !this.refused.has(id) && !this.isOn(id)
  }

  private *lacking(station: string): Generator<[from: number, to: number]> {
    const runs = without(this.journal.runs[station]!, this.on[station])
    for (let i = 0; i < runs.length; i += 2) yield [runs[i]!, runs[i + 1]!]
  }

  /** The first waiting ids of the stations that are wanted. */
  private ids(wanted: (station: string) => boolean): Id[] {
    const ids: Id[] = []
    for (const station of Object.keys(this.journal.runs))
      if (wanted(station))
        for (const [from, to] of this.lacking(station))
          for (let n = from; n <= to && ids.length < MOST; n++) {
            const id = `${station}-${n}`
            if (!this.taken.has(id) && !this.refused.has(id)) ids.push(id)
          }
    return ids
  }
}
