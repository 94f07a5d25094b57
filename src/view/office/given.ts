import { Component, type VNode } from 'preact'
import type { Money } from '../../domain/event.ts'
import { likelyAmounts, parseMoney } from '../../domain/money.ts'
import { closeOf, dialog } from '../dialog.ts'
import { html } from '../html.ts'
import { Sum, stripSums } from '../order.ts'
import type { Screen } from '../screen.ts'
import { digits, money, t } from '../words.ts'

interface State {
  /** Typed. */
  other: Money | undefined
}

/**
 * The second step where a meeting records what is given: a guest gives an amount, or pays with a note and wants change
 * on the suggested sum. Each button records the order. What a guest hands over holds the deposits, which are no gift;
 * who only brings deposits back gives out of those.
 */
export class Given extends Component<Screen, State> {
  override state: State = { other: undefined }

  render(screen: Screen, { other }: State): VNode {
    const sums = stripSums(screen)
    const { suggested, deposits, due } = sums
    const pays = due > 0
    const usual = pays ? due : suggested
    const amounts = pays ? likelyAmounts(due, digits).filter(amount => amount !== due) : []
    if (other) amounts.push(other)
    const back = (sum: Money) => sum > 0 && html`<small>${t.handBack} ${money(sum)}</small>`
    const button = (given: Money, label: unknown) => html`
      <button onClick=${(event: Event) => {
        screen.actions.done(given)
        closeOf(event)
      }}>${label}</button>`
    const gives = (amount: Money) =>
      button(
        pays ? Math.max(0, amount - deposits) : amount,
        html`<small>${t.gives} </small><b>${money(amount)} </b>${!pays && back(-deposits - amount)}`,
      )
    return dialog(
      t.given,
      screen,
      html`
        ${Sum(sums)}
        <div class="amounts">
          ${button(0, html`<b>${t.nothing} </b>${deposits > 0 ? html`<small>+ ${t.deposit} ${money(deposits)}</small>` : back(-deposits)}`)}
          ${usual > 0 && gives(usual)}
          ${amounts.map(
            amount => html`${gives(amount)}
              ${pays && amount > due && button(suggested, html`<small>${t.pays} ${money(amount)}, </small><b>${t.handBack} ${money(amount - due)}</b>`)}`,
          )}
        </div>
        <label>${t.other}<input inputmode="decimal" autocomplete="off"
          onInput=${(event: Event) => this.setState({ other: parseMoney((event.target as HTMLInputElement).value, digits) })} /></label>`,
    )
  }
}
