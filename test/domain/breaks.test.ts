import { expect, test } from 'vitest'
import { Outlook } from '../../src/domain/forecast.ts'
import { HOUR, Hourly } from '../../src/domain/hourly.ts'
import { random } from '../backtest/untapped.ts'

/** A made meeting of three days, open 10:00–24:00; its programme has breaks at other hours each day. */
const START = Date.UTC(2031, 7, 7, 6)
const BREAKS = [
  [13, 16, 20],
  [12, 15, 18],
  [14, 17, 21],
]
const inBreak = (at: number): number => {
  const hour = (at / HOUR) % 24
  return BREAKS[Math.floor((at - START) / (24 * HOUR))]?.includes(hour) ? 1 : 0
}

/** What ten things sell by the hour, `more` times as much again in breaks. */
const sales = (more: number, seed: number) => {
  const next = random(seed)
  const all: { name: string; at: number }[] = []
  for (let h = 0; h < 72; h++) {
    const at = START + h * HOUR
    if ((h + 6) % 24 < 10) continue
    for (let i = 0; i < 10; i++) {
      const mean = (1 + i) * (1 + more * inBreak(at))
      const wait = () => -Math.log(1 - next()) / mean
      for (let time = wait(); time < 1; time += wait())
        all.push({ name: `g${i % 2}-${i}`, at: at + time * HOUR })
    }
  }
  return all
}

/** The error of forecasts three hours ahead on the last two days, of what went. */
const errorOf = (more: number, given: boolean): number => {
  let [error, truth] = [0, 0]
  for (const seed of [1, 2, 3, 4]) {
    const all = sales(more, seed)
    for (let now = START + 28 * HOUR; now < START + 66 * HOUR; now += HOUR) {
      const hourly = new Hourly()
      for (const { name, at } of all) if (at < now) hourly.add(name, at, 1)
      const known = {
        local: (at: number) => at,
        groupOf: (name: string) => name.slice(0, 2),
        ends: now + 99 * HOUR,
      }
      const outlook = new Outlook(hourly, now, { ...known, ...(given && { inBreak }) })
      for (const name of hourly.things.keys()) {
        const went = all.filter(
          each => each.name === name && each.at >= now && each.at < now + 3 * HOUR,
        ).length
        error += Math.abs(outlook.range(name, 3)!.likely - went)
        truth += went
      }
    }
  }
  return error / truth
}

test('sales that cluster in breaks are forecast better when the breaks are given', () => {
  const [without, with_] = [errorOf(2, false), errorOf(2, true)]
  expect(with_, `${without} without`).toBeLessThan(0.8 * without)
})

test('breaks in which nothing more goes are found out: given, they do little harm', () => {
  const [without, with_] = [errorOf(0, false), errorOf(0, true)]
  expect(with_, `${without} without`).toBeLessThan(1.06 * without)
})

test('on the first day, before any break, somewhat more is expected in the next one', () => {
  const hourly = new Hourly()
  for (let hour = 10; hour < 12; hour++)
    for (let i = 0; i < 20; i++) hourly.add('mate', START + (hour - 6) * HOUR + i * 60_000, 1)
  const now = START + 7 * HOUR
  const known = { local: (at: number) => at, ends: now + 99 * HOUR }
  const of = (more: object) => new Outlook(hourly, now, { ...known, ...more }).range('mate', 1)!.likely
  const ratio = of({ inBreak }) / of({})
  expect(ratio).toBeGreaterThan(1.3)
  expect(ratio).toBeLessThan(1.6)
})
