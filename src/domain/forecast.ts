import type { Millis } from './event.ts'
import { HOUR, type Hourly } from './hourly.ts'

const DAY = 24 * HOUR

/** What is expected to go of a thing, in its own unit. */
export interface Range {
  /** More is as likely as less. */
  likely: number
  /** Four times in five it ends up between these. */
  low: number
  high: number
}

/** How the hours of a bar's day differ: 24 weights from 00:00 on, of the whole bar, and of groups against the bar. */
export interface Profile {
  bar: number[]
  groups: Record<string, number[]>
}

/** How much more goes than is tapped, and how sure that is (a relative variance). */
export interface Factor {
  factor: number
  relative: number
}

/** What is known besides the hours themselves; all of it may be missing. */
export interface Known {
  /** A time as the bar's clock on the wall shows it, written as if it were UTC; absent: by the device's time zone. */
  local?: (at: Millis) => Millis
  /** Things of one group have similar hours: a menu category. */
  groupOf?: (name: string) => string
  /** Whether a group is mostly alcohol, which goes late, or not, which goes earlier; undefined: nobody knows. */
  isAlcohol?: (group: string) => boolean | undefined
  /** An earlier meeting's hours. */
  profile?: Profile | undefined
  /** When the meeting is over. Absent: nobody said, and a Sunday may be its last day. */
  ends?: Millis | undefined
  /** What part of an hour the bar is open, where somebody said: 0 closed, 1 as ever. */
  weight?: (at: Millis) => number
  /** What part of an hour is a break of the programme, in which more goes: how much more, its breaks so far tell. */
  inBreak?: ((at: Millis) => number) | undefined
  /** How much more of a thing goes than is tapped. */
  factorOf?: (name: string) => Factor | undefined
}

/** Hours that are looked ahead. */
export const AHEAD = 72

/** Hours that are looked back: a meeting, and not a year of a hackspace's evenings. */
const BACK = 14 * 24

/**
 * What the model believes before it has seen anything: relative standard deviations, and how fast things fade. Round
 * figures; docs/forecast.md says why these, and how little hangs on each.
 */
export const BELIEF = {
  /** How far an hour of the day is from what the whole's says: the default profile's, the bar's, the group's. */
  shape: { bar: 1, group: 0.6, thing: 0.3 },
  /** How far a day is from what it should be, and an hour. */
  day: 0.2,
  noise: 0.15,
  /** After how many hours what was seen counts half: for the level of all days, and of today. */
  recent: 30,
  half: 6,
  /** How much of what is special about today is so tomorrow: a power. */
  carry: 0.5,
  /** Hours of nothing at all, in a bar that should be busy, that make it a closed one; lumps of a thing missed that make it gone. */
  shut: 0.7,
  off: 4,
  /** The meeting begins with the first hour that has this share of a busy hour's sales: before that people set up. */
  first: 0.4,
  /** A forecast's relative variance before there are own errors to learn from, and for how many windows that stands. */
  error: { bar: 0.2, group: 0.2, thing: 0.5 },
  windows: 2,
  /** How much more goes in a break of the programme than in another such hour (half as much again), and how far off that may be. */
  rest: { more: 0.5, off: 0.5 },
  /** The chance that a Sunday is the last day of a meeting of which nobody said when it ends: few end on another day. */
  sunday: 0.3,
}

/** A hacker meeting's bar by the hour from 00:00, where nothing better is known: opens late in the morning, busiest before midnight. */
const BAR = [
  0.35, 0.2, 0.08, 0.02, 0.01, 0.01, 0.02, 0.05, 0.1, 0.2, 0.45, 0.6, 0.7, 0.75, 0.75, 0.75, 0.8, 0.9, 0.9,
  0.9, 1, 1.1, 1.1, 0.8,
]

/** A bar's time in hours: the first `n` have been, the last of them only as far as `seen`; then those to come. */
interface Span {
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

interface Fit {
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

interface Thing {
  fit: Fit
  group: string
  lump: number
  /** The chance that there is still some to be had. */
  on: number
}

/**
 * What will go at a bar, as seen at one moment. The bar's hours are those of a prior profile until its own days say
 * otherwise; a group's are the bar's, a thing's are its group's, until theirs do. Today's level counts for today and,
 * less, for tomorrow. Events of later than `now` change nothing, apart from those in the hour that has begun.
 */
export class Outlook {
  readonly #known: Known
  readonly #span: Span
  readonly #bar: Fit
  readonly #groups = new Map<string, Fit>()
  readonly #things = new Map<string, Thing>()
  readonly #errors = new Map<Fit, Errors[]>()
  readonly #alike = new Map<string, number>()

