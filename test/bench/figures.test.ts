import { expect, test } from 'vitest'
import { against, atMost, type Figure, flat, markdown, number, quantile, spread, table } from './figures.ts'

const to100 = Array.from({ length: 100 }, (_, i) => 100 - i)

test('quantiles are samples, by nearest rank', () => {
  expect(quantile(to100, 0.5)).toBe(50)
  expect(quantile(to100, 0.95)).toBe(95)
  expect(quantile([7], 0.95)).toBe(7)
  expect(spread([3, 1, 2])).toEqual({ runs: 3, median: 2, p95: 3 })
  expect(() => spread([])).toThrow('nothing was measured')
})

test('an aim looks at the 95th percentile, not at the median', () => {
  expect(atMost(95, to100, 'ms')).toEqual({ says: 'p95 ≤ 95 ms', reached: true })
  expect(atMost(94, to100, 'ms').reached).toBe(false)
})

test('flat is a fifth at most, or less than what the clock can tell', () => {
  expect(flat([10], [12], 0).reached).toBe(true)
  expect(flat([10], [12.1], 0).reached).toBe(false)
  expect(flat([0.01], [0.05], 0.05).reached).toBe(true)
  expect(flat([0.01], [0.07], 0.05).reached).toBe(false)
})

test('numbers have three digits', () => {
  expect([0.012345, 1.5, 99.96, 123.4, 12345, 0].map(number)).toEqual([
    '0.0123',
    '1.5',
    '100',
    '123',
    '12,345',
    '0',
  ])
})

test('the table says what was reached and what was not, beside the peer', () => {
  const samples = [1, 2, 3]
  const figure: Figure = {
    section: 'tap',
    name: 'tap → paint',
    at: '10 events',
    unit: 'ms',
    ...spread(samples),
    rate: 500,
    peer: against('pouchdb', [4]),
    aim: atMost(2, samples, 'ms'),
  }
  const [head, row] = table([figure]).split('\n')
  expect(head).toMatch(/figure +at +median +p95 +1\/s +runs +peer: median \/ p95 +aim reached$/)
  expect(markdown([figure]).split('\n')[2]).toBe(
    '| tap | tap → paint | 10 events | 2 ms | 3 ms | 500 | 3 | 4 / 4 · pouchdb | NO · p95 ≤ 2 ms |',
  )
  expect(row).toMatch(
    /^tap +tap → paint +10 events +2 ms +3 ms +500 +3 +4 \/ 4 {2}pouchdb +NO {3}p95 ≤ 2 ms$/,
  )
})
