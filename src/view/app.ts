import { Component, h, render, type VNode } from 'preact'
import type { Actions, Bar } from '../domain/bar.ts'
import { type Warning, warningsAt } from '../domain/short.ts'
import { dialog } from './dialog.ts'
import { html } from './html.ts'
import { OtherLanguages } from './languages.ts'
import { NoticeBar, NotSaving } from './notice.ts'
import { but, once } from './once.ts'
import { OrderPanel } from './order.ts'
import { hasOffice, overs, pages, routeNow } from './pages.ts'
import { isOrganizer, type Over, type Screen } from './screen.ts'
import { Status } from './status.ts'
import { Tiles } from './tiles.ts'
import { languageOf, speak, t } from './words.ts'

/** How often the page is painted when nothing happens, so that what is too old to undo says so; ms. */
const TICK = 30_000

interface State {
  bar: Bar
  actions: Actions
  route: string
  over?: Over | undefined
}

/** The tools under the tiles: what a bartender needs once an evening. */
const Tools = (screen: Screen): VNode => {
  const { bar, actions, open } = screen
  const { oneTap, theme } = bar.choices
  return html`
    <div class="tools">
      <button role="switch" aria-checked=${oneTap} onClick=${() => actions.choose({ oneTap: !oneTap })}>${t.oneTap}</button>
      <button onClick=${() => open('wipe')}>${t.wipe}</button>
      <button onClick=${() => open('out')}>${t.somethingOut}</button>
      <button onClick=${() => open('tally')}>${t.tally}</button>
      <button role="switch" aria-checked=${theme === 'day'}
        onClick=${() => actions.choose({ theme: theme === 'day' ? 'dark' : 'day' })}>${t.daylight}</button>
      ${OtherLanguages(screen)}
    </div>`
}

/** On a phone the ways are one line that scrolls sideways: the one that was taken is in sight, in the middle. */
const inSight = (link: HTMLElement | null): void => {
  const nav = link?.parentElement
  if (nav) nav.scrollLeft = link.offsetLeft - nav.offsetLeft - (nav.clientWidth - link.clientWidth) / 2
}

/** The bar itself. The tiles are the first buttons of the page, whatever the drinks are called. */
const BarScreen = (screen: Screen, over: Over | undefined, tools: VNode): VNode => html`
  <main class="counter">${h(Tiles, screen)}${tools}</main>
  ${h(OrderPanel, screen)}
  ${over && (overs[over]?.(screen) ?? dialog('BarWRT', screen, html`<p>${t.coming}</p>`))}`

/** Instead of a screen that is not on this tablet yet. */
const Coming = (): VNode => html`<main class="page"><p class="coming">${t.coming}</p></main>`

class App extends Component<Pick<State, 'bar' | 'actions'>, State> {
  override state: State = { ...this.props, route: routeNow() }
  private readonly warnings = once<Warning[]>()
  /** What stands around tiles and order. */
  private readonly around = once<Record<'head' | 'tools' | 'foot', VNode>>()

  override componentDidMount(): void {
    show = news => this.setState(news)
    addEventListener('hashchange', () => this.setState({ route: routeNow(), over: undefined }))
    // Safari shows :active only on a page that listens for touches.
    addEventListener('touchstart', () => {}, { passive: true })
    setInterval(() => this.setState({}), TICK)
  }

  render(_: unknown, { bar, actions, route, over }: State): VNode {
    dress(bar.choices.theme)
    const { fold, version, stock, loading } = bar
    const warnings = this.warnings([fold, version, stock, loading], () =>
      loading ? [] : warningsAt(fold, stock),
    )
    const screen: Screen = {
      bar,
      actions,
      warnings,
      now: Date.now(),
      open: over => this.setState({ over }),
    }
    if (route !== 'board' || !hasOffice()) speak(languageOf(bar.choices), fold.meeting()?.currency, bar.texts)
    if (route === 'board') return html`${(pages.board ?? Coming)(screen)}${bar.station && NotSaving(screen)}`
    const page = pages[route] ?? (hasOffice() || ['', 'bar'].includes(route) ? undefined : Coming)
    const link = (to: string, name: string) => {
      const here = route === to || (to === 'bar' && !page)
      return html`<a href=${`#/${to}`} ref=${here && inSight} aria-current=${here ? 'page' : null}>${name}</a>`
    }
    const { head, tools, foot } = this.around([actions, route, page, t, ...but(bar, 'strip')], () => ({
      head: html`
        ${Status(screen)}
        <header class="mark"><h1><a href="#/bar">Bar<b>WRT</b></a></h1></header>
        <nav>${link('bar', t.bar)}${link('stock', t.stock)}${isOrganizer(bar) && [link('board', t.board), link('plan', t.plan), link('cash', t.cash), link('report', t.report), link('setup', t.setup)]}${link('help', t.help)}</nav>
        ${fold.meeting()?.settings?.practice && html`<aside class="practice">${t.practice}</aside>`}`,
      tools: Tools(screen),
      foot: html`${NoticeBar(screen, !page)}${NotSaving(screen)}`,
    }))
    return html`${head}${page ? page(screen) : BarScreen(screen, over, tools)}${foot}`
  }
}

/** Puts the theme on the page, and its colour on the browser's own bar. */
const dress = (theme: string): void => {
  const { dataset } = document.documentElement
  if (dataset.theme === theme) return
  dataset.theme = theme
  document
    .querySelector('[name=theme-color]')
    ?.setAttribute('content', theme === 'day' ? '#f6f2ea' : '#12110f')
}

let show: ((news: Pick<State, 'bar' | 'actions'>) => void) | undefined

/**
 * Shows a bar. Called at each change of it; changes within one turn of the event loop are painted once.
 * @param root an empty element
 */
export const paint = (root: Element, bar: Bar, actions: Actions): void => {
  if (show) show({ bar, actions })
  else render(h(App, { bar, actions }), root)
}
