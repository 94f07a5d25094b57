import type { Amount, Menu } from './event.ts'
import type { Fold } from './fold.ts'
import { DEFAULT_PLACE } from './share.ts'

/** What a guest may read of an entry of the menu. */
type Shown =
  | 'name'
  | 'names'
  | 'category'
  | 'color'
  | 'suggested'
  | 'deposit'
  | 'labels'
  | 'how'
  | 'hours'
  | 'places'

/** Something that goes into a drink, and how much of it. */
export interface BoardPart extends Pick<Menu, 'name' | 'names' | 'unit'> {
  n: Amount
}

/** A drink as guests see it. */
export interface BoardDrink extends Pick<Menu, Shown> {
  mix?: BoardPart[]
  /** Sold out: everywhere, or at these bars. */
  out?: true | string[]
  /** How many are left, in round numbers, of what is served as it comes; and how many are a crate. */
  left?: number
  crate?: number
  /** Few enough for a warning. */
  low?: true
}

/** The guests' board: all that is shown to somebody without a key. As JSON it is the document `_local/board`. */
export interface Board {
  name?: string
  currency?: string
  /** The meeting's languages, by their codes. */
  languages?: string[]
  /** The bar is not open yet. */
  practice?: true
  /** The database of the meeting that came after this one. */
  next?: string
  drinks: BoardDrink[]
}

const SHOWN: Shown[] = [
  'name',
  'names',
  'category',
  'color',
  'suggested',
  'deposit',
  'labels',
  'how',
  'hours',
  'places',
]

/** The fields of an object that are named and there, in that order. */
const pick = <T extends object, K extends keyof T>(from: T, keys: K[]): Pick<T, K> =>
  Object.fromEntries(keys.filter(key => from[key] !== undefined).map(key => [key, from[key]])) as Pick<T, K>

/**
 * A number of drinks that does not change with each one: nobody reads off the board what is sold, and it is not written
 * anew with each order.
 */
const rounded = (n: number): number => {
  const step = n < 10 ? 1 : n < 50 ? 5 : 10
  return Math.max(0, Math.floor(n / step) * step)
}

/** The places that drinks are served at: where a tablet stands, by the meeting's own order of places. */
const barsOf = (fold: Fold): string[] => {
  const first = fold.meeting()?.places?.[0] ?? DEFAULT_PLACE
  const stations = Object.keys(fold.runs).map(id => fold.station(id)?.place ?? first)
  return [...new Set([first, ...stations])].sort()
}

/** What is mixed for a drink; a stand-in in its place, but not the canister that it is poured from at present. */
const mixOf = (fold: Fold, { recipe = [], instead = [] }: Menu): BoardPart[] =>
  (instead.length === recipe.length ? instead : recipe).flatMap(({ item, n }) => {
    const entry = fold.entry(item)
    return entry ? { ...pick(entry, ['name', 'names', 'unit']), n } : []
  })

/** How many are left of a drink that is one stock item as it comes, at all bars together. */
const gaugeOf = (fold: Fold, drink: Menu, bars: string[]): Pick<BoardDrink, 'left' | 'crate' | 'low'> => {
  const [part, ...others] = drink.recipe ?? []
  const item = part && fold.entry(part.item)
  if (!item || others.length || drink.instead) return {}
  const shelves = [...new Set(bars.map(bar => fold.drawsFrom(bar)))]
  const levels = shelves.flatMap(place => fold.level(part.item, place)?.n ?? [])
  if (!levels.length) return {}
  const level = levels.reduce((sum, n) => sum + Math.max(0, n), 0)
  return {
    left: rounded(Math.floor(level / part.n)),
    ...(item.pack && item.pack > part.n && { crate: Math.floor(item.pack / part.n) }),
    ...(level <= (item.warn ?? 0) && { low: true }),
  }
}

/** Where a drink is sold out: somebody marked it, or its stock is used up. */
const outOf = (fold: Fold, drink: Menu, bars: string[]): BoardDrink['out'] => {
  const at = drink.places?.filter(place => bars.includes(place)) ?? bars
  const out = at.filter(bar => (fold.left(drink, fold.drawsFrom(bar)) ?? 1) <= 0)
  return fold.isMarked(drink.slug) || (out.length && out.length === at.length)
    ? true
    : out.length
      ? out
      : undefined
}

/**
 * What guests see of a bar: the menu with its suggested donations, and what is left of it. Nothing that was given or
 * taken, nobody's name or tablet. The same events give the same board, byte for byte, whoever makes it and when.
 * What is free stands first.
 */
export const boardOf = (fold: Fold): Board => {
  const { name, currency, languages, settings, next } = fold.meeting() ?? {}
  const bars = barsOf(fold)
  const drinks = fold.drinks().map((drink): BoardDrink => {
    const mix = mixOf(fold, drink)
    const out = outOf(fold, drink, bars)
    return {
      ...pick(drink, SHOWN),
      ...(mix.length && { mix }),
      ...(out ? { out } : gaugeOf(fold, drink, bars)),
    }
  })
  const isFree = ({ suggested }: BoardDrink) => suggested === 0
  return {
    ...(name && { name }),
    ...(currency && { currency }),
    ...(languages?.length && { languages }),
    ...(settings?.practice && { practice: true }),
    ...(next && { next }),
    drinks: [...drinks.filter(isFree), ...drinks.filter(drink => !isFree(drink))],
  }
}
