import type { Id } from '../../src/domain/event.ts'
import type { Draft } from '../../src/journal/journal.ts'
import type { Bar, Sale } from './bar.ts'

/** What a product is called in the events: one slug as a drink, one as a stock item. */
export interface Names {
  drink: string
  item: string
}

/** Gives each product of the tables its slugs; names that look alike as slugs get a number. */
export const namesOf = ({ sales, movements }: Bar): Map<string, Names> => {
  const names = new Map<string, Names>()
  const taken = new Set<string>()
  for (const product of new Set([...sales, ...movements].map(({ product }) => product))) {
    const plain = product
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{Mark}/gu, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 30)
    let drink = plain || 'product'
    for (let n = 2; taken.has(drink); n++) drink = `${plain || 'product'}-${n}`
    taken.add(drink)
    names.set(product, { drink, item: `stock-${drink}` })
  }
  return names
}

/** The menu entries of a product: one for each price and each amount of stock that one item of it takes. */
export class Menus {
  /** What is sold → the menu events that say so; two tablets without a network may each have made one. */
  private readonly made = new Map<string, Id[]>()
  private readonly versions = new Map<string, number>()

  constructor(
    private readonly names: ReadonlyMap<string, Names>,
    private readonly units: ReadonlyMap<string, string>,
  ) {}

  /** The menu event that a sale is sold under, of those that a tablet knows. */
  find(sale: Sale, knows: (id: Id) => boolean): Id | undefined {
    return this.made.get(key(sale))?.find(knows)
  }

  /** The entries to make before a product can be sold at a price: the drink, and its stock item at the first time. */
  drafts(sale: Sale): Draft[] {
    const { product, price, units, department, at } = sale
    const { drink, item } = this.names.get(product)!
    const base = { kind: 'menu', at, category: department }
    const v = (this.versions.get(product) ?? 0) + 1
    this.versions.set(product, v)
    const unit = this.units.get(product)
    const stocked = {
      ...base,
      slug: item,
      v: 1,
      type: 'item',
      name: product,
      bottle: 1000,
      ...(unit && { how: unit }),
    }
    const recipe = units && { recipe: [{ item, n: units }] }
    const sold = { ...base, slug: drink, v, type: 'drink', name: product, suggested: price, ...recipe }
    return v === 1 && units ? [stocked, sold] : [sold]
  }

  /** Notes which event says what a sale is sold under. */
  note(sale: Sale, id: Id): void {
    this.made.set(key(sale), [...(this.made.get(key(sale)) ?? []), id])
  }
}

const key = ({ product, price, units }: Sale) => `${price} ${units} ${product}`
