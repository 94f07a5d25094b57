import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Menu } from '../../src/domain/event.ts'
import { likelyAmounts, lineSum, moneyFormat, parseMoney } from '../../src/domain/money.ts'

const drink = (suggested?: number | [number, number]): Menu => ({
  _id: 'a-1',
  _rev: '1-0',
  kind: 'menu',
  at: 0,
  slug: 'x',
  v: 1,
  type: 'drink',
  name: 'X',
  ...(suggested !== undefined && { suggested }),
})

describe('money', () => {
  test('that was typed is whole minor units, the same with a point and a comma', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_99 }), fc.constantFrom('.', ','), (minor, point) => {
        const text = `${Math.floor(minor / 100)}${point}${String(minor % 100).padStart(2, '0')}`
        expect(parseMoney(text)).toBe(minor)
      }),
    )
    expect(['2', '2.', '2.5', ' 2,50 ', '0', '007'].map(text => parseMoney(text))).toEqual([
      200, 200, 250, 250, 0, 700,
    ])
    expect([parseMoney('250', 0), parseMoney('1.005', 3)]).toEqual([250, 1005])
  })

  test('that is none is refused, and so is more than the currency has', () => {
    for (const text of [
      '',
      ' ',
      '.5',
      '-1',
      '+1',
      '1e3',
      '0x10',
      '1.234',
      '1,2,3',
      '1 000',
      '٣',
      'NaN',
      '1'.repeat(10),
    ])
      expect(parseMoney(text), text).toBeUndefined()
    expect(parseMoney('1.5', 0)).toBeUndefined()
  })

  test('is written the way the language does, and read back', () => {
    expect(moneyFormat('EUR', 'de')(250).replace(/\s/g, ' ')).toBe('2,50 €')
    expect(moneyFormat('EUR', 'en')(250)).toBe('€2.50')
    expect(moneyFormat('JPY', 'en')(250)).toBe('¥250')
  })

  test('of a line is whole, whatever the portion; the low end of a range; nothing where nothing is suggested', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 300 }),
        (suggested, n, portion) => {
          const sum = lineSum(drink(suggested), n, portion)
          expect(Number.isSafeInteger(sum)).toBe(true)
          // n glasses cost n times what one costs.
          expect(sum).toBe(n * lineSum(drink(suggested), 1, portion))
          expect(Math.abs(sum / n - (suggested * portion) / 100)).toBeLessThanOrEqual(0.5)
        },
      ),
    )
    expect(lineSum(drink([200, 300]), 2)).toBe(400)
    expect(lineSum(drink(), 3)).toBe(0)
    expect([lineSum(drink(5), 1, 50), lineSum(drink(5), 1, 10)]).toEqual([3, 1])
  })

  test('that is likely given covers the sum, in rising steps', () => {
    fc.assert(
      fc.property(fc.nat(20_000), sum => {
        const amounts = likelyAmounts(sum)
        expect(amounts.length).toBeGreaterThan(0)
        expect(amounts.length).toBeLessThanOrEqual(4)
        expect(amounts[0]).toBeGreaterThanOrEqual(sum)
        for (const [i, amount] of amounts.entries()) {
          expect(Number.isSafeInteger(amount)).toBe(true)
          if (i > 0) expect(amount).toBeGreaterThan(amounts[i - 1]!)
        }
      }),
    )
    expect(likelyAmounts(750)).toEqual([750, 800, 1000, 2000])
    expect(likelyAmounts(0)).toEqual([100, 500, 1000, 2000])
  })
})
