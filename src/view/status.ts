import type { VNode } from 'preact'
import type { Link } from '../domain/bar.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { clock, t } from './words.ts'

/** What to do about a database, in a sentence; empty where nothing is to be done. */
export const adviceOf = (link: Link): string => t.link[link.state]

/** Where what is here has gone: how much is missing there, how much here, and when the two last agreed. */
export const factsOf = (link: Link): string =>
  [
    link.unsent ? t.unsent(link.unsent) : link.synced && t.allSent,
    link.behind && t.behind(link.behind),
    link.synced ? t.synced(clock(link.synced)) : t.never,
  ]
    .filter(Boolean)
    .join(' · ')

/**
 * Whether all is saved, what is not on the router yet, when it last was in step, and what to do. Spoken only when
 * somebody goes there: it changes with each order, and what is urgent is said elsewhere.
 */
export const Status = ({ bar }: Screen): VNode => {
  const { links, saving, place, fold, station } = bar
  const link = links.find(each => adviceOf(each)) ?? links[0]
  const advice = link && adviceOf(link)
  const mood = saving.state === 'trouble' ? 'bad' : advice || link?.unsent ? 'warn' : 'good'
  const word = { saved: t.saved, saving: t.saving, trouble: t.notSaved }[saving.state]
  return html`
    <div class=${`status ${mood}`} role="status" aria-live="off">
      <p><i class="dot"></i><b>${word}</b> ${link ? factsOf(link) : fold.station(station)?.name || place}</p>
      <p>${advice || (fold.waiting.size > 0 && t.orphans(fold.waiting.size))}
        ${link?.state === 'key' && html`<a href="#/setup">${t.enterKey}</a>`}</p>
    </div>`
}
