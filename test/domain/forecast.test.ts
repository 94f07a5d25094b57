import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Known, Outlook } from '../../src/domain/forecast.ts'
import { HOUR, Hourly } from '../../src/domain/hourly.ts'

const NOON = Date.UTC(2031, 7, 7, 12)
const DAY = 24 * HOUR
const KNOWN: Known = { local: at => at, groupOf: name => name.split('-')[0]! }

interface Sale {
  name: string
  at: number
  n: number
}
const hourly = (sales: readonly Sale[]): Hourly => {
  const all = new Hourly()
  for (const { name, at, n } of sales) all.add(name, at, n)
  return all
}

const sale: fc.Arbitrary<Sale> = fc.record({
  name: fc.constantFrom('soft-mate', 'soft-cola', 'beer-pale', 'beer-dark'),
  at: fc.integer({ min: NOON - 3 * DAY, max: NOON - 1 }),
  n: fc.integer({ min: 1, max: 6 }),
})
const sales = fc.array(sale, { minLength: 1, maxLength: 200 })

/** Sales by the hour at a steady pace, day after day, from `opens` to `closes`. */
const steady = (name: string, days: number, each: number, opens = 10, closes = 24): Sale[] =>
  Array.from({ length: days * 24 }, (_, h) => h).flatMap(h =>
    h % 24 >= opens && h % 24 < closes
      ? Array.from({ length: each }, (_, i) => ({
          name,
          at: NOON - 12 * HOUR - days * DAY + h * HOUR + i * 1000,
          n: 1,
        }))
      : [],
  )

describe('whatever was sold', () => {
  test('low, likely and high are in order, no less than nothing, no more than is left, and grow with the hours', () => {
    fc.assert(
      fc.property(sales, fc.integer({ min: 0, max: 2 * DAY }), fc.nat(40), (all, later, left) => {
        const outlook = new Outlook(hourly(all), NOON + later, KNOWN)
        for (const { name } of all) {
          let before = 0
          for (const { low, likely, high } of outlook.curve(name, 30, left)!) {
            expect(low).toBeGreaterThanOrEqual(0)
            expect(likely).toBeGreaterThanOrEqual(low)
            expect(high).toBeGreaterThanOrEqual(likely)
            expect(high).toBeLessThanOrEqual(left)
            expect(likely).toBeGreaterThanOrEqual(before - 1e-9)
            before = likely
          }
        }
      }),
    )
  })

  test('more in stock never means that less goes', () => {
    fc.assert(
      fc.property(sales, fc.nat(50), fc.nat(50), (all, a, b) => {
        const outlook = new Outlook(hourly(all), NOON, KNOWN)
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map(
          left => outlook.range(all[0]!.name, 12, left)!,
        )
        expect(more!.likely).toBeGreaterThanOrEqual(less!.likely)
        expect(more!.high).toBeGreaterThanOrEqual(less!.high)
      }),
    )
  })

  test('it does not matter what comes after, or in which order the sales came', () => {
    fc.assert(
      fc.property(sales, sales, (all, others) => {
        const later = others.map(each => ({ ...each, at: each.at + 3 * DAY + HOUR }))
        const a = new Outlook(hourly(all), NOON, KNOWN)
        const b = new Outlook(hourly([...later, ...all].reverse()), NOON, KNOWN)
        for (const { name } of all) {
          const [x, y] = [a.range(name, 24)!, b.range(name, 24)!]
          expect(y.likely).toBeCloseTo(x.likely, 4)
        }
      }),
    )
  })

  test('in millilitres it is the same as in litres', () => {
    // A busy hour's sales are just at the limit from which on the meeting has begun; the last digit decided.
    const atLimit = [
      ['beer-dark', 11, 1],
      ['soft-cola', 10, 2],
      ['soft-mate', 9, 6],
      ['beer-dark', 8, 3],
      ['soft-cola', 7, 1],
      ['soft-mate', 6, 5],
    ].map(([name, ago, n]) => ({ name: String(name), at: NOON - Number(ago) * HOUR, n: Number(n) }))
    fc.assert(
      fc.property(sales, all => {
        const litres = new Outlook(hourly(all), NOON, KNOWN)
        const mls = new Outlook(hourly(all.map(each => ({ ...each, n: each.n * 1000 }))), NOON, KNOWN)
        for (const { name } of all) {
          const [a, b] = [litres.range(name, 12)!, mls.range(name, 12)!]
          expect(b.likely).toBeCloseTo(a.likely * 1000, 3)
        }
      }),
      { examples: [[atLimit]] },
    )
  })

  test('a sale that was taken back leaves no trace', () => {
    fc.assert(
      fc.property(sales, sale, (all, wrong) => {
        const clean = hourly(all)
        const voided = hourly([wrong, ...all, { ...wrong, n: -wrong.n }])
        const [a, b] = [new Outlook(clean, NOON, KNOWN), new Outlook(voided, NOON, KNOWN)]
        for (const { name } of all)
          expect(b.range(name, 12)!.likely).toBeCloseTo(a.range(name, 12)!.likely, 4)
      }),
    )
  })
})

test('nothing is known of what never went', () => {
  expect(new Outlook(new Hourly(), NOON, KNOWN).range('soft-mate', 6)).toBeUndefined()
  expect(new Outlook(hourly([{ name: 'a', at: NOON - 1, n: 1 }]), NOON, KNOWN).range('b', 6)).toBeUndefined()
  // Only later, by a clock that is ahead.
  expect(
    new Outlook(hourly([{ name: 'a', at: NOON + DAY, n: 1 }]), NOON, KNOWN).range('a', 6),
  ).toBeUndefined()
})

