import { Component, type VNode } from 'preact'
import type { MeetingEdit } from '../../domain/bar.ts'
import { type Kit, readKit } from '../../domain/kit.ts'
import { softMenu } from '../../domain/seed.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { codes, o, ownName, say, stationOf, t } from '../words.ts'
import { choice, type Fields, field, form, list } from './form.ts'
import { Learned } from './lessons.ts'
import { Qr } from './qr.ts'

/** What the fields of the meeting's form say. */
const edited = (fields: Fields): MeetingEdit => {
  const from = fields('from')
  return {
    name: fields('name'),
    currency: fields('currency').toUpperCase(),
    ...(from && { from }),
    heads: list(fields('heads'), /\D+/).map(Number),
    places: list(fields('places')),
    languages: codes.filter(code => fields(`in-${code}`)),
    given: !!fields('given'),
    autoDone: Number(fields('auto')),
    practice: !!fields('practice'),
  }
}

/** Makes the meeting with the menu that was chosen; one from a kit begins with all that its organizers knew. */
const begin = ({ bar, actions }: Screen, edit: MeetingEdit, soft: boolean, kit?: Kit): void => {
  const known = kit?.menu.some(({ profile }) => profile) && { plan: { profile: 'last' } }
  actions.setMeeting({ ...kit?.meeting, ...known, ...edit }, !!kit)
  for (const entry of kit?.menu ?? []) actions.setMenu(entry)
  for (const lesson of kit?.lessons ?? []) actions.note({ kind: 'lesson', ...lesson })
  if (soft && !kit) for (const entry of softMenu(bar.fold.drinks())) actions.setMenu(entry)
}

interface State {
  /** What an earlier meeting handed on. */
  kit?: Kit | undefined
  /** The name of a file that is no kit. */
  wrong?: string | undefined
}

interface Props extends Screen {
  /** Called once the meeting is saved. */
  saved: () => void
}

/** The meeting: made here, with its menu, in one form; afterwards edited in the same. */
export class MeetingForm extends Component<Props, State> {
  override state: State = {}

  private readonly readKit = async ({ target }: Event) => {
    const input = target as HTMLInputElement
    const file = input.files?.[0]
    const kit = file && readKit(await file.text())
    if (!kit) input.value = ''
    this.setState({ kit, wrong: kit ? undefined : file?.name })
  }

  /** What a meeting that is being made begins with. */
  private start({ kit, wrong }: State): VNode {
    return html`
      <div class="fields times">
        ${choice(o.menu, 'menu', [
          ['', o.cocktails],
          ['soft', o.softBar],
        ])}
        ${field(o.kit, 'kit', '', { type: 'file', accept: '.json', onChange: this.readKit })}
      </div>
      <div role="alert">
        ${wrong && html`<p class="bad"><b>${wrong}: ${o.noKit}</b></p>`}
        ${kit && html`<p class="good"><b>${say(o.kitOf, kit.from, kit.menu.length)}</b></p>`}
      </div>
      ${kit && Learned(kit.lessons)}`
  }

  render(screen: Props, state: State): VNode {
    const { bar, actions, saved } = screen
    const { kit } = state
    const meeting = bar.fold.meeting()
    const { name = '', from = '', heads = [], opened } = meeting ?? {}
    const { currency = 'EUR', places, languages = [] } = meeting ?? kit?.meeting ?? {}
    const { autoDone, given, practice = false } = meeting?.settings ?? kit?.meeting ?? {}
    return form(
      o.meeting,
      html`<h3>${o.meeting}</h3>
        ${field(o.name, 'name', name)}
        ${field(o.firstDay, 'from', from, { type: 'date' })}
        ${field(o.heads, 'heads', heads.join(' '), { placeholder: '80 120 60' })}
        ${!meeting && this.start(state)}
        <div class="group" key=${kit?.from ?? ''}>
        ${field(o.currency, 'currency', currency, { pattern: '[A-Za-z]{3}', required: true })}
        ${field(o.places, 'places', (places ?? [bar.place]).join(', '))}
        <fieldset class="chips"><legend>${o.languages}</legend>
          ${codes.map(
            code =>
              html`<label lang=${code}><input type="checkbox" name=${`in-${code}`} defaultChecked=${languages.includes(code)} /><span>${ownName(code)}</span></label>`,
          )}</fieldset>
        ${field(o.autoDoneAfter, 'auto', autoDone ?? 90, { type: 'number', min: 0, max: 3600, required: true })}
        ${field(o.recordGiven, 'given', !!given)}
        </div>
        ${!opened && field(o.practise, 'practice', practice)}`,
      o.save,
      fields => {
        const edit = edited(fields)
        if (meeting) actions.setMeeting(edit)
        else begin(screen, edit, !!fields('menu'), kit)
        saved()
      },
    )
  }
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

/** What opens the board to guests, line by line. */
const OPEN_BOARD = ['uci set barwrt.main.open_board=1', 'uci commit barwrt', 'service barwrt reload'].join(
  '\n',
)

/** Codes that bring another tablet to this bar, each behind a tap: a key is nothing to leave open on a screen. */
export const Invite = ({ bar: { invite, open }, actions }: Screen): VNode | undefined =>
  invite &&
  html`<section class="card"><h3>${o.invite}</h3>
    ${[[o.forBar, invite.bar] as const, [o.forOrganizer, invite.organizer] as const].map(
      ([label, address]) =>
        address && html`<details><summary>${label}</summary>${Qr(address, label)}<p>${address}</p></details>`,
    )}
    ${!invite.bar && form(o.barKey, field(o.barKey, 'key', '', { required: true }), o.save, fields => actions.setBarKey(fields('key')))}
    ${open !== undefined && (open ? html`<p>${say(o.boardOpen, `${invite.home}#/board`)}</p>` : html`<p>${o.boardClosed}</p><pre>${OPEN_BOARD}</pre>`)}
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
    o.save,
    fields => {
      for (const id of ids) {
        const from = Number(fields(id)) || undefined
        if (from !== fold.station(id)?.ignore) actions.ignore(id, from)
      }
    },
  )
}
