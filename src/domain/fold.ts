import { localTime } from './clock.ts'
import {
  type BarEvent,
  type Expected,
  type Id,
  is,
  type Line,
  type Mark,
  type Meeting,
  type Menu,
  type Millis,
  type Order,
  type PlaceSettings,
  partsOf,
  type Ref,
  type Station,
  type Tally,
  type Told,
  type Unknown,
  type Void,
} from './event.ts'
import { sameJson } from './json.ts'
import { MenuBook, partsOfDrink, wins } from './menu.ts'
import { lacks } from './parse.ts'
import { addId, type RunSet, wholeUpTo } from './runs.ts'
import { DEFAULT_PLACE, emptyTotals, type Sums, share, type Totals } from './share.ts'
import { Shelves } from './shelves.ts'
import type { Level, Shelf } from './stock.ts'

/** How many of a drink went out: `n` glasses, `portions` percent of whole portions added up. */
export interface Sold {
  n: number
  portions: number
}

/** An order's lines that did not happen: all of them, or some by index. */
export type Voided = 'all' | ReadonlySet<number>

const NEVER: ReadonlySet<number> = new Set()
const VOIDABLE_NOT = new Set(['void', 'menu', 'meeting', 'station', 'mark', 'told'])
/** What is real before the bar opens, too, where the organizer says so. */
const BROUGHT_IN = new Set(['delivery', 'expected', 'transfer', 'count', 'empties', 'cash'])

/**
 * The state of a bar: a pure function of a set of events, whatever their order and however often they come. Adding an
 * event changes sums in place, so it costs the same after ten thousand as after ten; a void or a menu that comes late
 * takes back and adds again only what it touches.
 */
export class Fold {
  /** Goes up with each change; a screen compares it. */
  version = 0
  readonly events = new Map<Id, BarEvent>()
  /** The numbers that are here, a station's at a time. */
  readonly runs: RunSet = {}
  readonly totals: Totals = emptyTotals()
  /** What went out, by the drink's slug. */
  readonly sold = new Map<string, Sold>()
  /** Orders and tallies whose menu entry has not come yet; they are in no sum. */
  readonly waiting = new Set<Id>()

  readonly #voids = new Map<Id, Set<Void>>()
  readonly #waitingFor = new Map<Id, Set<Id>>()
  readonly #book = new MenuBook()
  readonly #meetings: Meeting[] = []
  readonly #stations = new Map<string, Station>()
  readonly #shelves = new Shelves()
  /** The marks that are valid, by drink. */
  readonly #marks = new Map<string, Mark>()
  readonly #told: Told[] = []
  readonly #expected: Expected[] = []
  /** What came in for an `expected`. */
  readonly #came = new Map<Id, Set<Id>>()
  /** Whether any station's events were ever to be ignored. */
  #ignoring = false
  /** The orders that put another one back. */
  readonly #again = new Map<Id, Id[]>()
  /** When the bar was opened; until then all is practice, and adds up as if it were not. */
  #opened: Meeting['opened']

