import { expect, test } from 'vitest'
import { emptiesOf, refundOf } from '../../src/domain/empties.ts'
import type { BarEvent } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'

const CRATE = 10_000
const mate = { slug: 'mate', type: 'item', name: 'Mate', v: 1, pack: CRATE, bottle: 500, deposit: 450 }

const bar = (...events: ({ kind: string } & Record<string, unknown>)[]): Fold => {
  const fold = new Fold()
  const all = [
    { kind: 'menu', ...mate },
    { kind: 'menu', slug: 'rum', type: 'item', name: 'Rum', v: 1 },
    ...events,
  ]
  all.forEach((event, i) => {
    fold.add({ _id: `a-${i + 1}`, _rev: '1-0', at: i, place: 'bar', ...event } as BarEvent)
  })
  return fold
}
const goods = (n: number, deposit?: number) => ({ goods: [{ item: 'mate', n, ...(deposit && { deposit }) }] })

test('empties are what came and is not there any more, unless it broke or is back already; the refund comes off the deposit', () => {
  const { items, gone } = emptiesOf(
    bar(
      { kind: 'delivery', ...goods(10 * CRATE, 4500) },
      { kind: 'loss', ...goods(500), why: 'broken' },
      { kind: 'loss', ...goods(500), why: 'free' },
      { kind: 'transfer', ...goods(2 * CRATE), to: 'fridge' },
      { kind: 'count', items: { mate: 3 * CRATE }, seen: {} },
      { kind: 'empties', ...goods(2 * CRATE, 900), to: 'Shop' },
    ),
  )
  // 10 crates came; 3 are at the bar, 2 in the fridge, 2 went back, a bottle broke.
  expect(items).toMatchObject([{ here: 3 * CRATE - 500, back: 2 * CRATE, paid: 4500, refunded: 900 }])
  expect(gone).toHaveLength(1)
})

test('what went back by mistake is void like anything else; what was only counted has no empties', () => {
  const { items, gone } = emptiesOf(
    bar(
      { kind: 'count', items: { mate: 3 * CRATE }, seen: {} },
      { kind: 'empties', ...goods(CRATE, 450) },
      { kind: 'void', of: 'a-4', why: 'wrong' },
    ),
  )
  expect(items).toMatchObject([{ here: 0, back: 0, refunded: 0 }])
  expect(gone).toEqual([])
})

test('a refund is the deposit of whole crates and the share of what is loose', () => {
  expect(refundOf({ ...mate, deposit: 310 } as never, 2 * CRATE + 500)).toBe(635)
})
