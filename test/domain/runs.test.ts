import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addId, addNumber, hasNumber, type RunSet, type Runs, wholeUpTo } from '../../src/domain/runs.ts'

const numbers = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 })

describe('runs', () => {
  test('hold what was put in, in ascending runs that neither touch nor overlap', () => {
    fc.assert(
      fc.property(numbers, all => {
        const runs: Runs = []
        const set = new Set<number>()
        for (const n of all) {
          expect(addNumber(runs, n)).toBe(!set.has(n))
          set.add(n)
        }
        for (let n = 0; n <= 42; n++) expect(hasNumber(runs, n)).toBe(set.has(n))
        for (let i = 0; i < runs.length; i += 2) {
          expect(runs[i]).toBeLessThanOrEqual(runs[i + 1]!)
          if (i > 0) expect(runs[i]).toBeGreaterThan(runs[i - 1]! + 1)
        }
        let whole = 0
        while (set.has(whole + 1)) whole++
        expect(wholeUpTo(runs)).toBe(whole)
      }),
      { numRuns: 1000 },
    )
  })

  test('are the same whatever the order', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [one, other]: [Runs, Runs] = [[], []]
        for (const n of [...a, ...b]) addNumber(one, n)
        for (const n of [...b, ...a].reverse()) addNumber(other, n)
        expect(one).toEqual(other)
      }),
    )
  })

  test('reach to the largest number', () => {
    const runs: Runs = []
    addNumber(runs, Number.MAX_SAFE_INTEGER)
    addNumber(runs, 1)
    expect(runs).toEqual([1, 1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER])
  })

  test('of a station with any name', () => {
    const set: RunSet = {}
    expect(addId(set, 'constructor', 1)).toBe(true)
    expect(addId(set, 'constructor', 1)).toBe(false)
    expect(set).toEqual({ constructor: [1, 1] })
  })
})
