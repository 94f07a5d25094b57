import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Range } from '../../src/domain/forecast.ts'
import { HOUR } from '../../src/domain/hourly.ts'
import { runOut, tappedShare } from '../../src/domain/runout.ts'

const NOW = Date.UTC(2031, 7, 7, 12)
/** So much an hour, from half to double. */
const curve = (each: number, hours = 24): Range[] =>
  Array.from({ length: hours }, (_, i) => (i + 1) * each).map(n => ({ likely: n, low: n / 2, high: n * 2 }))

describe('run-out', () => {
  test('is when the curves reach the level, to the minute', () => {
    expect(runOut(curve(10), 45, NOW)).toEqual({
      at: NOW + 4.5 * HOUR,
      from: NOW + 2.25 * HOUR,
      to: NOW + 9 * HOUR,
    })
  })

  test('lies beyond what anybody sees when there is plenty', () => {
    expect(runOut(curve(10), 100_000, NOW)).toEqual({})
    expect(runOut(curve(10), 240, NOW)).toEqual({ at: NOW + 24 * HOUR, from: NOW + 12 * HOUR })
  })

  test('is now when nothing is left, and unknown when less than nothing is or nobody knows how fast it goes', () => {
    expect(runOut(curve(10), 0, NOW)).toEqual({ at: NOW, from: NOW, to: NOW })
    expect(runOut(curve(10), -3, NOW)).toBeUndefined()
    expect(runOut(undefined, 20, NOW)).toBeUndefined()
  })

  test('comes later the more there is, and from ≤ at ≤ to', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20), { minLength: 5, maxLength: 70 }),
        fc.nat(200),
        fc.nat(50),
        (steps, level, more) => {
          let sum = 0
          const ranges = steps.map(step => {
            sum += step
            return { likely: sum, low: Math.floor(sum / 2), high: sum * 2 }
          })
          const late = Number.POSITIVE_INFINITY
          const { at = late, from = late, to = late } = runOut(ranges, level, NOW)!
          expect(from).toBeLessThanOrEqual(at)
          expect(at).toBeLessThanOrEqual(to)
          expect(runOut(ranges, level + more, NOW)!.at ?? late).toBeGreaterThanOrEqual(at)
        },
      ),
    )
  })
})

describe('the share that is tapped', () => {
  test('is all of it while nobody has counted', () => {
    expect(tappedShare([])).toMatchObject({ factor: 1, share: 1 })
  })
  test('is learnt from counts: the more, the surer', () => {
    const span = { tapped: 75, gone: 100 }
    const [one, many] = [tappedShare([span]), tappedShare(Array.from({ length: 30 }, () => span))]
    expect(one.share).toBeGreaterThan(0.75)
    expect(one.share).toBeLessThan(0.95)
    expect(many.share).toBeCloseTo(0.75, 1)
    expect(many.high - many.low).toBeLessThan((one.high - one.low) / 2)
    expect(many.low).toBeLessThan(many.share)
  })
  test('of one thing is the bar’s until its own counts say more', () => {
    const usual = { factor: 1.5, relative: 0.01 }
    expect(tappedShare([], usual).share).toBeCloseTo(1 / 1.5)
    expect(tappedShare([{ tapped: 3000, gone: 3000 }], usual).share).toBeCloseTo(1, 1)
  })
  test('is above all of it where more was tapped than went; a count that finds more than there was says nothing', () => {
    expect(tappedShare([{ tapped: 300, gone: 200 }]).share).toBeGreaterThan(1)
    expect(tappedShare([{ tapped: 0, gone: -50 }])).toMatchObject({ share: 1 })
  })
})
