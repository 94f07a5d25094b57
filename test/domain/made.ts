import { type Known, Outlook } from '../../src/domain/forecast.ts'
import { HOUR, Hourly } from '../../src/domain/hourly.ts'
import { random } from '../backtest/untapped.ts'

/** Made meetings: what a forecast says of them can be held against how they were made. */

export const START = Date.UTC(2031, 7, 6, 14)
const DAY = 24 * HOUR

export interface World {
  /** How far the bar's days are from each other, and hours and things from what they should be: log-normal deviations. */
  day: number
  hour: number
  /** What one order takes of the i-th thing. */
  lump: (i: number) => number
  /** How busy each of its days is, from 06:00 to 06:00, all else being equal: it begins at 14:00 of the first, and ends at 14:00 of the last. */
  days: number[]
  /** The hours since 06:00 that it is open. */
  open: [from: number, to: number]
  /** Drinks of the least wanted thing in a busy hour, and how many more of others. */
  rate: [least: number, more: number]
}

interface Sale {
  name: string
  at: number
  n: number
}

/** A camp of four times 24 hours, open 10:00–02:00. */
export const CAMP: World = {
  day: 0.3,
  hour: 0.3,
  lump: () => 1,
  days: [1, 1, 1, 1, 1],
  open: [4, 20],
  rate: [1, 12],
}

/** Hourly sales of ten things of three groups, each group with a peak of its own. */
const makeSales = ({ day, hour, lump, days, open, rate }: World, next: () => number): Sale[] => {
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const poisson = (mean: number) => {
    let n = -1
    for (let sum = 0; sum < mean; n++) sum -= Math.log(1 - next())
    return Math.max(0, n)
  }
  const things = Array.from({ length: 10 }, (_, i) => ({
    name: `g${i % 3}-${i}`,
    peak: 14 + 3 * (i % 3),
    rate: rate[0] + rate[1] * next(),
    i,
  }))
  const sales: Sale[] = []
  let level = days[0]!
  for (let h = 0; h < (days.length - 1) * 24; h++) {
    const at = START + h * HOUR
    const clock = (at / HOUR + 18) % 24
    if (!clock) level = days[dayOf(at)]! * Math.exp(day * normal())
    if (clock < open[0] || clock >= open[1]) continue
    const busy = level * Math.exp(hour * normal())
    for (const { name, peak, rate, i } of things) {
      const mean = rate * busy * Math.exp(hour * normal() - ((clock + 6 - peak) / 6) ** 2 / 2)
      for (let k = poisson(mean); k > 0; k--)
        sales.push({ name, at: at + Math.floor(next() * HOUR), n: lump(i) })
    }
  }
  return sales.sort((a, b) => a.at - b.at)
}

/** The bar's day of a time, the first is 0. */
export const dayOf = (at: number): number => Math.floor((at - START + 8 * HOUR) / DAY)

/**
 * Forecasts made meetings from their second day on, each fifth hour; a closed bar, which is too easy, apart.
 * @returns the share that was in the range, and the error, in lumps, of all that went and of what yesterday would have said
 */
export const hold = (world: World, horizons: readonly number[], known: Known = {}) => {
  const sum = { inside: 0, all: 0, error: 0, yesterdays: 0, truth: 0 }
  const hours = (world.days.length - 1) * 24
  for (const seed of [1, 2, 3, 4]) {
    const sales = makeSales(world, random(seed))
    const sold = (name: string, from: number, to: number) =>
      sales.reduce((n, sale) => n + (sale.name === name && sale.at >= from && sale.at < to ? sale.n : 0), 0)
    const hourly = new Hourly()
    let fed = 0
    for (let now = START + 26 * HOUR; now < START + (hours - 12) * HOUR; now += 5 * HOUR) {
      for (; fed < sales.length && sales[fed]!.at < now; fed++)
        hourly.add(sales[fed]!.name, sales[fed]!.at, sales[fed]!.n)
      const outlook = new Outlook(hourly, now, {
        local: at => at,
        groupOf: name => name.slice(0, 2),
        ends: now + 99 * HOUR,
        ...known,
      })
      for (const name of hourly.things.keys())
        for (const ahead of horizons) {
          if (now + ahead * HOUR > START + hours * HOUR) continue
          const truth = sold(name, now, now + ahead * HOUR)
          const { likely, low, high } = outlook.range(name, ahead)!
          if (!truth && !high) continue
          const unit = world.lump(Number(name.slice(3)))
          sum.all++
          if (truth >= low && truth <= high) sum.inside++
          sum.error += Math.abs(likely - truth) / unit
          sum.truth += truth / unit
          sum.yesterdays += Math.abs(sold(name, now - DAY, now + ahead * HOUR - DAY) - truth) / unit
        }
    }
  }
  return {
    inside: sum.inside / sum.all,
    error: sum.error / sum.truth,
    yesterdays: sum.yesterdays / sum.truth,
  }
}
