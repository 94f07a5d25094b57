import { describe, expect, test } from 'vitest'
import { parseHours, shareOf } from '../../src/domain/hours.ts'

const dayOf = (word: string) => ({ sun: 0, fri: 5, sat: 6 })[word.toLowerCase().slice(0, 3)]
const read = (text: string) => parseHours(text, dayOf)
/** A time of August 2026 by the clock of whoever runs this; the 8th is a Saturday. */
const at = (day: number, hour: number) => new Date(2026, 7, day, hour).getTime()

describe('hours of a week', () => {
  test('are read as people type them, with days or without', () => {
    expect(read('Sat 13:00-14:00')).toEqual([{ day: 6, from: 780, to: 840 }])
    expect(read(' 13 – 14.30, sunday 22:00-02:00 \n')).toEqual([
      { from: 780, to: 870 },
      { day: 0, from: 1320, to: 120 },
    ])
    expect(read('')).toEqual([])
  })

  test('that say no such thing are none: no guess is made', () => {
    for (const no of ['at noon', 'Someday 13-14', '13', '25:00-26:00', '13-13', '13:00-14:00 Sat'])
      expect(read(no)).toBeUndefined()
  })

  test('are a part of each full hour; a day’s own replace those of every day', () => {
    const hours = read('13:30-14:30, Sat 18-20')!
    expect([12, 13, 14, 15].map(hour => shareOf(hours, at(7, hour)))).toEqual([0, 0.5, 0.5, 0])
    expect([13, 18, 19].map(hour => shareOf(hours, at(8, hour)))).toEqual([0, 1, 1])
  })

  test('go on over midnight; of a day that nothing is said of nobody knows', () => {
    const hours = read('Fri 22-2')!
    expect([21, 22, 23].map(hour => shareOf(hours, at(7, hour)))).toEqual([0, 1, 1])
    expect([0, 1].map(hour => shareOf(hours, at(8, hour)))).toEqual([1, 1])
    expect([shareOf(hours, at(8, 2)), shareOf(hours, at(9, 1))]).toEqual([undefined, undefined])
  })
})
