import { expect, test } from 'vitest'
import { forecaster } from './model.ts'
import { others } from './others.ts'
import { BASELINES, leastSold, type Said, type Sum, score } from './score.ts'
import { readTill, sumsOf, type Till } from './till.ts'
import { counting, random, untapped } from './untapped.ts'

const FIXTURE = new URL('fixture/', import.meta.url).pathname
const NOTHING: Said = { likely: 0, low: 0, high: 0 }
const till = await readTill(FIXTURE)
const products = leastSold(till, 100)

const wape = (sum: Sum) => BASELINES.map(name => Number((sum.baselines[name] / sum.truth).toFixed(3)))

test('the baselines are those that baselines.py prints for the fixture', () => {
  const sums = score({ real: till, taps: till, products }, () => () => NOTHING)
  expect(sums.map(sum => [sum.scope, sum.hours, sum.forecasts, ...wape(sum)])).toEqual([
    ['all', 3, 128, 1.224, 0.915, 0.918],
    ['all', 6, 122, 1.27, 0.846, 0.817],
    ['all', 12, 110, 1.264, 0.792, 0.844],
    ['all', 24, 86, 1.324, 0.765, 0.765],
    ['Club Mate', 3, 64, 0.678, 0.792, 0.62],
    ['Club Mate', 6, 61, 0.824, 0.69, 0.636],
    ['Club Mate', 12, 55, 1.058, 0.609, 0.641],
    ['Club Mate', 24, 43, 0.974, 0.572, 0.572],
  ])
  // Nobody forecasts anything: the error is all of the truth.
  for (const { error, truth } of sums) expect(error).toBeCloseTo(truth, 6)
})

test('a product that mixes several, or takes nothing from the stock, is not forecast; one below 100 units neither', () => {
  expect([...till.sales.keys()].sort()).toEqual(['Club Mate 500ml', 'Orange juice', 'Pale Ale'])
  expect(products).toEqual(['Club Mate 500ml', 'Orange juice'])
  expect(Object.fromEntries(till.alcohol)).toEqual({ Mate: false, Draught: true, Soft: false, Shop: false })
})

test('what a stock table without sales says is left has the sales taken off', () => {
  const [came, sold] = [sumsOf(till.stock), sumsOf(till.sales)]
  const end = Date.UTC(2031, 8, 1)
  expect(came.get('Club Mate 500ml')!(0, end)).toBe(298 - sold.get('Club Mate 500ml')!(0, end))
})

/** The till with all that happened from a time on made another. */
const otherwise = (till: Till, from: number): Till => ({
  ...till,
  sales: new Map(
    [...till.sales].map(([name, moves]) => [
      name,
      [
        ...moves.filter(({ at }) => at < from),
        ...moves.filter(({ at }) => at >= from).map(m => ({ ...m, n: 7 * m.n })),
      ],
    ]),
  ),
  stock: new Map([...till.stock].map(([name, moves]) => [name, moves.filter(({ at }) => at < from)])),
})

test('a forecast uses nothing from later', () => {
  const now = Date.UTC(2031, 7, 8, 14)
  const [a, b] = [forecaster(till)(now), forecaster(otherwise(till, now))(now)]
  const at = [3, 6, 12, 24]
  for (const product of till.sales.keys())
    expect(at.map(hours => a(product, hours))).toEqual(at.map(hours => b(product, hours)))
  const later = now + 3_600_000
  const [c, d] = [forecaster(till)(later), forecaster(otherwise(till, now))(later)]
  expect(c('Club Mate 500ml', 6)).not.toEqual(d('Club Mate 500ml', 6))
})

test('untapped: the share goes missing, the same at each run, and counts find out', () => {
  const taps = untapped(till, 0.3, random(1))
  const sizes = (till: Till) => [...till.sales.values()].reduce((sum, moves) => sum + moves.length, 0)
  expect(sizes(taps) / sizes(till)).toBeGreaterThan(0.55)
  expect(sizes(taps) / sizes(till)).toBeLessThan(0.9)
  expect(untapped(till, 0.3, random(1))).toEqual(taps)
  const counted = counting(till, taps, 2)
  const product = 'Club Mate 500ml'
  const end = Date.UTC(2031, 7, 10, 6)
  expect(counted(Date.UTC(2031, 7, 7, 7))(product).tapped.share).toBeCloseTo(1, 1)
  const all = (till: Till) => sumsOf(till.sales).get(product)!(0, end)
  const { tapped, left } = counted(end)(product)
  expect(Math.abs(tapped.share - all(taps) / all(till))).toBeLessThan(0.1)
  expect(tapped.low).toBeLessThan(all(taps) / all(till))
  // The count of that hour has just been made: what is left is what is there.
  expect(left).toBeCloseTo(Math.max(0, sumsOf(till.stock).get(product)!(0, end)))
})

test('others: bars that this one might have been lose nothing but what their name says', () => {
  const all = others(till)
  const sizes = ({ sales }: Till) => [...sales.values()].reduce((sum, moves) => sum + moves.length, 0)
  const of = (name: string) => sizes(all.get(name)!.till) / sizes(till)
  expect(of('half of the products 1') + of('half of the products 2')).toBeCloseTo(1)
  const days = [...all.keys()].filter(name => name.startsWith('without day'))
  expect(days).toEqual(['without day 1', 'without day 2'])
  for (const name of days) expect(of(name)).toBeLessThan(0.8)
  expect(of('half as much on day 2')).toBeLessThan(1)
  expect(of('a fifth of the guests')).toBeLessThan(0.25)
  expect(of('3 hours later')).toBe(1)
  for (const moves of all.get('evenings only')!.till.sales.values())
    for (const { at } of moves) expect((new Date(at).getUTCHours() + 18) % 24).toBeGreaterThanOrEqual(12)
  for (const { till } of all.values())
    for (const moves of till.sales.values())
      expect(moves.map(({ at }) => at)).toEqual(moves.map(({ at }) => at).sort((a, b) => a - b))
})
