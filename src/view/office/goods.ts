import { Component, type VNode } from 'preact'
import { type Goods, LOSS_REASONS, type Menu } from '../../domain/event.ts'
import { parseMoney } from '../../domain/money.ts'
import { mixed } from '../../domain/supply.ts'
import { closeOf, dialog } from '../dialog.ts'
import { html } from '../html.ts'
import type { Screen, StockOver } from '../screen.ts'
import { digits, nameOf, o, say } from '../words.ts'
import { type Fields, field, fieldTime, form, select } from './form.ts'
import { amountFields, amountIn } from './measure.ts'

interface Props extends Screen {
  over: Exclude<StockOver, 'countStock' | 'empties'>
  /** Where stock moves. */
  place: string
  /** The item that is chosen at first. */
  item: string | undefined
}

/** Reasons to choose one of, the first at first. */
const chips = (name: string, values: readonly string[], words: readonly string[]): VNode => html`
  <fieldset class="chips">${values.map(
    (value, i) =>
      html`<label><input type="radio" name=${name} value=${value} defaultChecked=${!i} /><span>${words[i]}</span></label>`,
  )}</fieldset>`

/** A canister: which drink, how many servings. */
const Mixed = (screen: Props): VNode => {
  const { bar, actions, place } = screen
  const drinks = bar.fold.drinks().filter(({ recipe }) => recipe)
  return dialog(
    o.mixed,
    screen,
    form(
      o.mixed,
      html`<p>${o.mixedHint}</p>
        ${select(o.drink, 'drink', drinks)}
        ${field(o.servings, 'n', 20, { type: 'number', min: 1, max: 999, required: true })}`,
      o.record,
      (fields, event) => {
        const drink = bar.fold.entry(fields('drink'))!
        const { edits, note } = mixed(
          bar.fold,
          drink,
          Number(fields('n')),
          place,
          say(o.canisterOf, nameOf(drink)),
        )
        for (const edit of edits) actions.setMenu(edit)
        actions.note(note)
        closeOf(event)
      },
    ),
  )
}

/** What came, went or moved: one item at a time. */
export class Moved extends Component<Props, { item: string | undefined }> {
  override state = { item: this.props.item }

  render(screen: Props, { item }: { item: string | undefined }): VNode {
    const { over, place, bar, actions, now } = screen
    if (over === 'mixed') return Mixed(screen)
    const items = bar.fold.items()
    const chosen = items.find(({ slug }) => slug === item) ?? items[0]!
    const others = bar.fold.places().filter(other => other !== place)
    const sum = (fields: Fields, name: 'cost' | 'deposit') => {
      const n = parseMoney(fields(name), digits)
      return n !== undefined && { [name]: n }
    }
    const money = { inputmode: 'decimal', placeholder: 0 }
    const extra = {
      delivery: () => html`
        <div class="fields">${field(o.cost, 'cost', '', money)}${field(o.depositPaid, 'deposit', '', money)}
          ${field(o.from, 'from', chosen.source ?? '')}</div>
        ${field(o.due, 'due', '', { type: 'datetime-local', min: fieldTime(now) })}`,
      loss: () => chips('why', LOSS_REASONS, o.lossReasons),
      transfer: () => field(o.to, 'to', others[0] ?? '', { required: true, list: 'places' }),
    }[over]()
    const save = (fields: Fields, event: Event) => {
      const n = amountIn(chosen, fields)
      closeOf(event)
      if (!n) return
      const goods: [Goods] = [{ item: chosen.slug, n, ...sum(fields, 'cost'), ...sum(fields, 'deposit') }]
      const due = Date.parse(fields('due'))
      const from = fields('from') && { from: fields('from') }
      if (over === 'loss') actions.note({ kind: over, place, goods, why: fields('why') })
      else if (over === 'transfer') actions.note({ kind: over, place, goods, to: fields('to') })
      else if (due) actions.note({ kind: 'expected', place, goods, due, ...from })
      else actions.note({ kind: over, place, goods, ...from })
    }
    return dialog(
      `${o[over]}: ${place}`,
      screen,
      form(
        o[over],
        html`
          ${select(o.item, 'item', items, chosen.slug, item => this.setState({ item }))}
          <div class="fields" key=${chosen.slug}>${amountFields(chosen)}</div>
          ${extra}
          <datalist id="places">${others.map(other => html`<option value=${other} />`)}</datalist>`,
        o.record,
        save,
      ),
    )
  }
}

/** The two buttons of what nobody taps: a crate, or else a bottle, or a piece, was opened, or is empty. */
export const OpenedButtons = ({ actions }: Screen, item: Menu, place: string): VNode | false => {
  const n = item.pack ?? item.bottle ?? (item.unit === 'piece' ? 1 : 0)
  const button = (empty: boolean) => html`
    <button aria-label=${`${empty ? o.empty : o.openedOne}: ${nameOf(item)}`}
      onClick=${() => actions.note({ kind: 'opened', place, goods: [{ item: item.slug, n }], empty })}>
      ${empty ? o.empty : o.openedOne}</button>`
  return !!item.counted && !!n && html`<span class="pair">${button(false)}${button(true)}</span>`
}
