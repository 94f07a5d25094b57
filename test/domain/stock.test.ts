import { describe, expect, test } from 'vitest'
import type { BarEvent, Id } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { seeds } from './days.ts'

const [, clubMate] = seeds[0]!
const CRATE = 10_000
let number = 0

const bar = (...events: object[]): Fold => {
  const fold = new Fold()
  for (const event of [...seeds.flat(), ...events]) fold.add(event as BarEvent)
  return fold
}
const event = (kind: string, fields: object, _id: Id = `a-${++number}`) => ({
  _id,
  _rev: '1-0',
  kind,
  at: number,
  place: 'bar',
  ...fields,
})
const mate = (n: number) => ({ goods: [{ item: 'mate', n }] })
const sale = (n: number, fields: object = {}) =>
  event('order', { lines: [{ menu: clubMate!._id, n, sum: 0 }], sum: 0, ...fields })
const left = (fold: Fold, place = 'bar') => fold.level('mate', place)?.n

describe('what nobody taps', () => {
  test('goes with the packs that are said to be opened, or empty: the same ones once', () => {
    const start = event('delivery', mate(5 * CRATE))
    const opened = () => event('opened', mate(CRATE))
    const empty = () => event('opened', { ...mate(CRATE), empty: true })
    expect(left(bar(start, opened(), opened()))).toBe(3 * CRATE)
    expect(left(bar(start, empty(), empty()))).toBe(3 * CRATE)
    expect(left(bar(start, opened(), empty(), opened(), empty(), opened()))).toBe(2 * CRATE)
  })

  test('and what was tapped of it is in those packs, until more was tapped than they held', () => {
    const start = event('delivery', mate(5 * CRATE))
    expect(left(bar(start, event('opened', mate(CRATE)), sale(7)))).toBe(4 * CRATE)
    expect(left(bar(start, event('opened', mate(CRATE)), sale(27)))).toBe(5 * CRATE - 13_500)
  })
})

test('a canister takes its ingredients once, and then goes by its servings', () => {
  const canister = {
    slug: 'can',
    type: 'item',
    name: 'Tschunk canister',
    v: 1,
  }
  const { _id, ...drink } = { ...clubMate!, v: 1, instead: [{ item: 'can', n: 1 }] }
  const menu = event('menu', drink)
  const fold = bar(
    event('menu', canister),
    menu,
    event('delivery', mate(CRATE)),
    event('batch', { ...mate(8000), makes: { item: 'can', n: 20 } }),
    event('order', { lines: [{ menu: menu._id, n: 3, sum: 0 }], sum: 0 }),
  )
  expect(left(fold)).toBe(2000)
  expect(fold.level('can', 'bar')!.n).toBe(17)
  expect(fold.left(fold.entry('club-mate')!, 'bar')).toBe(17)
})

test('a bar that draws from a store takes from the store, and an order keeps to what held when it was tapped', () => {
  const fold = bar(
    event('meeting', {
      v: 1,
      name: '',
      seed: clubMate!._id.slice(0, 12),
      stocks: { bar: { draws: 'store' } },
    }),
    event('delivery', { ...mate(CRATE), place: 'store' }),
    sale(2, { stock: 'store' }),
    sale(1),
  )
  expect(fold.drawsFrom('bar')).toBe('store')
  expect(fold.drawsFrom('constructor')).toBe('constructor')
  expect(left(fold, 'store')).toBe(CRATE - 1000)
})

test('what was ordered is expected until a delivery names it, and again when that is void', () => {
  const ordered = event('expected', { ...mate(CRATE), due: 500 })
  const came = event('delivery', { ...mate(9000), of: ordered._id })
  const fold = bar(ordered)
  expect(fold.expected()).toEqual([ordered])
  expect(left(fold)).toBeUndefined()
  fold.add(came as BarEvent)
  expect(fold.expected()).toEqual([])
  expect(left(fold)).toBe(9000)
  fold.add(event('void', { of: came._id, why: '' }) as BarEvent)
  expect(fold.expected()).toEqual([ordered])
})

test('empties that go back move no stock', () => {
  expect(left(bar(event('delivery', mate(CRATE)), event('empties', mate(5000))))).toBe(CRATE)
})

describe('a warning that the organizers know of', () => {
  const told = (warning: 'low' | 'out', upTo: number) => event('told', { item: 'mate', warning, upTo })

  test('is quiet until something comes, or is counted', () => {
    const fold = bar(event('delivery', mate(CRATE)), told('low', 1))
    expect(fold.wasTold('mate', 'bar', 'low')).toBe(true)
    expect(fold.wasTold('mate', 'store', 'low')).toBe(false)
    fold.add(event('count', { items: { mate: 500 }, seen: {} }) as BarEvent)
    expect(fold.wasTold('mate', 'bar', 'low')).toBe(false)
  })

  test('that it is out also says that it is low, and not the other way round', () => {
    const fold = bar(event('delivery', mate(CRATE)), told('out', 1))
    expect(fold.wasTold('mate', 'bar', 'low')).toBe(true)
    const low = bar(event('delivery', mate(CRATE)), told('low', 1))
    expect(low.wasTold('mate', 'bar', 'out')).toBe(false)
  })
})

test('a drink is marked sold out and back, and the highest v wins whatever comes first', () => {
  const on = event('mark', { drink: 'club-mate', v: 1, out: true })
  const off = event('mark', { drink: 'club-mate', v: 2, out: false })
  expect(bar(on).isMarked('club-mate')).toBe(true)
  expect(bar(off, on).isMarked('club-mate')).toBe(false)
  expect(bar(off, on).nextMark('club-mate')).toBe(3)
})
