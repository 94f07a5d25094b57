import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Menu } from '../../src/domain/event.ts'
import {
  change,
  EMPTY_STRIP,
  isDepositOf,
  type Strip,
  type StripLine,
  sumsOf,
  toLines,
} from '../../src/domain/strip.ts'

const taps = fc.array(
  fc.record({
    menu: fc.constantFrom('a-1', 'a-2', 'a-3'),
    portion: fc.constantFrom(undefined, 50),
    by: fc.constantFrom(1, 1, 1, -1),
  }),
  { maxLength: 40 },
)
type Tap = typeof taps extends fc.Arbitrary<(infer T)[]> ? T : never
const what = ({ menu, portion }: Tap) => (portion === undefined ? { menu } : { menu, portion })
const keyOf = ({ menu, portion }: { menu: string; portion?: number | undefined }) =>
  `${menu}/${portion ?? 100}`

describe('the order strip', () => {
  test('counts each drink and portion by itself, never below none, and lines keep their places', () => {
    fc.assert(
      fc.property(taps, all => {
        let strip: Strip = EMPTY_STRIP
        const counts = new Map<string, number>()
        for (const [i, tap] of all.entries()) {
          const before = strip.lines.map(keyOf)
          strip = change(strip, what(tap), tap.by, i)
          counts.set(keyOf(tap), Math.max(0, (counts.get(keyOf(tap)) ?? 0) + tap.by))
          const after = strip.lines.map(keyOf)
          // Nothing moves under the finger: what stays, stays in its order, and what is new is last.
          expect(after.filter(key => before.includes(key))).toEqual(before.filter(key => after.includes(key)))
          expect(strip.touched).toBe(i)
        }
        expect(strip.lines.map(line => [keyOf(line), line.n]).sort()).toEqual(
          [...counts].filter(([, n]) => n).sort(),
        )
        expect(EMPTY_STRIP).toEqual({ lines: [], touched: 0 })
      }),
    )
  })

  test('becomes an order’s lines at the suggested sums of then, or at none on the house', () => {
    const menu = (id: string) => ({ _id: id, suggested: 250 }) as Menu
    const { lines } = [1, 2].reduce(
      strip => change(strip, { menu: 'a-1' }, 1, 0),
      change(EMPTY_STRIP, { menu: 'a-2', portion: 50 }, 1, 0),
    )
    expect(toLines(lines, menu, false)).toEqual([
      { menu: 'a-2', portion: 50, n: 1, sum: 125 },
      { menu: 'a-1', n: 2, sum: 500 },
    ])
    expect(toLines(lines, menu, true).map(line => line.sum)).toEqual([0, 0])
  })
  test('takes a drink’s deposit in a line of its own behind it, and gives it back for a negative sum', () => {
    const menu = (id: string) => ({ _id: id, suggested: 250, ...(id !== 'a-1' && { deposit: 50 }) }) as Menu
    const strip: StripLine[] = [
      { menu: 'a-1', n: 1 },
      { menu: 'a-2', n: 2, portion: 50 },
      { menu: 'a-3', n: 3, deposit: 'back' },
    ]
    const lines = toLines(strip, menu, false)
    expect(lines).toEqual([
      { menu: 'a-1', n: 1, sum: 250 },
      { menu: 'a-2', n: 2, portion: 50, sum: 250 },
      { menu: 'a-2', n: 2, sum: 100, deposit: 'taken' },
      { menu: 'a-3', n: 3, sum: -150, deposit: 'back' },
    ])
    expect(sumsOf(lines)).toEqual({ suggested: 500, deposits: -50 })
    expect(lines.map((_, i) => isDepositOf(lines, i))).toEqual([false, false, true, false])
    expect(sumsOf(toLines(strip, menu, true))).toEqual({ suggested: 0, deposits: -150 })
  })

  test('counts a drink and what is given back for it apart', () => {
    const strip = change(change(EMPTY_STRIP, { menu: 'a-1' }, 1, 0), { menu: 'a-1', deposit: 'back' }, 1, 0)
    expect(strip.lines).toEqual([
      { menu: 'a-1', n: 1 },
      { menu: 'a-1', n: 1, deposit: 'back' },
    ])
  })
})
