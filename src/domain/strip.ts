import type { Id, Line, Menu, Millis } from './event.ts'
import { lineSum } from './money.ts'

/** One line of the order that is being tapped. */
export interface StripLine {
  /** The `menu` event that the drink was tapped under. */
  menu: Id
  n: number
  portion?: number
}

/** The order that is being tapped and not yet recorded. */
export interface Strip {
  lines: StripLine[]
  /** When it was last touched. */
  touched: Millis
}

export const EMPTY_STRIP: Strip = { lines: [], touched: 0 }

const sameLine = (a: StripLine, b: Omit<StripLine, 'n'>) => a.menu === b.menu && a.portion === b.portion

/** The strip with `by` more (or fewer, below 0) of a drink. A line that reaches 0 goes; the order of lines stays. */
export const change = (strip: Strip, what: Omit<StripLine, 'n'>, by: number, now: Millis): Strip => {
  const known = strip.lines.some(line => sameLine(line, what))
  const lines = known
    ? strip.lines.map(line => (sameLine(line, what) ? { ...line, n: line.n + by } : line))
    : [...strip.lines, { ...what, n: by }]
  return { lines: lines.filter(line => line.n > 0), touched: now }
}

/** The strip as an order's lines; suggested sums are 0 on the house. */
export const toLines = (strip: StripLine[], menuOf: (id: Id) => Menu, house: boolean): Line[] =>
  strip.map(line => ({ ...line, sum: house ? 0 : lineSum(menuOf(line.menu), line.n, line.portion) }))
