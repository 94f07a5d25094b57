import type { Millis } from '../../src/domain/event.ts'
import type { Bar, Movement, Sale } from './bar.ts'

/** One thing that somebody did at the bar, at its own time. */
export type Action =
  /** Rang up lines of an order. */
  | { kind: 'order'; at: Millis; order: string; lines: Sale[] }
  /** Took back a line, or some of its items; or took back such a void. */
  | { kind: 'void'; at: Millis; by: Sale; of: Sale }
  /** Brought stock, or noted what broke or was given away. */
  | { kind: 'move'; at: Millis; movement: Movement }

/** After this an order that nobody touched records itself, as on a station. */
export const LEFT_ALONE: Millis = 90_000
/** Lines of one event, so that the largest order stays far below the 4 KB that an event may have. */
const MOST_LINES = 40

/**
 * What was done, in the tables' order. A till keeps an order open for as long as somebody likes, and lets lines be added
 * after others were voided; an event never changes. So lines of an order are recorded together, at the time of the last
 * of them, until nobody touches it for 90 s or one of its lines is voided; what comes later is an event of its own.
 */
export const planOf = ({ sales, movements }: Bar): Action[] => {
  const lines = new Map(sales.map(sale => [sale.line, sale]))
  const open = new Map<string, Sale[]>()
  const done: { last: number; action: Action }[] = []
  const place = new Map(sales.map((sale, i) => [sale, i]))
  const close = (order: string) => {
    const round = open.get(order)
    if (!round) return
    open.delete(order)
    const { at } = round.at(-1)!
    done.push({ last: place.get(round.at(-1)!)!, action: { kind: 'order', at, order, lines: round } })
  }
  sales.forEach((sale, i) => {
    const of = sale.voids && lines.get(sale.voids)
    if (of) {
      close(of.order)
      done.push({ last: i, action: { kind: 'void', at: sale.at, by: sale, of } })
      return
    }
    const round = open.get(sale.order)
    if (round && (sale.at - round.at(-1)!.at > LEFT_ALONE || round.length >= MOST_LINES)) close(sale.order)
    open.set(sale.order, [...(open.get(sale.order) ?? []), sale])
  })
  for (const order of [...open.keys()]) close(order)
  done.sort((a, b) => a.last - b.last)
  return merge(
    done.map(({ action }) => action),
    [...movements].sort((a, b) => a.at - b.at).map(movement => ({ kind: 'move', at: movement.at, movement })),
  )
}

/** Two lists in one by time, each in its own order; the second first where times are equal. */
const merge = (first: Action[], second: Action[]): Action[] => {
  const merged: Action[] = []
  let i = 0
  for (const action of first) {
    while (i < second.length && second[i]!.at <= action.at) merged.push(second[i++]!)
    merged.push(action)
  }
  return [...merged, ...second.slice(i)]
}
