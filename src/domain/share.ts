import type { Amount, BarEvent, Goods, Id, Line, Menu, Money, Order } from './event.ts'
import { is } from './event.ts'
import { partsOfDrink } from './menu.ts'
import { percentOf } from './money.ts'

/** What the bar did so far, voids taken off. Money in whole minor units. */
export interface Totals {
  orders: number
  drinks: number
  /** Suggested donations, deposits apart. */
  suggested: Money
  /** What was recorded as given, and in how many orders. */
  given: Money
  recorded: number
  /** Drinks on the house. */
  house: number
  /** Deposits taken less those given back: held money. */
  deposits: Money
}

/** What takes in the shares of events: told of each line and movement, so that nothing is made only to be added up. */
export interface Sums {
  totals: Totals
  sold(slug: string, n: number, portions: number): void
  /** An order may move an item several times. */
  moved(place: string, item: string, n: Amount): void
}

/** A bar that nobody named. */
export const DEFAULT_PLACE = 'bar'

export const emptyTotals = (): Totals => ({
  orders: 0,
  drinks: 0,
  suggested: 0,
  given: 0,
  recorded: 0,
  house: 0,
  deposits: 0,
})

/**
 * Puts what an event adds into the sums (`way` 1) or takes it out again (−1), the voided lines left out.
 * @param menuOf the `menu` event of an id; must know every one that the lines name
 */
export const share = (
  sums: Sums,
  event: BarEvent,
  way: 1 | -1,
  voided: ReadonlySet<number>,
  menuOf: (id: Id) => Menu,
): void => {
  const place = event.place ?? DEFAULT_PLACE
  if (is(event, 'order') || is(event, 'tally')) {
    const { totals } = sums
    totals.orders += way
    const { given, house } = event as Order
    if (given !== undefined) {
      totals.given += way * given
      totals.recorded += way
    }
    for (let i = 0; i < event.lines.length; i++) {
      const line = event.lines[i]!
      if (voided.size && voided.has(i)) continue
      if (house !== undefined && !line.deposit) totals.house += way * line.n
      shareLine(sums, line, way, menuOf(line.menu), event.stock ?? place)
    }
    return
  }
  for (const [place, item, n] of movesOf(event)) sums.moved(place, item, way * n)
}

const shareLine = (sums: Sums, line: Line, way: 1 | -1, menu: Menu, place: string): void => {
  const { totals } = sums
  if (line.deposit) {
    totals.deposits += way * line.sum
    return
  }
  const portion = line.portion ?? 100
  totals.suggested += way * line.sum
  totals.drinks += way * line.n
  sums.sold(menu.slug, way * line.n, way * line.n * portion)
  for (const part of partsOfDrink(menu))
    sums.moved(place, part.item, -way * percentOf(part.n * line.n, portion))
}

type Move = [place: string, item: string, n: Amount]

/** What goods do that nobody tapped. */
const movesOf = (event: BarEvent): Move[] => {
  const place = event.place ?? DEFAULT_PLACE
  if (is(event, 'delivery')) return merge(moved(place, event.goods, 1))
  if (is(event, 'loss') || is(event, 'opened')) return merge(moved(place, event.goods, -1))
  if (is(event, 'transfer'))
    return merge([...moved(place, event.goods, -1), ...moved(event.to, event.goods, 1)])
  if (is(event, 'batch')) return merge([...moved(place, event.goods, -1), ...moved(place, [event.makes], 1)])
  return []
}

const moved = (place: string, goods: Goods[], way: 1 | -1): Move[] =>
  goods.map(({ item, n }) => [place, item, way * n])

/** Adds up the movements of the same item at the same place, so that what goes where it came from is none. */
const merge = (moves: Move[]): Move[] => {
  const sums: Move[] = []
  for (const move of moves) {
    const sum = sums.find(([place, item]) => place === move[0] && item === move[1])
    if (sum) sum[2] += move[2]
    else sums.push(move)
  }
  return sums
}
