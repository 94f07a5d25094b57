import type { VNode } from 'preact'
import type { CashBook } from '../../domain/cash.ts'
import { type Goods, is } from '../../domain/event.ts'
import type { Fold } from '../../domain/fold.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { money, o, t } from '../words.ts'
import { balanceOf, Covered, wayOf } from './cash.ts'
import { dateOf } from './dates.ts'
import { table } from './form.ts'

/** What was delivered, by where it came from: the goods, and the deposits on what holds them, less those that came back. */
const bySource = (fold: Fold): [source: string, goods: number, deposits: number][] => {
  const sums = new Map<string, [number, number]>()
  const all = (goods: Goods[], key: 'cost' | 'deposit') =>
    goods.reduce((sum, each) => sum + (each[key] ?? 0), 0)
  for (const event of fold.counted())
    if (is(event, 'delivery') || is(event, 'empties')) {
      const came = is(event, 'delivery')
      const source = (came ? event.from : event.to) || o.somewhere
      const [cost, deposit] = sums.get(source) ?? [0, 0]
      const back = all(event.goods, 'deposit')
      sums.set(source, [cost + all(event.goods, 'cost'), came ? deposit + back : deposit - back])
    }
  return [...sums].map(([source, [cost, deposit]]) => [source, cost, deposit])
}

/** One page of accounts for the collective: what came in, what it was spent on, and where the rest is. */
export const Accounts = ({ bar: { fold }, now }: Screen, book: CashBook): VNode => {
  const { moves, put, given, held, accounts } = book
  const spent = moves.filter(({ way }) => way === 'payout' || way === 'advance')
  const rest = accounts.reduce((sum, { balance }) => sum + balance, 0)
  const goods = bySource(fold)
  const name = fold.meeting()?.name
  return html`
    <main class="page accounts" tabindex="0"><h2>${o.accountsPage} ${name}</h2><p>${dateOf(now)} ${new Date(now).getFullYear()}</p>
      ${table(o.accountsPage, [
        [wayOf('float'), money(put)],
        [o.givenSoFar, money(given)],
        [o.depositsHeld, money(held)],
        ...spent.map(({ way, account, why, sum, at }) => [
          [dateOf(at), way === 'advance' ? `${wayOf(way)}: ${account}` : wayOf(way), why]
            .filter(Boolean)
            .join(' · '),
          money(-sum),
        ]),
      ])}
      <p class="sum"><span>${o.rest}</span><b>${money(rest)}</b></p>
      ${table(
        o.accounts,
        accounts.map(each => [balanceOf(each)[0], money(each.balance)]),
      )}
      ${
        goods.length > 0 &&
        html`<h3>${o.goodsCost}</h3>${table(
          o.goodsCost,
          goods.map(([source, cost, deposit]) => [source, money(cost), money(deposit)]),
          [o.from, o.cost, o.depositPaid],
        )}`
      }
      ${Covered(book)}
      <p class="signed">${o.checkedBy}</p>
      <p class="tools"><button onClick=${() => print()}>${o.print}</button><a href="#/report">${t.report}</a></p>
    </main>`
}
