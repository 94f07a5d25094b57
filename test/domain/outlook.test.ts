import { describe, expect, test } from 'vitest'
import type { BarEvent, Menu } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { outlookAt } from '../../src/domain/outlook.ts'
import { seeds } from './days.ts'

const HOUR = 3_600_000
const NOW = new Date(2026, 7, 7, 18).getTime()
const [mate, clubMate] = seeds[0]!
let number = 0

/** A bar that sells ten bottles in each of the last hours, where `tapped` of them are tapped. */
const bar = (hours: number, tapped: number, ...more: object[]): Fold => {
  const fold = new Fold()
  const add = (kind: string, fields: object) =>
    fold.add({ _id: `a-${++number}`, _rev: '1-0', kind, at: NOW, place: 'bar', ...fields } as BarEvent)
  for (const event of seeds.flat()) fold.add(event)
  add('count', { at: NOW - hours * HOUR, items: { mate: 5000 * hours + 50_000 }, seen: {} })
  for (let hour = hours; hour > 0; hour--)
    for (let i = 0; i < tapped; i++)
      add('order', {
        at: NOW - hour * HOUR + i * 300_000,
        lines: [{ menu: clubMate!._id, n: 1, sum: 0 }],
        sum: 0,
      })
  for (const { kind, ...fields } of more as { kind: string }[]) add(kind, fields)
  return fold
}
const soon = (fold: Fold, item: Menu = mate!) =>
  outlookAt(fold, 'bar', NOW, undefined)(fold.entry(item.slug)!, fold.level(item.slug, 'bar')!.n)

describe('when an item will be gone', () => {
  test('is told with a range around it, and nobody knows of what never went', () => {
    const gone = soon(bar(10, 10))!
    expect(gone.from!).toBeGreaterThan(NOW)
    expect(gone.at!).toBeGreaterThan(gone.from!)
    expect(gone.at!).toBeLessThan(NOW + 40 * HOUR)
    expect(gone.tapped).toBeUndefined()
    const [rum] = seeds[1]!
    const fold = bar(10, 10, { kind: 'meeting', v: 1, name: '', seed: rum!._id.slice(0, 12) })
    fold.add({
      _id: 'b-1',
      _rev: '1-0',
      kind: 'delivery',
      at: NOW,
      place: 'bar',
      goods: [{ item: 'rum', n: 700 }],
    } as BarEvent)
    expect(soon(fold, rum)).toBeUndefined()
  })

  test('counts that find less than the taps say make it sooner, and say how much is tapped', () => {
    const found = { kind: 'count', items: { mate: 50_000 }, seen: { a: 1e6 } }
    const all = soon(bar(20, 10, found))!
    const half = soon(bar(20, 5, found))!
    expect(all.tapped).toBe(100)
    expect(half.tapped).toBeGreaterThan(45)
    expect(half.tapped).toBeLessThan(75)
    expect(Math.abs(half.at! - all.at!)).toBeLessThan(6 * HOUR)
  })

  test('is early enough to order: the shop’s lead time before the first moment that it may be gone', () => {
    const item = { ...mate!, _id: undefined, kind: 'menu', v: 1, source: 'Shop' }
    const shop = {
      kind: 'meeting',
      v: 1,
      name: '',
      seed: mate!._id.slice(0, 12),
      sources: { Shop: { lead: 2 } },
    }
    const { _id, ...edit } = item
    const gone = soon(bar(10, 10, edit, shop))!
    expect(gone.orderBy).toBe(gone.from! - 2 * HOUR)
  })

  test('a fridge is filled so that packs are cold by then, with what fits in', () => {
    const { _id, ...item } = { ...mate!, kind: 'menu', v: 1, pack: 10_000 }
    const fridge = {
      kind: 'meeting',
      v: 1,
      name: '',
      seed: mate!._id.slice(0, 12),
      stocks: { bar: { fits: 8, cools: 90 } },
    }
    const gone = soon(bar(10, 10, item, fridge))!
    expect(gone.fill).toEqual({ packs: 3, by: gone.from! - 90 * 60_000 })
  })

  test('more is expected of a day with more heads, and nothing after the last day that is known', () => {
    const meeting = { kind: 'meeting', v: 1, name: '', seed: mate!._id.slice(0, 12), from: '2026-08-07' }
    const tomorrow = (fields: object) => {
      const { curve } = soon(bar(10, 10, { ...meeting, ...fields }))!
      return curve[35]!.likely - curve[11]!.likely
    }
    const same = tomorrow({ heads: [80, 80, 80] })
    expect(tomorrow({ heads: [80, 120, 60] })).toBeGreaterThan(1.2 * same)
    expect(tomorrow({ heads: [80, 40, 60] })).toBeLessThan(0.8 * same)
    expect(tomorrow({ settings: { end: '2026-08-07' } })).toBe(0)
  })
})
