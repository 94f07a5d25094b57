import type { Amount, Millis } from './event.ts'
import type { Factor, Range } from './forecast.ts'
import { HOUR } from './hourly.ts'

/** When something will be gone. What is missing lies further ahead than anybody looks. */
export interface RunOut {
  /** Before or after is as likely. */
  at?: Millis
  /** Four times in five between these. */
  from?: Millis
  to?: Millis
}

/**
 * When a level will be used up, by a curve of what goes within 1, 2, 3 … hours. Undefined where nobody knows: no curve,
 * or no level to begin with (below 0 somebody must recount). A level of 0 is gone now.
 * @param curve not capped by what is left
 */
export const runOut = (
  curve: readonly Range[] | undefined,
  level: Amount,
  now: Millis,
): RunOut | undefined => {
  if (!curve || level < 0) return undefined
  const reached = (of: (range: Range) => number): Millis | undefined => {
    if (level === 0) return now
    let before = 0
    for (const [i, range] of curve.entries()) {
      const by = of(range)
      if (by >= level) return now + (i + (level - before) / (by - before)) * HOUR
      before = Math.max(before, by)
    }
    return undefined
  }
  const times = { at: reached(r => r.likely), from: reached(r => r.high), to: reached(r => r.low) }
  return Object.fromEntries(Object.entries(times).filter(([, time]) => time !== undefined))
}

/** What happened to a thing between two counts, in lumps (what one order takes): what taps say went, and what did go. */
export interface Between {
  tapped: number
  gone: number
}

/** What share of what goes is tapped, four times in five between `low` and `high`, and what that makes of a forecast. */
export interface Tapped extends Factor {
  share: number
  low: number
  high: number
}

/** Lumps that the belief stands for: it takes about as many between counts to be half believed. */
const STANDS_FOR = 20
/** Taps are forgotten in bursts: so many lumps say as much as one that came alone. */
const BURST = 3

/**
 * What share of what goes is tapped, over-pouring included, by what counts found. Without counts all is taken to be
 * tapped, or as much as `usual` says (the whole bar's, for one thing). Above 1: more was tapped than went.
 */
export const tappedShare = (spans: readonly Between[], usual?: Factor): Tapped => {
  let gone = STANDS_FOR * (usual?.factor ?? 1)
  let tapped = STANDS_FOR
  for (const span of spans) {
    // A count that finds more than there was is a mistake, not a negative drink.
    gone += Math.max(0, span.gone) / BURST
    tapped += Math.max(0, span.tapped) / BURST
  }
  const factor = gone / tapped
  const relative = 1 / gone + 1 / tapped
  const wide = Math.exp(1.28 * Math.sqrt(relative))
  return { factor, relative, share: 1 / factor, low: 1 / factor / wide, high: wide / factor }
}
