import { before } from './clock.ts'
import { type Amount, type BarEvent, type Count, type Id, splitId } from './event.ts'

/** What is left of one item at one place. */
export interface Level {
  n: Amount
  /** Whether a clock had to decide what no clock can tell: the item wants a recount. */
  unsure: boolean
}

/** Whether `event` was made by a station that had seen `count` before. Knows the first number a station made after it. */
export type SawCount = (count: Id, event: BarEvent) => boolean

const has = (seen: Record<string, number>, id: Id): boolean => {
  const { station, n } = splitId(id)!
  return Object.hasOwn(seen, station) && seen[station]! >= n
}

/**
 * Whether a movement came after a count and so comes off it; undefined where nobody can tell.
 * What the counting station had seen was counted; what had itself seen the count was not; the counting station's own
 * numbers are in order; else corrected clocks, and inside their error nobody knows.
 */
export const isAfter = (movement: BarEvent, count: Count, saw: SawCount): boolean | undefined => {
  const moved = splitId(movement._id)!
  const counted = splitId(count._id)!
  if (moved.station === counted.station) return moved.n > counted.n
  if (has(count.seen, movement._id)) return false
  if (saw(count._id, movement)) return true
  return before(count, movement)
}

/** Whether count `a` is the newer of two, by the same rule; a tie that nobody can break goes by id, the same everywhere. */
const isNewer = (a: Count, b: Count, saw: SawCount): boolean => isAfter(a, b, saw) ?? a._id > b._id

/**
 * One item at one place: movements and counts in any order, and the level that follows. A new movement costs the same
 * however many there are; a new count, or news of who saw one, adds up again at the next look.
 */
export class Shelf {
  private readonly moves = new Map<Id, { event: BarEvent; n: Amount }>()
  private readonly counts = new Map<Id, Count>()
  private arrivals = 0
  private known: { count: Count | undefined; level: Level } | undefined

  constructor(
    private readonly item: string,
    private readonly saw: SawCount,
  ) {}

  /** Adds a movement: `n` came (or went, below 0) with `event`. An event moves an item once; amounts add up before. */
  move(event: BarEvent, n: Amount): void {
    this.moves.set(event._id, { event, n })
    if (n > 0) this.arrivals++
    if (this.known) this.weigh(this.known, event, n)
  }

  unmove(event: BarEvent): void {
    const move = this.moves.get(event._id)
    if (!move) return
    if (move.n > 0) this.arrivals--
    this.moves.delete(event._id)
    this.known = undefined
  }

  count(count: Count): void {
    this.counts.set(count._id, count)
    this.known = undefined
  }

  uncount(count: Count): void {
    this.counts.delete(count._id)
    this.known = undefined
  }

  /** Somebody's having seen a count has come to light. */
  doubt(): void {
    this.known = undefined
  }

  /** What is left, or undefined while nobody ever counted it or brought some. May be below 0: then too little was noted. */
  level(): Level | undefined {
    if (!this.known) {
      let newest: Count | undefined
      // "Newer" is not transitive where clocks are unsure: a fixed order of looking makes the answer the same everywhere.
      const counts = [...this.counts.values()].sort((a, b) => (a._id < b._id ? -1 : 1))
      for (const count of counts) if (!newest || isNewer(count, newest, this.saw)) newest = count
      this.known = { count: newest, level: { n: newest ? newest.items[this.item]! : 0, unsure: false } }
      for (const { event, n } of this.moves.values()) this.weigh(this.known, event, n)
    }
    return this.counts.size || this.arrivals ? this.known.level : undefined
  }

  private weigh(known: NonNullable<Shelf['known']>, event: BarEvent, n: Amount): void {
    const after = known.count ? isAfter(event, known.count, this.saw) : true
    const level = { ...known.level }
    if (after !== false) level.n += n
    if (after === undefined) level.unsure = true
    known.level = level
  }
}