  /** The event that is put into the sums, or taken out, now; which way; and where that goes. */
  #event!: BarEvent
  #way: 1 | -1 = 1
  readonly #sums: Sums = {
    totals: this.totals,
    sold: (slug, n, portions) => this.#addSold(slug, n, portions),
    moved: (place, item, n) => this.#shelves.put(this.#event, place, item, this.#way, this.#way * n),
  }
  readonly #menus = new Map<Id, Menu>()
  readonly #menuOf = (id: Id) => this.#menus.get(id)!

  /** Folds an event in. False when it is here already, or is malformed and so is kept by the journal but ignored here. */
  add(event: BarEvent): boolean {
    const id = partsOf(event._id)
    if (lacks(event as Unknown) || !addId(this.runs, id.station, id.n)) return false
    this.events.set(event._id, event)
    this.version++
    this.#shelves.see(event, id, this.runs[id.station]!.at(-1) === id.n)
    if (is(event, 'menu')) this.#addMenu(event)
    else if (is(event, 'meeting')) this.#addMeeting(event)
    else if (is(event, 'station')) this.#addStation(event)
    else if (is(event, 'void')) this.#addVoid(event)
    else if (is(event, 'mark')) this.#addMark(event)
    else if (is(event, 'told')) this.#told.push(event)
    else {
      if (is(event, 'expected')) this.#expected.push(event)
      if (is(event, 'order') && event.again)
        this.#again.set(event.again, [...(this.#again.get(event.again) ?? []), event._id])
      if (is(event, 'delivery') && event.of) this.#cameFor(event.of, event._id)
      this.#weigh(event, 1)
    }
    return true
  }

  /** Whether an order that still stands puts another one back. */
  isPutBack(of: Id): boolean {
    return this.#again.get(of)?.some(id => this.voided(id) !== 'all') ?? false
  }

  /** The menu entry that is valid now for a slug. */
  entry(slug: string): Menu | undefined {
    return this.#menu().get(slug)
  }

  /** The drinks on offer, in their order. */
  drinks(): Menu[] {
    return this.#offered('drink')
  }

  /** The stock items in use, in their order. */
  items(): Menu[] {
    return this.#offered('item')
  }

  /** All drinks or stock items, those off the menu, too, in their order. */
  entries(type: Menu['type']): Menu[] {
    const all = [...this.#menu().values()].filter(entry => entry.type === type)
    return all.sort((a, b) => (a.order ?? 0) - (b.order ?? 0) || (a.slug < b.slug ? -1 : 1))
  }

  /** The meeting as last edited, or undefined before anybody made one. */
  meeting(): Meeting | undefined {
    return this.#meetings.reduce<Meeting | undefined>(
      (best, each) => (best && !wins(each, best) ? best : each),
      undefined,
    )
  }

  /** The seed set that is shown; none when the meeting has a menu of its own. */
  shownSeed(): string | undefined {
    return this.#book.shownSeed(this.#meetings)
  }

  /** A station's name and place as last edited. */
  station(id: string): Station | undefined {
    return this.#stations.get(id)
  }

  /** Which lines of an event did not happen. */
  voided(id: Id): Voided {
    const voids = this.#voids.get(id)
    if (!voids) return NEVER
    let lines: Set<number> | undefined
    for (const each of voids) {
      if (this.ignored(each)) continue
      if (!each.lines) return 'all'
      lines ??= new Set()
      for (const line of each.lines) lines.add(line)
    }
    if (!lines) return NEVER
    const target = this.events.get(id)
    const whole =
      target && (is(target, 'order') || is(target, 'tally')) && target.lines.every((_, i) => lines.has(i))
    return whole ? 'all' : lines
  }

  /** What is left of an item at a place, in base units; undefined while nobody counted it or brought some. */
  level(item: string, place = DEFAULT_PLACE): Level | undefined {
    return this.shelf(item, place)?.level()
  }

  /** What came and went of an item at a place, and its counts. */
  shelf(item: string, place: string): Shelf | undefined {
    return this.#shelves.shelf(item, place)
  }

  /** The places that have stock or are said to exist, in the alphabet's order. */
  places(): string[] {
    const stations = [...this.#stations.values()].flatMap(({ place }) => place ?? [])
    return [...new Set([...(this.meeting()?.places ?? []), ...stations, ...this.#shelves.places()])].sort()
  }

  /** What the meeting says of a place's stock. */
  stockOf(place: string): PlaceSettings {
    const stocks = this.meeting()?.stocks ?? {}
    return Object.hasOwn(stocks, place) ? stocks[place]! : {}
  }

  /** The place whose stock goes with what is tapped at a place. */
  drawsFrom(place: string): string {
    return this.stockOf(place).draws ?? place
  }

  /** Whether somebody marked a drink sold out. */
  isMarked(drink: string): boolean {
    const mark = this.#marks.get(drink)
    return !!mark?.out && !this.ignored(mark)
  }

  /** The next `v` of a drink's mark. */
  nextMark(drink: string): number {
    return (this.#marks.get(drink)?.v ?? 0) + 1
  }

  /** Whether the organizers know of a warning, and nothing was counted or came since. */
  wasTold(item: string, place: string, warning: Told['warning']): boolean {
    const news = this.shelf(item, place)?.news ?? 0
    return this.#told.some(
      told =>
        told.item === item &&
        told.place === place &&
        told.upTo >= news &&
        (told.warning === warning || told.warning === 'out') &&
        !this.ignored(told),
    )
  }

  /** What was ordered and has not come, the next to come first. */
  expected(): Expected[] {
    const stands = (id: Id) => this.voided(id) !== 'all' && !this.ignored(this.events.get(id)!)
    return this.#expected
      .filter(({ _id }) => stands(_id) && ![...(this.#came.get(_id) ?? [])].some(stands))
      .sort((a, b) => a.due - b.due || (a._id < b._id ? -1 : 1))
  }

  /** When an event happened, by the clock of a tablet that last measured `here`; see `localTime`. */
  timeOf(event: BarEvent, here: Ref | undefined): Millis {
    return localTime(event, here, this.#shelves.boots)
  }

  /** How many more whole portions of a drink the stock at a place gives; undefined while nothing of it is stocked. */
  left(drink: Menu, place = DEFAULT_PLACE): number | undefined {
    let least: number | undefined
    for (const part of partsOfDrink(drink)) {
      const level = this.level(part.item, place)
      if (level) least = Math.min(least ?? Number.POSITIVE_INFINITY, Math.floor(level.n / part.n))
    }
    return least
  }

  /** For each station the number up to which all of its events are here: what a count says it had seen. */
  seen(): Record<string, number> {
    const seen: Record<string, number> = {}
    for (const [station, runs] of Object.entries(this.runs)) {
      const upTo = wholeUpTo(runs)
      if (upTo) seen[station] = upTo
    }
    return seen
  }

  /** The counts of other stations that came in and that none of this station's events has said it saw. */
  countsNotSeenBy(station: string): Id[] {
    return this.#shelves.countsNotSeenBy(station)
  }

  /** Whether an event counts for nothing: its station is ignored from this number on, or it was practice. */
  ignored(event: { _id: Id; kind: string }): boolean {
    const opened = this.#opened
    if (!this.#ignoring && !opened) return false
    const { station, n } = partsOf(event._id)
    if (n >= (this.#stations.get(station)?.ignore ?? Number.POSITIVE_INFINITY)) return true
    if (!opened || VOIDABLE_NOT.has(event.kind) || (opened.keep && BROUGHT_IN.has(event.kind))) return false
    return Object.hasOwn(opened.seen, station) && n <= opened.seen[station]!
  }

  /** The events that happened and count, in no useful order: none that is void as a whole, ignored or practice. */
  *counted(): Generator<BarEvent> {
    for (const event of this.events.values())
      if (!this.ignored(event) && this.voided(event._id) !== 'all') yield event
  }

  #offered(type: Menu['type']): Menu[] {
    return this.entries(type).filter(entry => !entry.retired)
  }

  #menu(): ReadonlyMap<string, Menu> {
    return this.#book.valid(this.#meetings, entry => this.ignored(entry))
  }

  #addMenu(event: Menu): void {
    this.#book.add(event)
    this.#menus.set(event._id, event)
    const waiting = this.#waitingFor.get(event._id)
    if (!waiting) return
    this.#waitingFor.delete(event._id)
    for (const id of waiting) {
      this.waiting.delete(id)
      this.#weigh(this.events.get(id)!, 1)
    }
  }

  #addMeeting(event: Meeting): void {
    this.#meetings.push(event)
    this.#book.forget()
    const { opened } = this.meeting()!
    if (sameJson(opened, this.#opened)) return
    const touched = [...this.events.values()].filter(({ kind }) => !VOIDABLE_NOT.has(kind))
    this.#reweigh(touched, () => {
      this.#opened = opened
    })
  }

  #addStation(event: Station): void {
    const best = this.#stations.get(event.station)
    if (best && !wins(event, best)) return
    if (event.ignore !== undefined) this.#ignoring = true
    if (best?.ignore === event.ignore) this.#stations.set(event.station, event)
    else this.#reweigh(this.#touchedBy(event.station), () => this.#stations.set(event.station, event))
    this.#book.forget()
  }

  #cameFor(expected: Id, delivery: Id): void {
    const known = this.#came.get(expected) ?? new Set()
    this.#came.set(expected, known.add(delivery))
  }

  #addMark(event: Mark): void {
    const best = this.#marks.get(event.drink)
    if (!best || wins(event, best)) this.#marks.set(event.drink, event)
  }

  #addVoid(event: Void): void {
    const target = this.events.get(event.of)
    const add = () => {
      const voids = this.#voids.get(event.of)
      if (voids) voids.add(event)
      else this.#voids.set(event.of, new Set([event]))
    }
    if (target && !VOIDABLE_NOT.has(target.kind)) this.#reweigh([target], add)
    else add()
  }

  /** What changes when a station's events begin, or cease, to count: its own, and what its voids name. */
  #touchedBy(station: string): BarEvent[] {
    const touched = new Set<BarEvent>()
    for (const event of this.events.values())
      if (partsOf(event._id).station === station) {
        const target = is(event, 'void') ? this.events.get(event.of) : event
        if (target && !VOIDABLE_NOT.has(target.kind)) touched.add(target)
      }
    return [...touched]
  }

  /** Takes events out of the sums, lets something change, and puts them in as they are then. */
  #reweigh(events: BarEvent[], change: () => void): void {
    for (const event of events) this.#weigh(event, -1)
    change()
    for (const event of events) this.#weigh(event, 1)
  }

  /** Puts an event into the sums (`way` 1) or takes it out again (−1), as it counts now. */
  #weigh(event: BarEvent, way: 1 | -1): void {
    const voided = this.voided(event._id)
    if (voided === 'all' || this.ignored(event)) {
      if (way === -1) this.#unwait(event._id)
      return
    }
    if (is(event, 'count')) {
      for (const item of Object.keys(event.items)) this.#shelves.put(event, event.place, item, way)
      return
    }
    if ((is(event, 'order') || is(event, 'tally')) && this.#mustWait(event, way)) return
    this.#event = event
    this.#way = way
    share(this.#sums, event, way, voided, this.#menuOf)
  }

  /** Whether an order or tally names a menu entry that is not here; keeps the list of those that do. */
  #mustWait(event: Order | Tally, way: 1 | -1): boolean {
    if (way === -1) return this.#unwait(event._id)
    let missing: Line | undefined
    for (const line of event.lines) if (!this.#menus.has(line.menu)) missing ??= line
    if (!missing) return false
    this.waiting.add(event._id)
    const same = this.#waitingFor.get(missing.menu)
    if (same) same.add(event._id)
    else this.#waitingFor.set(missing.menu, new Set([event._id]))
    return true
  }

  /** Strikes an event off the waiting list. Says whether it stood there. */
  #unwait(id: Id): boolean {
    if (!this.waiting.delete(id)) return false
    for (const ids of this.#waitingFor.values()) ids.delete(id)
    return true
  }

  #addSold(slug: string, n: number, portions: number): void {
    let sold = this.sold.get(slug)
    if (!sold) this.sold.set(slug, (sold = { n: 0, portions: 0 }))
    sold.n += n
    sold.portions += portions
    if (!sold.n && !sold.portions) this.sold.delete(slug)
  }
}
