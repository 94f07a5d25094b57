import { BELIEF } from './belief.ts'
import type { Millis } from './event.ts'
import { HOUR, type Hourly } from './hourly.ts'

// What a bar's hours so far say of its hours to come.

const DAY = 24 * HOUR

/** Hours that are looked ahead. */
export const AHEAD = 72

/** Hours that are looked back: a meeting, and not a year of a hackspace's evenings. */
const BACK = 14 * 24

/** A bar's time in hours: the first `n` have been, the last of them only as far as `seen`; then those to come. */
export interface Span {
  /** The number of the first hour since 1970. */
  first: number
  n: number
  seen: number
  /** The hour of the day, and the bar's day (which begins at 06:00), of each. */
  hour: number[]
  day: number[]
  today: number
  /** The chance that tomorrow is none of the meeting's days. */
  last: number
  /** Where the meeting began in earnest, and where the bar opened today (`n`: not yet). */
  start: number
  open: number
}

const byDevice = (at: Millis): Millis => at - new Date(at).getTimezoneOffset() * 60_000

/** The hours of which something is known, and those to come. */
export const spanOf = (
  hourly: Hourly,
  now: Millis,
  ends?: Millis,
  local: (at: Millis) => Millis = byDevice,
): Span => {
  const current = Math.floor(now / HOUR)
  let first = current
  for (const hours of hourly.things.values())
    for (const h of hours.keys()) if (h < first && h >= current - BACK) first = h
  const n = current - first + 1
  const hour: number[] = []
  const day: number[] = []
  for (let i = 0; i < n + AHEAD; i++) {
    const at = local((first + i) * HOUR)
    hour.push(Math.floor(at / HOUR) % 24)
    // The bar's day runs from 06:00 to 06:00, whatever the clocks do at night.
    day.push(Math.floor((at - 6 * HOUR) / DAY))
  }
  const today = day[n - 1]!
  const begin = day[0]!
  // Days since 1970-01-01, a Thursday.
  const last = ends === undefined && (today + 4) % 7 === 0 ? BELIEF.sunday : 0
  const days = day.map(each => each - begin)
  return {
    first,
    n,
    seen: now / HOUR - current,
    hour,
    day: days,
    today: today - begin,
    last,
    start: 0,
    open: 0,
  }
}

/** Sums in another order or unit differ in their last digits: what equals a limit must not fall below it by them. */
const NEARLY = 1 - 1e-9

/** Finds where the meeting began and where the bar opened today. How many lumps go in a busy hour. */
export const findOpening = (span: Span, bar: Float64Array): number => {
  const sum = bar.reduce((all, each) => all + each, 0)
  const busy = sum > 0 ? bar.reduce((all, each) => all + each * each, 0) / sum : 0
  span.start = Math.max(
    0,
    bar.findIndex(each => each >= NEARLY * BELIEF.first * busy),
  )
  span.open = span.day.indexOf(span.today)
  while (span.open < span.n && bar[span.open]! < NEARLY * 0.1 * busy) span.open++
  return busy
}

export interface Fit {
  from: number
  /** Running sums of what went and of what its usual hours would have been: of index i, the hours before i. */
  went: Float64Array
  usual: Float64Array
  y: Float64Array
  /** The hours of the day against the whole's. */
  hours: Float64Array
  /** What is expected of each whole hour, from the one that has begun on. */
  ahead: Float64Array
}

type Kind = 'bar' | 'group' | 'thing'

interface Prior {
  /** One lump in so many of the whole's: the share that is believed at first. */
  per: number
  /** The hours of the day that are believed at first; absent: the whole's. */
  shape?: number[] | undefined
  /** The first hour that counts. */
  from?: number
}

/**
 * Learns a row of hours `y` (in lumps) as share × the day's level × the hour of the day × what the whole did (`past`),
 * each as far from what was believed as the lumps bear out: a gamma prior on each, refined in turns. An hour with many
 * lumps counts for less than their number, as they come for one reason.
 * @param future what is expected of the whole, in whole hours
 */
