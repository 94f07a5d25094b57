import type { Amount, BarEvent, Goods, Id, Line, Menu, Money } from './event.ts'
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

/** What one event adds to the sums. */
export interface Share extends Totals {
  sold: [slug: string, n: number, portions: number][]
  moves: [place: string, item: string, n: Amount][]
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
 * What an event adds to the sums, the voided lines left out.
 * @param menuOf the `menu` event of an id; must know every one that the lines name
 */
export const shareOf = (event: BarEvent, voided: ReadonlySet<number>, menuOf: (id: Id) => Menu): Share => {
  const share = emptyTotals() as Share
  share.sold = []
  share.moves = []
  const place = event.place ?? DEFAULT_PLACE
  if (is(event, 'order') || is(event, 'tally')) {
    share.orders = 1
    if (is(event, 'order') && event.given !== undefined) {
      share.given = event.given
      share.recorded = 1
    }
    const house = is(event, 'order') && event.house !== undefined
    event.lines.forEach((line, i) => {
      if (!voided.has(i)) addLine(share, line, menuOf(line.menu), event.stock ?? place, house)
    })
    share.moves = merge(share.moves)
  } else if (is(event, 'delivery')) share.moves = merge(moved(place, event.goods, 1))
  else if (is(event, 'loss') || is(event, 'opened')) share.moves = merge(moved(place, event.goods, -1))
  else if (is(event, 'transfer'))
    share.moves = merge([...moved(place, event.goods, -1), ...moved(event.to, event.goods, 1)])
  else if (is(event, 'batch'))
    share.moves = merge([...moved(place, event.goods, -1), ...moved(place, [event.makes], 1)])
  return share
}

const addLine = (share: Share, line: Line, menu: Menu, place: string, house: boolean): void => {
  if (line.deposit) {
    share.deposits += line.sum
    return
  }
  const portion = line.portion ?? 100
  share.suggested += line.sum
  share.drinks += line.n
  if (house) share.house += line.n
  share.sold.push([menu.slug, line.n, line.n * portion])
  for (const part of partsOfDrink(menu))
    share.moves.push([place, part.item, -percentOf(part.n * line.n, portion)])
}

const moved = (place: string, goods: Goods[], way: 1 | -1): Share['moves'] =>
  goods.map(({ item, n }) => [place, item, way * n])

/** Adds up the movements of the same item at the same place: a shelf knows one an event. */
const merge = (moves: Share['moves']): Share['moves'] => {
  const sums: Share['moves'] = []
  for (const move of moves) {
    const sum = sums.find(([place, item]) => place === move[0] && item === move[1])
    if (sum) sum[2] += move[2]
    else sums.push(move)
  }
  return sums
}
