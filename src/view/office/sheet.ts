import type { VNode } from 'preact'
import type { Menu } from '../../domain/event.ts'
import { partsOfDrink } from '../../domain/menu.ts'
import { html } from '../html.ts'
import type { Screen } from '../screen.ts'
import { priceOf } from '../tiles.ts'
import { codes, nameOf, o, t, zeroIn } from '../words.ts'
import { field } from './form.ts'
import { Qr } from './qr.ts'
import { Recipes } from './recipe.ts'

/** The Wi-Fi that the sheet for guests is printed with; kept nowhere. */
const wifi = { name: '', password: '' }

/** What means something in a Wi-Fi code's own text has a backslash before it. */
const plain = (text: string): string => text.replace(/[\\;,:"]/g, '\\$&')

const code = (label: string, text: string): VNode =>
  html`<figure>${Qr(text, label)}<figcaption>${label}</figcaption></figure>`

/** For guests without any key, for bartenders with the bar's. */
const Codes = ({ bar, open }: Screen, guests?: boolean): VNode => {
  const { invite } = bar
  const typed = (what: keyof typeof wifi, label: string) =>
    field(label, what, wifi[what], {
      onInput: (event: Event) => {
        wifi[what] = (event.target as HTMLInputElement).value
        open(undefined)
      },
    })
  return guests
    ? html`<div class="tools">${typed('name', o.wifi)}${typed('password', o.password)}</div>
        <p>${o.guestLines[1]}</p><div class="codes">
        ${wifi.name && code(`${o.wifi}: ${wifi.name}`, `WIFI:S:${plain(wifi.name)};T:${wifi.password ? 'WPA' : 'nopass'};P:${plain(wifi.password)};;`)}
        ${invite && code(o.guestLines[0]!, `${invite.home}#/board`)}</div>`
    : html`${o.howTo.map(line => html`<p>${line}</p>`)}
        <div class="codes">${invite?.bar && code(o.forBar, invite.bar)}</div>`
}

/** A line for each drink with room for strokes, for a night without any tablet; what is on it goes in by Enter a tally. */
const Strokes = ({ bar: { fold } }: Screen): VNode => html`
  <p>${o.place} ________ ${o.since} ____:____ ${o.until} ____:____</p>
  <table class="strokes">
    <tr><th>${t.drinks}</th><th>${t.suggested}</th><th>${o.stroke}</th></tr>
    ${fold.drinks().map(drink => html`<tr><th scope="row">${nameOf(drink)}</th><td>${priceOf(drink)}</td><td /></tr>`)}
  </table>`

/** What hangs over the tin: that nothing is fine, in the languages of the meeting. */
const Sign = ({ bar: { fold } }: Screen): VNode =>
  html`${(fold.meeting()?.languages ?? codes)
    .filter(code => codes.includes(code))
    .map(code => html`<p class="sign" lang=${code}>${zeroIn(code)}</p>`)}`

/** What can be printed, by its address, and its name. */
const sheets = (): [route: string, name: string, draw: (screen: Screen) => VNode][] => [
  ['bar', o.sheetBar, Codes],
  ['guests', o.sheetGuests, screen => Codes(screen, true)],
  ['tally', o.sheetTally, Strokes],
  ['recipes', o.recipes, screen => Recipes(screen, screen.bar.fold.drinks().filter(isMixed))],
  ['sign', t.zero, Sign],
]

/** A drink that somebody has to mix: for a bottle nobody needs a card. */
const isMixed = (drink: Menu): boolean => partsOfDrink(drink).length > 1

/** Paper for when everything else fails, and to hang up before. */
export const Paper = (): VNode =>
  html`<section class="card"><h3>${o.print}</h3>
    <p class="tools">${sheets().map(([route, name]) => html`<a href="#/sheet/${route}">${name}</a>`)}</p></section>`

/** A sheet to hang up or to fill in, of this meeting's own menu. */
export const Sheet = (screen: Screen): VNode => {
  const [, , asked] = location.hash.split('/')
  const [, , draw] = sheets().find(([route]) => route === asked) ?? sheets()[0]!
  return html`
    <main class="page sheet" tabindex="0">
      <div class="tools"><button onClick=${() => print()}>${o.print}</button></div>
      <h2>${screen.bar.fold.meeting()?.name || t.bar}</h2>
      ${draw(screen)}
    </main>`
}
