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
} from './domain/bar.ts'
import { type Board, boardOf } from './domain/board.ts'
import {
  type BarEvent,
  type Id,
  is,
  type Line,
  type Menu,
  type Money,
  partsOf,
  type Ref,
} from './domain/event.ts'
import { Fold } from './domain/fold.ts'
import { sameJson } from './domain/json.ts'
import { seedMenu } from './domain/seed.ts'
import { DEFAULT_PLACE } from './domain/share.ts'
import { change, EMPTY_STRIP, type Strip, type StripLine, toLines } from './domain/strip.ts'
import type { Absorbed, Draft, Journal, Place } from './journal/journal.ts'
import { Saver } from './journal/saver.ts'

/** What a station needs of the world; one place for clock and timers, so that tests can turn them. */
export interface World {
  /** The tablet's clock, ms since 1970. It may be wrong, and may jump. */
  now(): number
  /** A clock that only goes forward, ms. */
  mono(): number
  after(ms: number, then: () => void): () => void
}

/** What takes the router, further databases, or another meeting, and so is done by whoever works on this one. */
export interface Far
  extends Pick<
    Actions,
    | 'setKey'
    | 'setBarKey'
    | 'forgetKey'
    | 'setDatabase'
    | 'dropDatabase'
    | 'join'
    | 'heard'
    | 'wipe'
    | 'erase'
    | 'comeBack'
  > {
  /** Tries to sync now. */
  retry(): void
  /** Makes the database of the meeting that comes next, and resolves to its name. */
  makeNext(): Promise<string>
  /** All events of a wiped meeting before this one, page by page. */
  eventsOf(wiped: Wiped): AsyncIterable<BarEvent[]>
}

const CHOICES = '.choices'
/** What somebody said to the next at the bar, until it was read here. */
const HANDOVER = '.handover'
/** What was said longer ago came in late, and is nothing to read out, ms. */
const HANDOVER_FOR = 12 * 3_600_000
/** How long a strip waits before it records itself, unless the meeting says otherwise; seconds. */
const AUTO_DONE = 90
/** A clock that drifts further than this from the monotonic one was set: what was measured with it is void. */
const JUMP = 1000
/** As many counts are told of in one event, so that it stays small; the next one tells of more. */
const MOST_SAW = 100
/** How long until a journal that could not be read is read again, ms. */
const READ_AGAIN = 1000

/**
 * The one way from a tap to the screen: a tap makes an event, the journal keeps it, the fold adds it, the screens are
 * told. Events of other stations come in by `absorb`, through the same journal and the same fold.
 */
export class Station implements Actions {
  #fold = new Fold()
  #strip: Strip = EMPTY_STRIP
  #links: Link[] = []
  #choices: Choices
  #notice: Notice | undefined
  #ref: { is: Ref; skew: number } | undefined

  #loaded = false
  /** What came in since a refold began. */
  #meanwhile: BarEvent[] | undefined
  #stopAuto = () => {}
  /** What guests see, and the fold's version that it was made of. */
  #board: Board | undefined
  #boardOf = -1

  /** Called after each change with what the screens show. */
  onChange: (bar: Bar) => void = () => {}
  /** Called when there is something new to send. */
  onNews: () => void = () => {}
  /** What takes more than this station: see `Far`. Nothing happens while nobody does it. */
  readonly #far: Partial<Far> = {}
  /** Called when the tablet's clock was set, so its offset to the router must be measured again. */
  onClockJump: () => void = () => {}

  readonly #journal: Journal
  readonly #saver: Saver
  readonly #world: World

