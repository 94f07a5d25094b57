import type { DepositWay, Id, Line, Menu, Millis, Money } from './event.ts'
import { lineSum } from './money.ts'

/** One line of the order that is being tapped. */
export interface StripLine {
  /** The `menu` event that the drink was tapped under. */
  menu: Id
  n: number
  portion?: number
  /** `back`: no drink, but its deposit is given back. (One that is taken needs no line here: the drink says it.) */
  deposit?: DepositWay
}

/** The order that is being tapped and not yet recorded. */
export interface Strip {
  lines: StripLine[]
  /** When it was last touched. */
  touched: Millis
}

export const EMPTY_STRIP: Strip = { lines: [], touched: 0 }

const sameLine = (a: StripLine, b: Omit<StripLine, 'n'>) =>
  a.menu === b.menu && a.portion === b.portion && a.deposit === b.deposit

/** The strip with `by` more (or fewer, below 0) of a drink. A line that reaches 0 goes; the order of lines stays. */
export const change = (strip: Strip, what: Omit<StripLine, 'n'>, by: number, now: Millis): Strip => {
  const known = strip.lines.some(line => sameLine(line, what))
  const lines = known
    ? strip.lines.map(line => (sameLine(line, what) ? { ...line, n: line.n + by } : line))
    : [...strip.lines, { ...what, n: by }]
  return { lines: lines.filter(line => line.n > 0), touched: now }
}

/**
 * The strip as an order's lines: a drink that has a deposit is followed by that deposit's own line. On the house nothing
 * is suggested and no deposit taken; one that comes back is given back all the same.
 */
export const toLines = (strip: StripLine[], menuOf: (id: Id) => Menu, house: boolean): Line[] =>
  strip.flatMap((line): Line[] => {
    const { menu, n, portion } = line
    const held = (menuOf(menu).deposit ?? 0) * n
    if (line.deposit) return [{ ...line, sum: 0 - held }]
    const drink = { ...line, sum: house ? 0 : lineSum(menuOf(menu), n, portion) }
    return house || !held ? [drink] : [drink, { menu, n, sum: held, deposit: 'taken' }]
  })

/** Whether a line is the deposit of the drink before it, and so stands and falls with that. */
export const isDepositOf = (lines: readonly Line[], i: number): boolean =>
  lines[i]?.deposit === 'taken' && lines[i]?.menu === lines[i - 1]?.menu

/** What lines come to: suggested donations; deposits taken less those given back. */
export const sumsOf = (lines: readonly Line[]): { suggested: Money; deposits: Money } => {
  const sums = { suggested: 0, deposits: 0 }
  for (const { deposit, sum } of lines) sums[deposit ? 'deposits' : 'suggested'] += sum
  return sums
}
