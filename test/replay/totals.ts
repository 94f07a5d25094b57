import { type Amount, type BarEvent, type Id, is, type Menu, type Money } from '../../src/domain/event.ts'
import type { Fold } from '../../src/domain/fold.ts'
import type { Bar } from './bar.ts'

/** What must be equal in the tables, on every station and in the log. */
export interface Totals {
  /** The till's orders that still have an item. */
  orders: number
  /** Minor units. */
  sum: Money
  /** How many went out, by product; none with 0. */
  drinks: Map<string, number>
  /** What is left of each product that was ever brought, thousandths of its unit. */
  stock: Map<string, Amount>
}

/** How the events speak of the tables: which order an event is of, and which product a slug. */
export interface Legend {
  orderOf: ReadonlyMap<Id, string>
  productOf: ReadonlyMap<string, string>
}

const add = <K>(map: Map<K, number>, key: K, n: number) => map.set(key, (map.get(key) ?? 0) + n)

const only = <K>(map: Map<K, number>, keys: Set<K>) => new Map([...map].filter(([key]) => keys.has(key)))

const without0 = <K>(map: Map<K, number>) => new Map([...map].filter(([, n]) => n !== 0))

/** The tables' own totals: sums over rows, with no event in sight. */
export const ofTables = ({ sales, movements }: Bar): Totals => {
  let sum = 0
  const drinks = new Map<string, number>()
  const stock = new Map<string, Amount>()
  const left = new Map<string, number>()
  for (const { line, voids, product, items, price, units } of sales) {
    sum += items * price
    add(drinks, product, items)
    if (units) add(stock, product, -items * units)
    if (items > 0) left.set(line, items)
    else add(left, voids!, items)
  }
  for (const { kind, product, n } of movements) add(stock, product, kind === 'delivery' ? n : -n)
  const standing = sales.filter(({ line }) => (left.get(line) ?? 0) > 0)
  const brought = new Set(movements.filter(({ kind }) => kind === 'delivery').map(({ product }) => product))
  return {
    orders: new Set(standing.map(({ order }) => order)).size,
    sum,
    drinks: without0(drinks),
    stock: only(stock, brought),
  }
}

/** What a station's screens would say. */
export const ofFold = (fold: Fold, place: string, { orderOf, productOf }: Legend): Totals => {
  const orders = new Set<string>()
  for (const [id, order] of orderOf) if (fold.events.has(id) && fold.voided(id) !== 'all') orders.add(order)
  const stock = new Map<string, Amount>()
  for (const [slug, product] of productOf) {
    const level = fold.level(slug, place)
    if (level) stock.set(product, level.n)
  }
  const drinks = new Map([...fold.sold].map(([slug, { n }]) => [productOf.get(slug) ?? slug, n]))
  return { orders: orders.size, sum: fold.totals.suggested, drinks, stock }
}

/** The events of a log, added up with no part of the app: each line, less what the voids name. */
export const ofLog = (log: Buffer, { orderOf, productOf }: Legend): Totals & { events: number } => {
  const events = new Map<Id, BarEvent>()
  const whole = log.subarray(0, log.lastIndexOf(10) + 1).toString()
  for (const line of whole.split('\n'))
    if (line.endsWith('\t') && !line.includes('\0')) {
      const event: BarEvent = JSON.parse(line)
      if (events.has(event._id)) throw new Error(`the log has ${event._id} twice`)
      events.set(event._id, event)
    }
  const voids = new Map<Id, unknown[]>()
  for (const event of events.values())
    if (is(event, 'void')) voids.set(event.of, [...(voids.get(event.of) ?? []), ...(event.lines ?? ['all'])])

  const orders = new Set<string>()
  let sum = 0
  const drinks = new Map<string, number>()
  const stock = new Map<string, Amount>()
  const brought = new Set<string>()
  for (const event of events.values()) {
    if (is(event, 'delivery')) for (const { item } of event.goods) brought.add(productOf.get(item)!)
    if (is(event, 'delivery') || is(event, 'loss')) {
      for (const { item, n } of event.goods)
        add(stock, productOf.get(item)!, event.kind === 'delivery' ? n : -n)
    } else if (is(event, 'order')) {
      const voided = voids.get(event._id) ?? []
      event.lines.forEach((line, i) => {
        if (voided.includes('all') || voided.includes(i)) return
        const menu = events.get(line.menu) as Menu
        orders.add(orderOf.get(event._id)!)
        sum += line.sum
        add(drinks, productOf.get(menu.slug)!, line.n)
        for (const part of menu.recipe ?? []) add(stock, productOf.get(part.item)!, -part.n * line.n)
      })
    }
  }
  return {
    events: events.size,
    orders: orders.size,
    sum,
    drinks: without0(drinks),
    stock: only(stock, brought),
  }
}

/** In what two totals differ, a sentence each; nothing when they are equal. */
export const differences = (found: Totals, wanted: Totals): string[] => {
  const said: string[] = []
  const compare = (what: string, a = 0, b = 0) => {
    if (a !== b) said.push(`${what}: ${a}, not ${b}`)
  }
  compare('orders', found.orders, wanted.orders)
  compare('sum', found.sum, wanted.sum)
  for (const key of ['drinks', 'stock'] as const)
    for (const product of new Set([...wanted[key].keys(), ...found[key].keys()]))
      compare(`${key} of ${product}`, found[key].get(product), wanted[key].get(product))
  return said
}
