import type { Profile } from '../../src/domain/belief.ts'
import type { Millis } from '../../src/domain/event.ts'
import { type Known, Outlook } from '../../src/domain/forecast.ts'
import { HOUR, Hourly } from '../../src/domain/hourly.ts'
import type { Said } from './score.ts'
import { sums, sumsOf, type Till } from './till.ts'
import type { Counted } from './untapped.ts'

/**
 * How far what goes within a day is off from what is left by the books, of all that came: crates are found or fetched, a keg
 * gives more than it says on it, or less, and things break. Four times in five no further; within fewer hours less.
 */
const BOOKS = 0.05

/** All that came of a product. */
const came = (till: Till, product: string, now: Millis): number =>
  (till.stock.get(product) ?? []).reduce((all, { at, n }) => all + (at < now ? Math.max(0, n) : 0), 0)

/**
 * What nobody has had yet: the app says that it does not know. Here it must say something: none, or, where more than one
 * in ten of those that waited so far were begun within such a time, up to what those of its department sold at first.
 */
const newcomer = (
  till: Till,
  product: string,
  now: Millis,
  hours: number,
  left = Number.POSITIVE_INFINITY,
): Said => {
  const said = { likely: 0, low: 0, high: 0 }
  if (!left) return said
  const begun = [...till.sales].filter(([, moves]) => moves[0]!.at < now)
  const fresh = begun.filter(([, moves]) => moves[0]!.at >= now - 24 * HOUR).length
  const waiting = [...till.stock].filter(
    ([name, moves]) => moves[0]!.at < now && !begun.some(([each]) => each === name),
  ).length
  const chance = 1 - (1 - fresh / Math.max(1, fresh + waiting)) ** (hours / 24)
  const alike = begun.filter(([name]) => till.department.get(name) === till.department.get(product))
  if (chance <= 0.1 || !alike.length) return said
  const first = alike.map(([, moves]) =>
    sums(moves)(moves[0]!.at, Math.min(now, moves[0]!.at + hours * HOUR)),
  )
  const mean = first.reduce((a, b) => a + b, 0) / first.length
  // As many have an amount above the high end as one in ten of all: amounts fall off exponentially.
  return { ...said, high: Math.min(left, mean * Math.log(chance / 0.1)) }
}

/**
 * The app's forecast over a till: asked for an hour, it has seen the sales before that hour and what was in stock then.
 * Hours must be asked in order.
 */
export const forecaster = (
  till: Till,
  profile?: Profile,
  counted?: (now: Millis) => (product: string) => Counted,
): ((now: Millis) => (product: string, hours: number) => Said) => {
  const hourly = new Hourly()
  const feed = [...till.sales]
    .flatMap(([name, moves]) => moves.map(({ at, n }) => ({ name, at, n })))
    .sort((a, b) => a.at - b.at)
  const stock = sumsOf(till.stock)
  let next = 0
  return now => {
    for (; next < feed.length && feed[next]!.at < now; next++) {
      const { name, at, n } = feed[next]!
      hourly.add(name, at, n)
    }
    const counts = counted?.(now)
    const outlook = new Outlook(hourly, now, {
      ...knownOf(till),
      profile,
      factorOf: name => counts?.(name).tapped,
    })
    const leftOf = (product: string) =>
      counts ? counts(product).left : stock.get(product)?.(Number.NEGATIVE_INFINITY, now)
    return (product, hours) => {
      const left = leftOf(product)
      const off = ((BOOKS * hours) / 24) * came(till, product, now)
      // Below 0 the tables forgot a delivery, or a keg gave more than it says on it. Mostly it is empty.
      const range =
        left && left > 0
          ? outlook.range(product, hours, left, off)
          : outlook.range(product, hours, left === undefined ? left : 0)
      return range ?? newcomer(till, product, now, hours, left)
    }
  }
}

/** What a bar knows of its own hours when it closes for good. */
export const profileOf = (till: Till): Profile => {
  const hourly = new Hourly()
  let last = 0
  for (const [name, moves] of till.sales)
    for (const { at, n } of moves) {
      hourly.add(name, at, n)
      last = Math.max(last, at)
    }
  return new Outlook(hourly, last + 1, knownOf(till)).profile()
}

const knownOf = (till: Till): Known => ({
  local: at => at,
  groupOf: name => till.department.get(name) ?? '',
  isAlcohol: group => till.alcohol.get(group),
})
