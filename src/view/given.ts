import { Component, type VNode } from 'preact'
import type { Money } from '../domain/event.ts'
import { likelyAmounts, parseMoney } from '../domain/money.ts'
import { closeOf, dialog } from './dialog.ts'
import { html } from './html.ts'
import { sumOf } from './order.ts'
import type { Screen } from './screen.ts'
import { digits, money, t } from './words.ts'

interface State {
  /** Typed. */
  other: Money | undefined
}

/**
 * The second step where a meeting records what is given: a guest gives an amount, or pays with a note and wants change
 * on the suggested sum. Each button records the order.
 */
export class Given extends Component<Screen, State> {
  override state: State = { other: undefined }

  render(screen: Screen, { other }: State): VNode {
    const sum = sumOf(screen)
    const amounts = likelyAmounts(sum, digits).filter(amount => amount !== sum)
    if (other) amounts.push(other)
    const button = (given: Money, label: unknown) => html`
      <button onClick=${(event: Event) => {
        screen.actions.done(given)
        closeOf(event)
      }}>${label}</button>`
    const gives = (amount: Money) => button(amount, html`<small>${t.gives} </small><b>${money(amount)}</b>`)
    return dialog(
      t.given,
      screen,
      html`
        <p class="sum"><span>${t.suggested}</span><b>${money(sum)}</b></p>
        <div class="amounts">
          ${button(0, html`<b>${t.nothing}</b>`)}
          ${sum > 0 && gives(sum)}
          ${amounts.map(
            amount => html`${gives(amount)}
              ${sum > 0 && amount > sum && button(sum, html`<small>${t.pays} ${money(amount)}, </small><b>${t.handBack} ${money(amount - sum)}</b>`)}`,
          )}
        </div>
        <label>${t.other}<input inputmode="decimal" autocomplete="off"
          onInput=${(event: Event) => this.setState({ other: parseMoney((event.target as HTMLInputElement).value, digits) })} /></label>`,
    )
  }
}
