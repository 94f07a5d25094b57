import { Component, h, type VNode } from 'preact'
import { HOUSE_REASONS, type Menu, type Money, type Order, type Tally } from '../domain/event.ts'
import { ownOrders, UNDO_FOR } from '../domain/recent.ts'
import { type Strip, type StripLine, sumsOf, toLines } from '../domain/strip.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { Warnings } from './warnings.ts'
import { drinkOf, inWords, money, say, t } from './words.ts'

/** How many taps stand beside the tiles in *One tap*. */
const LAST = 5

/** Suggested donations, deposits, and what a guest is to pay, or below 0 to get. */
interface Sums {
  suggested: Money
  deposits: Money
  due: Money
}

/** What the strip comes to. */
export const stripSums = ({ bar }: Screen): Sums => {
  const sums = sumsOf(toLines(bar.strip.lines, id => bar.fold.events.get(id) as Menu, false))
  return { ...sums, due: sums.suggested + sums.deposits }
}

/** The strip's sum, and what of it are deposits. */
export const Sum = ({ suggested, deposits, due }: Sums): VNode =>
  html`
    <p class="sum"><span>${t.suggested}${deposits !== 0 && html` ${money(suggested)}<br />${deposits < 0 ? '−' : '+'} ${t.deposit} ${money(Math.abs(deposits))}`}</span><b>${due < 0 && html`<small>${t.handBack} </small>`}${money(Math.abs(due))}</b></p>`

const keyOf = ({ menu, portion, deposit }: StripLine) => `${menu} ${portion} ${deposit}`

/**
 * The strip's lines. One that reaches 0 stays where it is while somebody taps plus and minus here, so that a quick
 * second tap does not meet the next drink's button; the next tap elsewhere clears it away.
 */
class Lines extends Component<Screen> {
  private rows: StripLine[] = []
  private seen: Strip | undefined
  private inside = false

  private merge(strip: Strip): StripLine[] {
    if (strip !== this.seen) {
      const now = new Map(strip.lines.map(line => [keyOf(line), line]))
      const rows = this.inside ? this.rows : []
      this.rows = rows.map(row => now.get(keyOf(row)) ?? { ...row, n: 0 })
      for (const row of rows) now.delete(keyOf(row))
      this.rows.push(...now.values())
      this.seen = strip
      this.inside = false
    }
    return this.rows
  }

  render({ bar, actions }: Screen): VNode {
    const button = (what: 'less' | 'more', sign: string, line: StripLine) => html`
      <button class="icon" aria-label=${say(t[what], drinkOf(bar, line))}
        onClick=${() => {
          this.inside = true
          actions[what](line)
        }}>${sign}</button>`
    return html`
      <ul class="lines" data-hint=${t.tapHint}>
        ${this.merge(bar.strip).map(
          line => html`
            <li key=${keyOf(line)} class=${line.n ? '' : 'gone'}>
              <span>${drinkOf(bar, line)}</span>
              ${button('less', '−', line)}<b>${line.n}</b>${button('more', '+', line)}
            </li>`,
        )}
      </ul>`
  }
}

/** The last taps of *One tap*, each with a minus. One taken back stays in its place, struck through. */
const Taps = ({ bar, actions }: Screen): VNode => html`
  <ul class="lines" data-hint=${t.tapHint}>
    ${ownOrders(bar.fold, bar.station, 0, LAST, true).map(({ _id, lines }) => {
      const name = inWords(bar, lines)
      const gone = bar.fold.voided(_id) === 'all'
      return html`
        <li key=${_id} class=${gone ? 'gone' : ''}>
          <span>${name}</span>
          ${!gone && html`<button class="icon" aria-label=${say(t.takeBack, name)} onClick=${() => actions.void(_id, 'wrong')}>−</button>`}
        </li>`
    })}
  </ul>`

/** What *Undo* takes back: this station's newest order that stands, unless it is too old for that. */
const lastOf = ({ bar, now }: Screen): Order | Tally | undefined =>
  ownOrders(bar.fold, bar.station, now - UNDO_FOR, 1)[0]

