import { type Boots, before } from './clock.ts'
import { type Amount, type BarEvent, type Count, type Id, is, partsOf } from './event.ts'

/** What is left of one item at one place. */
export interface Level {
  n: Amount
  /** Whether a clock had to decide what no clock can tell: the item wants a recount. */
  unsure: boolean
}

/** What decides which of two events came first. */
export interface Witness {
  /** Whether `event` was made by a station that had seen `count` before. Knows the first number a station made after it. */
  saw(count: Id, event: BarEvent): boolean
  boots: Boots
}

const has = (seen: Record<string, number>, id: Id): boolean => {
  const { station, n } = partsOf(id)
  return Object.hasOwn(seen, station) && seen[station]! >= n
}

/**
 * Whether a movement came after a count and so comes off it; undefined where nobody can tell.
 * What the counting station had seen was counted; what had itself seen the count was not; the counting station's own
 * numbers are in order; else corrected clocks, and inside their error nobody knows.
 */
export const isAfter = (movement: BarEvent, count: Count, { saw, boots }: Witness): boolean | undefined => {
  const moved = partsOf(movement._id)
  const counted = partsOf(count._id)
  if (moved.station === counted.station) return moved.n > counted.n
  if (has(count.seen, movement._id)) return false
  if (saw(count._id, movement)) return true
  return before(count, movement, boots)
}

/** Whether count `a` is the newer of two, by the same rule; a tie that nobody can break goes by id, the same everywhere. */
const isNewer = (a: Count, b: Count, witness: Witness): boolean => isAfter(a, b, witness) ?? a._id > b._id

/** What went since the count, as it was noted: tapped, or as packs opened, or as packs found empty. */
type Way = 'tapped' | 'opened' | 'emptied'

/** The count that a level starts from, what came and went since, and how many movements no clock can place. */
interface Known extends Record<Way, Amount> {
  count: Count | undefined
  n: Amount
  unsure: number
}

/** How a movement was noted, where that matters. */
const wayOf = (event: BarEvent): Way | undefined => {
  if (is(event, 'opened')) return event.empty ? 'emptied' : 'opened'
  return is(event, 'order') || is(event, 'tally') ? 'tapped' : undefined
}

/**
 * One item at one place: movements and counts in any order, and the level that follows. A movement that comes, or is
 * taken back, costs the same however many there are; a new count, or news of who saw one, adds up again at the next look.
 * Movements are two plain lists, as a camp has a hundred thousand: what is taken back is struck out, and leaves them when
 * it, or anything else that was struck out, comes again.
 *
 * The same bottle may be noted twice: tapped, and gone with a crate that somebody said was opened, and then empty. What
 * went is the most of the three. A pack that was just opened is still full, one that is about to be is empty: on the
 * average the level is right.
 */
export class Shelf {
  #events: BarEvent[] = []
  #amounts: Amount[] = []
  readonly #struck = new Set<BarEvent>()
  readonly #counts = new Map<Id, Count>()
  #arrivals = 0
  #known: Known | undefined
  /** Goes up when something that was here is not any more, or is another. */
  rewritten = 0

  readonly #item: string
  readonly #witness: Witness

  constructor(item: string, witness: Witness) {
    this.#item = item
    this.#witness = witness
  }

  /**
   * What came and went, in no order: the event, and how much it brought (or took, below 0).
   * @param from what an earlier look answered: only what came since, where nothing was `rewritten`
   * @returns where the next look may go on
   */
  eachMove(call: (event: BarEvent, n: Amount) => void, from = 0): number {
    for (let i = from; i < this.#events.length; i++)
      if (!this.#struck.size || !this.#struck.has(this.#events[i]!)) call(this.#events[i]!, this.#amounts[i]!)
    return this.#events.length
  }

  get counts(): Iterable<Count> {
    return this.#counts.values()
  }

  /** How many counts and arrivals there are: more than before, and what was said of the level before is old. */
  get news(): number {
    return this.#counts.size + this.#arrivals
  }

  /** The count that the level starts from. */
  get counted(): Count | undefined {
    return this.#sum().count
  }

  /**
   * Adds a movement: `n` came (or went, below 0) with `event`, the object that `unmove` will be given. What one event
   * moves of an item is added in one go, and is one movement.
   */
  move(event: BarEvent, n: Amount): void {
    if (this.#struck.size && this.#struck.has(event)) this.#clear()
    const last = this.#events.length - 1
    const isMore = this.#events[last] === event
    if (isMore) this.#amounts[last]! += n
    else {
      this.#events.push(event)
      this.#amounts.push(n)
    }
    if (n > 0) this.#arrivals++
    if (this.#known) this.#weigh(this.#known, event, n, 1, isMore)
  }

  /** Takes a movement back, in as many calls and with the same amounts as it was added. */
  unmove(event: BarEvent, n: Amount): void {
    const isMore = this.#struck.has(event)
    if (n > 0) this.#arrivals--
    this.#struck.add(event)
    this.rewritten++
    if (this.#known) this.#weigh(this.#known, event, n, -1, isMore)
  }

  #clear(): void {
    this.rewritten++
    const stays = this.#events.map(event => !this.#struck.has(event))
    this.#events = this.#events.filter((_, i) => stays[i])
    this.#amounts = this.#amounts.filter((_, i) => stays[i])
    this.#struck.clear()
  }

  count(count: Count): void {
    this.#counts.set(count._id, count)
    this.doubt()
  }

  uncount(count: Count): void {
    this.#counts.delete(count._id)
    this.doubt()
  }

  /** Another count, somebody's having seen one, or how two clocks lie to each other has come to light. */
  doubt(): void {
    this.rewritten++
    this.#known = undefined
  }

  /** What is left, or undefined while nobody ever counted it or brought some. May be below 0: then too little was noted. */
  level(): Level | undefined {
    const { n, tapped, opened, emptied, unsure } = this.#sum()
    if (!this.#counts.size && !this.#arrivals) return undefined
    return { n: n + Math.min(tapped, opened, emptied), unsure: unsure > 0 }
  }

  #sum(): Known {
    if (this.#known) return this.#known
    let newest: Count | undefined
    // "Newer" is not transitive where clocks are unsure: a fixed order of looking makes the answer the same everywhere.
    const counts = [...this.#counts.values()].sort((a, b) => (a._id < b._id ? -1 : 1))
    for (const count of counts) if (!newest || isNewer(count, newest, this.#witness)) newest = count
    const n = newest ? newest.items[this.#item]! : 0
    const known = { count: newest, n, tapped: 0, opened: 0, emptied: 0, unsure: 0 }
    this.eachMove((event, n) => this.#weigh(known, event, n, 1))
    this.#known = known
    return known
  }

  /** Puts a movement into what is known (`way` 1) or takes it out again (−1); `isMore` of one that was there before. */
  #weigh(known: Known, event: BarEvent, n: Amount, way: 1 | -1, isMore = false): void {
    const after = known.count ? isAfter(event, known.count, this.#witness) : true
    if (after !== false) known[wayOf(event) ?? 'n'] += way * n
    if (after === undefined && !isMore) known.unsure += way
  }
}
