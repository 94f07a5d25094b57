import { type Amount, type BarEvent, is, type Menu, type Millis, type Ref } from './event.ts'
import type { Fold } from './fold.ts'
import { HOUR, Hourly } from './hourly.ts'
import type { Between } from './runout.ts'
import type { Shelf } from './stock.ts'

// What moved at a place, added up for whoever looks again and again: a movement is read once, not at each look.

/** A clock that was measured anew so little apart, ms, moves hardly anything into another hour. */
const SAME = 60_000

/** What moved from a count to the next. */
interface Span {
  /** The count: when, its id, what it found. The first span begins before all of them. */
  at: Millis
  _id: string
  found: Amount
  /** What orders took, and the squares of what each took. */
  tapped: number
  squares: number
  /** What else came (or went, below 0). */
  other: number
}

/** One item's movements, as far as they were read. */
interface Row {
  shelf: Shelf
  counted: boolean
  rewritten: number
  /** Where to read on. */
  next: number
  /** How the level changed in each hour since 1970. */
  changes: Map<number, Amount>
  spans: Span[]
}

/** The movements of all items at one place. */
class Flow {
  /** What went of each item, as the forecast wants it. */
  readonly hourly = new Hourly()
  readonly #rows = new Map<string, Row>()
  #here: Ref | undefined

  /** Reads what is new. */
  read(fold: Fold, place: string, here: Ref | undefined): void {
    const was = this.#here
    const isSame = was?.boot === here?.boot && Math.abs((was?.off ?? 0) - (here?.off ?? 0)) < SAME
    if (!isSame) this.#here = here
    const items = fold.items()
    // What is not in use any more says nothing of what will be.
    for (const slug of this.#rows.keys())
      if (!isSame || !items.some(item => item.slug === slug)) {
        this.#rows.delete(slug)
        this.hourly.things.delete(slug)
      }
    for (const item of items) {
      const shelf = fold.shelf(item.slug, place)
      if (shelf) this.#readItem(fold, item, shelf)
    }
  }

  /** The level at each full hour of the last day, the present one last; counts in between are smoothed out. */
  day(item: string, level: Amount, now: Millis): Amount[] {
    const changes = this.#rows.get(item)?.changes
    const hour = Math.floor(now / HOUR)
    let n = level
    return Array.from({ length: 25 }, (_, ago) => {
      const then = n
      n -= changes?.get(hour - ago) ?? 0
      return then
    }).reverse()
  }

  /** What orders took of an item between each two counts, and what really went, in portions. */
  between(item: string): Between[] {
    const spans = this.#rows.get(item)?.spans ?? []
    const all: Between[] = []
    let [taken, squares] = [0, 0]
    spans.forEach((span, i) => {
      taken += span.tapped
      squares += span.squares
      const next = spans[i + 1]
      if (!i || !next || !taken) return
      const lump = squares / taken
      all.push({ tapped: span.tapped / lump, gone: (span.found + span.other - next.found) / lump })
    })
    return all
  }

  #readItem(fold: Fold, { slug, counted = false }: Menu, shelf: Shelf): void {
    const { hourly } = this
    const timeOf = (event: BarEvent) => fold.timeOf(event, this.#here)
    let row = this.#rows.get(slug)
    if (row?.shelf !== shelf || row.rewritten !== shelf.rewritten || row.counted !== counted) {
      hourly.things.delete(slug)
      const first = { at: Number.NEGATIVE_INFINITY, _id: '', found: 0 }
      const counts = [...shelf.counts].map(count => ({
        at: timeOf(count),
        _id: count._id,
        found: count.items[slug]!,
      }))
      const spans = [first, ...counts].map(count => ({ ...count, tapped: 0, squares: 0, other: 0 }))
      spans.sort((a, b) => (isBefore(a, b.at, b._id) ? -1 : 1))
      row = { shelf, counted, rewritten: shelf.rewritten, next: 0, changes: new Map(), spans }
      this.#rows.set(slug, row)
    }
    const { changes, spans } = row
    // Most movements are in the same hour as the one before: what an hour has is put down when another one comes.
    let hour = Number.NaN
    let [change, went, squares] = [0, 0, 0]
    const putDown = () => {
      if (change) changes.set(hour, (changes.get(hour) ?? 0) + change)
      if (went) hourly.put(slug, hour, went, went, squares)
    }
    row.next = shelf.eachMove((event, n) => {
      const at = timeOf(event)
      const own = Math.floor(at / HOUR)
      if (own !== hour) {
        putDown()
        hour = own
        change = went = squares = 0
      }
      change += n
      const isTapped = is(event, 'order') || is(event, 'tally')
      if (counted ? is(event, 'opened') : is(event, 'order')) {
        went -= n
        squares += n * n
      } else if (!counted && is(event, 'tally'))
        hourly.spread(slug, at - event.at + event.from, at - event.at + event.to, -n)
      let i = spans.length - 1
      while (!isBefore(spans[i]!, at, event._id)) i--
      const span = spans[i]!
      if (isTapped) {
        span.tapped -= n
        span.squares += n * n
      } else if (!is(event, 'opened')) span.other += n
    }, row.next)
    putDown()
  }
}

/** Whether a span begins before an event; ids decide where times do not. */
const isBefore = (span: { at: Millis; _id: string }, at: Millis, id: string): boolean =>
  span.at < at || (span.at === at && span._id < id)

const flows = new WeakMap<Fold, Map<string, Flow>>()

/**
 * What moved at a place so far; the same object at each look, and only what is new is read.
 * @param here the asking tablet's last measured offset
 */
export const flowAt = (fold: Fold, place: string, here: Ref | undefined): Flow => {
  let places = flows.get(fold)
  if (!places) flows.set(fold, (places = new Map()))
  let flow = places.get(place)
  if (!flow) places.set(place, (flow = new Flow()))
  flow.read(fold, place, here)
  return flow
}
