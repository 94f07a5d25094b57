import { expect, test } from 'vitest'
import { Outlook } from '../../src/domain/forecast.ts'
import { HOUR, Hourly } from '../../src/domain/hourly.ts'
import { random } from '../backtest/untapped.ts'

/** Made meetings: what a forecast says of them can be held against how they were made. */

const START = Date.UTC(2031, 7, 6, 14)
const DAYS = 4

interface World {
  /** How far the bar's days are from each other, and hours and things from what they should be: log-normal deviations. */
  day: number
  hour: number
  /** What one order takes of the i-th thing. */
  lump: (i: number) => number
}

/** Hourly sales of ten things of three groups: open 10:00–02:00, each group with a peak of its own. */
const makeSales = (
  { day, hour, lump }: World,
  next: () => number,
): { name: string; at: number; n: number }[] => {
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const poisson = (mean: number) => {
    let n = -1
    for (let sum = 0; sum < mean; n++) sum -= Math.log(1 - next())
    return Math.max(0, n)
  }
  const things = Array.from({ length: 10 }, (_, i) => ({
    name: `g${i % 3}-${i}`,
    peak: 14 + 3 * (i % 3),
    rate: 1 + 12 * next(),
    i,
  }))
  const sales: { name: string; at: number; n: number }[] = []
  let level = 1
  for (let h = 0; h < DAYS * 24; h++) {
    const at = START + h * HOUR
    const clock = (at / HOUR + 18) % 24
    if (!clock) level = Math.exp(day * normal())
    // Hours since 06:00: open from 4 to 20.
    if (clock < 4 || clock >= 20) continue
    const busy = level * Math.exp(hour * normal())
    for (const { name, peak, rate, i } of things) {
      const mean = rate * busy * Math.exp(hour * normal() - ((clock + 6 - peak) / 6) ** 2 / 2)
      for (let k = poisson(mean); k > 0; k--)
        sales.push({ name, at: at + Math.floor(next() * HOUR), n: lump(i) })
    }
  }
  return sales.sort((a, b) => a.at - b.at)
}

const WORLDS: Record<string, World> = {
  'people who come one by one': { day: 0, hour: 0, lump: () => 1 },
  'days and hours that differ': { day: 0.3, hour: 0.3, lump: () => 1 },
  'bottles, halves and jugs': { day: 0.2, hour: 0.2, lump: i => [1, 0.5, 284][i % 3]! },
}

for (const [world, how] of Object.entries(WORLDS))
  test(`what comes is in the range four times in five or more, and the forecast beats the day before: ${world}`, () => {
    let inside = 0
    let all = 0
    let error = 0
    let yesterdays = 0
    for (const seed of [1, 2, 3, 4]) {
      const sales = makeSales(how, random(seed))
      const sum = (name: string, from: number, to: number) =>
        sales.reduce((n, sale) => n + (sale.name === name && sale.at >= from && sale.at < to ? sale.n : 0), 0)
      const hourly = new Hourly()
      let fed = 0
      for (let now = START + 26 * HOUR; now < START + (DAYS * 24 - 12) * HOUR; now += 5 * HOUR) {
        for (; fed < sales.length && sales[fed]!.at < now; fed++)
          hourly.add(sales[fed]!.name, sales[fed]!.at, sales[fed]!.n)
        const outlook = new Outlook(hourly, now, {
          local: at => at,
          groupOf: name => name.slice(0, 2),
          ends: now + 99 * HOUR,
        })
        for (const name of hourly.things.keys())
          for (const hours of [3, 12]) {
            const truth = sum(name, now, now + hours * HOUR)
            const { likely, low, high } = outlook.range(name, hours)!
            // A closed bar is too easy.
            if (!truth && !high) continue
            const unit = how.lump(Number(name.slice(3)))
            all++
            if (truth >= low && truth <= high) inside++
            error += Math.abs(likely - truth) / unit
            yesterdays += Math.abs(sum(name, now - 24 * HOUR, now + (hours - 24) * HOUR) - truth) / unit
          }
      }
    }
    const seen = `seeds 1–4: ${((100 * inside) / all).toFixed(0)} % inside, error ${(error / yesterdays).toFixed(2)} of yesterday's`
    // Wider than it must be where a bar is more regular than any real one.
    expect(inside / all, seen).toBeGreaterThan(0.75)
    expect(inside / all, seen).toBeLessThan(0.97)
    expect(error, seen).toBeLessThan(yesterdays * (how.hour ? 0.9 : 1))
  })
