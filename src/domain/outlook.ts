import type { Profile } from './belief.ts'
import type { Meeting, Menu, Millis, Ref } from './event.ts'
import { flowAt } from './flow.ts'
import type { Fold } from './fold.ts'
import { Outlook, type Range } from './forecast.ts'
import { shareOf } from './hours.ts'
import { AHEAD } from './learn.ts'
import { lastDay } from './over.ts'
import { type Between, type RunOut, runOut, tappedShare } from './runout.ts'
import { orderBy } from './supply.ts'

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

/** An earlier meeting's hours of the day, added up over the drinks that have them: theirs begin at 06:00. */
const profileOf = (drinks: Menu[]): Profile | undefined => {
  const bar = Array.from({ length: 24 }, (_, h) =>
    drinks.reduce((sum, { profile }) => sum + (profile?.[(h + 18) % 24] ?? 0), 0),
  )
  const mean = bar.reduce((sum, n) => sum + n, 0) / 24
  return mean ? { bar: bar.map(n => n / mean), groups: {} } : undefined
}

/** How much more a day that has twice as many people there drinks: a power of that, as crew and habit stay the same. */
const CROWD = 0.75

/** How busy an hour is expected to be, of another such hour: by what is typed of opening hours, and of heads a day. */
export const weightOf = ({ from, heads = [], hours: { open = [] } = {} }: Partial<Meeting> = {}) => {
  const begin = Date.parse(`${from}T06:00`)
  const mean = heads.reduce((sum, n) => sum + n, 0) / heads.length
  return (at: Millis): number => {
    // Before the first day and after the last nobody said; a night in which clocks change is none of the bar's busy hours.
    const here = heads[Math.floor((at - begin) / DAY)] ?? mean
    // Some go on a little after the bar is said to be closed.
    return Math.max(0.02, (shareOf(open, at) ?? 1) * (mean ? (here / mean) ** CROWD : 1))
  }
}

/** Says of an item with its level of the moment when it will be gone; undefined where nobody can tell. */
type Ask = (item: Menu, level: number) => Soon | undefined

const last = new WeakMap<Fold, { key: string; ask: Ask }>()

/**
 * The forecast of what goes at a place; asked for each item. Made anew after each change, and each minute.
 * @param here the asking tablet's last measured offset
 */
export const outlookAt = (fold: Fold, place: string, now: Millis, here: Ref | undefined): Ask => {
  const key = `${place} ${fold.version} ${Math.floor(now / 60_000)} ${here?.boot}`
  const known = last.get(fold)
  if (known?.key === key) return known.ask
  const ask = look(fold, place, now, here)
  last.set(fold, { key, ask })
  return ask
}

/** Whether a bar's forecast was made before: then most of what it takes is read already. */
export const wasAsked = (fold: Fold): boolean => last.has(fold)

const look = (fold: Fold, place: string, now: Millis, here: Ref | undefined): Ask => {
  const flow = flowAt(fold, place, here)
  const spans = new Map<string, Between[]>()
  for (const { slug, counted } of fold.items()) {
    const found = counted ? [] : flow.between(slug)
    if (found.length) spans.set(slug, found)
  }
  // What nobody counted twice is tapped as the rest of the bar is.
  const whole = spans.size ? tappedShare([...spans.values()].flat()) : undefined
  const shares = new Map([...spans].map(([slug, found]) => [slug, tappedShare(found, whole)]))
  const meeting = fold.meeting()
  const breaks = meeting?.hours?.breaks
  const until = meeting && lastDay(meeting)
  const outlook = new Outlook(flow.hourly, now, {
    groupOf: slug => fold.entry(slug)?.category ?? '',
    isAlcohol: group => (group ? ALCOHOL.test(group) : undefined),
    profile: profileOf(fold.drinks()),
    ends: until ? Date.parse(`${until}T06:00`) + DAY : undefined,
    weight: weightOf(meeting),
    ...(breaks?.length && { inBreak: (at: Millis) => shareOf(breaks, at) ?? 0 }),
    factorOf: slug => shares.get(slug) ?? whole,
  })
  const curves = new Map<string, Range[] | undefined>()
  return (item, level) => {
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
