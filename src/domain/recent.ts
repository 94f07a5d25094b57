import { is, type Millis, type Order, type Ref, type Tally } from './event.ts'
import type { Fold } from './fold.ts'
import { downward } from './runs.ts'

/** After this an order is taken back only through the list of recent orders. */
export const UNDO_FOR: Millis = 15 * 60_000

/**
 * The newest orders and tallies of all stations, voided ones too, newest first by this tablet's clock. Looks at so many
 * of each station's last ones, so a long day costs no more than a short one.
 */
export const recentOrders = (fold: Fold, here: Ref | undefined, most: number): (Order | Tally)[] => {
  const all: { event: Order | Tally; time: Millis }[] = []
  for (const station in fold.runs)
    for (const event of ownOrders(fold, station, Number.NEGATIVE_INFINITY, most, true))
      all.push({ event, time: fold.timeOf(event, here) })
  all.sort((a, b) => b.time - a.time || (a.event._id < b.event._id ? 1 : -1))
  return all.slice(0, most).map(({ event }) => event)
}

/**
 * A station's newest orders and tallies, newest first: those that still stand are what *Undo* takes back; with the
 * voided ones (`voidedToo`) they are what *One tap* shows beside the tiles. Looks no further back than `since`.
 */
export const ownOrders = (
  fold: Fold,
  station: string,
  since: Millis,
  most: number,
  voidedToo = false,
): (Order | Tally)[] => {
  const found: (Order | Tally)[] = []
  for (const n of downward(fold.runs[station])) {
    const event = fold.events.get(`${station}-${n}`)!
    if (event.at < since || found.length === most) break
    if (!is(event, 'order') && !is(event, 'tally')) continue
    if (voidedToo || fold.voided(event._id) !== 'all') found.push(event)
  }
  return found
}
