import { Component, type VNode } from 'preact'
import type { Amount, Count as CountEvent, Menu } from '../../domain/event.ts'
import { amountOf } from '../amount.ts'
import { dialog } from '../dialog.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { clock, nameOf, o, say } from '../words.ts'
import { form } from './form.ts'
import { amountFields, amountIn } from './measure.ts'

/** A line that was counted less than this ago belongs to the count that goes on, whoever began it; ms. */
const ONE_COUNT = 3 * 3_600_000

interface Props extends Screen {
  place: string
}
interface State {
  /** What was expected just before a line was entered here, by item. */
  expected: Record<string, Amount | undefined>
  /** Items that are counted once more. */
  again: Record<string, boolean>
}

/**
 * A stock take, line by line: each line is an event of its own, kept at once, so that it may take an hour, be finished on
 * another tablet, and be right under sales that go on. What is expected is not shown before a line is entered.
 */
export class Count extends Component<Props, State> {
  override state: State = { expected: {}, again: {} }

  private line(screen: Props, item: Menu, counted: CountEvent | undefined): VNode {
    const { bar, actions, place } = screen
    const { slug } = item
    const name = nameOf(item)
    if (counted) {
      const there = amountOf(item, counted.items[slug]!)
      const expected = this.state.expected[slug]
      return html`<li key=${slug} class="good"><div>
        <span><b>${name}</b> <small>${say(o.countedAt, clock(bar.fold.timeOf(counted, bar.ref)))}</small><br />
          ${expected === undefined ? there : say(o.expectedWas, there, amountOf(item, expected))}</span>
        <button aria-label=${`${o.again}: ${name}`} onClick=${() => this.setState(({ again }) => ({ again: { ...again, [slug]: true } }))}>${o.again}</button>
      </div></li>`
    }
    return html`<li key=${slug}>${form(
      name,
      html`<h3>${name}</h3><div class="fields">${amountFields(item, true)}</div>`,
      o.counted,
      fields => {
        const before = bar.fold.level(slug, place)?.n
        actions.note({ kind: 'count', place, items: { [slug]: amountIn(item, fields) } })
        this.setState(({ expected, again }) => ({
          expected: { ...expected, [slug]: before },
          again: { ...again, [slug]: false },
        }))
      },
    )}</li>`
  }

  render(screen: Props, { again }: State): VNode {
    const { bar, place, now } = screen
    const { fold, ref } = bar
    const lines = fold.items().map(item => {
      const counted = fold.shelf(item.slug, place)?.counted
      const isFresh = counted && now - fold.timeOf(counted, ref) < ONE_COUNT && !again[item.slug]
      return { item, counted: isFresh ? counted : undefined }
    })
    const stocked = lines.filter(({ item }) => fold.level(item.slug, place))
    const rest = lines.filter(line => !stocked.includes(line))
    return dialog(
      `${o.countStock}: ${place}`,
      screen,
      html`<p>${o.countHint}</p>
        <ul class="recent counting">${[...stocked, ...rest].map(({ item, counted }) => this.line(screen, item, counted))}</ul>`,
    )
  }
}
