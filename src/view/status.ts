import type { VNode } from 'preact'
import type { Bar, Link, Tablet, Wiped } from '../domain/bar.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { warningOf } from './warnings.ts'
import { clock, say, stationOf, t } from './words.ts'

/** Databases that the status region has room for. */
const ROOM = 2

/** What to do about a database, in a sentence; empty where nothing is to be done. */
export const adviceOf = ({ barred }: Tablet, { state, url }: Link): string =>
  barred?.includes(new URL(url).origin) ? t.barred : state === 'ok' ? '' : t.link[state]

/** A database's host, as people tell it from the others. */
export const hostOf = ({ url }: Link): string => new URL(url).hostname

/** How a further database is doing, in few words. That it is out of reach is not news: it is another bar's. */
const Further = (bar: Bar, link: Link): VNode => {
  const { url, unsent, synced } = link
  const said = adviceOf(bar, link)
  const advice = said !== t.link.offline && said
  const facts = unsent ? say(t.unsent, unsent) : synced ? say(t.synced, clock(synced)) : t.never
  return html`<p key=${url} class=${advice || unsent ? 'warn' : 'good'}><b>${hostOf(link)}</b>${' · '}${advice || facts}</p>`
}

/** How much of a bar's events is here while it catches up; taps do not wait for it. */
const Coming = ({ fold }: Bar, behind: number): VNode => {
  const here = fold.events.size
  return html` <progress aria-label=${say(t.behind, behind)} value=${here} max=${here + behind}></progress>`
}

/** Where what is here has gone: how much is missing there, how much here, and when the two last agreed. */
export const factsOf = ({ unsent, behind, synced, state }: Link): string =>
  [
    unsent ? say(t.unsent, unsent) : synced && state !== 'other' && t.allSent,
    behind && say(t.behind, behind),
    synced ? say(t.synced, clock(synced)) : t.never,
  ]
    .filter(Boolean)
    .join(' · ')

/** Whether the app opens again without the router, and if not, why. */
export const Light = ({ offline }: Tablet): VNode | undefined =>
  offline &&
  html`<p class=${offline.safe ? 'good' : 'warn'}><b>${offline.safe ? t.safe : t.notSafe}</b>${offline.why && `: ${t.unsafe[offline.why]}`}</p>`

/** That a wiped meeting is still here, and why. */
export const wipedOf = ({ name, unsent }: Wiped): string => say(t.wipedOld, unsent, name)

/** What this browser promises about what it keeps. */
export const Keeps = ({ keeps }: Tablet): VNode | undefined =>
  keeps && html`<p class="say keeps">${t.keeps[keeps]} ${t.notPrivate}</p>`

/**
 * Whether all is saved, what is not on the router yet, when it last was in step, and what to do; the most urgent first,
 * for the room is fixed. Not spoken by itself: it changes with each order. What is urgent has an alert of its own.
 */
export const Status = ({ bar, warnings: [warning] }: Screen): VNode => {
  const { links, saving, fold, station, away, first, gone, wiped } = bar
  const link = links.find(({ by }) => !by)
  const advice = link && adviceOf(bar, link)
  const mood = saving.state === 'trouble' ? 'bad' : advice || link?.unsent ? 'warn' : 'good'
  const late = links.find(({ behind }) => behind)
  const ask = link && { key: t.enterKey, wiped: t.erase, other: t.ours }[link.state as string]
  return html`
    <div class=${`status ${mood}`} role="status" aria-live="off"
      style=${links.length > ROOM && `height:${links.length + 2}rem`}>
      ${away && html`<p class="say">${say(t.away, away.address)} ${t.awayWhy[away.why]}</p>`}
      <p><b>${{ saved: t.saved, saving: t.saving, trouble: t.notSaved }[saving.state]}</b>
        ${' · '}${link ? factsOf(link) : stationOf(bar, station)}${late?.behind && Coming(bar, late.behind)}</p>
      ${advice && html`<p class="say">${advice} ${ask && html`<a href="#/setup">${ask}</a>`}</p>`}
      ${links.map(other => other.by && Further(bar, other))}
      ${!advice && warning && html`<p class="say">${warningOf(warning)}</p>`}
      ${!advice && fold.waiting.size > 0 && html`<p class="say">${say(t.orphans, fold.waiting.size)}</p>`}
      ${wiped?.map(one => html`<p class="say">${wipedOf(one)} <a href="#/setup">${t.setup}</a></p>`)}
      ${gone && html`<p class="say">${t.gone} <a href="#/setup">${t.setup}</a></p>`}
      ${Light(bar)}
      ${first && Keeps(bar)}
    </div>`
}