  private constructor(journal: Journal, world: World, choices: Choices) {
    this.#journal = journal
    this.#world = world
    this.#choices = choices
    this.#saver = new Saver(journal, {
      after: world.after,
      saved: events => {
        // First, so that what the links now say of it is drawn with it, in one go.
        this.onNews()
        this.#take(events)
      },
      changed: () => this.#changed(),
    })
    journal.onElsewhere = events => (events ? this.#take(events) : this.#refoldSurely())
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
    if (first) for (const event of first) station.#fold.add(event)
    else await station.#refold()
    await station.#bringSeed()
    const [left] = handover ? await journal.read([handover]) : []
    if (left) station.#hand(left)
    return station
  }

  /** Folds all that is in the journal, a page a turn, so that taps meanwhile are answered at once. */
  async load(): Promise<void> {
    for await (const page of this.#journal.pages()) {
      for (const event of page) this.#fold.add(event)
      await new Promise<void>(resolve => this.#world.after(0, resolve))
    }
    this.#loaded = true
    this.#changed()
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
    const bar: Bar = {
      fold: this.#fold,
      version: this.#fold.version,
      strip: this.#strip,
      station: this.#journal.station,
      place: this.#place,
      stock: this.#fold.drawsFrom(this.#place),
      saving: this.#saver.saving,
      links: this.#links,
      choices: this.#choices,
    }
    if (!this.#loaded) bar.loading = true
    if (this.#ref) bar.ref = this.#ref.is
    if (this.#notice) bar.notice = this.#notice
    return bar
  }

  // What comes from outside.

  /**
   * Takes in rows that came from a database; see `Journal.absorb`. When that fails it may have been kept all the same
   * (the connection died before it could tell), and its rows will not come again: then the journal itself is asked.
   */
  async absorb(link: string | undefined, rows: unknown[], place?: Place): Promise<Absorbed> {
    const result = await this.#journal.absorb(link, rows, place).catch(error => {
      this.#refoldSurely()
      throw error
    })
    if (result.clone) this.#notice = { kind: 'clone' }
    if (result.replaced) await this.#refold()
    else this.#take(result.fresh)
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

  /** What guests see, once all of the journal is folded; made anew only when something changed. */
  board(): Board | undefined {
    const { version } = this.#fold
    if (!this.#loaded) return undefined
    if (this.#boardOf !== version) {
      this.#boardOf = version
      const board = boardOf(this.#fold)
      if (!sameJson(board, this.#board)) this.#board = board
    }
    return this.#board
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
    this.#ref = ref && { is: ref, skew: this.#skew() }
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
    const already = this.#fold.voided(of)
    const fresh = already === 'all' ? [] : lines?.filter(line => !already.has(line))
    if (fresh?.length === 0) return
    this.#record({ kind: 'void', of, why, ...(fresh && { lines: fresh }) })
  }

  putBack(of: Id): void {
    const event = this.#fold.events.get(of)
    if (!event || !is(event, 'order')) return
    const voided = this.#fold.voided(of)
    const lines = event.lines.filter((_, i) => voided === 'all' || voided.has(i))
    if (!lines.length || this.#fold.isPutBack(of)) return
    const { given, house } = event
    const sum = lines.reduce((total, line) => total + line.sum, 0)
    const kept = {
      ...(voided === 'all' && given !== undefined && { given }),
      ...(house !== undefined && { house }),
    }
    this.#record({ kind: 'order', lines, sum, again: of, ...kept })
  }

  tally(from: number, to: number, drinks: { menu: Menu; n: number }[], place = this.#place): void {
    const counted = drinks.filter(({ n }) => n > 0).map(({ menu, n }) => ({ menu: menu._id, n }))
    // Nobody knows which deposits came back meanwhile, so none were taken.
    const lines = toLines(counted, id => this.#menuOf(id), false).filter(line => !line.deposit)
    if (lines.length) this.#record({ kind: 'tally', place, from, to, lines, sum: total(lines) })
  }

  note(...notes: Note[]): void {
    for (const note of notes)
      this.#record(note.kind === 'count' ? { ...note, seen: this.#fold.seen() } : { ...note })
  }

  choose(choices: Partial<Choices>): void {
    this.#choices = { ...this.#choices, ...choices }
    this.#journal.remember(CHOICES, this.#choices).catch(() => {})
    this.#changed()
  }

  setMeeting({ given, autoDone, practice, end, forgetAfter, ...fields }: MeetingEdit, own = false): void {
    const known = this.#fold.meeting()
    const settings = { ...known?.settings, ...plain({ given, autoDone, practice, end, forgetAfter }) }
    const seed = known ? known.seed : own ? undefined : this.#fold.shownSeed()
    this.#edit(known, { kind: 'meeting', name: known?.name ?? '', ...fields, settings, seed })
  }

  openBar(keep: boolean): void {
    const known = this.#fold.meeting()
    const settings = { ...known?.settings, practice: false }
    const opened = { seen: this.#fold.seen(), keep }
    this.#edit(known, { kind: 'meeting', name: known?.name ?? '', settings, opened })
  }

  setMenu(edit: MenuEdit): void {
    this.#edit(this.#fold.entry(edit.slug), { kind: 'menu', ...edit })
  }

  cash(note: CashNote): void {
    this.#record({ kind: 'cash', ...note, ...(note.way === 'count' && { seen: this.#fold.seen() }) })
  }

  ignore(station: string, from?: number): void {
    this.#edit(this.#fold.station(station), { kind: 'station', station, ignore: from })
  }

  setStation(edit: { name?: string; place?: string }): void {
    const { station } = this.#journal
    this.#edit(this.#fold.station(station), { kind: 'station', station, ...edit })
  }

  setKey(key: string): void {
    this.#far.setKey?.(key)
  }

  setDatabase(url: string, key: string): void {
    this.#far.setDatabase?.(url, key)
  }

  dropDatabase(url: string): void {
    this.#far.dropDatabase?.(url)
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

  setBarKey(key: string): void {
    this.#far.setBarKey?.(key)
  }

  retry(): void {
    this.#saver.retry()
    this.#far.retry?.()
  }

  join(url: string): void {
    this.#far.join?.(url)
  }

  erase(wiped?: Wiped): void {
    this.#far.erase?.(wiped)
  }

  async heard(stations: string[]): Promise<Record<string, Heard>> {
    return (await this.#far.heard?.(stations)) ?? {}
  }

  async wipe(): Promise<void> {
    await this.#far.wipe?.()
  }

  endShift(text: string): void {
    if (text) this.#record({ kind: 'handover', text })
  }

  forgetKey(): void {
    this.#far.forgetKey?.()
  }

  comeBack(): void {
    this.#far.comeBack?.()
  }

  dismiss(): void {
    if (this.#notice?.kind === 'handover') this.#journal.remember(HANDOVER, undefined).catch(() => {})
    this.#notice = undefined
    this.#changed()
  }

  // Inside.

  get #place(): string {
    const { places } = this.#fold.meeting() ?? {}
    return this.#fold.station(this.#journal.station)?.place ?? places?.[0] ?? DEFAULT_PLACE
  }

  #menuOf(id: Id): Menu {
    return this.#fold.events.get(id) as Menu
  }

  /** Makes an order of strip lines and empties the strip, if it is theirs, in the same transaction. */
  #order(lines: StripLine[], extra: { given?: Money; house?: string } = {}): void {
    if (!lines.length) return
    const priced = toLines(lines, id => this.#menuOf(id), extra.house !== undefined)
    if (lines === this.#strip.lines) {
      this.#stopAuto()
      this.#strip = EMPTY_STRIP
      this.#saver.strip(EMPTY_STRIP, true)
    }
    this.#record({ kind: 'order', lines: priced, sum: total(priced), ...extra })
  }

  /** Sends an event on its way, stamped with now, here and the counts that came in. */
  #record(draft: { kind: string } & Record<string, unknown>): void {
    const stamped: Draft = { at: this.#world.now(), ...draft }
    if (this.#ref && Math.abs(this.#skew() - this.#ref.skew) > JUMP) {
      this.#ref = undefined
      this.onClockJump()
    }
    if (this.#ref) stamped['ref'] = this.#ref.is
    const saw = this.#fold.countsNotSeenBy(this.#journal.station).slice(0, MOST_SAW)
    if (saw.length) stamped['saw'] = saw
    if (PLACED.has(draft.kind)) {
      const place = (stamped['place'] ??= this.#place) as string
      const stock = this.#fold.drawsFrom(place)
      if (stock !== place) stamped['stock'] = stock
    }
    this.#saver.event(stamped)
    this.#changed()
  }

  /** Records what an entry of the menu, the meeting or a station is from now on; a field that is undefined goes. */
  #edit(
    known: (BarEvent & { v: number }) | undefined,
    fields: { kind: string } & Record<string, unknown>,
  ): void {
    const { _id, _rev, at, ref, saw, ...rest } = { ...known, ...fields } as Partial<BarEvent>
    this.#record(plain({ ...rest, kind: fields.kind, v: (known?.v ?? 0) + 1 }))
  }

  #skew(): number {
    return this.#world.now() - this.#world.mono()
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

  #take(events: BarEvent[]): void {
    this.#meanwhile?.push(...events)
    for (const event of events) {
      this.#fold.add(event)
      if (this.#hand(event)) this.#journal.remember(HANDOVER, event._id).catch(() => {})
    }
    this.#changed()
  }

  /** Shows what was said to the next at the bar. Says whether the event is that. */
  #hand(event: BarEvent): boolean {
    const time = this.#fold.timeOf(event, this.#ref?.is)
    if (!is(event, 'handover') || this.#world.now() - time > HANDOVER_FOR) return false
    this.#notice = { kind: 'handover', by: partsOf(event._id).station, text: event.text }
    return true
  }

  /** Folds everything anew from the journal; what comes in while it reads is not lost. */
  async #refold(): Promise<void> {
    const meanwhile: BarEvent[] = []
    this.#meanwhile = meanwhile
    const fold = new Fold()
    for (const event of await this.#journal.events()) fold.add(event)
    for (const event of meanwhile) fold.add(event)
    // A second refold that began later will finish the work.
    if (this.#meanwhile !== meanwhile) return
    this.#meanwhile = undefined
    fold.version += this.#fold.version + 1
    this.#fold = fold
    this.#changed()
  }

  #refoldSurely(): void {
    this.#refold().catch(() => this.#world.after(READ_AGAIN, () => this.#refoldSurely()))
  }

  async #bringSeed(): Promise<void> {
    const seed = seedMenu()
    if (!this.#fold.events.has(seed[0]!._id)) this.#take(await this.#journal.keep(seed))
  }

  #changed(): void {
    this.onChange(this.bar)
  }
}

/** Kinds that say where they happened. */
const PLACED = new Set(['order', 'tally'])
const lineKey = ({ n, ...what }: StripLine) => what
const total = (lines: Line[]) => lines.reduce((sum, line) => sum + line.sum, 0)
/** The object without what is undefined, which no JSON can carry. */
const plain = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
