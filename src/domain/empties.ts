import { type Amount, type Empties, is, type Menu, type Money } from './event.ts'
import type { Fold } from './fold.ts'

/** What became of an item's crates and bottles. Amounts in the item's base unit: what they held. */
export interface Emptied {
  item: Menu
  /** Empty, and not back at the supplier: what came, less what is left, broke, or went back. */
  here: Amount
  back: Amount
  /** The deposit paid for what came, and what of it was given back. */
  paid: Money
  refunded: Money
}

/** The empties of each item that has a deposit, and what went back, the newest first by the tablets' clocks. */
export const emptiesOf = (fold: Fold): { items: Emptied[]; gone: Empties[] } => {
  const found = new Map<string, Emptied>()
  for (const item of fold.items())
    if (item.deposit) found.set(item.slug, { item, here: 0, back: 0, paid: 0, refunded: 0 })
  const gone: Empties[] = []
  for (const event of fold.counted()) {
    const isGone = is(event, 'empties')
    if (isGone) gone.push(event)
    if (!isGone && !is(event, 'delivery') && !(is(event, 'loss') && event.why === 'broken')) continue
    for (const { item, n, deposit = 0 } of event.goods) {
      const sums = found.get(item)
      if (!sums) continue
      if (is(event, 'delivery')) {
        sums.here += n
        sums.paid += deposit
      } else {
        sums.here -= n
        if (isGone) sums.back += n
        if (isGone) sums.refunded += deposit
      }
    }
  }
  for (const sums of found.values()) {
    for (const place of fold.places()) sums.here -= Math.max(0, fold.level(sums.item.slug, place)?.n ?? 0)
    // What was there before the first delivery was only counted: nobody knows of its crates.
    sums.here = Math.max(0, sums.here)
  }
  gone.sort((a, b) => b.at - a.at || (a._id < b._id ? 1 : -1))
  return { items: [...found.values()], gone }
}

/** What a supplier pays for empties: the deposit of whole packs, and of what is loose its share. */
export const refundOf = ({ deposit = 0, pack, bottle }: Menu, n: Amount): Money =>
  Math.floor((deposit * n) / (pack ?? bottle ?? 1))
