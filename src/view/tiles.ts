import { Component, h, type VNode } from 'preact'
import type { Actions, Bar } from '../domain/bar.ts'
import type { Menu, Money } from '../domain/event.ts'
import { partsOfDrink } from '../domain/menu.ts'
import { percentOf } from '../domain/money.ts'
import { html } from './html.ts'
import { but, once } from './once.ts'
import type { Screen } from './screen.ts'
import { money, nameOf, portionOf, say, t } from './words.ts'

/** Fewer than this are worth a warning when the stock item has no warning level of its own. */
const FEW = 10
/** As many tiles leave room on a large tablet to say what goes into a drink. */
const ROOMY = 12

/** What is on offer: a drink, or the way back for a deposit. */
interface Offer {
  /** Tells it from the others: the drink's slug, or which deposit. */
  key: string
  drink: Menu
  name: string
  price: string
  /** What is mixed for it, in words. */
  mix?: string | undefined
  /** How many more the stock gives; undefined where nobody counts. */
  left?: number | undefined
  low?: boolean
  /** Somebody marked it sold out. */
  marked?: boolean
  /** What stands in for something of its recipe. */
  made?: string | undefined
  actions: Actions
  /** No drink: its deposit is given back. */
  back?: true
}

interface Tile extends Omit<Offer, 'key'> {
  /** How many are in the order. */
  n: number
}

/** The suggested donation in words; empty where there is none. */
export const priceOf = ({ suggested }: Pick<Menu, 'suggested'>, portion?: number): string =>
  suggested === undefined
    ? ''
    : suggested === 0
      ? t.free
      : [suggested]
          .flat()
          .map(sum => money(percentOf(sum, portion)))
          .join(' – ')

const isLow = ({ fold, stock }: Bar, drink: Menu, left: number | undefined): boolean =>
  left !== undefined &&
  (left < FEW ||
    partsOfDrink(drink).some(({ item }) => {
      const level = fold.level(item, stock)
      return level && level.n <= (fold.entry(item)?.warn ?? -1)
    }))

/** What goes in that the recipe does not say, in words. */
const standsIn = ({ fold }: Bar, { recipe = [], instead = [] }: Menu): string | undefined =>
  instead
    .filter(({ item }) => !recipe.some(part => part.item === item))
    .map(({ item }) => nameOf(fold.entry(item)))
    .join(', ') || undefined

const mixOf = ({ fold }: Bar, drink: Menu): string | undefined => {
  const parts = partsOfDrink(drink)
  return parts.length > 1 ? parts.map(({ item }) => nameOf(fold.entry(item))).join(', ') : undefined
}

/**
 * The drinks in their order, but one whose name begins another's before that other: who looks for a button by the
 * beginning of its name finds the right one first.
 */
export const tileOrder = (drinks: Menu[]): Menu[] => {
  const placed: Menu[] = []
  for (const drink of drinks) {
    const name = nameOf(drink).toLowerCase()
    const longer = placed.findIndex(other => {
      const begins = nameOf(other).toLowerCase()
      return begins !== name && begins.startsWith(name)
    })
    placed.splice(longer < 0 ? placed.length : longer, 0, drink)
  }
  return placed
}

/** Letters in a line of a narrow tile, in the widest of the systems' fonts: beside the badge, and below it. */
const LETTERS = [7.8, 9.6]

/** How small a name's letters must be for each of its words to stay in one piece on a narrow tile; 1 as they are. */
const fitOf = (name: string): number => {
  const fits = name.split(/[\s-]/).map((word, i) => LETTERS[i ? 1 : 0]! / word.length)
  return Math.max(0.7, Math.min(1, ...fits))
}

/** A drink as a button, those of its other portions below it. Drawn again only when something on it changed. */
class DrinkTile extends Component<Tile> {
  override shouldComponentUpdate(next: Tile): boolean {
    return (Object.keys(next) as (keyof Tile)[]).some(key => next[key] !== this.props[key])
  }

