import type { VNode } from 'preact'
import type { Learned as Lesson } from '../../domain/kit.ts'
import { lessonsOf } from '../../domain/kit.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { o, t } from '../words.ts'
import { form } from './form.ts'

/** Letters of one lesson: an event holds them in any language. */
const MOST = 1000

/** What others learned, to read. */
export const Learned = (lessons: Lesson[]): VNode | false =>
  lessons.length > 0 &&
  html`
    <section class="card learned"><h3>${o.learned}</h3>
      <ul>${lessons.map(({ text, from }) => html`<li><p>${text}</p>${from && html`<small>${from}</small>`}</li>`)}</ul>
    </section>`

/** What the organizers before learned, where it helps: while a meeting is made and planned. */
export const FromBefore = ({ bar }: Screen): VNode | false =>
  Learned(lessonsOf(bar.fold).flatMap(({ text, from }) => (from === undefined ? [] : { text, from })))

/** What is passed on to the next organizers, and the field to add to it. */
export const Lessons = ({ bar, actions }: Screen): VNode =>
  form(
    o.lessons,
    html`<h3>${o.lessons}</h3><p>${o.lessonsHint}</p>
      <ul class="recent" aria-label=${o.lessons}>
        ${lessonsOf(bar.fold).map(
          ({
            _id,
            text,
            from,
          }) => html`<li key=${_id}><div><span>${text}${from && html`<p>${from}</p>`}</span>
            <button type="button" aria-label=${`${t.void} ${text}`} onClick=${() => actions.void(_id, 'wrong')}>${t.void}</button></div></li>`,
        )}
      </ul>
      <label>${o.lesson}<textarea name="lesson" rows="3" required maxlength=${MOST}></textarea></label>`,
    o.add,
    (fields, event) => {
      actions.note({ kind: 'lesson', text: fields('lesson') })
      ;(event.target as HTMLFormElement).reset()
    },
  )
