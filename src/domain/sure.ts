import { BELIEF } from './belief.ts'
import type { Fit } from './learn.ts'

// How sure a forecast is.

/** A relative variance beyond chance, and how many windows it was seen in. */
export interface Errors {
  relative: number
  windows: number
}

/** What was believed about errors, which stands for a few windows, and what was seen of them. */
export const weigh = (believed: number, errors: readonly Errors[]): number => {
  let sum = BELIEF.windows * believed
  let all = BELIEF.windows
  for (const { relative, windows } of errors) {
    sum += windows * relative
    all += windows
  }
  return sum / all
}

/** How far windows of so many hours were from what the window before said. */
export const errorOf = ({ from, went, usual }: Fit, n: number, hours: number): Errors => {
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
export const quantiles = (lumps: number, relative: number, few: number): ((u: number) => number) => {
  if (!(lumps > 0)) return () => 0
  // A gamma distribution's median (Wilson and Hilferty), and a log-normal's width around it.
  const median = lumps * Math.max(0, 1 - 1 / (9 * lumps)) ** 3
  // An error's size that was seen in few windows is itself unsure: Student's t against the normal at four in five, to 1 %.
  const deviation = (1 + 0.66 * few + 0.6 * few ** 2) * Math.sqrt(Math.log(1 + 1 / lumps + relative))
  // The normal distribution's quantiles, as the logistic one's have it.
  return u => median * Math.exp((deviation * Math.log(u / (1 - u))) / 1.715)
}
