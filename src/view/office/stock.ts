import { Component, h, type VNode } from 'preact'
import type { Expected, Hours, Menu } from '../../domain/event.ts'
import { flowAt } from '../../domain/flow.ts'
import { parseHours } from '../../domain/hours.ts'
import { outlookAt, type Soon, wasAsked } from '../../domain/outlook.ts'
import { type Short, shortOf } from '../../domain/short.ts'
import type { Level } from '../../domain/stock.ts'
import { amountOf, cratesOf } from '../amount.ts'
import { html } from '../html.ts'
import { isOrganizer, type Screen, type StockOver } from '../screen.ts'
import { nameOf, o, say, stamp, t, weekday } from '../words.ts'
import { Spark } from './chart.ts'
import { Count } from './count.ts'
import { Empties } from './empties.ts'
import { type Fact, facts, plain } from './form.ts'
import { Moved, OpenedButtons } from './goods.ts'
import { Item } from './item.ts'
import { SoonLine } from './soon.ts'

/** With more events than this the rows stand there before their forecasts do: a slow tablet reads them for a while. */
const MANY = 2000

interface State {
  /** Whose stock is shown; this tablet's at first. */
  place: string | undefined
  over: StockOver | undefined
  /** The first paint is over: forecasts may take their time. */
  painted: boolean
}

const BUTTONS = ['delivery', 'countStock', 'loss', 'transfer', 'mixed'] as const

interface Row {
  item: Menu
  level: Level | undefined
  short: Short
  levels: number[]
  /** Null: nobody looked yet. */
  soon: Soon | undefined | null
}

