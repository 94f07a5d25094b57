import type { VNode } from 'preact'
import type { Menu } from '../../domain/event.ts'
import { standInFor, standIns, useInstead } from '../../domain/supply.ts'
import { dialog } from '../dialog.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { nameOf, o, say, t } from '../words.ts'

/** A drink's mark, there and back. */
const Mark = ({ bar, actions }: Screen, { slug, ...drink }: Menu): VNode => {
  const out = bar.fold.isMarked(slug)
  return html`<li key=${slug}><div><span>${nameOf({ slug, ...drink })}</span>
    <button role="switch" aria-checked=${out} aria-label=${`${nameOf({ slug, ...drink })} ${t.soldOut}`}
      onClick=${() => actions.note({ kind: 'mark', drink: slug, v: bar.fold.nextMark(slug), out: !out })}>${t.soldOut}</button></div></li>`
}

/** What may stand in for an ingredient, and the way back. */
const Instead = ({ bar, actions }: Screen, item: Menu): VNode | false => {
  const { fold } = bar
  const now = standInFor(fold, item.slug)
  const name = nameOf(item)
  const set = (other?: string) => {
    for (const edit of useInstead(fold, item.slug, other)) actions.setMenu(edit)
  }
  const others = standIns(fold, item)
  return (
    (!!now || !!others.length) &&
    html`<li key=${item.slug}><div><span>${name}</span><span class="pair">${
      now
        ? html`<small>${say(t.made, nameOf(fold.entry(now)))}</small><button onClick=${() => set()}>${say(o.asRecipe, name)}</button>`
        : others.map(
            other =>
              html`<button aria-label=${say(o.useFor, nameOf(other), name)} onClick=${() => set(other.slug)}>${nameOf(other)}</button>`,
          )
    }</span></div></li>`
  )
}

/** *Something is out*: which drink says so on every tablet, and what is used instead of what. */
export const Out = (screen: Screen): VNode => {
  const { fold } = screen.bar
  const drinks = fold.drinks()
  const used = new Set(drinks.flatMap(({ recipe = [] }) => recipe.map(({ item }) => item)))
  return dialog(
    t.somethingOut,
    screen,
    html`<p>${o.outHint}</p>
      <ul class="recent">${drinks.map(drink => Mark(screen, drink))}</ul>
      <h3>${o.useInstead}</h3>
      <ul class="recent">${fold.items().map(item => used.has(item.slug) && Instead(screen, item))}</ul>`,
  )
}
