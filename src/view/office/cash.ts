import { Component, h, type VNode } from 'preact'
import { type Account, type CashBook, cashOf, coinsOf, usualOf } from '../../domain/cash.ts'
import { CASH_WAYS, type Cash, type Money } from '../../domain/event.ts'
import { parseMoney } from '../../domain/money.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { digits, money, o, say, stamp, t } from '../words.ts'
import { bars } from './bars.ts'
import { choice, field, form, table } from './form.ts'

/** From how many usual drinks in the boxes it is worth saying that they want to be emptied. */
const FULL = 100

/** A way that money goes, in words. */
export const wayOf = (way: Cash['way']): string => o.ways[CASH_WAYS.indexOf(way)]!

/** What money did, in words. */
const cashWords = ({ way, account, to, sum, why }: Cash): string =>
  [wayOf(way), `${account}${to ? ` → ${to}` : ''}`, money(sum), why].filter(Boolean).join(' · ')

/** How much is in an account: what the bar owes somebody is said in words. */
export const balanceOf = ({ name, balance }: Account): [string, string] =>
  balance < 0 ? [say(o.owed, name), money(-balance)] : [name, money(balance)]

/** What was suggested, given and paid for goods, beside each other; and how much of the costs is covered. */
export const Covered = ({ suggested, given, goods, paid }: CashBook): VNode => {
  // What was delivered is paid from a box or advanced, as a rule: the two are not added up.
  const costs = Math.max(goods, paid)
  return html`
    ${bars(
      t.cash,
      [
        [o.suggestedThen, suggested],
        [o.givenSoFar, given],
        [o.goodsCost, goods],
        [o.paidOut, paid],
      ],
      money,
    )}
    ${costs > 0 && html`<p class=${given < costs ? '' : 'good'}><b>${say(o.covered, Math.max(0, Math.round((100 * given) / costs)))}</b></p>`}`
}

/** The sum of what a count's fields say, as far as it can be read. */
const countOf = (fields: (name: string) => string, coins: Money[]) => {
  const sumIn = (name: string) => parseMoney(fields(name) || '0', digits) ?? 0
  const found = Object.fromEntries(
    coins.map(coin => [coin, Math.floor(Number(fields(`${coin}`)) || 0)]).filter(([, n]) => n),
  ) as Record<string, number>
  const other = sumIn('other')
  const sum = coins.reduce((all, coin) => all + coin * (found[coin] ?? 0), other + sumIn('sum'))
  return { sum, coins: found, ...(other && { other }) }
}

interface Props extends Screen {
  book: CashBook
}

const accounts = ({ accounts }: CashBook): VNode =>
  html`<datalist id="accounts">${accounts.map(({ name }) => html`<option value=${name} />`)}</datalist>`

/** The box that is meant when none is named: the first there is, for its name is in some language already. */
const usualBox = ({ accounts }: CashBook): string => accounts.find(({ isBox }) => isBox)?.name ?? o.box

/** The count of a box, coin by coin, or of another account in one sum; what it comes to is said before it is recorded. */
class CountBox extends Component<Props, { sum: Money }> {
  override state = { sum: 0 }

  render({ bar, actions, book }: Props, { sum }: { sum: Money }): VNode {
    const coins = coinsOf(usualOf(bar.fold.drinks()))
    const add = (event: Event) => {
      const data = new FormData((event.target as HTMLInputElement).form!)
      this.setState({ sum: countOf(name => String(data.get(name) ?? ''), coins).sum })
    }
    return form(
      o.countCash,
      html`<h3>${o.countCash}</h3>
        ${field(o.account, 'account', usualBox(book), { list: 'accounts', required: true })}
        <div class="fields coins" onInput=${add}>${coins.map(coin => field(money(coin), `${coin}`, '', { type: 'number', min: 0, step: 1, inputmode: 'numeric' }))}</div>
        <div class="fields times" onInput=${add}>
          ${field(o.otherCoins, 'other', '', { inputmode: 'decimal' })}
          ${field(o.orAll, 'sum', '', { inputmode: 'decimal' })}</div>
        <p class="sum" role="status"><span>${o.sum}</span><b>${money(sum)}</b></p>`,
      o.counted,
      (fields, event) => {
        actions.cash({ way: 'count', account: fields('account'), ...countOf(fields, coins) })
        ;(event.target as HTMLFormElement).reset()
        this.setState({ sum: 0 })
      },
    )
  }
}

