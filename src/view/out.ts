import { Component, type VNode } from 'preact'
import type { Menu } from '../domain/event.ts'
import { standInFor, standIns, useInstead, type Warning, warningsAt } from '../domain/supply.ts'
import { amountOf, cratesOf } from './amount.ts'
import { dialog } from './dialog.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { nameOf, say, t } from './words.ts'

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
        ? html`<small>${say(t.made, nameOf(fold.entry(now)))}</small><button onClick=${() => set()}>${say(t.asRecipe, name)}</button>`
        : others.map(
            other =>
              html`<button aria-label=${say(t.useFor, nameOf(other), name)} onClick=${() => set(other.slug)}>${nameOf(other)}</button>`,
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
    html`<p>${t.outHint}</p>
      <ul class="recent">${drinks.map(drink => Mark(screen, drink))}</ul>
      <h3>${t.useInstead}</h3>
      <ul class="recent">${fold.items().map(item => used.has(item.slug) && Instead(screen, item))}</ul>`,
  )
}

/** A warning in words. */
export const warningOf = ({ item, level, short }: Warning): string =>
  short === 'out'
    ? say(t.outStock, nameOf(item))
    : say(t.lowStock, nameOf(item), cratesOf(item, level.n) || amountOf(item, level.n))

/** A tone of a fifth of a second. */
const beep = (): void => {
  const sound = new AudioContext()
  const tone = sound.createOscillator()
  tone.connect(sound.destination)
  tone.onended = () => sound.close()
  tone.start()
  tone.stop(sound.currentTime + 0.2)
}

/**
 * What somebody at the bar has to pass on: stays until it was said, on any tablet. Where it is wanted it can be heard,
 * on every screen; it is `shown` at the bar.
 */
export class Warnings extends Component<Screen & { shown?: boolean }> {
  private heard = new Set<string>()

  override componentDidUpdate(): void {
    this.listen()
  }
  override componentDidMount(): void {
    this.listen()
  }

  /** Sounds once for each warning that was not there before. */
  private listen(): void {
    const { bar } = this.props
    if (bar.loading) return
    const now = new Set(warningsAt(bar.fold, bar.stock).map(({ item, short }) => item.slug + short))
    if (bar.choices.sound && [...now].some(key => !this.heard.has(key))) beep()
    this.heard = now
  }

  render({ bar, actions, shown }: Screen & { shown?: boolean }): VNode | false {
    const { fold, stock } = bar
    const [first, ...more] = shown && !bar.loading ? warningsAt(fold, stock) : []
    if (!first) return false
    const told = () =>
      actions.note(
        ...[first, ...more].map(({ item: { slug: item }, short: warning }) => ({
          kind: 'told' as const,
          place: stock,
          item,
          warning,
          upTo: fold.shelf(item, stock)!.news,
        })),
      )
    return html`<p role="alert" class=${`tell ${first.short === 'out' ? 'bad' : 'warn'}`}>
      <b>${warningOf(first)}</b>${more.length > 0 && html`<small>+${more.length}</small>`}
      <button onClick=${told}>${t.toldThem}</button></p>`
  }
}