/** One row: its item, what is left, when it will be gone. */
const StockRow = (screen: Screen, place: string, { item, level, short, levels, soon }: Row): VNode => {
  const most = Math.max(...levels, level!.n, 1)
  const name = nameOf(item)
  return html`
    <div role="row" key=${item.slug} aria-label=${name} class=${`row ${short === 'out' ? 'bad' : short ? 'warn' : ''}`}>
      <span role="cell"><a href=${`#/stock/${item.slug}`}><b>${name}</b>${SoonLine(item, level!.n, soon, screen.now, screen.bar.fold.meeting())}</a></span>
      <span role="cell" class="level"><strong>${amountOf(item, level!.n)}</strong>
        <small>${[cratesOf(item, level!.n), short && { out: o.isOut, low: o.isLow }[short], (level!.n < 0 || level!.unsure) && o.recount].filter(Boolean).join(' · ')}</small>
        <i class="gauge"><i style=${{ width: `${(100 * Math.max(0, level!.n)) / most}%` }} /></i></span>
      <span role="cell">${OpenedButtons(screen, item, place) || (soon !== null && Spark(levels))}</span>
    </div>`
}

/** Where a place's stock comes from; a fridge's size and how long it cools. */
const Place = ({ bar, actions }: Screen, place: string): VNode => {
  const { fold } = bar
  const { draws, fits, cools } = fold.stockOf(place)
  return facts(
    `${o.settings}: ${place}`,
    [
      [o.drawsFrom, 'draws', 'text', draws],
      [o.fits, 'fits', 'number', fits],
      [o.cools, 'cools', 'number', cools],
    ],
    said => actions.setMeeting({ stocks: { ...fold.meeting()?.stocks, [place]: plain(said) } }),
  )
}

/** A day of the week as it is written in front of hours. */
const dayName = (day: number): string => weekday(day).replace(/[^\p{L}]/gu, '')

/** The day that a word begins as, in the language of the page or else in English. */
const dayOf = (word: string): number | undefined => {
  const begins = (name: string) => word.toLocaleLowerCase().startsWith(name.toLocaleLowerCase().slice(0, 3))
  const days = [0, 1, 2, 3, 4, 5, 6]
  return (
    days.find(day => begins(dayName(day))) ??
    days.find(day => begins(new Date(2023, 0, 1 + day).toLocaleDateString('en', { weekday: 'short' })))
  )
}

const minutes = (at: number): string => new Date(at * 60_000).toISOString().slice(11, 16)

/** Hours of the week as somebody may type them. */
const hoursIn = (hours: Hours[] = []): string =>
  hours
    .map(
      ({ day, from, to }) => `${day === undefined ? '' : `${dayName(day)} `}${minutes(from)}–${minutes(to)}`,
    )
    .join(', ')

/** When the bar is open, and when the programme has breaks: the forecast goes by it. */
const Busy = ({ bar, actions }: Screen): VNode => {
  const { open, breaks } = bar.fold.meeting()?.hours ?? {}
  const placeholder = `10:00–02:00, ${dayName(6)} 13:00–14:00`
  const row = (label: string, key: string, hours?: Hours[]): Fact => {
    const props = { placeholder, onInput: ({ target }: Event) => check(target as HTMLInputElement) }
    return [label, key, 'text', hoursIn(hours), props]
  }
  return facts(
    o.hours.title,
    [row(o.hours.open, 'open', open), row(o.hours.breaks, 'breaks', breaks)],
    said => {
      const read = Object.entries(plain(said)).map(([key, text]) => [key, parseHours(text, dayOf)])
      actions.setMeeting({ hours: Object.fromEntries(read) })
    },
  )
}

/** What cannot be read is not saved, and the field says how it is written. */
const check = (input: HTMLInputElement): void =>
  input.setCustomValidity(parseHours(input.value, dayOf) ? '' : say(o.hours.how, input.placeholder))

/** What was ordered and has not come. */
const Coming = ({ bar, actions }: Screen, expected: Expected): VNode => {
  const { _id, place, goods, from, due } = expected
  const what = goods.map(({ item, n }) => {
    const entry = bar.fold.entry(item)
    return entry ? `${cratesOf(entry, n) || amountOf(entry, n)} ${nameOf(entry)}` : item
  })
  return html`<li key=${_id}><div>
    <span><b>${what.join(', ')}</b><br /><small>${[say(o.dueAt, stamp(due)), from && say(o.fromSource, from), place].filter(Boolean).join(' · ')}</small></span>
    <span class="pair"><button onClick=${() => actions.note({ kind: 'delivery', place, goods, of: _id, ...(from && { from }) })}>${o.itCame}</button>
      <button class="plain" onClick=${() => actions.void(_id, 'called off')}>${o.calledOff}</button></span>
  </div></li>`
}

/** What is left of everything, what runs out soonest first; or one item, opened. */
export class Stock extends Component<Screen, State> {
  override state: State = { place: undefined, over: undefined, painted: false }
  private rows: Row[] = []
  private made = ''

  override componentDidMount(): void {
    requestAnimationFrame(() => setTimeout(() => this.setState({ painted: true }), 50))
  }

  /** The rows, made anew only when something changed or a minute went by. */
  private look({ bar, now }: Screen, place: string, painted: boolean): Row[] {
    const { fold, ref } = bar
    const isReady = painted || fold.events.size < MANY || wasAsked(fold)
    const made = `${bar.version} ${place} ${Math.floor(now / 60_000)} ${isReady}`
    if (made === this.made) return this.rows
    this.made = made
    const soon = isReady && outlookAt(fold, place, now, ref)
    const flow = isReady && flowAt(fold, place, ref)
    this.rows = fold.items().map(item => {
      const level = fold.level(item.slug, place)
      const levels = level && flow ? flow.day(item.slug, level.n, now) : []
      const said = level && (soon ? soon(item, level.n) : null)
      return { item, level, short: shortOf(item, level), levels, soon: said }
    })
    const rank = ({ short, soon }: Row) => (short === 'out' ? 0 : (soon?.at ?? (short ? now + 9e9 : 9e15)))
    this.rows.sort((a, b) => rank(a) - rank(b))
    return this.rows
  }

  render(screen: Screen, { place = screen.bar.stock, over, painted }: State): VNode {
    const { bar, actions } = screen
    const { fold, choices } = bar
    const slug = location.hash.split('/')[2]
    const opened = slug !== undefined ? fold.entry(slug) : undefined
    const places = [...new Set([bar.stock, ...fold.places()])]
    const rows = this.look(screen, place, painted)
    const stocked = rows.filter(({ level }) => level)
    const others = rows.filter(({ level }) => !level)
    const within = { ...screen, open: () => this.setState({ over: undefined }) }
    const expected = fold.expected()
    return html`
      <main class="page wide" tabindex="0">
        <div class="tools">${[...BUTTONS, ...(fold.items().some(({ deposit }) => deposit) ? (['empties'] as const) : [])].map(each => html`<button onClick=${() => this.setState({ over: each })}>${o[each]}</button>`)}
          <button role="switch" aria-checked=${!!choices.sound} onClick=${() => actions.choose({ sound: !choices.sound })}>${o.sound}</button></div>
        ${
          places.length > 1 &&
          html`<fieldset class="chips">${places.map(
            each =>
              html`<label><input type="radio" name="place" checked=${each === place} onChange=${() => this.setState({ place: each })} /><span>${each}</span></label>`,
          )}</fieldset>`
        }
        ${
          opened
            ? Item(screen, opened, place, rows.find(({ item }) => item === opened)?.soon)
            : html`
              <h2>${t.stock}: ${place}</h2>
              ${!!expected.length && html`<ul class="recent">${expected.map(each => Coming(screen, each))}</ul>`}
              <div role="table" aria-label=${t.stock} class="rows">${stocked.map(row => StockRow(screen, place, row))}</div>
              ${
                !!others.length &&
                // Each leads to what an item costs and where it is bought, which a plan asks for before any of it is here.
                html`<p class="plain">${say(o.otherItems, '')}</p>
              <p class="tools">${others.map(({ item }) => html`<a href=${`#/stock/${item.slug}`}>${nameOf(item)}</a>`)}</p>`
              }`
        }
        ${!opened && [Place(screen, place), isOrganizer(bar) && Busy(screen)]}
        ${over === 'countStock' && h(Count, { ...within, place })}
        ${over === 'empties' && Empties({ ...within, place })}
        ${over && over !== 'countStock' && over !== 'empties' && h(Moved, { ...within, over, place, item: slug })}
      </main>`
  }
}
