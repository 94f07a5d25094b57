import type { VNode } from 'preact'
import { html } from './html.ts'

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
