import { type Cash, type Id, is, type Money, type Part, partsOf } from './event.ts'
import type { Fold } from './fold.ts'

/** A box, a bank, an app, or somebody's advance. */
export interface Account {
  name: string
  /** What should be there: the newest count and what money did since. Below 0: the bar owes it. */
  balance: Money
  /** The newest count. */
  counted?: Cash
  /** What guests had given by then: what was counted, less all that came and went otherwise. */
  given: Money
}

/** The bar's money, as far as somebody wrote it down. */
export interface CashBook {
  /** By name. */
  accounts: Account[]
  /** What guests gave, as far as it was counted. */
  given: Money
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

/**
 * Adds up the bar's money: the same for the same set of events, in whatever order they came. What a counting station had
 * seen was in its count; all else came after it.
 */
export const cashOf = (fold: Fold): CashBook => {
  const moves: Cash[] = []
  let goods = 0
  for (const event of fold.counted())
    if (is(event, 'cash')) moves.push(event)
    else if (is(event, 'delivery')) for (const { cost = 0 } of event.goods) goods += cost
  // "Newer" is not transitive: a fixed order of looking makes the answer the same everywhere.
  moves.sort((a, b) => a.at - b.at || (a._id < b._id ? -1 : 1))
  const names = new Set(moves.flatMap(({ account, to }) => (to ? [account, to] : [account])))
  const accounts = [...names].sort().map((name): Account => {
    let counted: Cash | undefined
    for (const move of moves)
      if (move.way === 'count' && move.account === name && (!counted || isNewer(move, counted)))
        counted = move
    let [before, after] = [0, 0]
    for (const move of moves)
      if (counted && has(counted, move._id)) before += flow(move, name)
      else after += flow(move, name)
    if (!counted) return { name, balance: after, given: 0 }
    return { name, counted, balance: counted.sum + after, given: counted.sum - before }
  })
  const paid = moves.reduce(
    (sum, { way, sum: n }) => sum + (way === 'payout' || way === 'advance' ? n : 0),
    0,
  )
  return { accounts, given: accounts.reduce((sum, { given }) => sum + given, 0), goods, paid, moves }
}

/** What the ingredients of one portion cost by all deliveries together; undefined where one of them has no price yet. */
export const recipeCost = (fold: Fold, recipe: Part[]): Money | undefined => {
  const prices = new Map<string, { cost: Money; n: number }>()
  for (const event of fold.counted())
    if (is(event, 'delivery'))
      for (const { item, n, cost } of event.goods) {
        if (cost === undefined || n <= 0) continue
        const price = prices.get(item) ?? { cost: 0, n: 0 }
        prices.set(item, { cost: price.cost + cost, n: price.n + n })
      }
  if (!recipe.length || !recipe.every(({ item }) => prices.has(item))) return undefined
  const exact = recipe.reduce(
    (sum, { item, n }) => sum + (prices.get(item)!.cost * n) / prices.get(item)!.n,
    0,
  )
  return Math.round(exact)
}
