import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BarEvent } from '../../src/domain/event.ts'
import { flowAt } from '../../src/domain/flow.ts'
import { Fold } from '../../src/domain/fold.ts'
import { day } from './days.ts'

const HERE = { boot: 'one', off: 3, err: 1 }
const PLACES = ['bar', 'fridge', 'store']
const round = (n: number) => Math.round(n * 1e6) / 1e6

/** All that is read of a bar's places. */
const read = (fold: Fold) =>
  PLACES.map(place => {
    const flow = flowAt(fold, place, HERE)
    const hours = [...flow.hourly.things].flatMap(([item, hours]) =>
      [...hours].map(([h, { n, taken, squares }]) => [item, h, round(n), round(taken), round(squares)]),
    )
    const items = fold.items().map(({ slug }) => [slug, flow.day(slug, 0, 1000), flow.between(slug)])
    return { hours: hours.sort(), items: JSON.stringify(items) }
  })

const folded = (events: BarEvent[], each: (fold: Fold) => unknown): Fold => {
  const fold = new Fold()
  for (const event of events) {
    fold.add(event)
    each(fold)
  }
  return fold
}

// The stock screen reads on from where it stopped; what was taken back, counted or measured meanwhile must not stay.
test('who looks after each event sees what somebody sees who looks once, at the end', () => {
  fc.assert(
    fc.property(day, events => {
      const [often, once] = [folded(events, read), folded(events, () => {})]
      expect(read(often)).toEqual(read(once))
    }),
    { numRuns: 300 },
  )
})

test('the last day is the level of now, and what came and went before each full hour', () => {
  const HOUR = 3_600_000
  const NOW = 100.5 * HOUR
  const item = { kind: 'menu', slug: 'mate', type: 'item', name: 'Mate', v: 1 }
  const moves = [
    { kind: 'delivery', at: NOW - 4 * HOUR, goods: [{ item: 'mate', n: 100 }] },
    { kind: 'loss', at: NOW - 60_000, goods: [{ item: 'mate', n: 30 }], why: '' },
  ]
  const events = [item, ...moves].map((event, i) => ({
    ...{ _id: `a-${i + 1}`, _rev: '1-0', at: 0, place: 'bar', ...event },
  }))
  const fold = folded(events as BarEvent[], () => {})
  const levels = flowAt(fold, 'bar', undefined).day('mate', 70, NOW)
  expect(levels).toEqual([...Array(20).fill(0), 100, 100, 100, 100, 70])
})
