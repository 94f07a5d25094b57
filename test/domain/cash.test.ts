import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cashOf, coinsOf } from '../../src/domain/cash.ts'
import type { BarEvent, Cash } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { parseEvent } from '../../src/domain/parse.ts'

const cash = (id: string, way: Cash['way'], account: string, sum: number, more: object = {}): BarEvent =>
  ({ _id: id, _rev: '1-0', kind: 'cash', at: 0, way, account, sum, ...more }) as BarEvent
const bookOf = (events: BarEvent[]) => {
  const fold = new Fold()
  for (const event of events) expect(fold.add(event)).toBe(true)
  return cashOf(fold)
}
const account = (events: BarEvent[], name: string) =>
  bookOf(events).accounts.find(each => each.name === name)!

describe('a box', () => {
  const evening = [
    cash('ann-1', 'float', 'box', 5000),
    cash('ann-2', 'payout', 'box', 1200, { why: 'ice' }),
    cash('ann-3', 'move', 'box', 10_000, { to: 'safe' }),
    cash('ann-4', 'count', 'box', 8050, { seen: { ann: 3 }, coins: { 2000: 4, 50: 1 } }),
  ]

  test('tells what was given from what is in it, what was put in and what was taken out', () => {
    expect(account(evening, 'box')).toMatchObject({ balance: 8050, found: 14_250 })
    expect(account(evening, 'safe')).toMatchObject({ balance: 10_000, found: 0 })
    expect(bookOf(evening)).toMatchObject({ given: 14_250, paid: 1200 })
  })

  test('goes on from the count with what nobody had seen then, whatever the clocks say', () => {
    const early = cash('bob-1', 'payout', 'box', 50, { at: -9e6 })
    expect(account([...evening, early], 'box')).toMatchObject({ balance: 8000, found: 14_250 })
  })

  test('is counted by the newest count: the one that had seen the other', () => {
    const recount = cash('bob-1', 'count', 'box', 9000, { at: -9e6, seen: { ann: 4 } })
    expect(account([...evening, recount], 'box')).toMatchObject({ balance: 9000, found: 15_200 })
  })

  test('forgets a count that is void', () => {
    const gone = { _id: 'ann-5', _rev: '1-0', kind: 'void', at: 0, of: 'ann-4', why: 'wrong' } as BarEvent
    expect(account([...evening, gone], 'box')).toMatchObject({ balance: -6200, found: 0 })
  })

  test('is the same in whatever order its events come', () => {
    const all = [
      ...evening,
      cash('bob-1', 'count', 'box', 9000, { seen: { ann: 2 } }),
      cash('cyd-1', 'count', 'box', 7000, { seen: { bob: 1 } }),
      cash('cyd-2', 'advance', 'MK', 4500, { why: 'limes' }),
    ]
    const book = bookOf(all)
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), events => {
        expect(bookOf(events)).toEqual(book)
      }),
    )
  })
})

test('an advance is what the bar owes until it is repaid', () => {
  const bought = cash('ann-1', 'advance', 'MK', 4500, { why: 'limes' })
  expect(account([bought], 'MK')).toMatchObject({ balance: -4500 })
  const repaid = cash('ann-2', 'move', 'box', 4500, { to: 'MK' })
  expect(account([bought, repaid], 'MK')).toMatchObject({ balance: 0 })
})

test('deliveries cost what they cost, deposits apart', () => {
  const goods = [
    { item: 'mate', n: 10_000, cost: 1800, deposit: 450 },
    { item: 'rum', n: 700 },
  ]
  const delivery = { _id: 'ann-1', _rev: '1-0', kind: 'delivery', at: 0, place: 'bar', goods } as BarEvent
  expect(bookOf([delivery]).goods).toBe(1800)
})

test('a cash event of no known way, without an account or below 0 is refused', () => {
  for (const wrong of [{ way: 'gift' }, { account: '' }, { sum: -1 }, { coins: { 200: -1 } }])
    expect(parseEvent({ ...cash('ann-1', 'float', 'box', 1), ...wrong }).ok).toBe(false)
})

describe('what guests gave', () => {
  const line = (n: number, more = {}) => ({ menu: 'seed00000000-1', n, sum: 250 * n, ...more })
  const deposit = (n: number) => ({
    menu: 'seed00000000-1',
    n,
    sum: 100 * n,
    deposit: n > 0 ? 'taken' : 'back',
  })
  const sale = (id: string, lines: { n: number; sum: number }[], more = {}) =>
    ({
      _id: id,
      _rev: '1-0',
      kind: 'order',
      at: 0,
      lines: lines.map(each => ({ ...each, n: Math.abs(each.n) })),
      sum: lines.reduce((all, { sum }) => all + sum, 0),
      ...more,
    }) as BarEvent
  const menu = {
    _id: 'seed00000000-1',
    _rev: '1-0',
    kind: 'menu',
    at: 0,
    v: 0,
    slug: 'mate',
    type: 'drink',
    name: 'Mate',
  } as BarEvent
  const served = [menu, sale('ann-1', [line(4), deposit(4)]), sale('ann-2', [deposit(-1)])]
  const count = (sum: number, more = {}) =>
    cash('ann-3', 'count', 'box', sum, { seen: { ann: 2, seed00000000: 1 }, coins: { 100: 13 }, ...more })

  test('is what was in the box without the deposits, which are held for them', () => {
    expect(bookOf([...served, count(1300)])).toMatchObject({
      given: 1000,
      held: 300,
      suggested: 1000,
      since: 0,
    })
  })

  test('is told from what the boxes should have got since: recorded, else suggested, and deposits', () => {
    const later = sale('ann-4', [line(1), deposit(1)], { given: 500 })
    expect(bookOf([...served, count(1300), later])).toMatchObject({ given: 1000, held: 300, since: 600 })
    expect(bookOf(served)).toMatchObject({ given: 0, held: 0, since: 1300 })
  })

  test('has no deposit in it while a box is uncounted and another was counted', () => {
    const two = cash('bob-1', 'count', 'box 2', 200, { seen: { ann: 1 }, coins: { 100: 2 } })
    expect(bookOf([...served, two]).given).toBe(-200)
    expect(bookOf([...served, two, count(1100)])).toMatchObject({ given: 1000, held: 300 })
  })

  test('is not counted anew by a bank, which holds no coins', () => {
    const bank = cash('ann-5', 'count', 'bank', 0, { seen: { ann: 4 } })
    const later = sale('ann-4', [line(1)])
    expect(bookOf([...served, count(1300), later, bank])).toMatchObject({ given: 1000, since: 250 })
  })
})

test('the books balance: what is in boxes and accounts is what was put in, given and held, less what was paid', () => {
  const events = [
    cash('ann-1', 'float', 'box', 5000),
    cash('ann-2', 'advance', 'MK', 4500, { why: 'limes' }),
    cash('ann-3', 'move', 'box', 4500, { to: 'MK' }),
    cash('ann-4', 'count', 'box', 8050, { seen: { ann: 3 } }),
    cash('ann-5', 'payout', 'box', 1200, { why: 'ice' }),
  ]
  const { accounts, put, given, held, paid } = bookOf(events)
  expect(accounts.reduce((sum, { balance }) => sum + balance, 0)).toBe(put + given + held - paid)
})

test('coins and notes are those around what a drink costs, in any currency', () => {
  expect(coinsOf(400)).toEqual([10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1])
  // A Forint has hundredths that nobody has seen for decades.
  expect(coinsOf(100_000).at(0)).toBe(2_000_000)
  expect(coinsOf(100_000).at(-1)).toBe(200)
})