export const learn = (
  span: Span,
  y: Float64Array,
  past: Float64Array,
  future: Float64Array,
  kind: Kind,
  { per: size, shape, from = span.start }: Prior,
): Fit => {
  const { n, hour, day, today, open } = span
  const believed = (h: number) => shape?.[h] ?? 1
  const k = BELIEF.shape[kind] ** -2
  // A part's hours lean on their neighbours; the bar's do not, or it would seem to open early.
  const side = kind === 'bar' ? 0 : 0.5
  const hours = Float64Array.from({ length: 24 }, (_, h) => believed(h))
  const levels = new Float64Array(today + 1).fill(1)
  const fade = past.map((_, i) => 0.5 ** ((n - 1 - i) / BELIEF.recent))
  const fadeToday = past.map((_, i) => 0.5 ** ((n - 1 - i) / BELIEF.half))
  const worth = (lumps: number) => 1 / (1 + BELIEF.noise ** 2 * lumps)
  let share = 1 / size
  for (let round = 0; round < 4; round++) {
    let lumps = 1
    let per = size
    let evidence = 1
    for (let i = from; i < n; i++) {
      const whole = past[i]! * hours[hour[i]!]!
      const w = fade[i]! * (round ? worth(share * whole) : 1)
      lumps += w * y[i]!
      per += w * whole
      evidence += w * share * whole
    }
    share = Math.max(1e-9, lumps) / per
    const tau = 1 / (BELIEF.day ** 2 + 1 / evidence)
    const got = new Float64Array(today + 1).fill(tau)
    const said = got.slice()
    for (let i = from; i < n; i++) {
      const d = day[i]!
      // Before it opened today a bar says nothing of the day.
      if (d === today && i < open) continue
      const x = share * past[i]! * hours[hour[i]!]!
      const w = (d === today ? fadeToday[i]! : 1) * worth(x)
      got[d]! += w * y[i]!
      said[d]! += w * x
    }
    for (let d = 0; d <= today; d++) levels[d] = Math.max(0, got[d]!) / said[d]!
    const byHour = new Float64Array(24)
    const saidByHour = new Float64Array(24)
    for (let i = from; i < n; i++) {
      const x = share * past[i]! * levels[day[i]!]!
      const w = Math.sqrt(fade[i]!) * worth(x)
      byHour[hour[i]!]! += w * y[i]!
      saidByHour[hour[i]!]! += w * x
    }
    const around = (sums: Float64Array, h: number) =>
      sums[h]! + side * (sums[(h + 23) % 24]! + sums[(h + 1) % 24]!)
    for (let h = 0; h < 24; h++)
      hours[h] = Math.max(0, around(byHour, h) + k * believed(h)) / (around(saidByHour, h) + k)
  }
  const went = new Float64Array(n + 1)
  const usual = new Float64Array(n + 1)
  for (let i = from; i < n; i++) {
    went[i + 1] = went[i]! + y[i]!
    usual[i + 1] = usual[i]! + share * past[i]! * hours[hour[i]!]!
  }
  const level = levels[today]!
  const ahead = future.map((whole, i) =>
    i < n - 1 ? 0 : share * hours[hour[i]!]! * whole * level ** (day[i] === today ? 1 : BELIEF.carry),
  )
  return { from, went, usual, y, hours, ahead }
}

/** How much more goes in breaks of the programme: what was believed, as far as those so far do not bear out otherwise. */
export const moreIn = (breaks: readonly number[], { y, usual, from }: Fit, { n, day }: Span): number => {
  const { more, off } = BELIEF.rest
  const said = (i: number) => usual[i + 1]! - usual[i]!
  // What the day was like outside its breaks.
  const levels = new Map<number, [went: number, said: number]>()
  for (let i = from; i < n; i++) {
    const [went, all] = levels.get(day[i]!) ?? [1, 1]
    if (!breaks[i]) levels.set(day[i]!, [went + y[i]!, all + said(i)])
  }
  let got = more / off ** 2
  let per = off ** -2
  for (let i = from; i < n; i++) {
    const part = breaks[i]!
    if (!part) continue
    const [went, all] = levels.get(day[i]!) ?? [1, 1]
    const without = ((said(i) / (1 + more * part)) * went) / all
    const worth = part / (1 + BELIEF.noise ** 2 * without)
    got += worth * (y[i]! - without)
    per += worth * part * without
  }
  return Math.max(0, got / per)
}

/** A bar that should be busy and has sold nothing for a while has closed, or is over: less is to be expected, tomorrow too. */
export const shutter = ({ y, usual, ahead }: Fit, { n, day, today, open }: Span, busy: number): void => {
  let idle = 0
  for (let i = n - 1; i >= 0 && day[i] === today; i--) {
    const said = usual[i + 1]! - usual[i]!
    if (y[i]! > 0.02 * said) break
    idle += Math.min(1, (2 * said) / busy)
  }
  const chance = Math.exp(-idle / BELIEF.shut)
  for (let i = n - 1; i < ahead.length; i++)
    ahead[i]! *= day[i] === today ? chance : open < n ? 1 : Math.sqrt(chance)
}

/**
 * The chance that a thing is still to be had, against one that has just been sold, by how many lumps should have gone since:
 * Bayes' rule, where of what is there that many come by chance, and of what is not none do.
 */
export const stillOn = ({ y, usual }: Fit): number => {
  let last = y.length - 1
  while (last >= 0 && y[last]! <= 0) last--
  const missed = usual.at(-1)! - usual[last + 1]!
  return (1 + BELIEF.off) / (1 + BELIEF.off * Math.exp(missed))
}
