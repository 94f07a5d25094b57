import { BAR, BELIEF, type Profile, tilt } from './belief.ts'
import type { Millis } from './event.ts'
import { HOUR, type Hourly } from './hourly.ts'
import { type Fit, findOpening, learn, moreIn, type Span, shutter, spanOf, stillOn } from './learn.ts'
import { type Errors, errorOf, quantiles, weigh } from './sure.ts'

/** What is expected to go of a thing, in its own unit. */
export interface Range {
  /** More is as likely as less. */
  likely: number
  /** Four times in five it ends up between these. */
  low: number
  high: number
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
  /** How busy an hour is known to be, of another such hour: 0 where the bar is closed, above 1 where more people are there. */
  weight?: (at: Millis) => number
  /** What part of an hour is a break of the programme, in which more goes: how much more, its breaks so far tell. */
  inBreak?: ((at: Millis) => number) | undefined
  /** How much more of a thing goes than is tapped. */
  factorOf?: (name: string) => Factor | undefined
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
    const span = (this.#span = spanOf(hourly, now, known.ends, known.local))
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
   * What goes of a thing within 1, 2, 3 … hours from now, up to `hours` (whole, at most 72). No more than `left` goes,
   * which may be `off` by so much either way. Undefined where none of it ever went: nobody knows.
   */
  curve(name: string, hours: number, left = Number.POSITIVE_INFINITY, off = 0): Range[] | undefined {
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
      const amount = (lumps: number, least: number, more = 0) =>
        Math.max(0, Math.min(left + more, Math.max(least, thing.lump * lumps)))
      const likely = amount(at(0.5), before.likely)
      const low = Math.min(likely, amount(Math.round(at(0.1)), before.low, -off))
      before = { likely, low, high: amount(Math.floor(at(0.9)), Math.max(before.high, likely), off) }
      curve.push(before)
    }
    return curve
  }

  /** What goes of a thing within so many whole hours: the end of `curve`. */
  range(name: string, hours: number, left?: number, off?: number): Range | undefined {
    return this.curve(name, hours, left, off)?.at(-1)
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
