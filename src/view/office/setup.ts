import { h, type VNode } from 'preact'
import { html } from '../html.ts'
import { isOrganizer, type Screen } from '../screen.ts'
import { Keeps, Light } from '../status.ts'
import { o, say, t } from '../words.ts'
import { Archive } from './archive.ts'
import { Carry } from './carry.ts'
import { About, Databases, Old } from './databases.ts'
import { Forget } from './forget.ts'
import { field, form } from './form.ts'
import { LastHeard } from './heard.ts'
import { Languages } from './language-choice.ts'
import { FromBefore } from './lessons.ts'
import { Invite, MeetingForm, Next, OpenBar, Stations } from './meeting.ts'
import { Paper } from './sheet.ts'
import { Shift } from './shift.ts'

const toBar = (): void => {
  location.hash = '#/bar'
}

/** The meeting, this tablet, and how it gets on with its router. */
export const Setup = (screen: Screen): VNode => {
  const { bar, actions } = screen
  const { fold, station, place, links } = bar
  const organizer = isOrganizer(bar)
  return html`
    <main class="page cards" tabindex="0"><h2>${t.setup}</h2>
      <div>
      ${Languages(screen)}
      ${organizer && [OpenBar(screen), html`<p class="tools"><a href="#/menu">${o.editMenu}</a></p>`, h(MeetingForm, { ...screen, saved: toBar }), FromBefore(screen), h(LastHeard, screen), Stations(screen)]}
      </div>
      <div>
      ${organizer && [Invite(screen), Paper()]}
      ${form(
        t.tablet,
        html`<h3>${t.tablet}</h3>
          ${field(o.name, 'name', fold.station(station)?.name ?? '')}
          ${field(o.place, 'place', place, { required: true })}
          ${Keeps(bar)}${Light(bar)}`,
        o.save,
        fields => {
          actions.setStation({ name: fields('name'), place: fields('place') || place })
          toBar()
        },
      )}
      ${form(
        o.router,
        html`<h3>${o.router}</h3>
          ${bar.gone ? html`<p>${t.gone}</p><button type="button" onClick=${() => actions.comeBack()}>${o.comeBack}</button>` : !links.length && html`<p>${o.alone}</p>`}
          ${bar.wiped?.map(one => Old(screen, one))}
          ${links.filter(({ by }) => !by).map(link => About(screen, link))}
          ${fold.waiting.size > 0 && html`<p>${say(t.orphans, fold.waiting.size)}</p>`}
          ${field(o.key, 'key', '', { required: true, autocapitalize: 'none', spellcheck: false })}
          <button type="button" onClick=${() => actions.retry()}>${t.again}</button>`,
        o.save,
        fields => {
          actions.setKey(fields('key'))
          toBar()
        },
      )}
      ${organizer && Databases(screen)}
      ${h(Shift, screen)}
      </div>
      <div>
      ${h(Carry, screen)}
      ${organizer && [h(Archive, screen), Next(screen), h(Forget, screen)]}
      </div>
    </main>`
}
