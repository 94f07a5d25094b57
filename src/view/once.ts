import type { Bar } from '../domain/bar.ts'

// A tap changes little of the page, so what it does not touch is neither worked out nor drawn again.

/** All that a screen may read of a bar, but some fields, to be compared. */
export const but = (bar: Bar, ...fields: (keyof Bar)[]): unknown[] =>
  Object.entries(bar)
    .filter(([name]) => !fields.includes(name as keyof Bar))
    .flat()

/**
 * Makes something, and again only when one of the things it is made `of` is another than last time. Of a part of the
 * page that stays the same object, Preact draws nothing.
 */
export const once = <T>(): ((of: unknown[], make: () => T) => T) => {
  let last: unknown[] | undefined
  let made: T
  return (of, make) => {
    if (of.length !== last?.length || of.some((each, i) => each !== last![i])) made = make()
    last = of
    return made
  }
}
