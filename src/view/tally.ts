import type { VNode } from 'preact'
import type { Menu, Millis } from '../domain/event.ts'
import { closeOf, dialog } from './dialog.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { nameOf, t } from './words.ts'

const HOUR = 3_600_000

/** A time as `datetime-local` fields want it: the tablet's own time, to the minute. */
const fieldTime = (at: Millis): string =>
  new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

/** Drinks counted on paper: where, from when to when, how many of each. */
export const Tally = ({ bar, actions, now, open }: Screen): VNode => {
  const drinks = bar.fold.drinks()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget as HTMLFormElement)
    const text = (name: string) => String(fields.get(name))
    const counted = drinks.map((menu: Menu) => ({ menu, n: Number(text(menu.slug)) })).filter(({ n }) => n)
    if (!counted.length) return
    const times = [Date.parse(text('.from')), Date.parse(text('.to'))].sort((a, b) => a - b)
    actions.tally(times[0]!, times[1]!, counted, text('.place'))
    closeOf(event)
  }
  const field = (label: string, props: object) => html`<label>${label}<input required ...${props} /></label>`
  return dialog(
    t.tally,
    () => open(undefined),
    html`
      <form onSubmit=${submit}>
        <p>${t.tallyHint}</p>
        <div class="fields">
          ${field(t.place, { name: '.place', defaultValue: bar.place })}
          ${field(t.from, { name: '.from', type: 'datetime-local', defaultValue: fieldTime(now - HOUR) })}
          ${field(t.to, { name: '.to', type: 'datetime-local', defaultValue: fieldTime(now) })}
        </div>
        <div class="fields counts">
          ${drinks.map(drink =>
            field(nameOf(drink), { name: drink.slug, type: 'number', min: 0, max: 9999, defaultValue: 0 }),
          )}
        </div>
        <button class="done">${t.record}</button>
      </form>`,
  )
}
