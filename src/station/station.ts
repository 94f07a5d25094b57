// What it is made of.

import type { Far, World } from './around.ts'
import * as say from './drafts.ts'
import { newStamp, type Stamp } from './stamp.ts'
import { newState, type State } from './state.ts'

// What it works with.

import type {
  Actions,
  Bar,
  CashNote,
  Choices,
  Heard,
  Link,
  MeetingEdit,
  MenuEdit,
  Note,
  Notice,
  Wiped,
} from '../domain/bar.ts'
import type { Board } from '../domain/board.ts'
import {
  type BarEvent,
  type Id,
  is,
  type Menu,
  type Millis,
  type Money,
  partsOf,
  type Ref,
} from '../domain/event.ts'
import type { Fold } from '../domain/fold.ts'
import { DEFAULT_PLACE } from '../domain/share.ts'
import { change, EMPTY_STRIP, type Strip, type StripLine } from '../domain/strip.ts'
import type { Absorbed, Journal, Place } from '../journal/journal.ts'
import { Saver } from '../journal/saver.ts'

const CHOICES = '.choices'
/** What somebody said to the next at the bar, until it was read here. */
const HANDOVER = '.handover'
/** What was said longer ago came in late, and is nothing to read out, ms. */
const HANDOVER_FOR = 12 * 3_600_000
/** How long a strip waits before it records itself, unless the meeting says otherwise; seconds. */
const AUTO_DONE = 90

/**
 * The one way from a tap to the screen: a tap makes an event, the journal keeps it, the fold adds it, the screens are
 * told. Events of other stations come in by `absorb`, through the same journal and the same fold. It is as long as the list of
 * what screens can do; what is behind one of these stands beside it, in a file of its own.
 */
export class Station implements Actions {
  #links: Link[] = []
  #choices: Choices
  #notice: Notice | undefined
  /** Nothing happens while nobody does it. */
  readonly #far: Partial<Far> = {}
  #strip: Strip = EMPTY_STRIP
  #stopAuto = () => {}

  /** Called after each change with what the screens show. */
  onChange: (bar: Bar) => void = () => {}
  /** Called when there is something new to send. */
  onNews: () => void = () => {}
  /** Called when the tablet's clock was set, so its offset to the router must be measured again. */
  onClockJump: () => void = () => {}

  readonly #journal: Journal
  readonly #world: World
  readonly #saver: Saver
  readonly #state: State
  readonly #stamp: Stamp

