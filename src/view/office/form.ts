import type { VNode } from 'preact'
import type { Menu, Millis } from '../../domain/event.ts'
import { parseMoney } from '../../domain/money.ts'
import { html } from '../html.ts'
import { digits, moneyIn, nameOf, o } from '../words.ts'

/** A time as `datetime-local` fields want it: the tablet's own time, to the minute. */
export const fieldTime = (at: Millis): string =>
  new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

/** What a form's fields say. */
export type Fields = (name: string) => string

/** A form that hands over its fields when its button is pressed. An unticked box says ''. */
export const form = (
  title: string,
  fields: unknown,
  button: string,
  save: (fields: Fields, event: Event) => void,
): VNode => html`
  <form aria-label=${title} onSubmit=${(event: Event) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget as HTMLFormElement)
    save(name => String(data.get(name) ?? '').trim(), event)
  }}>
    ${fields}<button class="done">${button}</button>
  </form>`

/** The parts of what somebody typed one after another. */
export const list = (text: string, between: RegExp = /\s*,\s*/): string[] =>
  text.split(between).filter(Boolean)

/** A labelled field. */
export const field = (
  label: string,
  name: string,
  value: string | number | boolean,
  props: object = {},
): VNode => html`
  <label>${label}<input name=${name} autocomplete="off"
    ...${value === !!value ? { type: 'checkbox', defaultChecked: value } : { defaultValue: value }} ...${props} /></label>`

/** A labelled choice among a few, each its value and what it says. Without `chosen` a paint leaves alone what somebody chose. */
export const choice = (
  label: string,
  name: string,
  options: (readonly [value: string, text: string])[],
  value?: string,
  chosen?: (value: string) => void,
): VNode => html`
  <label>${label}<select name=${name} value=${chosen && value} onChange=${(event: Event) => chosen?.((event.target as HTMLSelectElement).value)}>
    ${options.map(([each, text]) => html`<option value=${each} selected=${each === value}>${text}</option>`)}</select></label>`

/** One of several menu entries, by name. */
export const select = (
  label: string,
  name: string,
  entries: Menu[],
  value?: string,
  chosen?: (slug: string) => void,
): VNode =>
  choice(
    label,
    name,
    entries.map(entry => [entry.slug, nameOf(entry)]),
    value,
    chosen,
  )

/** Rows of a name and what there is to it. */
export const table = (title: string, rows: (string | number)[][], head?: string[]): VNode => html`
  <table aria-label=${title}>
    ${head && html`<thead><tr>${head.map(cell => html`<th scope="col">${cell}</th>`)}</tr></thead>`}
    <tbody>
      ${rows.map(([name, ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map(cell => html`<td>${cell}</td>`)}</tr>`)}
    </tbody>
  </table>`

/** What a fact is: a number, a sum of money, a time of the day (minutes after midnight), words, or yes. */
type FactKind = 'number' | 'money' | 'time' | 'text' | 'yes'
export type Fact = [label: string, key: string, kind: FactKind, value: unknown, props?: object]

const timeOf = (at: number): string => new Date(at * 60_000).toISOString().slice(11, 16)

/** Plain facts about something, folded away: hands over those that are filled in, by key. */
export const facts = (
  title: string,
  rows: Fact[],
  save: (said: Record<string, never>) => void,
): VNode => html`
  <details key=${title}><summary>${title}</summary>${form(
    title,
    html`<div class="fields">${rows.map(([label, key, kind, value, props]) =>
      field(
        label,
        key,
        kind === 'yes'
          ? !!value
          : value === undefined
            ? ''
            : kind === 'money'
              ? moneyIn(value as number)
              : kind === 'time'
                ? timeOf(value as number)
                : (value as string),
        { ...(kind === 'number' ? { type: kind, min: 0 } : kind === 'time' && { type: kind }), ...props },
      ),
    )}</div>`,
    o.save,
    fields => {
      const said: [string, unknown][] = rows.map(([, key, kind]) => {
        const typed = fields(key)
        const [hour, minute] = typed.split(':')
        const read = {
          number: () => Number(typed),
          money: () => parseMoney(typed, digits),
          time: () => Number(hour) * 60 + Number(minute),
          text: () => typed,
          yes: () => true,
        }
        return [key, typed ? read[kind]() : undefined]
      })
      save(Object.fromEntries(said) as Record<string, never>)
    },
  )}</details>`

/** The object without what is undefined, which no event can carry. */
export const plain = <T extends object>(said: T): T => JSON.parse(JSON.stringify(said))
