import { Component, h, type VNode } from 'preact'
import { type CashBook, cashOf, pricesOf } from '../../domain/cash.ts'
import type { Menu } from '../../domain/event.ts'
import { kitOf } from '../../domain/kit.ts'
import { csvOf, daysOf, type Report, reportOf, TABLES, type Used } from '../../domain/report.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { money, nameOf, o, say, t } from '../words.ts'
import { Accounts } from './accounts.ts'
import { bars } from './bars.ts'
import { Covered } from './cash.ts'
import { DayColumns } from './columns.ts'
import { download } from './download.ts'
import { table } from './form.ts'
import { Lessons } from './lessons.ts'
import { reasonOf } from './measure.ts'
import { Work } from './work.ts'

/** An hour of the tablet's day. */
const hourOf = (at: number): number => new Date(at).getHours()

const Totals = ({ bar: { fold } }: Screen, { given, held }: CashBook): VNode => {
  const { orders, drinks, house, suggested, given: recorded, recorded: times, deposits } = fold.totals
  const rows: [string, string | number][] = [
    [o.orders, orders],
    [t.drinks, drinks],
    [t.house, house],
    [t.suggested, money(suggested)],
    [o.givenSoFar, money(given)],
  ]
  if (times) rows.push([say(o.givenRecorded, times), money(recorded)])
  if (deposits || held) rows.push([o.depositsHeld, money(deposits)])
  return table(t.report, rows)
}

/** How an item is measured in a table: by how many base units, and what that is called. */
const measureOf = ({ bottle, unit = 'piece' }: Menu): [of: number, word: string] =>
  bottle
    ? [bottle, unit === 'ml' ? o.inBottles : o.inPieces]
    : unit === 'piece'
      ? [1, o.inPieces]
      : [1000, unit === 'ml' ? 'l' : 'kg']

/** What became of the stock, why some of it was lost, and what the rest of it is worth. */
const Stock = ({ bar: { fold } }: Screen, stock: Used[]): VNode => {
  const priceOf = pricesOf(fold)
  const worth = stock.reduce((sum, { item, left = 0 }) => sum + (priceOf(item, Math.max(left, 0)) ?? 0), 0)
  const lines = stock.flatMap(({ item, came, used, lost, why, left }) => {
    const entry = fold.entry(item)
    if (!entry) return []
    const [of, word] = measureOf(entry)
    const told = (n?: number) => (n === undefined ? '–' : say('{0}', Math.round((10 * n) / of) / 10))
    const reasons = [...why].map(([why, n]) => `${told(n)} ${reasonOf(why)}`)
    const name = `${nameOf(entry)}, ${word}`
    return [{ name, numbers: [came, used, lost, left].map(told), reasons }]
  })
  const rows = lines.map(({ name, numbers }) => [name, ...numbers])
  const losses = lines.filter(({ reasons }) => reasons.length)
  return html`
    <div class="stacked">${table(t.stock, rows, [o.item, o.came, o.used, o.lost, o.leftOver])}</div>
    ${
      losses.length > 0 &&
      table(
        o.lost,
        losses.map(({ name, reasons }) => [name, reasons.join(' · ')]),
        [o.item, o.lost],
      )
    }
    ${worth > 0 && html`<p>${say(o.leftWorth, money(Math.round(worth)))}</p>`}`
}

/** The files to take along; the whole log a piece at a time, for it may be long. */
class Files extends Component<Screen> {
  private readonly work = new Work(() => this.setState({}))

  override componentWillUnmount(): void {
    this.work.stop()
  }

  private readonly log = (name: string) => {
    const { bar, actions } = this.props
    return this.work.run(bar.fold.events.size, async step => {
      const parts: string[] = []
      for await (const page of actions.events()) {
        parts.push(page.map(event => JSON.stringify(event)).join(',\n'))
        if (!(await step(page.length))) return ''
      }
      download(name, '[', parts.filter(Boolean).join(',\n'), ']\n')
      return ''
    })
  }

  render({ bar: { fold } }: Screen): VNode {
    const name = fold.meeting()?.name || 'barwrt'
    const button = (file: string, act: () => void) => html`<button onClick=${act}>${file}</button>`
    return html`
      <p class="tools">
        <button onClick=${() => print()}>${o.print}</button>
        <a href="#/report/accounts">${o.accountsPage}</a>
        ${Object.entries(TABLES).map(([file, kinds]) =>
          button(`${file}.csv`, () => download(`${name}-${file}.csv`, csvOf(fold, kinds))),
        )}
        ${button('log.json', () => void this.log(`${name}-log.json`))}
        ${button(o.saveKit, () => download(`${name}-kit.json`, JSON.stringify(kitOf(fold, hourOf))))}
        <small>${o.kitHint}</small>
      </p>
      ${this.work.view()}`
  }
}

const Drinks = ({ bar: { fold } }: Screen, drinks: Report['drinks']): VNode =>
  bars(
    t.drinks,
    drinks.map(([slug, n]): [string, number] => [nameOf(fold.entry(slug) as Menu), n]),
    n => say('{0}', n),
  )

/** The meeting in figures, to look at, to print, and to take along. */
export const ReportScreen = (screen: Screen): VNode => {
  const { fold, ref } = screen.bar
  const book = cashOf(fold)
  if (location.hash.endsWith('accounts')) return Accounts(screen, book)
  const { hours, drinks, stock } = reportOf(fold, ref)
  return html`
    <main class="page" tabindex="0"><h2>${t.report} ${fold.meeting()?.name}</h2>
      <div class="two">
        <section>${Totals(screen, book)}${h(Files, screen)}</section>
        <section><h3>${t.cash}</h3>${Covered(book)}</section>
        <section><h3>${o.byHour}</h3>${DayColumns(daysOf(hours, hourOf), o.dayDrinks)}</section>
        <section><h3>${t.drinks}</h3>${Drinks(screen, drinks)}</section>
        <section><h3>${t.stock}</h3>${Stock(screen, stock)}</section>
        <section>${Lessons(screen)}</section>
      </div>
    </main>`
}
