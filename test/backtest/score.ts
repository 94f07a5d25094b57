import type { Millis } from '../../src/domain/event.ts'
import { HOUR } from '../../src/domain/hourly.ts'
import { sumsOf, type Till } from './till.ts'

export const HORIZONS = [3, 6, 12, 24]
export const BASELINES = ['last hour', 'last 24 h', 'yesterday'] as const
export type Baseline = (typeof BASELINES)[number]
/** Products whose name contains this are the second scope. */
export const CLUB_MATE = 'Club Mate'

/** What a model says of one product's sales in the next hours. */
export interface Said {
  likely: number
  low: number
  high: number
}

/** Forecasts of one horizon added up. */
export interface Sum {
  hours: number
  scope: string
  forecasts: number
  truth: number
  error: number
  inside: number
  /** The ranges' widths, added up. */
  width: number
  baselines: Record<Baseline, number>
}

/** From when to when the hours are scored: whole days with more than a twentieth of the best day's units. */
export const daysOf = (till: Till): { from: Millis; to: Millis } => {
  const units = new Map<number, number>()
  for (const moves of till.sales.values())
    for (const { at, n } of moves) {
      const day = Math.floor(at / (24 * HOUR))
      units.set(day, (units.get(day) ?? 0) + n)
    }
  const most = Math.max(...units.values())
  const days = [...units].filter(([, n]) => n > 0.05 * most).map(([day]) => day)
  return { from: Math.min(...days) * 24 * HOUR, to: (Math.max(...days) + 1) * 24 * HOUR }
}

export const leastSold = (till: Till, least: number): string[] =>
  [...till.sales]
    .filter(([, moves]) => moves.reduce((all, { n }) => all + n, 0) >= least)
    .map(([name]) => name)

/** What is forecast, and from what. */
export interface Bet {
  /** What really left: says which hours count, and what is true. */
  real: Till
  /** What the forecasts see. */
  taps: Till
  products: string[]
}

/**
 * Scores a model the way `baselines.py` scores its baselines: the same hours, products and sums.
 * @param say asked hour after hour, for all products and horizons of an hour; `now` is a full hour
 */
export const score = (
  { real, taps, products }: Bet,
  say: (now: Millis) => (product: string, hours: number) => Said,
): Sum[] => {
  const { from, to } = daysOf(real)
  const truth = sumsOf(real.sales)
  const seen = sumsOf(taps.sales)
  const all: Sum[] = []
  for (const scope of ['all', CLUB_MATE])
    for (const hours of HORIZONS)
      all.push({
        ...{ hours, scope, forecasts: 0, truth: 0, error: 0, inside: 0, width: 0 },
        baselines: { 'last hour': 0, 'last 24 h': 0, yesterday: 0 },
      })
  for (let now = from + 6 * HOUR; now <= to - HORIZONS[0]! * HOUR; now += HOUR) {
    const said = say(now)
    for (const product of products)
      for (const hours of HORIZONS) {
        const until = now + hours * HOUR
        if (until > to) continue
        const wanted = truth.get(product)!(now, until)
        const guess = baselinesAt(seen.get(product)!, from, now, hours)
        const { likely, low, high } = said(product, hours)
        for (const sum of all) {
          if (sum.hours !== hours || (sum.scope !== 'all' && !product.includes(sum.scope))) continue
          sum.forecasts++
          sum.truth += wanted
          sum.error += Math.abs(likely - wanted)
          if (wanted >= low - 1e-9 && wanted <= high + 1e-9) sum.inside++
          sum.width += high - low
          for (const name of BASELINES) sum.baselines[name] += Math.abs(guess[name] - wanted)
        }
      }
  }
  return all
}

/** The three forecasts that a person with a pencil would make. */
const baselinesAt = (
  sold: (from: Millis, to: Millis) => number,
  start: Millis,
  now: Millis,
  hours: number,
): Record<Baseline, number> => {
  const day = (sold(now - 24 * HOUR, now) / Math.max(1, Math.min(24, (now - start) / HOUR))) * hours
  return {
    'last hour': sold(now - HOUR, now) * hours,
    'last 24 h': day,
    yesterday: now - 24 * HOUR >= start ? sold(now - 24 * HOUR, now - 24 * HOUR + hours * HOUR) : day,
  }
}
