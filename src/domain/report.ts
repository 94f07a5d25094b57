import { localTime } from './clock.ts'
import { type Amount, type BarEvent, type Id, is, type Menu, type Millis, type Ref } from './event.ts'
import type { Fold } from './fold.ts'
import { barHour } from './kit.ts'
import { emptyTotals, share } from './share.ts'

const HOUR = 3_600_000

/** What became of a stock item. */
export interface Used {
  item: string
  came: Amount
  /** Went by orders, tallies and packs opened. */
  used: Amount
  lost: Amount
  /** What of that was lost why, by the reason that was given. */
  why: Map<string, Amount>
  /** What is left by the last counts, all places together; undefined where nobody counted. */
  left: Amount | undefined
}

/** A meeting in figures. */
export interface Report {
  /** Drinks in each full hour in which there were some, oldest first. */
  hours: [from: Millis, n: number][]
  /** Drinks by slug, most first. */
  drinks: [slug: string, n: number][]
  stock: Used[]
}

/** The lines of an event that did not happen. */
const voidedOf = (fold: Fold, event: BarEvent): ReadonlySet<number> =>
  fold.voided(event._id) as ReadonlySet<number>

/** Adds a meeting up. Needs the menu of all that counts: what still waits for it is left out. */
export const reportOf = (fold: Fold, here?: Ref): Report => {
  const hours = new Map<Millis, number>()
  const stock = new Map<string, Used>()
  const places = new Set<string>()
  for (const event of fold.counted()) {
    if (fold.waiting.has(event._id)) continue
    const totals = emptyTotals()
    const moved = (place: string, item: string, n: Amount) => {
      places.add(place)
      const sums = stock.get(item) ?? { item, came: 0, used: 0, lost: 0, why: new Map(), left: undefined }
      if (is(event, 'loss')) {
        sums.lost -= n
        sums.why.set(event.why, (sums.why.get(event.why) ?? 0) - n)
      } else if (is(event, 'delivery')) sums.came += n
      else if (!is(event, 'transfer')) sums.used -= n
      stock.set(item, sums)
    }
    const menuOf = (id: Id) => fold.events.get(id) as Menu
    share({ totals, sold() {}, moved }, event, 1, voidedOf(fold, event), menuOf)
    if (totals.drinks) {
      const time = is(event, 'tally') ? (event.from + event.to) / 2 : localTime(event, here)
      const hour = Math.floor(time / HOUR) * HOUR
      hours.set(hour, (hours.get(hour) ?? 0) + totals.drinks)
    }
  }
  for (const sums of stock.values())
    for (const place of places) {
      const level = fold.level(sums.item, place)
      if (level) sums.left = (sums.left ?? 0) + level.n
    }
  return {
    hours: [...hours].sort(([a], [b]) => a - b),
    drinks: [...fold.sold].map(([slug, { n }]): [string, number] => [slug, n]).sort((a, b) => b[1] - a[1]),
    stock: [...stock.values()].sort((a, b) => (a.item < b.item ? -1 : 1)),
  }
}

/** A bar's day: its first moment, and the drinks in each of its hours, the one from 06:00 first. */
export interface Day {
  from: Millis
  hours: number[]
}

/**
 * Drinks in full hours as days of the bar, oldest first.
 * @param hourOf the hour of the day, 0 to 23, of a time
 */
export const daysOf = (hours: Report['hours'], hourOf: (at: Millis) => number): Day[] => {
  const days: Day[] = []
  for (const [at, n] of hours) {
    const hour = barHour(hourOf(at))
    const from = at - hour * HOUR
    // A day on which clocks are turned begins an hour earlier or later than its hours say.
    let day = days.at(-1)
    if (!day || from - day.from > 12 * HOUR) days.push((day = { from, hours: Array(24).fill(0) }))
    day.hours[hour]! += n
  }
  return days
}

/** What is in the tables that a spreadsheet opens, by kind of event. */
export const TABLES = {
  orders: ['order', 'tally'],
  moves: ['delivery', 'loss', 'transfer', 'opened', 'batch', 'empties', 'count'],
  cash: ['cash'],
}

/**
 * Events of some kinds as CSV (RFC 4180), a row for each line, item or sum that counts. Sums are in minor units, amounts
 * in ml, g or pieces. What a spreadsheet would take for a formula gets an apostrophe before it.
 */
export const csvOf = (fold: Fold, of: readonly string[]): string => {
  const rows = [...fold.counted()].flatMap((event): Record<string, unknown>[] => {
    if (!of.includes(event.kind)) return []
    const { lines, goods, makes, items, ref, saw, seen, coins, _rev, at, sum, ...rest } = event as Record<
      string,
      unknown
    >
    const said = { ...rest, time: new Date(event.at).toISOString() }
    const voided = voidedOf(fold, event)
    if (items) return Object.entries(items).map(([item, n]) => ({ ...said, item, n }))
    const parts = [(lines ?? goods ?? { sum }) as object].flat() as Record<string, unknown>[]
    if (makes) parts.push({ ...(makes as object), made: 'yes' })
    return parts.flatMap((part, i) => {
      const drink = fold.events.get(String(part['menu'])) as Menu | undefined
      return voided.has(i) ? [] : [{ ...said, ...part, ...(drink && { menu: drink.slug }) }]
    })
  })
  const head = [...new Set(rows.flatMap(row => Object.keys(row)))]
  const cell = (value: unknown): string => {
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? '')
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return [head, ...rows.map(row => head.map(name => row[name]))]
    .map(row => row.map(cell).join(','))
    .join('\r\n')
}
