import type { VNode } from 'preact'
import { closeOf, dialog } from '../dialog.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { nameOf, o, t } from '../words.ts'
import { type Fields, field, fieldTime, form } from './form.ts'

const HOUR = 3_600_000

/** Drinks counted on paper: where, from when to when, how many of each. */
export const Tally = (screen: Screen): VNode => {
  const { bar, actions, now } = screen
  const drinks = bar.fold.drinks()
  const save = (fields: Fields, event: Event) => {
    const [from, to] = ['.from', '.to'].map(name => Date.parse(fields(name))).sort((a, b) => a - b)
    const counted = drinks.map(menu => ({ menu, n: Number(fields(menu.slug)) })).filter(({ n }) => n)
    if (counted.length) actions.tally(from!, to!, counted, fields('.place'))
    closeOf(event)
  }
  const time = { type: 'datetime-local', required: true }
  return dialog(
    t.tally,
    screen,
    form(
      t.tally,
      html`
        <p>${o.tallyHint}</p>
        <div class="fields times">
          ${field(o.place, '.place', bar.place, { required: true })}
          ${field(o.since, '.from', fieldTime(now - HOUR), time)}
          ${field(o.until, '.to', fieldTime(now), time)}
        </div>
        <div class="fields">
          ${drinks.map(drink => field(nameOf(drink), drink.slug, '', { type: 'number', min: 0, max: 9999, placeholder: 0 }))}
        </div>`,
      o.record,
      save,
    ),
  )
}