/** What money did besides: each way asks for what belongs to it. */
class MoveMoney extends Component<Props, { way: Cash['way'] }> {
  override state = { way: 'float' as Cash['way'] }

  render({ actions, book }: Props, { way }: { way: Cash['way'] }): VNode {
    const advance = way === 'advance'
    return form(
      o.moveCash,
      html`<h3>${o.moveCash}</h3>
        ${choice(
          o.what,
          'way',
          CASH_WAYS.slice(0, -1).map(way => [way, wayOf(way)]),
          way,
          way => this.setState({ way: way as Cash['way'] }),
        )}
        <div class="fields times" key=${way}>
          ${field(advance ? o.initials : way === 'move' ? o.from : o.account, 'account', advance ? '' : usualBox(book), { list: 'accounts', required: true })}
          ${way === 'move' && field(o.to, 'to', '', { list: 'accounts', required: true })}
          ${field(o.sum, 'sum', '', { inputmode: 'decimal', required: true, pattern: '\\d+([.,]\\d*)?' })}
          ${field(o.whatFor, 'why', '', { required: advance || way === 'payout' })}
        </div>`,
      o.record,
      (fields, event) => {
        const [to, why, sum] = [fields('to'), fields('why'), parseMoney(fields('sum'), digits)]
        if (!sum) return
        actions.cash({
          way,
          account: fields('account'),
          sum,
          ...(why && { why }),
          ...(way === 'move' && { to }),
        })
        ;(event.target as HTMLFormElement).reset()
      },
    )
  }
}

/** What to see to before somebody else takes over; kept nowhere. */
const ShiftEnds = (): VNode => html`
  <details><summary>${o.shiftEnds}</summary>
    ${o.shiftList.map(line => html`<label>${line}<input type="checkbox" /></label>`)}
    <p class="tools"><a href="#/setup">${o.shift}</a></p></details>`

/** The bar's money: what was given, what it cost, each box and account, and the forms to write it down. */
export const CashScreen = (screen: Screen): VNode => {
  const { bar, actions } = screen
  const { fold } = bar
  const book = cashOf(fold)
  const boxes = book.accounts.filter(({ isBox }) => isBox)
  const likely = boxes.reduce((sum, { balance }) => sum + Math.max(balance, 0), 0) + book.since
  return html`
    <main class="page cards" tabindex="0"><h2>${t.cash}</h2>
      <section class="card">
        ${likely > FULL * usualOf(fold.drinks()) && html`<p class="warn"><b>${say(o.emptyBox, money(likely))}</b></p>`}
        ${Covered(book)}
        ${table(t.cash, [
          [o.suggestedSince, money(book.since)],
          [o.depositsHeld, money(book.held)],
        ])}
        ${
          book.accounts.length > 0 &&
          html`<h3>${o.accounts}</h3>${table(o.accounts, book.accounts.map(balanceOf))}`
        }
        ${ShiftEnds()}
      </section>
      ${accounts(book)}
      ${h(MoveMoney, { ...screen, book })}
      ${h(CountBox, { ...screen, book })}
      <ul class="recent" aria-label=${o.moveCash}>
        ${[...book.moves].reverse().map(move => {
          const said = cashWords(move)
          return html`<li key=${move._id}><div><span><p>${stamp(move.at)}</p>${said}</span>
            <button aria-label=${`${t.void} ${said}`} onClick=${() => actions.void(move._id, 'wrong')}>${t.void}</button></div></li>`
        })}
      </ul>
    </main>`
}
