import { expect, test } from 'vitest'
import { weightOf } from '../../src/domain/outlook.ts'
import { CAMP, hold, type World } from './made.ts'

const WORLDS: Record<string, World> = {
  'people who come one by one': { ...CAMP, day: 0, hour: 0 },
  'days and hours that differ': CAMP,
  'bottles, halves and jugs': { ...CAMP, day: 0.2, hour: 0.2, lump: i => [1, 0.5, 284][i % 3]! },
  'sixty people for three days': { ...CAMP, days: [1, 1, 1, 1], rate: [0.1, 1] },
  'a rainy day': { ...CAMP, days: [1, 1, 0.5, 1, 1] },
  'evenings only': { ...CAMP, open: [12, 20] },
}

for (const [name, world] of Object.entries(WORLDS))
  test(`what comes is in the range four times in five or more, and the forecast beats the day before: ${name}`, () => {
    const { inside, error, yesterdays } = hold(world, [3, 12])
    const seen = `seeds 1–4: ${(100 * inside).toFixed(0)} % inside, error ${(error / yesterdays).toFixed(2)} of yesterday's`
    // Wider than it must be where a bar is more regular than any real one.
    expect(inside, seen).toBeGreaterThan(0.75)
    expect(inside, seen).toBeLessThan(0.97)
    expect(error, seen).toBeLessThan(yesterdays * (world.hour ? 0.95 : 1))
  })

// Days of 80, 120 and 60 heads, as somebody typed them before.
const HEADS = { from: '2031-08-06', heads: [80, 120, 60] }
/** Days are the device's; the made meetings' are UTC's. */
const told = {
  weight: (at: number) => weightOf(HEADS)(at + new Date(at).getTimezoneOffset() * 60_000),
}

test('where days differ as their heads do, a day ahead is forecast far better by them, and ranges stay ranges', () => {
  const world = { ...CAMP, days: [0.8, 1.2, 0.6, 0.6] }
  const [without, by] = [hold(world, [24]), hold(world, [24], told)]
  const seen = `${without.error.toFixed(2)} without, ${by.error.toFixed(2)} told`
  expect(by.error, seen).toBeLessThan(0.7 * without.error)
  expect(by.inside).toBeGreaterThan(0.75)
})

test('heads that have nothing to do with what is drunk do harm, but less than they help where they have', () => {
  const [without, by] = [hold(CAMP, [24]), hold(CAMP, [24], told)]
  expect(by.error, `${without.error.toFixed(2)} without`).toBeLessThan(1.2 * without.error)
})

test('heads that are the same each day, or that nobody typed, change nothing', () => {
  const weights = [{}, { from: HEADS.from, heads: [] }, { from: HEADS.from, heads: [80, 80, 80] }].map(
    weightOf,
  )
  for (let at = Date.UTC(2031, 7, 4); at < Date.UTC(2031, 7, 12); at += 3_600_000)
    for (const weight of weights) expect(weight(at)).toBe(1)
})
