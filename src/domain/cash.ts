import {
  type Amount,
  type Cash,
  type Id,
  is,
  type Menu,
  type Money,
  type Order,
  type Part,
  partsOf,
  type Tally,
} from './event.ts'
import type { Fold } from './fold.ts'
import { suggestedOf } from './money.ts'

/** A box, a bank, an app, or somebody's advance. */
export interface Account {
  name: string
  /** What should be there: the newest count and what money did since. Below 0: the bar owes it. */
  balance: Money
  /** The newest count. */
  counted?: Cash
  /** What had come in by then that nobody wrote down: what was counted, less all that came and went otherwise. */
  found: Money
  /** It holds coins: change was put in, or its coins were counted. */
  isBox: boolean
}

/** The bar's money, as far as somebody wrote it down. */
export interface CashBook {
  /** By name. */
  accounts: Account[]
  /** What guests gave, as far as it was counted: deposits are held for them, and are no gift. */
  given: Money
  /** What was suggested for all that was tapped until then. */
  suggested: Money
  /** Deposits of guests that were in what was counted. */
  held: Money
  /** What the boxes should have got since: what was given where that was recorded, else what was suggested; deposits, too. */
  since: Money
  /** Change that was put in. */
  put: Money
  /** What the goods that were delivered cost, their deposits apart. */
  goods: Money
  /** Payouts and advances. */
  paid: Money
  /** All that was written down, oldest first by the tablets' clocks. */
  moves: Cash[]
}

const has = (count: Cash, id: Id): boolean => {
  const { station, n } = partsOf(id)
  return Object.hasOwn(count.seen ?? {}, station) && count.seen![station]! >= n
}

/** Whether count `a` is the newer of two: the one that had seen the other, else by clock, else by id. */
const isNewer = (a: Cash, b: Cash): boolean => {
  const [later, earlier] = [has(a, b._id), has(b, a._id)]
  return later === earlier ? a.at > b.at || (a.at === b.at && a._id > b._id) : later
}

/** What an event does to an account, its counts apart. */
const flow = ({ way, sum, account, to }: Cash, name: string): Money => {
  const out = way === 'float' ? sum : way === 'count' ? 0 : -sum
  return (account === name ? out : 0) + (way === 'move' && to === name ? sum : 0)
}

/** The newest count of an account. "Newer" is not transitive: a fixed order of looking makes the answer the same everywhere. */
const newest = (moves: Cash[], name: string): Cash | undefined => {
  let counted: Cash | undefined
  for (const move of moves)
    if (move.way === 'count' && move.account === name && (!counted || isNewer(move, counted))) counted = move
  return counted
}

const accountOf = (moves: Cash[], name: string): Account => {
  const counted = newest(moves, name)
  const isBox = moves.some(
    ({ way, account, coins = {} }) =>
      account === name && (way === 'float' || (way === 'count' && Object.keys(coins).length > 0)),
  )
  let [before, after] = [0, 0]
  for (const move of moves)
    if (counted && has(counted, move._id)) before += flow(move, name)
    else after += flow(move, name)
  if (!counted) return { name, balance: after, found: 0, isBox }
  return { name, counted, balance: counted.sum + after, found: counted.sum - before, isBox }
}

/** What an order or a tally brought: for its drinks, as recorded or else as suggested, and as deposits. */
const broughtBy = (fold: Fold, event: Order | Tally) => {
  const voided = fold.voided(event._id) as ReadonlySet<number>
  let [suggested, deposits] = [0, 0]
  event.lines.forEach(({ sum, deposit }, i) => {
    if (voided.has(i)) return
    if (deposit) deposits += sum
    else suggested += sum
  })
  return { suggested, deposits, given: (is(event, 'order') ? event.given : undefined) ?? suggested }
}

/**
 * Adds up the bar's money: the same for the same set of events, in whatever order they came. What a counting station had
 * seen was in its count; all else came after it. With several boxes a deposit counts as held once any of them was counted
 * after it: never is one taken for a gift.
 */
export const cashOf = (fold: Fold): CashBook => {
  const moves: Cash[] = []
  const sales: (Order | Tally)[] = []
  let goods = 0
  for (const event of fold.counted())
    if (is(event, 'cash')) moves.push(event)
    else if (is(event, 'delivery')) for (const { cost = 0 } of event.goods) goods += cost
    else if ((is(event, 'order') || is(event, 'tally')) && !fold.waiting.has(event._id)) sales.push(event)
  moves.sort((a, b) => a.at - b.at || (a._id < b._id ? -1 : 1))
  const names = new Set(moves.flatMap(({ account, to }) => (to ? [account, to] : [account])))
  const accounts = [...names].sort().map(name => accountOf(moves, name))
  const boxes = accounts.filter(({ isBox }) => isBox)
  const counts = (boxes.length ? boxes : accounts).flatMap(({ counted }) => counted ?? [])
  let [suggested, held, since] = [0, 0, 0]
  for (const event of sales) {
    const brought = broughtBy(fold, event)
    if (counts.some(count => has(count, event._id))) {
      suggested += brought.suggested
      held += brought.deposits
    } else since += brought.given + brought.deposits
  }
  const sumOf = (...ways: Cash['way'][]) =>
    moves.reduce((sum, { way, sum: n }) => sum + (ways.includes(way) ? n : 0), 0)
  return {
    accounts,
    given: accounts.reduce((sum, { found }) => sum + found, 0) - held,
    suggested,
    held,
    since,
    put: sumOf('float'),
    goods,
    paid: sumOf('payout', 'advance'),
    moves,
  }
}

/**
 * What goods cost: makes a function that says it of an amount of an item, by all deliveries of it together, or else by
 * what a pack of it is said to cost; undefined where it has no price yet.
 */
export const pricesOf = (fold: Fold): ((item: string, n: Amount) => number | undefined) => {
  const prices = new Map<string, { cost: Money; n: number }>()
  for (const event of fold.counted())
    if (is(event, 'delivery'))
      for (const { item, n, cost } of event.goods) {
        if (cost === undefined || n <= 0) continue
        const price = prices.get(item) ?? { cost: 0, n: 0 }
        prices.set(item, { cost: price.cost + cost, n: price.n + n })
      }
  return (item, n) => {
    const { cost, pack = 0, bottle = pack } = fold.entry(item) ?? {}
    const price = prices.get(item) ?? (cost ? { cost, n: pack || bottle } : undefined)
    return price?.n ? (price.cost * n) / price.n : undefined
  }
}

/** What the ingredients of one portion cost; undefined where one of them has no price yet. */
export const recipeCost = (fold: Fold, recipe: Part[]): Money | undefined => {
  const priceOf = pricesOf(fold)
  const costs = recipe.map(({ item, n }) => priceOf(item, n))
  if (!costs.length || costs.includes(undefined)) return undefined
  return Math.round(costs.reduce<number>((sum, cost) => sum + cost!, 0))
}

/** What a drink usually is: the middle one of the suggested donations. Tells what is much money, whatever the currency. */
export const usualOf = (drinks: Menu[]): Money => {
  const sums = drinks
    .map(suggestedOf)
    .filter(sum => sum > 0)
    .sort((a, b) => a - b)
  return sums[sums.length >> 1] ?? 100
}

/** The coins and notes that a bar may get, largest first: nearly all currencies have them in steps of 1, 2 and 5. */
export const coinsOf = (usual: Money): Money[] =>
  [...Array(13).keys()]
    .flatMap(power => [1, 2, 5].map(n => n * 10 ** power))
    .filter(coin => coin >= usual / 500 && coin <= usual * 40)
    .reverse()
