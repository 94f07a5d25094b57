import type { VNode } from 'preact'
import { cashOf } from '../domain/cash.ts'
import { kitOf } from '../domain/kit.ts'
import { csvOf, reportOf, TABLES } from '../domain/report.ts'
import { amountOf } from './amount.ts'
import { download } from './download.ts'
import { form, table } from './form.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { money, nameOf, o, stamp, t } from './words.ts'

/** The meeting in figures, to look at, to print, and to take along. */
export const ReportScreen = ({ bar }: Screen): VNode => {
  const { fold, ref } = bar
  const { hours, drinks, stock } = reportOf(fold, ref)
  const { given, goods, paid } = cashOf(fold)
  const { orders, drinks: all, house, suggested, deposits } = fold.totals
  const most = Math.max(...hours.map(([, n]) => n), 1)
  const name = fold.meeting()?.name || 'barwrt'
  const files: [string, () => string][] = [
    ...Object.entries(TABLES).map(([name, kinds]): [string, () => string] => [
      `${name}.csv`,
      () => csvOf(fold, kinds),
    ]),
    ['log.json', () => JSON.stringify([...fold.events.values()])],
  ]
  return html`
    <main class="page" tabindex="0"><h2>${t.report} ${fold.meeting()?.name}</h2>
      ${table(t.report, [
        [o.orders, orders],
        [t.drinks, all],
        [t.house, house],
        [t.suggested, money(suggested)],
        [o.givenSoFar, money(given)],
        [o.goodsCost, money(goods)],
        [o.paidOut, money(paid)],
        [o.depositsHeld, money(deposits)],
      ])}
      <h3>${o.byHour}</h3>
      <ol class="hours">
        ${hours.map(([from, n]) => html`<li><span>${stamp(from)}</span><i style=${{ width: `${(60 * n) / most}%` }}></i><b>${n}</b></li>`)}
      </ol>
      <h3>${t.drinks}</h3>
      ${table(
        t.drinks,
        drinks.map(([slug, n]) => [nameOf(fold.entry(slug)), n]),
      )}
      <h3>${t.stock}</h3>
      ${table(
        t.stock,
        stock.flatMap(({ item, came, used, lost, left }) => {
          const entry = fold.entry(item)
          return entry
            ? [
                [
                  nameOf(entry),
                  ...[came, used, lost, left].map(n => (n === undefined ? '–' : amountOf(entry, n))),
                ],
              ]
            : []
        }),
        [o.item, o.came, o.used, o.lost, o.leftOver],
      )}
      <p class="tools">
        <button onClick=${() => print()}>${o.print}</button>
        ${files.map(([file, make]) => html`<button onClick=${() => download(`${name}-${file}`, make())}>${file}</button>`)}
      </p>
      ${form(
        o.kitFor,
        html`<h3>${o.kitFor}</h3><p>${o.kitHint}</p>
          <label>${o.lessons}<textarea name="lessons" rows="5"></textarea></label>`,
        o.saveKit,
        fields =>
          download(
            `${name}-kit.json`,
            JSON.stringify(kitOf(fold, fields('lessons'), at => new Date(at).getHours())),
          ),
      )}
    </main>`
}