  render({ drink, name, price, mix, left, low, marked, made, n, actions, back }: Tile): VNode {
    const out = marked || (left !== undefined && left <= 0)
    const rest = out ? t.soldOut : left !== undefined && say(t.left, left)
    const portions = (!back && drink.portions?.filter(portion => portion !== 100)) || []
    const tile = html`
      <button class=${`tile${n ? ' on' : ''}${out ? ' out' : low ? ' low' : ''}`}
        style=${{ '--edge': drink.color ?? 'var(--line)', '--fit': fitOf(name) }} onClick=${() => actions.tap(drink._id, back && { deposit: 'back' })}>
        <span class="name">${name}${made && html`<small>, ${say(t.made, made)}</small>`}</span>${' '}
        ${mix && html`<small class="mix" aria-hidden="true">${mix}</small>`}
        <span class="foot"><span>${price}</span> <em>${rest}</em></span>
        ${n > 0 && html` <b class="badge">${n}<i class="hide"> ${t.inOrder}</i></b>`}
      </button>`
    if (!portions.length) return tile
    return html`
      <div class="sizes">${tile}
        <div>${portions.map(
          portion => html`
            <button onClick=${() => actions.tap(drink._id, { portion })}>
              ${portionOf(portion)}<i class="hide"> ${name}</i>${' '}<small>${priceOf(drink, portion)}</small>
            </button>`,
        )}</div>
      </div>`
  }
}

/** Whether a drink is on offer at a place, or with an empty one anywhere, and at an hour of the day. */
export const isOffered = (
  { hours, places }: Pick<Menu, 'hours' | 'places'>,
  place: string,
  hour: number,
): boolean => {
  if (place && places && !places.includes(place)) return false
  if (!hours) return true
  const [from, to] = hours
  return from < to ? hour >= from && hour < to : hour >= from || hour < to
}

/** Tells what gives a drink's deposit back from all drinks: no slug has a space. */
const backOf = ({ deposit }: Menu): string => `back ${deposit}`

/** All drinks on offer, and for each deposit that is taken for one of them, what gives it back. */
const offersAt = (bar: Bar, actions: Actions, hour: number): Offer[] => {
  const { fold, stock } = bar
  const drinks = tileOrder(fold.drinks().filter(drink => isOffered(drink, bar.place, hour)))
  const deposits = new Map<Money, Menu>()
  for (const drink of drinks)
    if (drink.deposit && !deposits.has(drink.deposit)) deposits.set(drink.deposit, drink)
  return [
    ...drinks.map(drink => {
      const left = bar.loading ? undefined : fold.left(drink, stock)
      return {
        key: drink.slug,
        drink,
        name: nameOf(drink),
        price: priceOf(drink),
        mix: mixOf(bar, drink),
        left,
        low: isLow(bar, drink, left),
        marked: fold.isMarked(drink.slug),
        made: standsIn(bar, drink),
        actions,
      }
    }),
    ...[...deposits].map(([deposit, drink]) => ({
      key: backOf(drink),
      drink,
      name: t.giveBack,
      price: money(-deposit),
      actions,
      back: true as const,
    })),
  ]
}

/** A tile for all that is on offer. A tap changes only what is in the order: the rest is not worked out again for it. */
export class Tiles extends Component<Screen> {
  private readonly offers = once<Offer[]>()

  render({ bar, actions, now }: Screen): VNode {
    const counts = new Map<string, number>()
    for (const { menu, n, deposit } of bar.strip.lines) {
      const entry = bar.fold.events.get(menu) as Menu
      const key = deposit ? backOf(entry) : entry.slug
      counts.set(key, (counts.get(key) ?? 0) + n)
    }
    const hour = new Date(now).getHours()
    const of = [actions, hour, t, ...but(bar, 'strip', 'saving', 'links', 'notice')]
    const offers = this.offers(of, () => offersAt(bar, actions, hour))
    return html`
      <div class=${`tiles${offers.length > ROOMY ? '' : ' roomy'}`} role="group" aria-label=${t.drinks}>
        ${offers.map(offer => h(DrinkTile, { ...offer, n: counts.get(offer.key) ?? 0 }))}
      </div>`
  }
}
