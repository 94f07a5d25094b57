import type { BarEvent, Count, Menu } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { night, order, randomFrom } from './events.ts'
import { against, atMost, type Figure, flat, spread } from './figures.ts'

/** What the bar screen reads after each change. */
const look = (fold: Fold): number =>
  fold.drinks().reduce((sum, drink) => sum + (fold.left(drink) ?? 0), fold.totals.drinks)

const folded = (events: BarEvent[]): Fold => {
  const fold = new Fold()
  for (const event of events) fold.add(event)
  return fold
}

/** Times each call, in ms. */
const time = (runs: number, call: (run: number) => unknown): number[] =>
  Array.from({ length: runs }, (_, run) => {
    const from = performance.now()
    call(run)
    return performance.now() - from
  })

/** Folding: one more event, late ones, and everything at the start; in this process, without a throttle. */
export const benchFold = (quick: boolean): Figure[] => {
  const runs = quick ? 200 : 2000
  const few = quick ? 10 : 40
  const section = 'fold'
  const figures: Figure[] = []
  const one = new Map<number, number[]>()
  // The first round warms the compiler up.
  for (const size of [10_000, 0, 1000, 10_000, 20_000]) {
    const fold = folded(night(Math.max(size, 33)))
    const drinks = fold.drinks()
    const random = randomFrom(2)
    const orders = Array.from({ length: runs }, (_, i) => order(`more-${i + 1}`, i * 1000, drinks, random))
    one.set(
      size,
      time(runs, run => {
        fold.add(orders[run]!)
        look(fold)
      }),
    )
  }
  const events = night(10_000)
  const again = time(few, () => look(folded(events)))
  for (const [size, samples] of [...one].sort(([a], [b]) => a - b))
    figures.push({
      section,
      name: 'one more order, and what the tiles show',
      at: `${size} events`,
      unit: 'ms',
      ...spread(samples),
      ...(size === 10_000 && { peer: against('all folded anew', again) }),
      aim: size === 20_000 ? flat(one.get(0)!, samples, 0.05) : atMost(1, samples, 'ms'),
    })
  figures.push({
    section,
    name: 'everything, at the start',
    at: '10,000 events',
    unit: 'ms',
    ...spread(again),
  })
  return [...figures, ...late(events, runs, few)]
}

/** Events that come after others that they belong before. */
const late = (events: BarEvent[], runs: number, few: number): Figure[] => {
  const fold = folded(events)
  const orders = events.filter(event => event.kind === 'order')
  const at = '10,000 events'
  const voids = time(runs, run => {
    const of = orders[run * 3]!._id
    fold.add({ _id: `late-${run + 1}`, _rev: '1-0', kind: 'void', at: 0, of, why: 'late' })
    look(fold)
  })
  // A menu entry that comes after a hundred orders that name it.
  const drink = fold.drinks()[1]!
  const menus = time(few, run => {
    const late: Menu = { ...drink, _id: `menu-${run + 1}`, slug: `late-${run}`, v: 1 }
    const random = randomFrom(run)
    for (let i = 1; i <= 100; i++) fold.add(order(`waits${run}-${i}`, i, [late], random))
    const from = performance.now()
    fold.add(late)
    look(fold)
    return performance.now() - from
  })
  // A count makes the level of each counted item be added up again.
  const counts = time(few, run => {
    const seen = fold.seen()
    const items = Object.fromEntries(fold.items().map(({ slug }) => [slug, 1000]))
    const count: Count = {
      _id: `count-${run + 1}`,
      _rev: '1-0',
      kind: 'count',
      at: run,
      place: 'bar',
      items,
      seen,
    }
    fold.add(count)
    look(fold)
  })
  return [
    {
      section: 'fold',
      name: 'a void that comes late',
      at,
      unit: 'ms',
      ...spread(voids),
      aim: atMost(1, voids, 'ms'),
    },
    {
      section: 'fold',
      name: '100 orders and the menu entry they wait for',
      at,
      unit: 'ms',
      ...spread(menus),
    },
    { section: 'fold', name: 'a count of all items', at, unit: 'ms', ...spread(counts) },
  ]
}
