import { Component, h, type VNode } from 'preact'
import { HOUSE_REASONS, type Menu, type Order, type Tally } from '../domain/event.ts'
import { ownOrders, UNDO_FOR } from '../domain/recent.ts'
import { type Strip, type StripLine, toLines } from '../domain/strip.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { drinkOf, inWords, money, t } from './words.ts'

/** How many taps stand beside the tiles in *One tap*. */
const LAST = 5

/** The suggested sum of the strip. */
export const sumOf = ({ bar }: Screen): number =>
  toLines(bar.strip.lines, id => bar.fold.events.get(id) as Menu, false).reduce(
    (sum, line) => sum + line.sum,
    0,
  )

/** How many glasses lines are. */
export const countOf = (lines: readonly StripLine[]): number => lines.reduce((n, line) => n + line.n, 0)

const keyOf = ({ menu, portion }: StripLine) => `${menu} ${portion}`

/**
 * The strip's lines. One that reaches 0 stays where it is while somebody taps plus and minus here, so that a quick
 * second tap does not meet the next drink's button; the next tap elsewhere clears it away.
 */
class Lines extends Component<Screen> {
  private rows: StripLine[] = []
  private seen: Strip | undefined
  private inside = false

  private merge(strip: Strip): StripLine[] {
    if (strip === this.seen) return this.rows
    const now = new Map(strip.lines.map(line => [keyOf(line), line]))
    const kept = this.inside ? this.rows.map(row => now.get(keyOf(row)) ?? { ...row, n: 0 }) : []
    const known = new Set(kept.map(keyOf))
    this.seen = strip
    this.inside = false
    return (this.rows = [...kept, ...strip.lines.filter(line => !known.has(keyOf(line)))])
  }

  render({ bar, actions }: Screen): VNode {
    const act = (what: 'less' | 'more', line: StripLine) => () => {
      this.inside = true
      if (what === 'more' || line.n) actions[what](line)
    }
    return html`
      <ul class="lines">
        ${this.merge(bar.strip).map(line => {
          const name = drinkOf(bar, line)
          return html`
            <li key=${keyOf(line)} class=${line.n ? '' : 'gone'}>
              <span>${name}</span>
              <button class="icon" aria-label=${t.less(name)} onClick=${act('less', line)}>−</button>
              <b>${line.n}</b>
              <button class="icon" aria-label=${t.more(name)} onClick=${act('more', line)}>+</button>
            </li>`
        })}
      </ul>`
  }
}

/** The last taps of *One tap*, each with a minus. One taken back stays in its place, struck through. */
const Taps = ({ bar, actions }: Screen): VNode => html`
  <ul class="lines">
    ${ownOrders(bar.fold, bar.station, 0, LAST, true).map(order => {
      const name = inWords(bar, order.lines)
      const gone = bar.fold.voided(order._id) === 'all'
      return html`
        <li key=${order._id} class=${gone ? 'gone' : ''}>
          <span>${name}</span>
          ${
            gone
              ? html`<em>${t.takenBack}</em>`
              : html`<button class="icon" aria-label=${t.takeBack(name)}
                  onClick=${() => actions.void(order._id, 'mistake')}>−</button>`
          }
        </li>`
    })}
  </ul>`

/** What *Undo* would take back: this station's newest order that stands, and that it has not been asked to take back already. */
const lastOf = ({ bar, now }: Screen, asked: ReadonlySet<string>): Order | Tally | undefined =>
  ownOrders(bar.fold, bar.station, now - UNDO_FOR, asked.size + 1).find(order => !asked.has(order._id))

interface State {
  /** On a phone: whether the sheet is drawn up. */
  drawn: boolean
}

/** The order that is being tapped, and what can be done with it and with the last one. */
export class OrderPanel extends Component<Screen, State> {
  override state: State = { drawn: false }
  /** Asked to take back; the void may not have come back from the disk yet. */
  private readonly asked = new Set<string>()
  private undoNext = false

  /** An order that is just being saved is not in the fold yet: then *Undo* waits for it instead of taking the one before. */
  private readonly undo = (): void => {
    this.undoNext = this.props.bar.saving.state === 'saving'
    const last = !this.undoNext && lastOf(this.props, this.asked)
    if (!last) return
    this.asked.add(last._id)
    this.props.actions.void(last._id, 'undo')
    this.setState({})
  }

  override componentDidUpdate(): void {
    for (const id of this.asked) if (this.props.bar.fold.voided(id) === 'all') this.asked.delete(id)
    if (this.undoNext && this.props.bar.saving.state === 'saved') this.undo()
  }

  render(screen: Screen, { drawn }: State): VNode {
    const { bar, actions, open } = screen
    const { lines } = bar.strip
    const empty = !lines.length
    const taps = empty && bar.choices.oneTap
    const sum = money(sumOf(screen))
    const last = lastOf(screen, this.asked)
    const lastWords = last && inWords(bar, last.lines)
    const close = (then: () => void) => () => {
      this.setState({ drawn: false })
      if (!empty) then()
    }
    const house = (why: string, i: number) => html`
      <button aria-label=${i ? null : `${t.house}: ${t.houseReasons[why]}`}
        onClick=${close(() => actions.house(why))}>${t.houseReasons[why]}</button>`
    return html`
      <section class=${`order${drawn ? ' drawn' : ''}${empty ? ' empty' : ''}`} aria-label=${t.order}>
        <header>
          <h2>${taps ? t.lastTaps : t.order}</h2>
          ${!empty && html`<span>${t.count(countOf(lines))}</span><button class="plain" onClick=${close(actions.clear.bind(actions))}>${t.clear}</button>`}
        </header>
        ${taps ? h(Taps, screen) : h(Lines, screen)}
        ${empty && html`<p class="hint">${taps ? t.oneTapHint : t.tapHint}</p>`}
        <div class="after">
          <button class=${last ? '' : 'idle'} onClick=${this.undo}>${t.undo} <span>${lastWords}</span></button>
          <button onClick=${() => open('recent')}>${t.recent}</button>
        </div>
        <p class="sum"><span>${t.suggested}</span><b>${sum}</b></p>
        <div class="house" role="group" aria-label=${t.house}>
          <span>${t.house}</span>${HOUSE_REASONS.map(house)}
        </div>
        <div class="main">
          <button class="peek" aria-label=${t.showOrder} aria-expanded=${drawn}
            onClick=${() => this.setState({ drawn: !drawn })}><span>${t.count(countOf(lines))}</span><b>${sum}</b></button>
          ${bar.fold.meeting()?.settings?.given && html`<button class=${empty ? 'idle' : ''} onClick=${() => !empty && open('given')}>${t.given}</button>`}
          <button class=${`done${empty ? ' idle' : ''}`} onClick=${close(() => actions.done())}>${t.done}<i class="hide">${empty ? '' : ` ${sum}`}</i></button>
        </div>
        <p class="hide" role="status">${empty ? lastWords && t.recorded(lastWords) : `${t.count(countOf(lines))}, ${sum}`}</p>
      </section>`
  }
}
