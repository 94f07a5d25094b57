import type { Millis } from '../../src/domain/event.ts'
import { HOUR } from '../../src/domain/hourly.ts'
import { type Between, type Tapped, tappedShare } from '../../src/domain/runout.ts'
import { type Move, sumsOf, type Till } from './till.ts'

/** Numbers from 0 up to 1 from a seed (Numerical Recipes' generator): the same seed drops the same sales everywhere. */
export const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}

/**
 * The till as taps would tell it where a share of the sales is not tapped: half of that at random, the rest in bursts in
 * which nearly nothing is, each about 40 sales long.
 */
export const untapped = (till: Till, share: number, next: () => number): Till => {
  const nearlyAll = 0.9
  const inBursts = share / 2 / (nearlyAll - share / 2)
  const all = [...till.sales].flatMap(([name, moves]) => moves.map(move => ({ name, move })))
  all.sort((a, b) => a.move.at - b.move.at)
  const sales = new Map<string, Move[]>([...till.sales.keys()].map(name => [name, []]))
  let burst = next() < inBursts
  for (const { name, move } of all) {
    if (next() < (burst ? 1 - inBursts : inBursts) / 40) burst = !burst
    if (next() >= (burst ? nearlyAll : share / 2)) sales.get(name)!.push(move)
  }
  return { ...till, sales }
}

/** What somebody who counts now and then knows at a moment. */
export interface Counted {
  tapped: Tapped
  left: number | undefined
}

/**
 * Counts at fixed times of the day, of all that is there. Says of a product, at a moment, what share of it is tapped by
 * the counts until then, and what is left: the last count less what went since by the taps and that share.
 * @param daily how many counts a day, the first at 06:00
 */
export const counting = (
  real: Till,
  taps: Till,
  daily: number,
): ((now: Millis) => (product: string) => Counted) => {
  const truth = sumsOf(real.sales)
  const seen = sumsOf(taps.sales)
  const stock = sumsOf(real.stock)
  const lumps = new Map(
    [...taps.sales].map(([name, moves]) => [
      name,
      moves.reduce((a, { n }) => a + n, 0) / (moves.length || 1) || 1,
    ]),
  )
  const start = Math.min(...[...real.sales.values()].map(moves => moves[0]!.at))
  const step = (24 / daily) * HOUR
  const first = Math.ceil((start - 6 * HOUR) / step) * step + 6 * HOUR
  const between = (product: string, from: Millis, to: Millis): Between => ({
    tapped: seen.get(product)!(from, to) / lumps.get(product)!,
    gone: truth.get(product)!(from, to) / lumps.get(product)!,
  })
  return now => {
    const times: Millis[] = []
    for (let at = first; at <= now; at += step) times.push(at)
    const spansOf = (product: string) => times.slice(1).map((to, i) => between(product, times[i]!, to))
    const spans = new Map([...real.sales.keys()].map(name => [name, spansOf(name)]))
    const bar = tappedShare([...spans.values()].flat())
    return product => {
      const tapped = tappedShare(spans.get(product) ?? [], bar)
      const last = times.at(-1)
      const counted = stock.get(product)
      if (!counted || last === undefined) return { tapped, left: undefined }
      const since = seen.get(product)!(last, now) * tapped.factor
      return { tapped, left: Math.max(0, counted(Number.NEGATIVE_INFINITY, last) - since) }
    }
  }
}
