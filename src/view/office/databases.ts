import type { VNode } from 'preact'
import type { Actions, Link, Wiped } from '../../domain/bar.ts'
import { lineOf } from '../../domain/carry.ts'
import type { BarEvent } from '../../domain/event.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { adviceOf, factsOf, hostOf, wipedOf } from '../status.ts'
import { o, say, t } from '../words.ts'
import { download } from './download.ts'
import { type Fields, field, form } from './form.ts'

const PLAIN = { autocapitalize: 'none', spellcheck: false }

const user = () => field(o.user, 'user', '', PLAIN)
const key = (required: boolean) => field(o.password, 'key', '', { ...PLAIN, required })
const keyOf = (fields: Fields): string => (fields('user') && `${fields('user')}:`) + fields('key')

/** Another meeting's database: what is there, and the way in, behind a second tap. */
const Other = ({ url, other }: Link, actions: Actions): VNode | undefined =>
  other &&
  html`
    <p>${other.name && html`<b>${other.name}</b>: `}${say(o.strangers, other.n)}</p>
    <details>
      <summary>${t.ours}</summary><p>${o.joinHint}</p>
      <button type="button" onClick=${() => {
        actions.join(url)
        location.hash = '#/bar'
      }}>${o.join}</button>
    </details>`

/** How a database is doing, and what to do about it. */
export const About = ({ bar, actions }: Screen, link: Link): VNode => html`
  <div key=${link.url}><b>${link.url}</b><br />${factsOf(link)}<br />${adviceOf(bar, link)}
    ${link.refused && say(o.notTaken, link.refused.n, link.refused.reason)}
    ${link.state === 'wiped' && html`<button type="button" onClick=${() => actions.erase()}>${t.erase}</button>`}
    ${Other(link, actions)}</div>`

const toFile = async (name: string, pages: AsyncIterable<BarEvent[]>): Promise<void> => {
  const parts: string[] = []
  for await (const page of pages) parts.push(page.map(lineOf).join(''))
  download(`barwrt-${name}.jsonl`, ...parts)
}

/** A wiped meeting from before that has something which is only here: erased when somebody says so, taken along before. */
export const Old = ({ actions }: Screen, wiped: Wiped): VNode => html`
  <p key=${wiped.journal}>${wipedOf(wiped)}</p>
  <button type="button" onClick=${() => toFile(wiped.name, actions.events(wiped))}>${o.exportFile}</button>
  <button type="button" onClick=${() => actions.erase(wiped)}>${t.erase}</button>`

/** The further databases that this tablet keeps in step with, each with its key; and a form for one more. */
export const Databases = (screen: Screen): VNode[] => {
  const { bar, actions } = screen
  return [
    ...bar.links
      .filter(({ by }) => by)
      .map(link =>
        form(
          link.url,
          html`<h3>${hostOf(link)}</h3>${About(screen, link)}${user()}${key(true)}
            ${link.by === 'tablet' && html`<button type="button" onClick=${() => actions.dropDatabase(link.url)}>${o.remove}</button>`}`,
          o.save,
          fields => actions.setDatabase(link.url, keyOf(fields)),
        ),
      ),
    form(
      o.another,
      html`<h3>${o.another}</h3><p class="say">${o.anotherWhy}</p>
        ${field(o.address, 'url', '', { ...PLAIN, type: 'url', pattern: 'https?://.+/.+', required: true })}
        ${user()}${key(false)}`,
      o.add,
      (fields, event) => {
        actions.setDatabase(fields('url'), keyOf(fields))
        ;(event.target as HTMLFormElement).reset()
      },
    ),
  ]
}
