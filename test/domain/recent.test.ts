import { describe, expect, test } from 'vitest'
import type { Order } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { ownOrders, recentOrders } from '../../src/domain/recent.ts'
import { night } from '../bench/events.ts'

const foldOf = (n: number): Fold => {
  const fold = new Fold()
  for (const event of night(n)) fold.add(event)
  return fold
}

/** How often a list looks an event up; walking through all of them counts, too. */
const looks = (fold: Fold, list: () => unknown): number => {
  let n = 0
  const get = fold.events.get.bind(fold.events)
  fold.events.get = id => {
    n++
    return get(id)
  }
  fold.events.values = () => {
    n += fold.events.size
    return [][Symbol.iterator]() as never
  }
  list()
  return n
}

describe('recent orders', () => {
  test('are the newest of all stations, newest first', () => {
    const fold = foldOf(900)
    const all = [...fold.events.values()].filter((event): event is Order => event.kind === 'order')
    const newest = all.sort((a, b) => b.at - a.at).slice(0, 50)
    expect(recentOrders(fold, undefined, 50)).toEqual(newest)
  })

  // They were found by walking through all events: at 20,000 each opening of the list, and each "put it back", did that.
  test('cost after 20,000 events what they cost after 2,000, and so does asking whether one was put back', () => {
    const [small, large] = [foldOf(2000), foldOf(20_000)]
    const list = (fold: Fold) => looks(fold, () => recentOrders(fold, undefined, 50))
    expect(list(large)).toBe(list(small))
    const again = (fold: Fold) => looks(fold, () => fold.isPutBack('bara-3'))
    expect(again(large)).toBe(again(small))
  })

  test('do not walk through the numbers that a forged one leaves out', () => {
    const fold = foldOf(100)
    const [order] = ownOrders(fold, 'bara', 0, 1)
    fold.add({ ...order!, _id: `bara-${Number.MAX_SAFE_INTEGER}` })
    expect(ownOrders(fold, 'bara', 0, 3)).toHaveLength(3)
    expect(recentOrders(fold, undefined, 50)).toHaveLength(50)
  })

  test('an order counts as put back while one that names it stands', () => {
    const fold = foldOf(100)
    const [order] = ownOrders(fold, 'bara', 0, 1)
    const again = { ...order!, _id: 'bard-900', again: order!._id }
    expect(fold.isPutBack(order!._id)).toBe(false)
    fold.add(again)
    expect(fold.isPutBack(order!._id)).toBe(true)
    fold.add({ _id: 'bard-901', _rev: '1-0', kind: 'void', at: 1, of: again._id, why: '' })
    expect(fold.isPutBack(order!._id)).toBe(false)
  })
})
