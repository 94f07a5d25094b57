import { Component, h, type VNode } from 'preact'
import type { Actions, Bar } from '../domain/bar.ts'
import type { Menu } from '../domain/event.ts'
import { partsOfDrink } from '../domain/menu.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { money, nameOf, say, t } from './words.ts'

/** Fewer than this are worth a warning when the stock item has no warning level of its own. */
const FEW = 10

interface Tile {
  drink: Menu
  name: string
  price: string
  /** How many more the stock gives; undefined where nobody counts. */
  left: number | undefined
  low: boolean
  /** How many are in the order. */
  n: number
  actions: Actions
}

const priceOf = ({ suggested }: Menu): string =>
  suggested === undefined ? '' : suggested === 0 ? t.free : [suggested].flat().map(money).join(' – ')

const isLow = ({ fold, stock }: Bar, drink: Menu, left: number | undefined): boolean =>
  left !== undefined &&
  (left < FEW ||
    partsOfDrink(drink).some(({ item }) => {
      const level = fold.level(item, stock)
      return level && level.n <= (fold.entry(item)?.warn ?? -1)
    }))

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

/** A drink as a button. Drawn again only when something on it changed. */
class DrinkTile extends Component<Tile> {
  override shouldComponentUpdate(next: Tile): boolean {
    return (Object.keys(next) as (keyof Tile)[]).some(key => next[key] !== this.props[key])
  }

  render({ drink, name, price, left, low, n, actions }: Tile): VNode {
    const out = left !== undefined && left <= 0
    const rest = left === undefined ? '' : out ? t.soldOut : say(t.left, left)
    return html`
      <button class=${`tile${n ? ' on' : ''}${out ? ' out' : low ? ' low' : ''}`}
        style=${{ '--edge': drink.color ?? 'var(--line)' }} onClick=${() => actions.tap(drink._id)}>
        <span class="name">${name}</span>${' '}
        <span class="foot"><span>${price}</span> <em>${rest}</em></span>
        ${n > 0 && html` <b class="badge">${n}<i class="hide"> ${t.inOrder}</i></b>`}
      </button>`
  }
}

/** All drinks on offer. */
export const Tiles = ({ bar, actions }: Screen): VNode => {
  const { fold, stock, strip } = bar
  const counts = new Map<string, number>()
  for (const { menu, n } of strip.lines) {
    const { slug } = fold.events.get(menu) as Menu
    counts.set(slug, (counts.get(slug) ?? 0) + n)
  }
  const drinks = tileOrder(fold.drinks())
  return html`
    <div class="tiles" role="group" aria-label=${t.drinks}>
      ${drinks.map(drink => {
        const left = bar.loading ? undefined : fold.left(drink, stock)
        return h(DrinkTile, {
          key: drink.slug,
          drink,
          name: nameOf(drink),
          price: priceOf(drink),
          left,
          low: isLow(bar, drink, left),
          n: counts.get(drink.slug) ?? 0,
          actions,
        })
      })}
    </div>`
}
