import type { VNode } from 'preact'
import { type BarEvent, is, type Menu, type Millis, splitId } from '../../domain/event.ts'
import type { Soon } from '../../domain/outlook.ts'
import { lineOf, type Point } from '../../domain/supply.ts'
import { amountOf, cratesOf } from '../amount.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { nameOf, o, say, stamp, stationOf, t } from '../words.ts'
import { BurnDown } from './chart.ts'
import { facts } from './form.ts'
import { OpenedButtons } from './goods.ts'
import { reasonOf, unitOf } from './measure.ts'
import { SoonLine } from './soon.ts'

/** How far back the chart goes, and how many movements are listed. */
const BACK: Millis = 48 * 3_600_000
const MOST = 40

/** What a movement was, in words. */
const wordsOf = (event: BarEvent): string => {
  const { kind, why, from, to, empty } = event as Record<string, unknown>
  const more = [why && reasonOf(why as string), from, to].filter(Boolean).join(' → ')
  const what = { loss: o.loss, delivery: o.delivery, transfer: o.transfer, count: o.counted, batch: o.mixed }
  return `${what[kind as keyof typeof what] ?? (empty ? o.empty : o.openedOne)}${more && `: ${more}`}`
}

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
const About = ({ actions }: Screen, item: Menu): VNode => {
  const { slug, type, name } = item
  const unit = unitOf(item)
  return facts(
    o.settings,
    [
      [say(o.bottleSize, unit), 'bottle', 'number', item.bottle],
      [say(o.packSize, unit), 'pack', 'number', item.pack],
      [say(o.warnAt, unit), 'warn', 'number', item.warn],
      [o.source, 'source', 'text', item.source],
      [o.packCost, 'cost', 'money', item.cost],
      [o.packDeposit, 'deposit', 'money', item.deposit],
      [o.countedOnly, 'counted', 'yes', item.counted],
    ],
    said => actions.setMenu({ slug, type, name, ...said }),
  )
}

/** One item, opened: what is left, how it ran and may run on, what came and went. */
export const Item = (screen: Screen, item: Menu, place: string, soon: Soon | undefined | null): VNode => {
  const { bar, now } = screen
  const shelf = bar.fold.shelf(item.slug, place)
  const level = shelf?.level()
  const points = shelf ? lineOf(shelf, item.slug, event => bar.fold.timeOf(event, bar.ref)) : []
  const since = points.findIndex(({ at }) => at > now - BACK)
  const name = nameOf(item)
  const due = bar.fold
    .expected()
    .filter(each => each.place === place)
    .flatMap(({ due, goods }) =>
      goods.filter(each => each.item === item.slug).map(({ n }) => ({ at: due, n })),
    )
  const amount = (n: number) => cratesOf(item, n) || amountOf(item, n)
  return html`
    <p><a href="#/stock">‹ ${t.stock}</a></p>
    <h2>${name}: ${place}</h2>
    ${
      level
        ? html`<p class=${`sum ${level.n <= 0 ? 'bad' : ''}`}><b>${amountOf(item, level.n)}</b>
          <span>${[cratesOf(item, level.n), (level.n < 0 || level.unsure) && o.recount].filter(Boolean).join(' · ')}</span></p>
          <p class="soon">${SoonLine(item, level.n, soon, now, bar.fold.meeting())}</p>
          ${BurnDown({ points: points.slice(Math.max(since, 0)), now, level: level.n, soon, due, name, amount, time: stamp, nowWord: o.now })}`
        : html`<p>${o.notCounted}</p>`
    }
    ${OpenedButtons(screen, item, place)}
    ${Moves(screen, item, points)}
    ${About(screen, item)}`
}
