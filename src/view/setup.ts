import type { VNode } from 'preact'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { adviceOf, factsOf } from './status.ts'
import { t } from './words.ts'

/** A form that hands over its fields when it is saved. */
const form = (
  title: string,
  save: (fields: FormData, form: HTMLFormElement) => void,
  fields: unknown,
): VNode => html`
  <form aria-label=${title} onSubmit=${(event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    save(new FormData(form), form)
  }}>
    <h2>${title}</h2>${fields}<button>${t.save}</button>
  </form>`

const field = (label: string, props: object): VNode =>
  html`<label>${label}<input autocomplete="off" ...${props} /></label>`

/** The meeting, this tablet, and how it gets on with its router. */
export const Setup = ({ bar, actions }: Screen): VNode => {
  const { fold, station, place, links } = bar
  const meeting = fold.meeting()
  const settings = meeting?.settings
  return html`
    <main class="page"><h1>${t.setup}</h1>
      ${form(
        t.meeting,
        fields =>
          actions.setMeeting({
            name: String(fields.get('name')),
            given: fields.has('given'),
            autoDone: Number(fields.get('auto')),
          }),
        html`${field(t.name, { name: 'name', defaultValue: meeting?.name ?? '' })}
          ${field(t.autoDoneAfter, { name: 'auto', type: 'number', min: 0, max: 3600, defaultValue: settings?.autoDone ?? 90 })}
          ${field(t.recordGiven, { name: 'given', type: 'checkbox', defaultChecked: !!settings?.given })}`,
      )}
      ${form(
        t.tablet,
        fields =>
          actions.setStation({ name: String(fields.get('name')), place: String(fields.get('place')) }),
        html`${field(t.name, { name: 'name', defaultValue: fold.station(station)?.name ?? '' })}
          ${field(t.place, { name: 'place', required: true, defaultValue: place })}`,
      )}
      ${
        links.length
          ? form(
              t.router,
              (fields, form) => {
                actions.setKey(String(fields.get('key')).trim())
                form.reset()
              },
              html`${links.map(
                link => html`<p key=${link.url}><b>${new URL(link.url).host}</b> ${factsOf(link)}<br />${adviceOf(link)}
                  ${link.refused && t.notTaken(link.refused.n, link.refused.reason)}</p>`,
              )}
              ${fold.waiting.size > 0 && html`<p>${t.orphans(fold.waiting.size)}</p>`}
              ${field(t.key, { name: 'key', required: true, autocapitalize: 'none', spellcheck: false })}`,
            )
          : html`<p>${t.alone}</p>`
      }
      <p><button onClick=${() => actions.retry()}>${t.again}</button></p>
    </main>`
}
