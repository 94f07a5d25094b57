import type { Millis } from './event.ts'

export const HOUR: Millis = 3_600_000

/** One hour of one thing. */
export interface Hour {
  /** How much left. */
  n: number
  /** What orders took of that, added up, and its squares: their quotient is the size of a lump. */
  taken: number
  squares: number
}

/**
 * How much of each thing left in each hour: all that a forecast is made from. Adding costs the same after twenty thousand
 * orders as after ten. What is taken back by a void is added again with the same time and `-n`.
 */
export class Hourly {
  /** By name, and by the number of the hour since 1970. */
  readonly things = new Map<string, Map<number, Hour>>()

  /** An order took `n` of a thing (below 0: that was taken back). */
  add(name: string, at: Millis, n: number): void {
    this.put(name, Math.floor(at / HOUR), n, n, n * Math.abs(n))
  }

  /** `n` went at unknown times between two (a tally): spread evenly over them. */
  spread(name: string, from: Millis, to: Millis, n: number): void {
    const [a, b] = [from / HOUR, Math.max(from + 1, to) / HOUR]
    for (let h = Math.floor(a); h < b; h++)
      this.put(name, h, (n * (Math.min(h + 1, b) - Math.max(h, a))) / (b - a), 0, 0)
  }

  /** Several at once, in hour `h` since 1970: how much left, and of that what orders took, and its squares. */
  put(name: string, h: number, n: number, taken: number, squares: number): void {
    let hours = this.things.get(name)
    if (!hours) this.things.set(name, (hours = new Map()))
    const hour = hours.get(h) ?? { n: 0, taken: 0, squares: 0 }
    hour.n += n
    hour.taken += taken
    hour.squares += squares
    // What a void took back leaves no hour behind.
    if (Math.abs(hour.n) > 1e-9 || hour.squares) hours.set(h, hour)
    else hours.delete(h)
  }
}
