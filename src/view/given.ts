import { Component, type VNode } from 'preact'
import type { Money } from '../domain/event.ts'
import { likelyAmounts, parseMoney } from '../domain/money.ts'
import { closeOf, dialog } from './dialog.ts'
import { html } from './html.ts'
import { sumOf } from './order.ts'
import type { Screen } from './screen.ts'
import { digits, money, t } from './words.ts'

/**
 * The second step where a meeting records what is given: a guest gives an amount, or pays with a note and wants change
 * on the suggested sum. Each button records the order.
 */
export class Given extends Component<Screen, { other?: Money }> {
  render(screen: Screen, { other }: { other?: Money }): VNode {
    const { actions, open } = screen
    const sum = sumOf(screen)
    const give = (given: Money) => (event: Event) => {
      actions.done(given)
      closeOf(event)
    }
    const amounts = likelyAmounts(sum, digits)
    if (other !== undefined) amounts.push(other)
    return dialog(
      t.given,
      () => open(undefined),
      html`
        <p class="sum"><span>${t.suggested}</span><b>${money(sum)}</b></p>
        <div class="amounts">
          <button class="wide" onClick=${give(0)}>${t.nothing}</button>
          ${amounts.map(
            amount => html`
            <button aria-label=${t.gives(money(amount))} class=${amount === sum ? 'wide' : ''} onClick=${give(amount)}>
              <small>${t.givesWord}</small><b>${money(amount)}</b></button>
            ${
              amount !== sum &&
              html`<button aria-label=${t.pays(money(amount), money(amount - sum))} disabled=${amount < sum || !sum} onClick=${give(sum)}>
              <small>${t.paysWord} ${money(amount)}</small><span>${amount > sum && t.handBack(money(amount - sum))}</span></button>`
            }`,
          )}
          <label class="wide">${t.other}
            <input inputmode="decimal" autocomplete="off"
              onInput=${(event: Event) => {
                const typed = parseMoney((event.target as HTMLInputElement).value, digits)
                this.setState({ other: typed } as { other?: Money })
              }} /></label>
        </div>`,
    )
  }
}