  private constructor(journal: Journal, world: World, choices: Choices) {
    this.#journal = journal
    this.#world = world
    this.#choices = choices
    const changed = () => this.#changed()
    this.#state = newState(journal, world.after, event => this.#readOut(event, true), changed)
    this.#saver = new Saver(journal, {
      after: world.after,
      saved: events => {
        // First, so that what the links now say of it is drawn with it, in one go.
        this.onNews()
        this.#state.take(events)
      },
      changed,
    })
    this.#stamp = newStamp(world, () => this.onClockJump())
  }

  /**
   * Starts a station on an open journal, as far as the first tap needs it: what is on offer, the seeded menu brought
   * where there is none. `load` does the rest.
   * @param choices what holds until somebody chooses otherwise on this tablet
   */
  static async open(journal: Journal, world: World, choices: Choices): Promise<Station> {
    // All at once: a start on an old tablet waits long for each answer.
    const [own, first, handover] = await Promise.all([
      journal.recall<Partial<Choices>>(CHOICES),
      journal.first(),
      journal.recall<Id>(HANDOVER),
    ])
    const station = new Station(journal, world, { ...choices, ...own })
    await station.#state.begin(first)
    const [left] = handover ? await journal.read([handover]) : []
    if (left) station.#readOut(left)
    return station
  }

  /** Folds all that is in the journal, a page a turn, so that taps meanwhile are answered at once. */
  load(): Promise<void> {
    return this.#state.load()
  }

  /** Takes up the strip that was left unfinished, unless a new one was begun. Only where no other tab may be at it. */
  async resume(): Promise<void> {
    const strip = await this.#saver.leftStrip()
    if (!strip?.lines.every(line => this.#fold.events.has(line.menu)) || this.#strip.lines.length) return
    this.#setStrip({ ...strip, touched: this.#world.now() })
  }

  /** The page may be gone in a moment: what waits to be written is written now. */
  flush(): void {
    this.#saver.flush()
  }

  /** What the screens show now. */
  get bar(): Bar {
    return {
      fold: this.#fold,
      version: this.#fold.version,
      loading: !this.#state.loaded() || undefined,
      strip: this.#strip,
      station: this.#journal.station,
      place: this.#place,
      stock: this.#fold.drawsFrom(this.#place),
      ref: this.#stamp.ref(),
      saving: this.#saver.saving,
      links: this.#links,
      choices: this.#choices,
      notice: this.#notice,
    }
  }

  // What comes from outside.

  /**
   * Takes in rows that came from a database; see `Journal.absorb`. When that fails it may have been kept all the same
   * (the connection died before it could tell), and its rows will not come again: then the journal itself is asked.
   */
  async absorb(link: string | undefined, rows: unknown[], place?: Place): Promise<Absorbed> {
    const result = await this.#journal.absorb(link, rows, place).catch(error => {
      this.#state.refoldSurely()
      throw error
    })
    if (result.clone) this.#notice = { kind: 'clone' }
    if (result.replaced) await this.#state.refold()
    else this.#state.take(result.fresh)
    if (result.clone) this.onNews()
    return result
  }

  events(wiped?: Wiped): AsyncIterable<BarEvent[]> {
    return wiped ? this.#far.eventsOf!(wiped) : this.#journal.pages()
  }

  /** What no database has said it holds. */
  unsent(most: number): Promise<BarEvent[]> {
    return this.#journal.unsent(most)
  }

  /** Takes in events that somebody brought; see `Journal.absorb`. @returns how many were not here before */
  async bring(events: BarEvent[]): Promise<number> {
    const { fresh } = await this.absorb(undefined, events)
    this.onNews()
    return events.filter(event => fresh.includes(event)).length
  }

  /** The seed set that the screens show: the only one that is sent without an order that names it. */
  shownSeed(): string | undefined {
    return this.#fold.shownSeed()
  }

  /** What guests see, once all of the journal is folded. */
  board(): Board | undefined {
    return this.#state.board()
  }

  /** How a database is doing; one entry a URL. */
  setLink(link: Link): void {
    const known = this.#links.some(each => each.url === link.url)
    this.#links = known
      ? this.#links.map(each => (each.url === link.url ? link : each))
      : [...this.#links, link]
    this.#changed()
  }

  /** A database is no longer kept in step with. */
  dropLink(url: string): void {
    this.#links = this.#links.filter(link => link.url !== url)
    this.#changed()
  }

  /** The offset to the router's clock as just measured; undefined when there is none any more. */
  setRef(ref: Ref | undefined): void {
    this.#stamp.setRef(ref)
  }

  /** From now on these are done so. */
  can(far: Partial<Far>): void {
    Object.assign(this.#far, far)
  }

  // What the screens ask for.

  tap(menu: Id, how?: Pick<StripLine, 'portion' | 'deposit'>): void {
    const line = { menu, n: 1, ...how }
    if (this.#choices.oneTap) this.#order([line])
    else this.more(line)
  }

  more(line: StripLine): void {
    this.#setStrip(change(this.#strip, lineKey(line), 1, this.#world.now()))
  }

  less(line: StripLine): void {
    this.#setStrip(change(this.#strip, lineKey(line), -1, this.#world.now()))
  }

  clear(): void {
    this.#setStrip(EMPTY_STRIP)
  }

  done(given?: Money): void {
    this.#order(this.#strip.lines, given === undefined ? {} : { given })
  }

  house(why: string): void {
    this.#order(this.#strip.lines, { house: why })
  }

  void(of: Id, why: string, lines?: number[]): void {
    this.#record(say.voiding(this.#fold, of, why, lines))
  }

  putBack(of: Id): void {
    this.#record(say.puttingBack(this.#fold, of))
  }

  tally(from: Millis, to: Millis, drinks: { menu: Menu; n: number }[], place = this.#place): void {
    this.#record(say.tally(this.#fold, from, to, drinks, place))
  }

  note(...notes: Note[]): void {
    for (const note of notes) this.#record(say.noted(this.#fold, note))
  }

  choose(choices: Partial<Choices>): void {
    this.#choices = { ...this.#choices, ...choices }
    this.#journal.remember(CHOICES, this.#choices).catch(() => {})
    this.#changed()
  }

  setMeeting(edit: MeetingEdit, own = false): void {
    this.#record(say.meetingEdit(this.#fold, edit, own))
  }

  openBar(keep: boolean): void {
    this.#record(say.opening(this.#fold, keep))
  }

  setMenu(edit: MenuEdit): void {
    this.#record(say.menuEdit(this.#fold, edit))
  }

  cash(note: CashNote): void {
    this.#record(say.cash(this.#fold, note))
  }

  ignore(station: string, from?: number): void {
    this.#record(say.stationEdit(this.#fold, station, { ignore: from }))
  }

  setStation(edit: { name?: string; place?: string }): void {
    this.#record(say.stationEdit(this.#fold, this.#journal.station, edit))
  }

  beginNext(): void {
    this.#far.makeNext?.().then(
      next => this.setMeeting({ next }),
      ({ message }: Error) => {
        this.#notice = { kind: 'refused', reason: message }
        this.#changed()
      },
    )
  }

  endShift(text: string): void {
    if (text) this.#record({ kind: 'handover', text })
  }

  setKey(key: string): void {
    this.#far.setKey?.(key)
  }

  setBarKey(key: string): void {
    this.#far.setBarKey?.(key)
  }

  forgetKey(): void {
    this.#far.forgetKey?.()
  }

  setDatabase(url: string, key: string): void {
    this.#far.setDatabase?.(url, key)
  }

  dropDatabase(url: string): void {
    this.#far.dropDatabase?.(url)
  }

  join(url: string): void {
    this.#far.join?.(url)
  }

  async heard(stations: string[]): Promise<Record<string, Heard>> {
    return (await this.#far.heard?.(stations)) ?? {}
  }

  async wipe(): Promise<void> {
    await this.#far.wipe?.()
  }

  erase(wiped?: Wiped): void {
    this.#far.erase?.(wiped)
  }

  comeBack(): void {
    this.#far.comeBack?.()
  }

  retry(): void {
    this.#saver.retry()
    this.#far.retry?.()
  }

  dismiss(): void {
    if (this.#notice?.kind === 'handover') this.#journal.remember(HANDOVER, undefined).catch(() => {})
    this.#notice = undefined
    this.#changed()
  }

  // Inside.

  get #fold(): Fold {
    return this.#state.fold()
  }

  get #place(): string {
    const { places } = this.#fold.meeting() ?? {}
    return this.#fold.station(this.#journal.station)?.place ?? places?.[0] ?? DEFAULT_PLACE
  }

  /** Makes an order of strip lines and empties the strip, if it is theirs, in the same transaction. */
  #order(lines: StripLine[], extra: { given?: Money; house?: string } = {}): void {
    if (!lines.length) return
    const order = say.order(this.#fold, lines, extra)
    if (lines === this.#strip.lines) {
      this.#stopAuto()
      this.#strip = EMPTY_STRIP
      this.#saver.strip(EMPTY_STRIP, true)
    }
    this.#record(order)
  }

  #setStrip(strip: Strip): void {
    this.#strip = strip
    this.#stopAuto()
    const wait = this.#fold.meeting()?.settings?.autoDone ?? AUTO_DONE
    if (strip.lines.length && wait > 0)
      this.#stopAuto = this.#world.after(wait * 1000, () => this.#autoDone())
    this.#saver.strip(strip)
    this.#changed()
  }

  /** A strip that nobody touched any more records itself, and says so. */
  #autoDone(): void {
    const { lines } = this.#strip
    if (!lines.length) return
    this.#notice = { kind: 'autoDone', lines }
    this.done()
  }

  /** Sends an event on its way, stamped with now, here and the counts that came in. */
  #record(said: say.Said | undefined): void {
    if (!said) return
    this.#saver.event(this.#stamp.on(said, this.#fold, this.#journal.station, this.#place))
    this.#changed()
  }

  /**
   * Shows what was said to the next at the bar, if an event is that.
   * @param keep whether to show it again at the next start, until it was read
   */
  #readOut(event: BarEvent, keep = false): void {
    if (!is(event, 'handover')) return
    const time = this.#fold.timeOf(event, this.#stamp.ref())
    if (this.#world.now() - time > HANDOVER_FOR) return
    this.#notice = { kind: 'handover', by: partsOf(event._id).station, text: event.text }
    if (keep) this.#journal.remember(HANDOVER, event._id).catch(() => {})
  }

  #changed(): void {
    this.onChange(this.bar)
  }
}

const lineKey = ({ n, ...what }: StripLine) => what
