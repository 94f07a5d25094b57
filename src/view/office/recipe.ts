import type { VNode } from 'preact'
import type { Menu } from '../../domain/event.ts'
import { partsOfDrink } from '../../domain/menu.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { nameOf, t } from '../words.ts'

/** Letters inside a recipe's box: what a phone of 360 px shows in monospace. */
const WIDE = 32

/** Breaks a text into lines of at most `WIDE` letters. */
const wrap = (text: string): string[] =>
  text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1)
    if (last !== undefined && `${last} ${word}`.length <= WIDE) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
    return lines
  }, [])

/** A recipe the way a router greets its admin: a banner in a box of line-drawing characters, which are not read out. */
const Recipe = (screen: Screen, drink: Menu): VNode => {
  const parts = partsOfDrink(drink).map(({ item, n }) => {
    const entry = screen.bar.fold.entry(item)
    return ` * ${n} ${entry?.unit ?? 'ml'} ${entry ? nameOf(entry) : item}`
  })
  const rule = '─'.repeat(WIDE + 2)
  const border = (text: string) => html`<span aria-hidden="true">${text}</span>`
  const name = nameOf(drink)
  const lines = [...parts, ...(parts.length ? [''] : []), ...wrap(drink.how ?? '')]
  const labels = (drink.labels ?? []).map(label => t.labels[label] ?? label).join(', ')
  return html`
    <li key=${drink.slug}><pre>${border(`┌${rule}┐\n│ `)}<b>${name.toUpperCase().slice(0, WIDE)}</b>${border(`${' '.repeat(Math.max(0, WIDE - name.length))} │\n├${rule}┤`)}${[
      ...lines,
      ...wrap(labels),
    ].map(
      line =>
        html`${'\n'}${border('│ ')}${line}${border(`${' '.repeat(Math.max(0, WIDE - line.length))} │`)}`,
    )}${'\n'}${border(`└${rule}┘`)}</pre></li>`
}

/** Drinks as cards: what goes into each, and how it is made. */
export const Recipes = (screen: Screen, drinks: Menu[]): VNode =>
  html`<ul class="recipes">${drinks.map(drink => Recipe(screen, drink))}</ul>`
