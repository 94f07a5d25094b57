import { describe, expect, test } from 'vitest'
import { orderBy } from '../../src/domain/supply.ts'

/** A time of August 2026 by the clock of whoever runs this; the 8th is a Saturday. */
const at = (day: number, hour: number, minute = 0) => new Date(2026, 7, day, hour, minute).getTime()

describe('by when to order', () => {
  const shop = { lead: 2, opens: 8 * 60, closes: 20 * 60 }

  test('is the lead before the first guest might find none', () => {
    expect(orderBy({ lead: 2 }, at(7, 15, 7))).toBe(at(7, 13, 7))
    expect(orderBy(shop, at(7, 15))).toBe(at(7, 13))
    expect(orderBy({}, at(7, 3))).toBe(at(7, 3))
  })

  test('is the shop’s last closing where that time falls into its night', () => {
    for (const time of [at(7, 23), at(8, 3), at(8, 9)]) expect(orderBy(shop, time)).toBe(at(7, 20))
  })

  test('skips the days that it is closed on, and is never where it is closed on all', () => {
    expect(orderBy({ ...shop, closed: [0, 6] }, at(9, 15))).toBe(at(7, 20))
    expect(orderBy({ closed: [0, 1, 2, 3, 4, 5, 6] }, at(9, 15))).toBeUndefined()
  })
})
