import { Component, type VNode } from 'preact'
import { localTime } from '../domain/clock.ts'
import { type Id, is, type Order, splitId, type Tally } from '../domain/event.ts'
import { recentOrders } from '../domain/recent.ts'
import { dialog } from './dialog.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { clock, inWords, money, t } from './words.ts'

/** How many orders the list goes back. */
const MOST = 50
const REASONS = ['mistake', 'twice', 'changed', 'test']

/**
 * The newest orders of all stations, each with *Void* for the whole and a button a line for part of it. The reason is
 * chosen once, above, so that each of them takes one tap.
 */
export class Recent extends Component<Screen, { why: string }> {
  override state = { why: REASONS[0]! }
  private list: (Order | Tally)[] = []
  private version = -1

  private orders({ bar }: Screen): (Order | Tally)[] {
    if (this.version !== bar.version) this.list = recentOrders(bar.fold, bar.ref, MOST)
    this.version = bar.version
    return this.list
  }

  private nameOf({ bar }: Screen, id: Id): string {
    const { station } = splitId(id)!
    return bar.fold.station(station)?.name || (station === bar.station ? t.here : station)
  }

  private item(screen: Screen, order: Order | Tally, again: ReadonlySet<Id | undefined>): VNode {
    const { bar, actions } = screen
    const voided = bar.fold.voided(order._id)
    const isGone = (i: number) => voided === 'all' || voided.has(i)
    const { why } = this.state
    const notes = is(order, 'tally')
      ? [t.paper]
      : [
          order.house !== undefined && t.onHouse(t.houseReasons[order.house] ?? order.house),
          order.given !== undefined && t.gave(money(order.given)),
        ]
    const facts = [
      clock(localTime(order, bar.ref)),
      this.nameOf(screen, order._id),
      money(order.sum),
      ...notes,
      voided === 'all' && t.voided,
    ]
    return html`
      <li key=${order._id} class=${voided === 'all' ? 'gone' : ''}>
        <p>${facts.filter(Boolean).join(' · ')}</p>
        <ul>
          ${order.lines.map((line, i) => {
            const words = inWords(bar, [line])
            return html`<li class=${isGone(i) ? 'gone' : ''}><span>${words}</span>
              ${
                order.lines.length > 1 &&
                !isGone(i) &&
                html`<button class="icon" aria-label=${t.strike(words)}
                  onClick=${() => actions.void(order._id, why, [i])}>−</button>`
              }</li>`
          })}
        </ul>
        <div>
          ${voided !== 'all' && html`<button onClick=${() => actions.void(order._id, why)}>${t.void}</button>`}
          ${
            is(order, 'order') &&
            order.lines.some((_, i) => isGone(i)) &&
            !again.has(order._id) &&
            html`<button onClick=${() => actions.putBack(order._id)}>${t.putBack}</button>`
          }
        </div>
      </li>`
  }

  render(screen: Screen, { why }: { why: string }): VNode {
    const orders = this.orders(screen)
    const again = new Set(
      orders.map(order =>
        is(order, 'order') && screen.bar.fold.voided(order._id) !== 'all' ? order.again : undefined,
      ),
    )
    return dialog(
      t.recent,
      () => screen.open(undefined),
      html`
        <fieldset class="chips"><legend>${t.why}</legend>
          ${REASONS.map(
            each => html`<label><input type="radio" name="why" checked=${each === why}
              onChange=${() => this.setState({ why: each })} /><span>${t.voidReasons[each]}</span></label>`,
          )}
        </fieldset>
        ${!orders.length && html`<p>${t.noOrders}</p>`}
        <ul class="recent">${orders.map(order => this.item(screen, order, again))}</ul>`,
    )
  }
}
