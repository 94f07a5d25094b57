// SPDX-License-Identifier: AGPL-3.0-or-later
// Sheets of paper made from the menu that a bar starts with: recipe cards, a tally sheet, a sign, a shopping list.
import type { Menu } from '../../src/domain/event.ts'
import { moneyFormat, suggestedOf } from '../../src/domain/money.ts'
import { planFor } from '../../src/domain/plan.ts'
import { seedMenu } from '../../src/domain/seed.ts'
import { en, type Texts } from '../../src/texts/en.ts'
import { others } from '../../src/texts/languages.ts'

/** What the sheets say in each language of the handbook. */
interface Words {
  free: string
  drink: string
  count: string
  from: string
  to: string
  place: string
  item: string
  people: string
}
const WORDS: Record<string, Words> = {
  en: {
    free: 'free',
    drink: 'Drink',
    count: 'One stroke a drink',
    from: 'From',
    to: 'To',
    place: 'Place',
    item: 'Of what',
    people: 'people',
  },
  es: {
    free: 'gratis',
    drink: 'Bebida',
    count: 'Una raya por bebida',
    from: 'Desde',
    to: 'Hasta',
    place: 'Lugar',
    item: 'De qué',
    people: 'personas',
  },
}
const wordsOf = (language: string): Words => WORDS[language] ?? WORDS['en']!

const entries = seedMenu()
const drinks = entries.filter(({ type }) => type === 'drink')
const itemOf = (slug: string): Menu => entries.find(entry => entry.type === 'item' && entry.slug === slug)!

/** How wide a card is, in letters, and how its box is drawn: as a router greets its admin. */
const WIDE = 34
const boxed = (lines: string[]): string => {
  const rule = '─'.repeat(WIDE + 2)
  return [`┌${rule}┐`, ...lines.map(line => `│ ${line.padEnd(WIDE)} │`), `└${rule}┘`].join('\n')
}

/** A text in lines of at most `WIDE` letters. */
const wrapped = (text: string): string[] => {
  const lines = ['']
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trim()
    if (longer.length <= WIDE) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

/** A card for each drink that is mixed. */
const recipes = (): string => {
  const cards = drinks
    .filter(({ recipe }) => (recipe ?? []).length > 1)
    .map(({ name, recipe, how, labels }) => {
      const parts = recipe!.map(({ item, n }) => ` * ${n} ${itemOf(item).unit} ${itemOf(item).name}`)
      const text = [
        name.toUpperCase(),
        '',
        ...parts,
        '',
        ...wrapped(how ?? ''),
        ...wrapped((labels ?? []).join(', ')),
      ]
      return `<pre class="card">${boxed(text)}</pre>`
    })
  return `<div class="cards">${cards.join('')}</div>`
}

/** A line for each drink, with room for strokes; a few for what is not on the menu that a bar starts with. */
const tally = (language: string): string => {
  const words = wordsOf(language)
  const money = moneyFormat('EUR', language)
  const rows = drinks.map(drink => {
    const sum = suggestedOf(drink)
    return `<tr><th scope="row">${drink.name}</th><td>${sum ? money(sum) : words.free}</td><td></td></tr>`
  })
  return `<div class="sheet tally"><p>${words.place} ________ ${words.from} ____:____ ${words.to} ____:____</p>
<table><tr><th>${words.drink}</th><th></th><th>${words.count}</th></tr>${rows.join('')}${'<tr><th></th><td></td><td></td></tr>'.repeat(3)}</table></div>`
}

/** For how many people, and on how many days, the shopping list is. */
const HEADS = [20, 50, 150, 500]
const DAYS = 2

/** How many whole packs of each item to buy, for meetings of several sizes. */
const shopping = (language: string): string => {
  const { item: of, people } = wordsOf(language)
  const needs = HEADS.map(heads => {
    const days = Array<number>(DAYS).fill(heads)
    return planFor({ profile: 'small' }, days, drinks, itemOf, () => 0, {}, 0, 0).needs
  })
  const size = ({ bottle = 1, pack = bottle, unit = 'piece' }: Menu) =>
    `${pack > bottle ? `${pack / bottle} × ` : ''}${bottle} ${unit}`
  const rows = needs.at(-1)!.map(({ item }) => {
    const counts = needs.map(list => list.find(need => need.item === item)?.packs ?? 0)
    return `<tr><th scope="row">${item.name} <small>${size(item)}</small></th>${counts.map(n => `<td>${n}</td>`).join('')}</tr>`
  })
  const heads = HEADS.map(n => `<th scope="col">${n} ${people}</th>`)
  return `<table class="shopping"><tr><th scope="col">${of}</th>${heads.join('')}</tr>${rows.join('')}</table>`
}

/** To hang over the tin: that nothing is fine, in every language of the app, the handbook's own on top. */
const sign = (language: string): string => {
  const said: Record<string, Texts> = { en, ...others }
  const all = { [language]: said[language]!, ...said }
  const lines = Object.entries(all).map(([code, { zero }]) => `<p lang="${code}">${zero}</p>`)
  return `<div class="sheet sign">${lines.join('')}</div>`
}

/** What a chapter may ask for with `{{name}}` on a line of its own: HTML, by the handbook's language. */
export const SHEETS: Record<string, (language: string) => string> = { recipes, tally, sign, shopping }
