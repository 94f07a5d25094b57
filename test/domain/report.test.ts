import { describe, expect, test } from 'vitest'
import { recipeCost } from '../../src/domain/cash.ts'
import type { BarEvent } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { csvOf, daysOf, reportOf, TABLES } from '../../src/domain/report.ts'
import { seedMenu } from '../../src/domain/seed.ts'

const HOUR = 3_600_000
const seed = seedMenu()
const idOf = (slug: string) => seed.find(entry => entry.slug === slug)!._id
const event = (id: string, kind: string, more: object): BarEvent =>
  ({ _id: id, _rev: '1-0', kind, at: 0, place: 'bar', ...more }) as BarEvent
const sale = (id: string, at: number, lines: [slug: string, n: number, sum: number][], more = {}) =>
  event(id, 'order', {
    at,
    lines: lines.map(([slug, n, sum]) => ({ menu: idOf(slug), n, sum })),
    sum: lines.reduce((all, line) => all + line[2], 0),
    ...more,
  })
const foldOf = (...events: BarEvent[]) => {
  const fold = new Fold()
  for (const each of [...seed, ...events]) expect(fold.add(each)).toBe(true)
  return fold
}
const evening = foldOf(
  event('ann-1', 'delivery', { goods: [{ item: 'mate', n: 10_000, cost: 1800 }], from: '=shop, "fine"' }),
  sale('ann-2', 20.2 * HOUR, [
    ['club-mate', 2, 500],
    ['tschunk', 1, 450],
  ]),
  sale('ann-3', 20.9 * HOUR, [['club-mate', 1, 250]], { given: 300 }),
  sale('ann-4', 22 * HOUR, [['club-mate', 4, 0]], { house: 'crew' }),
  event('ann-5', 'void', { of: 'ann-2', why: 'wrong', lines: [1] }),
  sale('ann-6', 23 * HOUR, [['tschunk', 9, 4050]]),
  event('ann-7', 'void', { of: 'ann-6', why: 'test' }),
  event('ann-8', 'loss', { goods: [{ item: 'mate', n: 500 }], why: 'broken' }),
  event('ann-10', 'loss', { goods: [{ item: 'mate', n: 1500 }], why: 'staff' }),
  event('ann-11', 'loss', { goods: [{ item: 'mate', n: 500 }], why: 'broken' }),
  event('ann-9', 'cash', { way: 'payout', account: 'Box', sum: 1200, why: 'ice' }),
)

describe('a report', () => {
  const report = reportOf(evening)

  test('has drinks by the hour and by name, what is void left out', () => {
    expect(report.hours).toEqual([
      [20 * HOUR, 3],
      [22 * HOUR, 4],
    ])
    expect(report.drinks).toEqual([['club-mate', 7]])
  })

  test('says what came, went, was lost, why, and is left', () => {
    const why = new Map([
      ['broken', 1000],
      ['staff', 1500],
    ])
    expect(report.stock).toEqual([{ item: 'mate', came: 10_000, used: 3500, lost: 2500, why, left: 4000 }])
  })
})

test('hours are put together to days of the bar, which begin at six', () => {
  const hourOf = (at: number) => new Date(at).getUTCHours()
  const days = daysOf(
    [
      [5 * HOUR, 1],
      [6 * HOUR, 2],
      [29 * HOUR, 3],
      [30 * HOUR, 4],
    ],
    hourOf,
  )
  expect(days.map(({ from }) => from / HOUR)).toEqual([-18, 6, 30])
  expect(days.map(({ hours }) => hours.map((n, i) => [i, n]).filter(([, n]) => n))).toEqual([
    [[23, 1]],
    [
      [0, 2],
      [23, 3],
    ],
    [[0, 4]],
  ])
})

describe('a table for a spreadsheet', () => {
  test('has a row for each line that counts', () => {
    const rows = csvOf(evening, TABLES.orders).split('\r\n')
    expect(rows).toEqual([
      '_id,kind,place,time,menu,n,sum,given,house',
      'ann-2,order,bar,1970-01-01T20:12:00.000Z,club-mate,2,500,,',
      'ann-3,order,bar,1970-01-01T20:54:00.000Z,club-mate,1,250,300,',
      'ann-4,order,bar,1970-01-01T22:00:00.000Z,club-mate,4,0,,crew',
    ])
  })

  test('keeps commas and quotes, and lets no formula in', () => {
    expect(csvOf(evening, TABLES.moves)).toContain(`"'=shop, ""fine"""`)
  })

  test('tells what a canister took from what it made', () => {
    const fold = foldOf(
      event('ann-1', 'batch', {
        goods: [{ item: 'mate', n: 5000 }],
        makes: { item: 'tschunk-canister', n: 20 },
      }),
    )
    expect(csvOf(fold, TABLES.moves).split('\r\n')).toEqual([
      '_id,kind,place,time,item,n,made',
      'ann-1,batch,bar,1970-01-01T00:00:00.000Z,mate,5000,',
      'ann-1,batch,bar,1970-01-01T00:00:00.000Z,tschunk-canister,20,yes',
    ])
  })

  test('of the cash says what each sum was for', () => {
    expect(csvOf(evening, TABLES.cash)).toMatch(/payout,Box,ice,.*,1200$/m)
  })
})

test('a recipe costs what its ingredients cost at their deliveries, where all have a price', () => {
  const recipe = (slug: string) => evening.entry(slug)!.recipe!
  expect(recipeCost(evening, recipe('club-mate'))).toBe(90)
  expect(recipeCost(evening, recipe('tschunk'))).toBeUndefined()
})
