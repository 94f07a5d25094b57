import type { VNode } from 'preact'
import type { MeetingEdit } from '../domain/bar.ts'
import { type Kit, readKit } from '../domain/kit.ts'
import { softMenu } from '../domain/seed.ts'
import { choice, type Fields, field, fileOf, form, list } from './form.ts'
import { html } from './html.ts'
import { Qr } from './qr.ts'
import type { Screen } from './screen.ts'
import { o, say, stationOf, t } from './words.ts'

/** What the fields of the meeting's form say. */
const edited = (fields: Fields): MeetingEdit => {
  const from = fields('from')
  return {
    name: fields('name'),
    currency: fields('currency').toUpperCase(),
    ...(from && { from }),
    heads: list(fields('heads'), /\D+/).map(Number),
    places: list(fields('places')),
    given: !!fields('given'),
    autoDone: Number(fields('auto')),
    practice: !!fields('practice'),
  }
}

/** Makes the meeting with the menu that was chosen, its own one from a kit. */
const begin = ({ bar, actions }: Screen, edit: MeetingEdit, soft: boolean, kit?: Kit): void => {
  actions.setMeeting({ ...kit?.meeting, ...edit }, !!kit)
  for (const entry of kit?.menu ?? []) actions.setMenu(entry)
  if (soft && !kit) for (const entry of softMenu(bar.fold.drinks())) actions.setMenu(entry)
}

/** The meeting: made here, with its menu, in one form; afterwards edited in the same. */
export const MeetingForm = (screen: Screen, then: () => void): VNode => {
  const { bar, actions } = screen
  const meeting = bar.fold.meeting()
  const { name = '', currency = 'EUR', from = '', heads = [], places, settings = {}, opened } = meeting ?? {}
  return form(
    o.meeting,
    html`<h3>${o.meeting}</h3>
      ${field(o.name, 'name', name)}
      <div class="fields times">
        ${field(o.firstDay, 'from', from, { type: 'date' })}
        ${field(o.currency, 'currency', currency, { pattern: '[A-Za-z]{3}', required: true })}
      </div>
      ${field(o.heads, 'heads', heads.join(' '), { placeholder: '80 120 60' })}
      ${field(o.places, 'places', (places ?? [bar.place]).join(', '))}
      ${
        !meeting &&
        html`<div class="fields times">
          ${choice(o.menu, 'menu', [
            ['', o.cocktails],
            ['soft', o.softBar],
          ])}
          ${field(o.kit, 'kit', '', { type: 'file', accept: '.json' })}
        </div>`
      }
      ${field(o.autoDoneAfter, 'auto', settings.autoDone ?? 90, { type: 'number', min: 0, max: 3600, required: true })}
      ${field(o.recordGiven, 'given', !!settings.given)}
      ${!opened && field(o.practise, 'practice', !!settings.practice)}`,
    t.save,
    async (fields, event) => {
      const edit = edited(fields)
      const file = fileOf(event, 'kit')
      const kit = file && readKit(await file.text())
      if (file && !kit) return alert(o.noKit)
      if (meeting) actions.setMeeting(edit)
      else begin(screen, edit, !!fields('menu'), kit)
      then()
    },
  )
}

/** Ends the practice; says before how much of it will not count. */
export const OpenBar = ({ bar, actions }: Screen): VNode | undefined =>
  bar.fold.meeting()?.settings?.practice
    ? form(
        o.openBar,
        html`<h3>${t.practice}</h3><p>${say(o.openHint, bar.fold.totals.orders)}</p>${field(o.keepStock, 'keep', true)}`,
        o.openBar,
        fields => actions.openBar(!!fields('keep')),
      )
    : undefined

/** Codes that bring another tablet to this bar, each behind a tap: a key is nothing to leave open on a screen. */
export const Invite = ({ bar: { invite }, actions }: Screen): VNode | undefined =>
  invite &&
  html`<section class="card"><h3>${o.invite}</h3>
    ${[[o.forBar, invite.bar] as const, [o.forOrganizer, invite.organizer] as const].map(
      ([label, address]) =>
        address && html`<details><summary>${label}</summary>${Qr(address, label)}<p>${address}</p></details>`,
    )}
    ${!invite.bar && form(o.barKey, field(o.barKey, 'key', '', { required: true }), t.save, fields => actions.setBarKey(fields('key')))}
    <p class="tools"><a href="#/sheet/bar">${o.sheetBar}</a><a href="#/sheet/guests">${o.sheetGuests}</a></p>
  </section>`

/** The end: what to take along first, then the next meeting, in a database of its own, behind a second tap. */
export const Next = ({ bar, actions }: Screen): VNode | undefined =>
  bar.fold.meeting() &&
  html`<section class="card"><h3>${o.nextMeeting}</h3><p>${o.nextHint}</p>
    <p class="tools"><a href="#/report">${t.report}</a></p>
    <details><summary>${o.beginNext}</summary>
      <p>${o.nextSure}</p><button onClick=${() => actions.beginNext()}>${o.beginNext}</button></details>
  </section>`

/** All stations, and the number from which one of them does not count: somebody's joke. */
export const Stations = ({ bar, actions }: Screen): VNode => {
  const { fold } = bar
  const ids = Object.keys(fold.runs).filter(id => !id.startsWith('seed'))
  return form(
    o.stations,
    html`<h3>${o.stations}</h3><p>${o.ignoreHint}</p>
      <div class="fields times">${ids.map(id =>
        field(`${stationOf(bar, id)} (1–${fold.runs[id]!.at(-1)})`, id, fold.station(id)?.ignore ?? '', {
          type: 'number',
          min: 1,
        }),
      )}</div>`,
    t.save,
    fields => {
      for (const id of ids) {
        const from = Number(fields(id)) || undefined
        if (from !== fold.station(id)?.ignore) actions.ignore(id, from)
      }
    },
  )
}
