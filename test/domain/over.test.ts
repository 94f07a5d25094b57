import { expect, test } from 'vitest'
import type { Meeting } from '../../src/domain/event.ts'
import { forgetAt, lastDay } from '../../src/domain/over.ts'

const meeting = (more: Partial<Meeting>): Meeting => ({
  _id: 'a-1',
  _rev: '1-0',
  kind: 'meeting',
  at: 0,
  v: 1,
  name: 'Camp',
  ...more,
})
const at = (text: string) => new Date(text).getTime()

test('a meeting is over on its last day as set, else on the last that heads are counted for', () => {
  expect(lastDay(meeting({ settings: { end: '2031-08-10' }, from: '2031-08-01', heads: [1] }))).toBe(
    '2031-08-10',
  )
  expect(lastDay(meeting({ from: '2031-07-30', heads: [100, 200, 150] }))).toBe('2031-08-01')
  expect(lastDay(meeting({ from: '2031-07-30' }))).toBeUndefined()
})

test('tablets forget it so many days after the end of that bar day, thirty unless it says otherwise', () => {
  expect(forgetAt(meeting({ settings: { end: '2031-08-10', forgetAfter: 2 } }))).toBe(at('2031-08-13T06:00'))
  expect(forgetAt(meeting({ settings: { end: '2031-08-01' } }))).toBe(at('2031-09-01T06:00'))
})

test('a meeting whose end nobody knows, or wrote as no date, is not forgotten', () => {
  expect(forgetAt(undefined)).toBeUndefined()
  expect(forgetAt(meeting({}))).toBeUndefined()
  expect(forgetAt(meeting({ settings: { end: 'soon' } }))).toBeUndefined()
})
