import { Component, h, type VNode } from 'preact'
import type { Menu } from '../../domain/event.ts'
import { partsOfDrink } from '../../domain/menu.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { language, nameOf, o, t } from '../words.ts'
import { Languages } from './language-choice.ts'

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

/**
 * Leads to the handbook, which opens beside the app, so that an order stays. It is a package of its own: the host is asked
 * for it first, since its answer to what it does not have is none that a browser can show (it says gzip of any such
 * address). A host that does not answer keeps the link: the browser may have the page from before.
 */
class Handbook extends Component<{ href: string }, { absent: boolean }> {
  override state = { absent: false }

  override componentDidMount(): void {
    fetch(this.props.href, { method: 'HEAD' }).then(
      ({ status }) => this.setState({ absent: status === 404 }),
      () => {},
    )
  }

  render({ href }: { href: string }): VNode {
    return this.state.absent
      ? html`<p>${o.noHandbook}</p>`
      : html`<p class="tools"><a href=${href} target="_blank" rel="noopener">${o.handbook}</a></p>`
  }
}

/** How a bartender works here, and what goes into each drink. */
export const Help = (screen: Screen): VNode => html`
  <main class="page" tabindex="0"><h2>${t.help}</h2>
    ${Languages(screen)}
    ${o.howTo.map(line => html`<p>${line}</p>`)}
    ${h(Handbook, { href: `/handbook/${language}.html`, key: language })}
    ${!isSecureContext && [html`<h3>${o.awake}</h3>`, o.awakeHow.map(line => html`<p>${line}</p>`)]}
    <h3>${o.recipes}</h3>
    <ul class="recipes">${screen.bar.fold.drinks().map(drink => Recipe(screen, drink))}</ul>
  </main>`
