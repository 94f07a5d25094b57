import type { BarEvent, Count, Menu, Millis, Ref } from './event.ts'
import { is } from './event.ts'
import type { Fold } from './fold.ts'
import { AHEAD, Outlook, type Profile, type Range } from './forecast.ts'
import { Hourly } from './hourly.ts'
import { type Between, type RunOut, runOut, tappedShare } from './runout.ts'
import type { Shelf } from './stock.ts'
import { lineOf, orderBy } from './supply.ts'

// What a bar's own events say to the forecast, and what the forecast says of its shelves.

const DAY = 86_400_000
const ALCOHOL = /spirit|beer|wine|alcohol|liqueur|cider/i

/** When an item is gone, by when to order it, and what share of it is tapped (where counts tell). */
export interface Soon extends RunOut {
  orderBy?: Millis | undefined
  /** Percent; absent while no two counts tell. */
  tapped?: number | undefined
  /** What goes within 1, 2, 3 … hours. */
  curve: readonly Range[]
  /** A fridge: how many packs fit in now, and until when, so that they are cold in time. */
  fill?: { packs: number; by: Millis } | undefined
}

/** What orders took between two counts, and what really went, in portions. */
const betweenCounts = (shelf: Shelf, item: string, timeOf: (event: BarEvent) => Millis): Between[] => {
  const spans: Between[] = []
  let counted: number | undefined
  let [tapped, other, taken, squares] = [0, 0, 0, 0]
  for (const { event } of lineOf(shelf, item, timeOf)) {
    const n = shelf.moves.get(event) ?? 0
    if (is(event, 'count')) {
      const lump = taken ? squares / taken : 1
      const now = (event as Count).items[item]!
      if (counted !== undefined && taken)
        spans.push({ tapped: tapped / lump, gone: (counted + other - now) / lump })
      ;[counted, tapped, other] = [now, 0, 0]
    } else if (is(event, 'order') || is(event, 'tally')) {
      tapped -= n
      taken -= n
      squares += n * n
    } else if (!is(event, 'opened')) other += n
  }
  return spans
}

/** An earlier meeting's hours of the day, added up over the drinks that have them: theirs begin at 06:00. */
const profileOf = (drinks: Menu[]): Profile | undefined => {
  const bar = Array.from({ length: 24 }, (_, h) =>
    drinks.reduce((sum, { profile }) => sum + (profile?.[(h + 18) % 24] ?? 0), 0),
  )
  const mean = bar.reduce((sum, n) => sum + n, 0) / 24
  return mean ? { bar: bar.map(n => n / mean), groups: {} } : undefined
}

/**
 * The forecast of what goes at a place, made once; asked for each item with its level of the moment.
 * @param here the asking tablet's last measured offset
 */
export const outlookAt = (fold: Fold, place: string, now: Millis, here: Ref | undefined) => {
  const timeOf = (event: BarEvent) => fold.timeOf(event, here)
  const hourly = new Hourly()
  const spans = new Map<string, Between[]>()
  for (const { slug, counted } of fold.items()) {
    const shelf = fold.shelf(slug, place)
    if (!shelf) continue
    for (const [event, n] of shelf.moves) {
      const at = timeOf(event)
      if (counted ? is(event, 'opened') : is(event, 'order')) hourly.add(slug, at, -n)
      else if (!counted && is(event, 'tally'))
        hourly.spread(slug, at - event.at + event.from, at - event.at + event.to, -n)
    }
    if (!counted && [...shelf.counts].length > 1) {
      const found = betweenCounts(shelf, slug, timeOf)
      if (found.length) spans.set(slug, found)
    }
  }
  // What nobody counted twice is tapped as the rest of the bar is.
  const whole = spans.size ? tappedShare([...spans.values()].flat()) : undefined
  const shares = new Map([...spans].map(([slug, found]) => [slug, tappedShare(found, whole)]))
  const meeting = fold.meeting()
  const outlook = new Outlook(hourly, now, {
    groupOf: slug => fold.entry(slug)?.category ?? '',
    isAlcohol: group => (group ? ALCOHOL.test(group) : undefined),
    profile: profileOf(fold.drinks()),
    ends:
      meeting?.from && meeting.heads
        ? Date.parse(`${meeting.from}T06:00`) + meeting.heads.length * DAY
        : undefined,
    factorOf: slug => shares.get(slug) ?? whole,
  })
  const curves = new Map<string, Range[] | undefined>()
  return (item: Menu, level: number): Soon | undefined => {
    const { slug } = item
    if (!curves.has(slug)) curves.set(slug, outlook.curve(slug, AHEAD))
    const curve = curves.get(slug)
    const gone = runOut(curve, level, now)
    if (!curve || !gone) return undefined
    const { fits = 0, cools = 0 } = fold.stockOf(place)
    const packs = item.pack ? Math.floor(fits - level / item.pack) : 0
    const source = fold.meeting()?.sources?.[item.source ?? '']
    const share = shares.get(slug)?.share
    return {
      ...gone,
      curve,
      fill: packs > 0 && gone.from ? { packs, by: gone.from - cools * 60_000 } : undefined,
      orderBy: source && gone.from && orderBy(source, gone.from),
      tapped: share && Math.min(100, Math.round(share * 20) * 5),
    }
  }
}
