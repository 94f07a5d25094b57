import { HOUR } from '../../src/domain/hourly.ts'
import { daysOf } from './score.ts'
import type { Move, Till } from './till.ts'
import { random } from './untapped.ts'

const DAY = 24 * HOUR

/** A bar that might have been, and how much a product must have sold there to be scored. */
export interface Other {
  till: Till
  least: number
}

/** What becomes of a sale, or of what came or broke; undefined: it never was. */
type Change = (move: Move) => Move | undefined

/**
 * Bars that one real bar might have been: half of its products, a day less, a rainy day, few guests, evenings only, other
 * hours. One till is one sample; a model that fits it and not these is a fit. The same at each run.
 */
export const others = (till: Till): Map<string, Other> => {
  const { from, to } = daysOf(till)
  const all = new Map<string, Other>()
  const add = (name: string, till: Till, least = 100) => all.set(name, { till, least })
  const names = [...till.sales.keys()].sort()
  for (const half of [0, 1])
    add(
      `half of the products ${half + 1}`,
      only(till, name => names.indexOf(name) % 2 === half),
    )
  // The bar's days begin at 06:00; the one after the last midnight is the rest of a night.
  for (let at = from + 6 * HOUR, day = 1; at + DAY < to; at += DAY, day++) {
    const skip: Change = move =>
      move.at >= at + DAY ? move : move.at < at ? { ...move, at: move.at + DAY } : undefined
    // What came on that day still comes.
    const came: Change = move => skip(move) ?? (move.n > 0 ? { ...move, at: at + DAY } : undefined)
    add(`without day ${day}`, change(till, skip, came))
    const next = random(day)
    const stays: Change = move => (move.at < at || move.at >= at + DAY || next() < 0.5 ? move : undefined)
    add(`half as much on day ${day}`, sold(till, stays))
  }
  const next = random(1)
  add(
    'a fifth of the guests',
    sold(till, move => (next() < 0.2 ? move : undefined)),
    20,
  )
  add(
    'evenings only',
    sold(till, move => ((move.at / HOUR + 18) % 24 < 12 ? undefined : move)),
    50,
  )
  for (const hours of [-3, 3])
    add(
      `${Math.abs(hours)} hours ${hours < 0 ? 'earlier' : 'later'}`,
      change(till, move => ({ ...move, at: move.at + hours * HOUR })),
    )
  return all
}

const only = (till: Till, keep: (name: string) => boolean): Till => ({
  ...till,
  sales: new Map([...till.sales].filter(([name]) => keep(name))),
  stock: new Map([...till.stock].filter(([name]) => keep(name))),
})

const changed = (moves: Till['sales'], change: Change): Till['sales'] => {
  const all = [...moves].map(([name, each]): [string, Move[]] => [
    name,
    each.flatMap(move => change(move) ?? []).sort((a: Move, b: Move) => a.at - b.at),
  ])
  return new Map(all.filter(([, each]) => each.length))
}

const change = (till: Till, how: Change, stock = how): Till => ({
  ...till,
  sales: changed(till.sales, how),
  stock: changed(till.stock, stock),
})

/** Sales changed; what is left is not known then. */
const sold = (till: Till, how: Change): Till => ({
  ...till,
  sales: changed(till.sales, how),
  stock: new Map(),
})
