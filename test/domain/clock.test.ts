import { describe, expect, test } from 'vitest'
import { Boots, before as isBefore, localTime } from '../../src/domain/clock.ts'

const stamp = (at: number, boot: string, off: number, err = 20) => ({ at, ref: { boot, off, err } })

describe('boots of a router', () => {
  test('are joined by a station that measured both, and the errors add up', () => {
    const boots = new Boots()
    expect(boots.see('a', 1, stamp(1000, 'one', 0))).toBe(false)
    expect(boots.between('one', 'two')).toBeUndefined()
    expect(boots.see('a', 2, stamp(6000, 'two', 5000))).toBe(true)
    expect(boots.between('one', 'two')).toEqual({ by: 5000, err: 41 })
    expect(boots.between('two', 'one')).toEqual({ by: -5000, err: 41 })
    // Measured once more, further from the change: nothing new.
    expect(boots.see('a', 3, stamp(9000, 'two', 5003))).toBe(false)
  })

  test('lie in a chain that several stations make', () => {
    const boots = new Boots()
    boots.see('a', 1, stamp(0, 'one', 0))
    boots.see('a', 2, stamp(0, 'two', 5000))
    boots.see('b', 7, stamp(0, 'two', 105_000))
    boots.see('b', 8, stamp(0, 'three', 109_000))
    expect(boots.between('one', 'three')).toEqual({ by: 9000, err: 80 })
    expect(isBefore(stamp(100, 'one', 0), stamp(109_200, 'three', 109_000), boots)).toBe(true)
    expect(isBefore(stamp(9_100, 'one', 0), stamp(109_120, 'three', 109_000), boots)).toBeUndefined()
    expect(isBefore(stamp(9_500, 'one', 0), stamp(109_120, 'three', 109_000), boots)).toBe(false)
  })

  test('are not joined where two stations contradict each other: one’s clock was set in between', () => {
    const boots = new Boots()
    boots.see('a', 1, stamp(0, 'one', 0))
    boots.see('a', 2, stamp(0, 'two', 5000))
    boots.see('b', 1, stamp(0, 'one', 0))
    boots.see('b', 2, stamp(0, 'two', 7_205_000))
    expect(boots.between('one', 'two')).toBeUndefined()
    expect(isBefore(stamp(0, 'one', 0), stamp(9e9, 'two', 0), boots)).toBeUndefined()
  })

  test('a long time between the two measurements is less sure: clocks drift', () => {
    const boots = new Boots()
    boots.see('a', 1, stamp(0, 'one', 0))
    boots.see('a', 2, stamp(10_000_000, 'two', 5000))
    expect(boots.between('one', 'two')!.err).toBe(1040)
  })
})

test('an event of another tablet is shown at this tablet’s time, over a router’s restart, too', () => {
  const boots = new Boots()
  boots.see('a', 1, stamp(1000, 'one', 0))
  boots.see('a', 2, stamp(6000, 'two', 5000))
  const here = { boot: 'two', off: 5000 - 7_200_000, err: 20 }
  expect(localTime(stamp(6000, 'two', 5000), here, boots)).toBe(6000 - 7_200_000)
  expect(localTime(stamp(1000, 'one', 0), here, boots)).toBe(1000 - 7_200_000)
  expect(localTime(stamp(1000, 'none', 0), here, boots)).toBe(1000)
  expect(localTime({ at: 5 }, here, boots)).toBe(5)
})
