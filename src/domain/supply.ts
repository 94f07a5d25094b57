import type { MenuEdit, Note } from './bar.ts'
import { type Amount, type BarEvent, is, type Menu, type Millis, type Part, type Source } from './event.ts'
import type { Fold } from './fold.ts'
import { partsOfDrink } from './menu.ts'
import type { Shelf } from './stock.ts'

// What an organizer reads off a shelf: what is short, how the level ran, what can stand in for what.

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A level at a time; `event` made it so. */
export interface Point {
  at: Millis
  n: Amount
  event: BarEvent
}

/**
 * How a level ran: one point for each movement and count, oldest first, by the clock of the tablet that asks; the same
 * rules as the level itself, but by time alone, for looking at.
 */
export const lineOf = (shelf: Shelf, item: string, timeOf: (event: BarEvent) => Millis): Point[] => {
  const events: Point[] = [...shelf.counts].map(event => ({ at: timeOf(event), event, n: 0 }))
  shelf.eachMove((event, n) => events.push({ at: timeOf(event), event, n }))
  events.sort((a, b) => a.at - b.at || (a.event._id < b.event._id ? -1 : 1))
  let [base, tapped, opened, emptied] = [0, 0, 0, 0]
  return events.map(({ at, event, n }) => {
    if (is(event, 'count')) [base, tapped, opened, emptied] = [event.items[item]!, 0, 0, 0]
    else if (is(event, 'order') || is(event, 'tally')) tapped += n
    else if (is(event, 'opened')) event.empty ? (emptied += n) : (opened += n)
    else base += n
    return { at, n: base + Math.min(tapped, opened, emptied), event }
  })
}

/** Whether a source is open at a time; where nothing is said of it, it always is. */
const isOpen = ({ opens = 0, closes = 1440, closed = [] }: Source, at: Date): boolean => {
  const minute = at.getHours() * 60 + at.getMinutes()
  return minute >= opens && minute <= closes && !closed.includes(at.getDay())
}

/**
 * The last moment to order, or to leave for the shop, so that goods are there by a time: the lead time before it, at an
 * hour that the source is open. Undefined where it is not open in the week before.
 */
export const orderBy = (source: Source, by: Millis): Millis | undefined => {
  const latest = by - (source.lead ?? 0) * HOUR
  const STEP = 15 * 60_000
  for (let at = latest; at > latest - 7 * DAY; at = Math.ceil(at / STEP) * STEP - STEP)
    if (isOpen(source, new Date(at))) return at
  return undefined
}

/** The items that may stand in for another: those that its entry names, else those of its category. */
export const standIns = (fold: Fold, item: Menu): Menu[] => {
  const named = item.substitutes ?? []
  return fold
    .items()
    .filter(other =>
      named.length
        ? named.includes(other.slug)
        : other !== item && item.category && other.category === item.category,
    )
}

/** The drinks whose recipe has an item. */
const drinksWith = (fold: Fold, item: string): Menu[] =>
  fold.drinks().filter(({ recipe }) => recipe?.some(part => part.item === item))

/** The item that stands in for another in all drinks now, if any. */
export const standInFor = (fold: Fold, item: string): string | undefined => {
  for (const drink of drinksWith(fold, item)) {
    const i = drink.recipe!.findIndex(part => part.item === item)
    const now = partsOfDrink(drink)[i]
    if (drink.instead?.length === drink.recipe!.length && now!.item !== item) return now!.item
  }
  return undefined
}

/**
 * *Use instead*: what to set so that every drink with one item is made with another, or, with none, as its recipe says
 * again. Orders that were taken keep to what they were sold with.
 */
export const useInstead = (fold: Fold, item: string, other: string | undefined): MenuEdit[] =>
  drinksWith(fold, item).map(drink => {
    const parts = drink.recipe!.map((part, i) => {
      const now = drink.instead?.length === drink.recipe!.length ? drink.instead[i]! : part
      return part.item === item ? { ...part, item: other ?? item } : now
    })
    const isRecipe = parts.every((part, i) => part.item === drink.recipe![i]!.item)
    return insteadOf(drink, isRecipe ? undefined : parts)
  })

/** What to set so that a drink is made of other parts than its recipe says; with none, of the recipe again. */
const insteadOf = ({ slug, type, name }: Menu, instead: Part[] | undefined): MenuEdit =>
  ({ slug, type, name, instead }) as MenuEdit

/**
 * A canister of a drink, mixed: the item that it is, the drink that is poured from it until it is empty, and what went in.
 * @param servings whole portions
 */
export const mixed = (
  fold: Fold,
  drink: Menu,
  servings: number,
  place: string,
  name: string,
): { edits: MenuEdit[]; note: Note } => {
  const slug = `${drink.slug.slice(0, 36)}-mix`
  const item: MenuEdit = { slug, type: 'item', name, unit: 'piece' }
  return {
    edits: [...(fold.entry(slug) ? [] : [item]), insteadOf(drink, [{ item: slug, n: 1 }])],
    note: {
      kind: 'batch',
      place,
      goods: drink.recipe!.map(part => ({ item: part.item, n: part.n * servings })),
      makes: { item: slug, n: servings },
    },
  }
}