  constructor(hourly: Hourly, now: Millis, known: Known = {}) {
    const {
      groupOf = () => '',
      isAlcohol,
      profile,
      ends = Number.POSITIVE_INFINITY,
      weight = () => 1,
      inBreak,
    } = known
    this.#known = known
    const span = (this.#span = spanOf(hourly, now, known))
    const { n, first } = span
    const bar = new Float64Array(n)
    const sums = new Map<string, { y: Float64Array; things: number }>()
    const rows: [name: string, group: string, y: Float64Array, lump: number][] = []
    for (const [name, hours] of hourly.things) {
      const y = new Float64Array(n)
      let taken = 0
      let squares = 0
      for (const [h, hour] of hours) {
        // An hour that has not begun, by a clock that is ahead, says nothing yet; one of long ago nothing any more.
        if (h < first || h - first >= n - (span.seen ? 0 : 1)) continue
        y[h - first] = hour.n
        taken += hour.taken
        squares += hour.squares
      }
      const lump = taken > 0 && squares > 0 ? squares / taken : 1
      for (let i = 0; i < n; i++) y[i]! /= lump
      if (!y.some(each => each > 0)) continue
      const group = groupOf(name)
      let sum = sums.get(group)
      if (!sum) sums.set(group, (sum = { y: new Float64Array(n), things: 0 }))
      sum.things++
      for (let i = 0; i < n; i++) {
        bar[i]! += y[i]!
        sum.y[i]! += y[i]!
      }
      rows.push([name, group, y, lump])
    }
    const busy = findOpening(span, bar)
    const breaks = inBreak && span.hour.map((_, i) => inBreak((first + i) * HOUR))
    const learnBar = (more: number): Fit => {
      const usual = Float64Array.from(span.hour, (h, i) => {
        const at = (first + i) * HOUR
        if (i < span.start || at >= ends) return 0
        return (profile?.bar ?? BAR)[h]! * weight(at) * (breaks ? 1 + more * breaks[i]! : 1)
      })
      const past = usual.slice(0, n)
      past[n - 1]! *= span.seen
      return learn(span, bar, past, usual, 'bar', { per: 0.05 })
    }
    this.#bar = learnBar(BELIEF.rest.more)
    if (breaks) this.#bar = learnBar(moreIn(breaks, this.#bar, span))
    shutter(this.#bar, span, busy)
    for (const [group, { y }] of sums) {
      const shape = profile?.groups[group] ?? tilt(isAlcohol?.(group))
      this.#groups.set(group, learn(span, y, bar, this.#bar.ahead, 'group', { per: sums.size, shape }))
    }
    for (const [name, group, y, lump] of rows) {
      const sum = sums.get(group)!
      const from = y.findIndex(each => each > 0)
      const { ahead } = this.#groups.get(group)!
      const one = learn(span, y, sum.y, ahead, 'thing', { per: sum.things, from })
      this.#things.set(name, { fit: one, group, lump, on: stillOn(one) })
    }
  }

  /**
   * What goes of a thing within 1, 2, 3 … hours from now, up to `hours` (whole, at most 72). No more than `left` goes.
   * Undefined where none of it ever went: nobody knows.
   */
  curve(name: string, hours: number, left = Number.POSITIVE_INFINITY): Range[] | undefined {
    const thing = this.#things.get(name)
    if (!thing) return undefined
    const { n, seen, day, today, last } = this.#span
    const { ahead } = thing.fit
    const { factor = 1, relative = 0 } = this.#known.factorOf?.(name) ?? {}
    const curve: Range[] = []
    let before: Range = { likely: 0, low: 0, high: 0 }
    let lumps = 0
    let spread = 0
    let few = 0
    let tonight = (_: number) => 0
    for (let h = 1; h <= hours; h++) {
      // An hour from now is the rest of the one that has begun, and the beginning of the next.
      const more = thing.on * factor * ((1 - seen) * ahead[n + h - 2]! + seen * ahead[n + h - 1]!)
      lumps += more
      // How sure it is by now hangs on the hours that add to it, not on closed ones.
      spread += more * (relative + this.#relative(thing, h))
      few += more / (BELIEF.windows + this.#error(this.#bar, Math.min(24, h)).windows)
      const all = quantiles(lumps, spread / lumps, few / lumps)
      if (day[n + h - 2] === today) tonight = all
      // Either today was the last day, or it goes on.
      const at = (u: number) => Math.max(tonight(u), u > last ? all((u - last) / (1 - last)) : 0)
      // What has gone does not come back: a curve that is less sure is not lower.
      const amount = (lumps: number, least: number) => Math.min(left, Math.max(least, thing.lump * lumps))
      const likely = amount(at(0.5), before.likely)
      const low = Math.min(likely, amount(Math.round(at(0.1)), before.low))
      before = { likely, low, high: amount(Math.floor(at(0.9)), Math.max(before.high, likely)) }
      curve.push(before)
    }
    return curve
  }

  /** What goes of a thing within so many whole hours: the end of `curve`. */
  range(name: string, hours: number, left?: number): Range | undefined {
    return this.curve(name, hours, left)?.at(-1)
  }

  /** The hours of this bar's day as they are known by now, for the next meeting. */
  profile(): Profile {
    const bar = (this.#known.profile?.bar ?? BAR).map((weight, h) => weight * this.#bar.hours[h]!)
    return {
      bar: bar.map(weight => weight / Math.max(...bar)),
      groups: Object.fromEntries([...this.#groups].map(([group, { hours }]) => [group, [...hours]])),
    }
  }

  /** The relative variance of a forecast of a thing, its group and the bar, as the errors so far tell it. */
  #relative({ fit, group }: Thing, hours: number): number {
    const h = Math.min(24, hours)
    const { error } = BELIEF
    // Things of a group are alike in how hard they are to foresee: bottles stand there, kegs come and go.
    const key = `${group} ${h}`
    let alike = this.#alike.get(key)
    if (alike === undefined) {
      const things = [...this.#things.values()].filter(each => each.group === group)
      alike = weigh(
        error.thing,
        things.map(each => this.#error(each.fit, h)),
      )
      this.#alike.set(key, alike)
    }
    return (
      weigh(alike, [this.#error(fit, h)]) +
      weigh(error.group, [this.#error(this.#groups.get(group)!, h)]) +
      weigh(error.bar, [this.#error(this.#bar, h)])
    )
  }

  #error(fit: Fit, hours: number): Errors {
    let errors = this.#errors.get(fit)
    if (!errors) this.#errors.set(fit, (errors = []))
    return (errors[hours] ??= errorOf(fit, this.#span.n, hours))
  }
}

const byDevice = (at: Millis): Millis => at - new Date(at).getTimezoneOffset() * 60_000

const spanOf = (hourly: Hourly, now: Millis, { local = byDevice, ends }: Known): Span => {
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
const findOpening = (span: Span, bar: Float64Array): number => {
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

/** How a group's hours differ from the bar's until it has shown so itself: alcohol goes late, all else earlier. */
const tilt = (alcohol?: boolean): number[] | undefined =>
  alcohol === undefined
    ? undefined
    : BAR.map((_, h) => {
        // From 0 at 10:00 to 1 at 21:00 and after.
        const late = Math.min(1, Math.max(0, (((h + 18) % 24) - 4) / 11))
        return alcohol ? 0.3 + 0.9 * late : 2 - 1.2 * late
      })

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
const learn = (
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
const moreIn = (breaks: readonly number[], { y, usual, from }: Fit, { n, day }: Span): number => {
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
const shutter = ({ y, usual, ahead }: Fit, { n, day, today, open }: Span, busy: number): void => {
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

/** The chance that a thing is still to be had, by how much of it should have gone since the last that did. */
const stillOn = ({ y, usual }: Fit): number => {
  let last = y.length - 1
  while (last >= 0 && y[last]! <= 0) last--
  return Math.exp((usual[last + 1]! - usual.at(-1)!) / BELIEF.off)
}

/** A relative variance beyond chance, and how many windows it was seen in. */
interface Errors {
  relative: number
  windows: number
}

/** What was believed about errors, which stands for a few windows, and what was seen of them. */
const weigh = (believed: number, errors: readonly Errors[]): number => {
  let sum = BELIEF.windows * believed
  let all = BELIEF.windows
  for (const { relative, windows } of errors) {
    sum += windows * relative
    all += windows
  }
  return sum / all
}

/** How far windows of so many hours were from what the window before said. */
const errorOf = ({ from, went, usual }: Fit, n: number, hours: number): Errors => {
  let off = 0
  let all = 0
  let windows = 0
  for (let i = from + hours; i + hours <= n; i++) {
    const next = usual[i + hours]! - usual[i]!
    if (next < 0.2) continue
    const level = (1 + Math.max(0, went[i]! - went[i - hours]!)) / (1 + usual[i]! - usual[i - hours]!)
    const said = next * level
    off += (went[i + hours]! - went[i]! - said) ** 2 - said
    all += said * said
    windows += 1 / hours
  }
  return { relative: all > 0 ? Math.max(0, off / all) : 0, windows }
}

/**
 * The quantiles (0–1) of how many lumps go where `lumps` are expected: those of people who come one by one, and wider by
 * what is not known of their pace (a relative variance), and by what is not known of that, which was seen in 1 / `few` windows.
 */
const quantiles = (lumps: number, relative: number, few: number): ((u: number) => number) => {
  if (!(lumps > 0)) return () => 0
  // A gamma distribution's median (Wilson and Hilferty), and a log-normal's width around it.
  const median = lumps * Math.max(0, 1 - 1 / (9 * lumps)) ** 3
  // An error's size that was seen in few windows is itself unsure: Student's t against the normal at four in five, to 1 %.
  const deviation = (1 + 0.66 * few + 0.6 * few ** 2) * Math.sqrt(Math.log(1 + 1 / lumps + relative))
  // The normal distribution's quantiles, as the logistic one's have it.
  return u => median * Math.exp((deviation * Math.log(u / (1 - u))) / 1.702)
}
