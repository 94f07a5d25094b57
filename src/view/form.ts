import type { VNode } from 'preact'
import type { Menu, Millis } from '../domain/event.ts'
import { html } from './html.ts'
import { nameOf } from './words.ts'

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

/** A labelled field. */
export const field = (
  label: string,
  name: string,
  value: string | number | boolean,
  props: object = {},
): VNode => html`
  <label>${label}<input name=${name} autocomplete="off"
    ...${value === !!value ? { type: 'checkbox', defaultChecked: value } : { defaultValue: value }} ...${props} /></label>`

/** One of several menu entries, by name. */
export const select = (
  label: string,
  name: string,
  entries: Menu[],
  value?: string,
  chosen?: (slug: string) => void,
): VNode => html`
  <label>${label}<select name=${name} value=${value} onChange=${(event: Event) => chosen?.((event.target as HTMLSelectElement).value)}>
    ${entries.map(entry => html`<option value=${entry.slug} selected=${entry.slug === value}>${nameOf(entry)}</option>`)}</select></label>`