interface State {
  /** On a phone: whether the sheet is drawn up. */
  drawn: boolean
}

/** The order that is being tapped, and what can be done with it and with the last one. */
export class OrderPanel extends Component<Screen, State> {
  override state: State = { drawn: false }
  private undos = 0
  private last: Order | Tally | undefined
  private said = ''

  /**
   * Takes back the last order. What is just being saved, an order or an *Undo*, is not in the fold yet: then it waits,
   * so that it does not take the order before, or the same one twice.
   */
  private undo(): void {
    const { bar, actions } = this.props
    if (!this.undos || bar.saving.state !== 'saved') return
    this.undos--
    const last = lastOf(this.props)
    if (last) actions.void(last._id, 'undo')
  }

  override componentDidUpdate(): void {
    this.undo()
  }

  /** What a screen reader says: the order as it grows, what was recorded, what was taken back. */
  private say({ bar }: Screen, last: Order | Tally | undefined): void {
    if (last === this.last) return
    const gone = this.last && bar.fold.voided(this.last._id) === 'all'
    const what = gone ? this.last : last
    this.said = what ? say(t[gone ? 'takenBack' : 'recorded'], inWords(bar, what.lines)) : ''
    this.last = last
  }

  render(screen: Screen, { drawn }: State): VNode {
    const { bar, actions, open } = screen
    const { lines } = bar.strip
    const empty = !lines.length
    const taps = empty && bar.choices.oneTap
    const sums = stripSums(screen)
    const { due } = sums
    const amount = money(Math.abs(due))
    const sum = due < 0 ? `${t.handBack} ${amount}` : amount
    const drinks = lines.reduce((n, line) => n + (line.deposit ? 0 : line.n), 0)
    const count = say(t.count, drinks)
    const last = lastOf(screen)
    this.say(screen, last)
    const button = (label: unknown, then: () => void, props = {}) => html`
      <button ...${props} onClick=${() => {
        if (empty) return
        this.setState({ drawn: false })
        then()
      }}>${label}</button>`
    return html`
      <section class=${`order${drawn ? ' drawn' : ''}${empty ? ' empty' : ''}${taps ? ' taps' : ''}`} aria-label=${t.order}>
        <header>
          <h2>${taps ? t.lastTaps : t.order}</h2>
          ${!empty && html`<span>${drinks > 0 && count}</span>${button(t.clear, () => actions.clear(), { class: 'plain' })}`}
        </header>
        ${taps ? h(Taps, screen) : h(Lines, screen)}
        ${h(Warnings, { ...screen, shown: true })}
        <div class="after">
          <button class=${last ? '' : 'idle'} onClick=${() => {
            this.undos++
            this.undo()
          }}>${t.undo} <span>${last && inWords(bar, last.lines)}</span></button>
          <button onClick=${() => open('recent')}>${t.recent}</button>
        </div>
        ${Sum(sums)}
        <div class="house" role="group" aria-label=${t.house}>
          <span>${t.house}</span>
          ${HOUSE_REASONS.map((why, i) =>
            button(t.houseReasons[i], () => actions.house(why), {
              'aria-label': i ? null : `${t.house}: ${t.houseReasons[i]}`,
            }),
          )}
        </div>
        <div class="main">
          <button class="peek" aria-expanded=${drawn} onClick=${() => this.setState({ drawn: !drawn })}>
            <i class="hide">${t.showOrder}: </i>${taps ? t.lastTaps : html`<span>${due < 0 ? t.handBack : count}</span> <b>${amount}</b>`}</button>
          ${bar.fold.meeting()?.settings?.given && button(t.given, () => open('given'), { class: empty ? 'idle' : '' })}
          ${button(html`${t.done}<i class="hide">${empty ? '' : ` ${sum}`}</i>`, () => actions.done(), {
            class: `done${empty ? ' idle' : ''}`,
          })}
        </div>
        <p class="hide" role="status">${empty ? this.said : `${count}, ${sum}`}</p>
      </section>`
  }
}
