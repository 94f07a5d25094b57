import { Component, createRef, type VNode } from 'preact'
import { HOUSE_REASONS, type Id, is, type Order, splitId, type Tally } from '../../domain/event.ts'
import { recentOrders } from '../../domain/recent.ts'
import { isDepositOf } from '../../domain/strip.ts'
import { dialog } from '../dialog.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { clock, drinkOf, money, say, stationOf, t } from '../words.ts'
import { chips } from './chips.ts'

/** How many orders the list goes back. */
const MOST = 50
const REASONS = ['wrong', 'twice', 'changed', 'test']

interface State {
  why: string
}

const houseWords = (why: string): string =>
  `${t.house}: ${t.houseReasons[(HOUSE_REASONS as readonly string[]).indexOf(why)] ?? why}`

/**
 * The newest orders of all stations, each with *Void* for the whole and a minus a line for part of it. The reason is
 * chosen once, above, so that each of them takes one tap.
 */
export class Recent extends Component<Screen, State> {
  override state: State = { why: REASONS[0]! }
  private list: (Order | Tally)[] = []
  private version = -1
  private readonly ul = createRef<HTMLElement>()
  private first: HTMLElement | null = null
  private top = 0

  private item(screen: Screen, order: Order | Tally, again: ReadonlySet<Id | undefined>): VNode {
    const { bar, actions } = screen
    const { _id, lines } = order
    const voided = bar.fold.voided(_id)
    const all = voided === 'all'
    const isGone = (i: number) => all || voided.has(i)
    const { why } = this.state
    const facts = [
      clock(bar.fold.timeOf(order, bar.ref)),
      stationOf(bar, splitId(_id)!.station),
      money(order.sum),
      ...(is(order, 'order')
        ? [
            order.house && houseWords(order.house),
            order.given !== undefined && say(t.gave, money(order.given)),
          ]
        : [t.tally]),
      all && t.voided,
    ]
    const back =
      is(order, 'order') &&
      lines.some((_, i) => isGone(i)) &&
      !again.has(_id) &&
      html`<button onClick=${() => actions.putBack(_id)}>${t.putBack}</button>`
    return html`
      <li key=${_id} class=${all ? 'gone' : ''}>
        <div><p>${facts.filter(Boolean).join(' · ')}</p>${back}</div>
        <div>
          <ul role="presentation">
            ${lines.map((line, i) => {
              if (isDepositOf(lines, i)) return ''
              const words = `${line.n} ${drinkOf(bar, line)}`
              const both = isDepositOf(lines, i + 1) ? [i, i + 1] : [i]
              return html`<li class=${isGone(i) ? 'gone' : ''}><span>${words}</span>
                ${
                  lines.length > both.length &&
                  !isGone(i) &&
                  html`<button class="icon" aria-label=${say(t.takeBack, words)} onClick=${() => actions.void(_id, why, both)}>−</button>`
                }</li>`
            })}
          </ul>
          ${!all && html`<button onClick=${() => actions.void(_id, why)}>${t.void}</button>`}
        </div>
      </li>`
  }

  override componentDidMount(): void {
    this.hold()
  }

  /** What came in at the top meanwhile must not push another order under the finger. */
  override componentDidUpdate(): void {
    const list = this.ul.current!
    if (this.first) list.closest('dialog')!.scrollTop += this.first.offsetTop - this.top
    this.hold()
  }

  private hold(): void {
    this.first = this.ul.current!.firstElementChild as HTMLElement | null
    this.top = this.first?.offsetTop ?? 0
  }

  render(screen: Screen, { why }: State): VNode {
    const { fold, ref, version } = screen.bar
    if (this.version !== version) this.list = recentOrders(fold, ref, MOST)
    this.version = version
    const standing = this.list.filter(({ _id }) => fold.voided(_id) !== 'all')
    const again = new Set(standing.map(order => (order as Order).again))
    return dialog(
      t.recent,
      screen,
      html`
        ${chips(
          t.why,
          REASONS.map((each, i) => [each, t.voidReasons[i]] as const),
          why,
          why => this.setState({ why }),
        )}
        <ul ref=${this.ul} class="recent" aria-label=${t.recent} data-hint=${t.noOrders}>${this.list.map(order => this.item(screen, order, again))}</ul>`,
    )
  }
}