test('nothing goes of what is not there', () => {
  expect(new Outlook(hourly(steady('a', 2, 5)), NOON, KNOWN).range('a', 6, 0)).toEqual({
    likely: 0,
    low: 0,
    high: 0,
  })
})

test('one hour of sales is enough for a forecast, and its range is wide', () => {
  const all = Array.from({ length: 12 }, (_, i) => ({ name: 'a', at: NOON - HOUR + i * 1000, n: 1 }))
  const { low, likely, high } = new Outlook(hourly(all), NOON, KNOWN).range('a', 3)!
  expect(likely).toBeGreaterThan(10)
  expect(likely).toBeLessThan(80)
  expect(high - low).toBeGreaterThan(likely)
})

test('a bar that was closed each night is expected to be closed tonight, and to open as ever', () => {
  const outlook = new Outlook(hourly(steady('a', 3, 10)), NOON - 11 * HOUR, KNOWN)
  const curve = outlook.curve('a', 24)!
  expect(curve[7]!.likely).toBeLessThan(8)
  expect(curve[23]!.likely).toBeGreaterThan(100)
  expect(curve[23]!.likely).toBeLessThan(170)
})

test('in the middle of an hour the rest of it is still to come', () => {
  const all = steady('a', 3, 10)
  const of = (minutes: number) => {
    const now = NOON - DAY + minutes * 60_000
    return new Outlook(hourly(all.filter(({ at }) => at < now)), now, KNOWN).range('a', 1)!.likely
  }
  for (const minutes of [0, 15, 30, 59]) {
    expect(of(minutes)).toBeGreaterThan(5)
    expect(of(minutes)).toBeLessThan(20)
  }
})

test('a bar that sells nothing in its busy hours has closed', () => {
  const all = steady('a', 3, 10)
  const outlook = new Outlook(hourly(all.filter(({ at }) => at < NOON - DAY)), NOON + 2 * HOUR, KNOWN)
  expect(outlook.range('a', 6)!.likely).toBeLessThan(5)
})

test('a keg that ran dry while the others go on is not expected to come back', () => {
  const all = [
    ...steady('beer-pale', 2, 8),
    ...steady('beer-dark', 2, 8).filter(({ at }) => at < NOON - DAY - 8 * HOUR),
  ]
  const outlook = new Outlook(hourly(all), NOON - 12 * HOUR, KNOWN)
  expect(outlook.range('beer-dark', 24)!.likely).toBeLessThan(10)
  expect(outlook.range('beer-pale', 24)!.likely).toBeGreaterThan(60)
})

test('hours in which the bar is closed, or the meeting over, are known beforehand', () => {
  const closing = { ...KNOWN, weight: (at: number) => (at < NOON + 2 * HOUR ? 1 : 0) }
  const all = [
    ...steady('a', 3, 10),
    ...steady('a', 1, 10).map(({ name, at, n }) => ({ name, at: at + DAY, n })),
  ]
  const outlook = new Outlook(hourly(all.filter(({ at }) => at < NOON)), NOON, closing)
  const curve = outlook.curve('a', 12)!
  expect(curve[11]).toEqual(curve[1])
})

test('an earlier meeting’s hours stand where this one has none yet', () => {
  // A bar that opens in the evening only; this is its first night.
  const bar = Array.from({ length: 24 }, (_, h) => (h >= 20 ? 1 : 0.01))
  const evening = hourly(steady('a', 1, 5, 21, 24))
  const [without, told] = [KNOWN, { ...KNOWN, profile: { bar, groups: {} } }].map(
    known => new Outlook(evening, NOON - 12 * HOUR, known).curve('a', 24)!,
  )
  expect(told![17]!.likely).toBeLessThan(2)
  expect(without![17]!.likely).toBeGreaterThan(10)
  expect(told![23]!.likely).toBeGreaterThan(10)
})

test('what a meeting has learnt of its hours is the profile of the next', () => {
  const { bar, groups } = new Outlook(
    hourly(steady('soft-a', 3, 10, 14, 20)),
    NOON - 12 * HOUR,
    KNOWN,
  ).profile()
  expect(Math.max(...bar)).toBe(1)
  expect(bar[16]! / bar[12]!).toBeGreaterThan(5)
  expect(bar[16]! / bar[22]!).toBeGreaterThan(5)
  expect(Object.keys(groups)).toEqual(['soft'])
})

test('the night in which clocks are put back, or forward, is an hour longer or shorter, and nothing more', () => {
  for (const shift of [-1, 1]) {
    const night = Date.UTC(2031, 9, 26, 1)
    const local = (at: number) => at + (at < night ? 1 : 1 + shift) * HOUR
    const all = Array.from({ length: 72 }, (_, h) => night - 3 * DAY + h * HOUR)
      .filter(at => new Date(local(at)).getUTCHours() >= 10)
      .flatMap(at => Array.from({ length: 10 }, (_, i) => ({ name: 'a', at: at + i * 1000, n: 1 })))
    const outlook = new Outlook(hourly(all), night, { local })
    const curve = outlook.curve('a', 24)!
    // The bar opens at 10:00 by its own clock.
    const opens = curve.findIndex(({ likely }) => likely > 12)
    expect(Math.abs(opens - (9 - shift))).toBeLessThanOrEqual(2)
    expect(curve[23]!.likely).toBeGreaterThan(90)
  }
})

test('drinks counted on paper are spread over their time', () => {
  const all = new Hourly()
  all.spread('a', NOON - 90 * 60_000, NOON, 30)
  const amounts = () => [...all.things.get('a')!.values()].map(({ n }) => n)
  expect(amounts()).toEqual([10, 20])
  all.spread('a', NOON - 90 * 60_000, NOON, -30)
  expect(amounts()).toEqual([])
  all.spread('a', NOON, NOON, 3)
  expect(amounts()[0]).toBeCloseTo(3)
})
