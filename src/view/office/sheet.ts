import type { VNode } from 'preact'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { o, t } from '../words.ts'
import { field } from './form.ts'
import { Qr } from './qr.ts'

/** The Wi-Fi that the sheet for guests is printed with; kept nowhere. */
const wifi = { name: '', password: '' }

/** What means something in a Wi-Fi code's own text has a backslash before it. */
const plain = (text: string): string => text.replace(/[\\;,:"]/g, '\\$&')

const code = (label: string, text: string): VNode =>
  html`<figure>${Qr(text, label)}<figcaption>${label}</figcaption></figure>`

/** A sheet to hang up: for guests without any key, for bartenders with the bar's. */
export const Sheet = ({ bar, open }: Screen): VNode => {
  const { invite } = bar
  const guests = location.hash.endsWith('guests')
  const typed = (what: keyof typeof wifi, label: string) =>
    field(label, what, wifi[what], {
      onInput: (event: Event) => {
        wifi[what] = (event.target as HTMLInputElement).value
        open(undefined)
      },
    })
  return html`
    <main class="page sheet" tabindex="0">
      <div class="tools">
        ${guests && [typed('name', o.wifi), typed('password', o.password)]}
        <button onClick=${() => print()}>${o.print}</button>
      </div>
      <h2>${bar.fold.meeting()?.name || t.bar}</h2>
      ${
        guests
          ? html`<p>${o.guestLines[1]}</p><div class="codes">
              ${wifi.name && code(`${o.wifi}: ${wifi.name}`, `WIFI:S:${plain(wifi.name)};T:${wifi.password ? 'WPA' : 'nopass'};P:${plain(wifi.password)};;`)}
              ${invite && code(o.guestLines[0]!, `${invite.home}#/board`)}</div>`
          : html`${o.howTo.map(line => html`<p>${line}</p>`)}
              <div class="codes">${invite?.bar && code(o.forBar, invite.bar)}</div>`
      }
    </main>`
}
