import type { VNode } from 'preact'
import { cashOf } from '../domain/cash.ts'
import { CASH_WAYS, type Cash } from '../domain/event.ts'
import { parseMoney } from '../domain/money.ts'
import { choice, type Fields, field, form, table } from './form.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { digits, money, o, say, stamp, t } from './words.ts'

/** Coins and notes in hundredths of the currency's unit: those that most currencies have. */
const COINS = [10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1]
/** From how many units of the currency in the box it is worth saying that it wants to be emptied. */
const FULL = 300

/** Money back, however much there is of it: how far what was given covers the costs. */
const percent = (given: number, costs: number): string => `${Math.round((100 * given) / costs)} %`

/** The bar's money: what was given, what it cost, each box and account, and the forms to write it down. */
export const CashScreen = ({ bar, actions }: Screen): VNode => {
  const { fold } = bar
  const book = cashOf(fold)
  const { suggested } = fold.totals
  const unit = 10 ** digits
  const coins = COINS.map(coin => (coin * unit) / 100).filter(coin => coin >= 1)
  const names = [...new Set([o.box, ...book.accounts.map(({ name }) => name)])]
  const sumIn = (fields: Fields, name: string) => parseMoney(fields(name) || '0', digits) ?? 0
  const account = (label: string, name: string) =>
    field(label, name, name === 'to' ? '' : o.box, { list: 'accounts', required: name !== 'to' })
  const held = book.accounts.reduce((sum, { balance }) => sum + Math.max(balance, 0), 0)
  const likely = held + Math.max(0, suggested - book.given)
  const rows: [string, string][] = [
    [t.suggested, money(suggested)],
    [o.givenSoFar, money(book.given)],
    [o.goodsCost, money(book.goods)],
    [o.paidOut, money(book.paid)],
  ]
  if (book.goods) rows.push([o.covered, percent(book.given, book.goods)])
  const words = ({ way, account, to, sum, why }: Cash) =>
    [o.ways[CASH_WAYS.indexOf(way)], `${account}${to ? ` → ${to}` : ''}`, money(sum), why]
      .filter(Boolean)
      .join(' · ')
  return html`
    <main class="page cards" tabindex="0"><h2>${t.cash}</h2>
      ${likely > FULL * unit && html`<p class="warn"><b>${say(o.emptyBox, money(likely))}</b></p>`}
      ${table(t.cash, rows)}
      ${
        book.accounts.length > 0 &&
        table(
          o.accounts,
          book.accounts.map(({ name, balance }) => [name, money(balance)]),
        )
      }
      <datalist id="accounts">${names.map(name => html`<option value=${name} />`)}</datalist>
      ${form(
        o.countCash,
        html`<h3>${o.countCash}</h3>${account(o.account, 'account')}
          <div class="fields">${coins.map(coin => field(money(coin), `${coin}`, '', { type: 'number', min: 0 }))}</div>
          ${field(o.otherCoins, 'other', '', { inputmode: 'decimal' })}
          ${field(o.orAll, 'sum', '', { inputmode: 'decimal' })}`,
        o.counted,
        (fields, event) => {
          const found = Object.fromEntries(
            coins.map(coin => [coin, Number(fields(`${coin}`))]).filter(([, n]) => n),
          )
          const other = sumIn(fields, 'other')
          const sum = coins.reduce(
            (sum, coin) => sum + coin * (found[coin] ?? 0),
            other + sumIn(fields, 'sum'),
          )
          actions.cash({
            way: 'count',
            account: fields('account'),
            sum,
            coins: found,
            ...(other && { other }),
          })
          ;(event.target as HTMLFormElement).reset()
        },
      )}
      ${form(
        o.moveCash,
        html`<h3>${o.moveCash}</h3>
          ${choice(
            o.what,
            'way',
            CASH_WAYS.slice(0, -1).map((way, i) => [way, o.ways[i]!]),
          )}
          <div class="fields times">
            ${account(o.account, 'account')}${account(o.toAccount, 'to')}
            ${field(o.sum, 'sum', '', { inputmode: 'decimal', required: true })}${field(o.whatFor, 'why', '')}
          </div>`,
        t.record,
        (fields, event) => {
          const [way, to, why, sum] = [
            fields('way') as Cash['way'],
            fields('to'),
            fields('why'),
            sumIn(fields, 'sum'),
          ]
          if (!sum || (way === 'move' && !to)) return
          actions.cash({
            way,
            account: fields('account'),
            sum,
            ...(why && { why }),
            ...(way === 'move' && { to }),
          })
          ;(event.target as HTMLFormElement).reset()
        },
      )}
      <details><summary>${o.shiftEnds}</summary>
        ${o.shiftList.map(line => html`<label>${line}<input type="checkbox" /></label>`)}</details>
      <ul class="recent" aria-label=${o.moveCash}>
        ${[...book.moves].reverse().map(move => {
          const said = words(move)
          return html`<li key=${move._id}><div><span><p>${stamp(move.at)}</p>${said}</span>
            <button aria-label=${`${t.void} ${said}`} onClick=${() => actions.void(move._id, 'wrong')}>${t.void}</button></div></li>`
        })}
      </ul>
    </main>`
}
