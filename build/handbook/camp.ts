// SPDX-License-Identifier: AGPL-3.0-or-later
// A made-up day at a camp, so that stock, cash and report have something to show on the pictures.
import type { BarEvent, Id, Menu } from '../../src/domain/event.ts'
import { seedOf } from '../../src/domain/menu.ts'
import { suggestedOf } from '../../src/domain/money.ts'
import { seedMenu } from '../../src/domain/seed.ts'

const HOUR = 3_600_000
const PLACE = 'hall'

/** Item, bottles that were brought, what they cost in cents. */
const BROUGHT: [item: string, bottles: number, cost: number][] = [
  ['mate', 60, 5400],
  ['white-rum', 4, 4800],
  ['vodka', 3, 3300],
  ['kahlua', 2, 2800],
  ['gin', 2, 2600],
  ['triple-sec', 2, 1800],
  ['lime-juice', 3, 900],
  ['orange-juice', 6, 1080],
]

/** What goes over the bar, again and again: the drinks of an order. */
const ORDERS = [
  ['club-mate', 'club-mate'],
  ['tschunk'],
  ['club-mate', 'tap-water'],
  ['kamikaze', 'kamikaze'],
  ['club-mate'],
  ['chaos-calmer', 'white-russian'],
  ['club-mate', 'club-mate', 'tschunk'],
]
/** Orders in each of the hours until now. */
const BUSY = [2, 3, 3, 2, 4, 6, 9, 11]

/** The day's events until `now`, of one station of their own. */
export const campDay = (now: number): BarEvent[] => {
  const menu = seedMenu()
  const entry = (type: Menu['type'], slug: string): Menu =>
    menu.find(entry => entry.type === type && entry.slug === slug)!
  const events: BarEvent[] = []
  const add = (at: number, event: object): void => {
    const _id: Id = `camp-${events.length + 1}`
    events.push({ _id, _rev: '1-0', at: Math.round(at), ...event } as BarEvent)
  }
  const begin = now - BUSY.length * HOUR
  const places = [PLACE, 'tent']
  const seed = seedOf(menu[0]!._id)
  add(begin - HOUR, { kind: 'meeting', v: 1, name: 'Winter camp', currency: 'EUR', seed, places })
  const goods = BROUGHT.map(([item, bottles, cost]) => ({
    item,
    n: bottles * entry('item', item).bottle!,
    cost,
  }))
  add(begin - HOUR, { kind: 'delivery', place: PLACE, goods, from: 'wholesaler' })
  add(begin - HOUR, { kind: 'cash', way: 'float', account: 'Box', sum: 5000 })
  let turn = 0
  for (const [hour, orders] of BUSY.entries())
    for (let i = 0; i < orders; i++) {
      const lines = ORDERS[turn++ % ORDERS.length]!.map(slug => {
        const drink = entry('drink', slug)
        return { menu: drink._id, n: 1, sum: suggestedOf(drink) }
      })
      const sum = lines.reduce((all, line) => all + line.sum, 0)
      add(begin + (hour + i / orders) * HOUR, { kind: 'order', lines, sum, place: PLACE })
    }
  add(now - 3 * HOUR, { kind: 'cash', way: 'payout', account: 'Box', sum: 1200, why: 'ice and limes' })
  // Whoever counted had seen all of it.
  const seen = { camp: events.length }
  add(now - HOUR, { kind: 'cash', way: 'count', account: 'Box', sum: 23_450, seen })
  return events
}
