import type { VNode } from 'preact'
import { type BarEvent, is, type Menu, type Millis, splitId } from '../domain/event.ts'
import { parseMoney } from '../domain/money.ts'
import { lineOf, type Point } from '../domain/supply.ts'
import { amountOf, cratesOf } from './amount.ts'
import { BurnDown } from './chart.ts'
import { field, form } from './form.ts'
import { OpenedButtons } from './goods.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { digits, moneyIn, nameOf, o, say, stamp, stationOf, t } from './words.ts'

/** How far back the chart goes, and how many movements are listed. */
const BACK: Millis = 48 * 3_600_000
const MOST = 40

/** What a movement was, in words. */
const wordsOf = (event: BarEvent): string =>
  is(event, 'loss')
    ? `${o.loss}: ${event.why}`
    : is(event, 'delivery')
      ? [o.delivery, event.from].filter(Boolean).join(': ')
      : is(event, 'transfer')
        ? `${o.transfer}: ${event.place} → ${event.to}`
        : is(event, 'count')
          ? o.counted
          : is(event, 'batch')
            ? o.mixed
            : is(event, 'opened')
              ? event.empty
                ? o.empty
                : o.openedOne
              : t.order

/** What came and went, newest first; what was tapped in between only as a sum. */
const Moves = ({ bar, actions }: Screen, item: Menu, points: Point[]): VNode => {
  const rows: VNode[] = []
  let sold = 0
  const flush = () => {
    if (sold) rows.push(html`<li><p>${say(o.sold, amountOf(item, -sold))}</p></li>`)
    sold = 0
  }
  for (let i = points.length - 1; i >= 0 && rows.length < MOST; i--) {
    const { at, n, event } = points[i]!
    const by = n - (points[i - 1]?.n ?? 0)
    if (is(event, 'order') || is(event, 'tally')) {
      sold += by
      continue
    }
    flush()
    const what = is(event, 'count')
      ? amountOf(item, n)
      : `${by > 0 ? '+' : '−'}${amountOf(item, Math.abs(by))}`
    const words = `${what} · ${wordsOf(event)}`
    rows.push(html`
      <li key=${event._id}><div><span><b>${words}</b><br />
        <small>${stamp(at)} · ${stationOf(bar, splitId(event._id)!.station)}</small></span>
        <button aria-label=${`${t.void}: ${words}`} onClick=${() => actions.void(event._id, 'wrong')}>${t.void}</button></div></li>`)
  }
  flush()
  return html`<h3>${o.moves}</h3><ul class="recent" aria-label=${o.moves}>${rows}</ul>`
}

/** What the organizers know of an item. */
const About = ({ bar, actions }: Screen, item: Menu): VNode => {
  const unit = item.unit ?? 'piece'
  const size = (label: string, name: 'pack' | 'bottle' | 'warn') =>
    field(say(label, unit), name, item[name] ?? '', { type: 'number', min: 0, max: 9_999_999 })
  const sum = (label: string, name: 'cost' | 'deposit') =>
    field(label, name, item[name] === undefined ? '' : moneyIn(item[name]!), { inputmode: 'decimal' })
  return html`<details key=${item.slug}><summary>${o.settings}</summary>${form(
    o.settings,
    html`<div class="fields">${size(o.bottleSize, 'bottle')}${size(o.packSize, 'pack')}${size(o.warnAt, 'warn')}
      ${field(o.source, 'source', item.source ?? '', { list: 'sources' })}${sum(o.packCost, 'cost')}${sum(o.packDeposit, 'deposit')}</div>
      ${field(o.countedOnly, 'counted', !!item.counted)}
      <datalist id="sources">${Object.keys(bar.fold.meeting()?.sources ?? {}).map(name => html`<option value=${name} />`)}</datalist>`,
    o.save,
    (fields, event) => {
      const n = (name: string) => Number(fields(name)) || undefined
      actions.setMenu({
        slug: item.slug,
        type: 'item',
        name: item.name,
        ...({
          bottle: n('bottle'),
          pack: n('pack'),
          warn: fields('warn') ? Number(fields('warn')) : undefined,
          source: fields('source') || undefined,
          cost: parseMoney(fields('cost'), digits),
          deposit: parseMoney(fields('deposit'), digits),
          counted: !!fields('counted') || undefined,
        } as Partial<Menu>),
      })
      ;(event.currentTarget as HTMLElement).closest('details')!.open = false
    },
  )}</details>`
}

/** One item, opened: what is left, how it ran and may run on, what came and went. */
export const Item = (screen: Screen, item: Menu, place: string): VNode => {
  const { bar, now } = screen
  const shelf = bar.fold.shelf(item.slug, place)
  const level = shelf?.level()
  const points = shelf ? lineOf(shelf, item.slug, event => bar.fold.timeOf(event, bar.ref)) : []
  const since = points.findIndex(({ at }) => at > now - BACK)
  const name = nameOf(item)
  const amount = (n: number) => cratesOf(item, n) || amountOf(item, n)
  return html`
    <p><a href="#/stock">‹ ${o.stock}</a></p>
    <h2>${name}: ${place}</h2>
    ${
      level
        ? html`<p class=${`sum ${level.n <= 0 ? 'bad' : ''}`}><b>${amountOf(item, level.n)}</b>
          <span>${[cratesOf(item, level.n), (level.n < 0 || level.unsure) && o.recount].filter(Boolean).join(' · ')}</span></p>
          ${BurnDown({ points: points.slice(Math.max(since, 0)), now, level: level.n, gone: undefined, name, amount, time: stamp, nowWord: o.now })}`
        : html`<p>${o.notCounted}</p>`
    }
    ${OpenedButtons(screen, item, place)}
    ${Moves(screen, item, points)}
    ${About(screen, item)}`
}
