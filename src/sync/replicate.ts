import type { Heard, Link, LinkState } from '../domain/bar.ts'
import type { Board } from '../domain/board.ts'
import { type Meeting, type Ref, splitId } from '../domain/event.ts'
import { hasNumber, sizeOf } from '../domain/runs.ts'
import type { Journal, Marks } from '../journal/journal.ts'
import { Outbox, type Store, seedStation } from './outbox.ts'
import { Pages } from './pages.ts'
import { failureOf, type Info, type Net, Remote, RemoteError } from './remote.ts'
import { Sender } from './send.ts'

/** What the client needs of the world. */
export interface SyncWorld extends Net {
  /** The tablet's clock, ms. */
  now(): number
  /** A clock that only goes forward, ms. */
  mono(): number
  /** `n` random bytes. */
  random(n: number): Uint8Array
}

/** What the client needs of the station: where events go, and who shows how it does. */
export interface Home {
  absorb(
    link: string,
    rows: unknown[],
    place: { after: string | undefined; since: string; life: string },
  ): Promise<unknown>
  shownSeed(): string | undefined
  /** The guests' board as it is to be, the same object while nothing on it changed; undefined while that is not known. */
  board(): Board | undefined
  setLink(link: Link): void
  setRef(ref: Ref): void
}

/** How often the pulse is looked at, ms; and the changes where there is none. Both, as all waits here, with jitter. */
const PULSE_EACH = 1000
const CHANGES_EACH = 2000
/** How much rarer while nobody looks at the page. */
const HIDDEN = 5
/** The changes are read this often at least, and a database that is no router asked about itself, ms. */
const SURELY_EACH = 60_000
/** A router is asked about itself less often, ms, for its clock's sake: its `since` tells of a new life. */
const ASK_ROUTER_EACH = 600_000
/** The longest wait before other stations' events are sent, ms: one tablet refills a router, not all. */
const OTHERS_WITHIN = 30_000
/** The first and the longest wait after a failure, ms. */
const FIRST_WAIT = 500
const LONGEST_WAIT = 30_000
/** How long to wait where only a person can help, ms. */
const PATIENT_WAIT = 60_000
const PATIENT = ['key', 'missing', 'wiped', 'other']

/**
 * How the name ends of a database that a router or a laptop drew itself: no other meeting ever has the same name, but
 * one that somebody chose (`bar`, `summer`) may come again.
 */
const DRAWN = /-(?=.*\d)(?=.*[a-z])[a-hjkmnp-z2-9]{6,}$/

/** How often a station says that it is there, ms, for those who look after all of them. */
const SAY_EACH = 300_000
/** After the start other things go first, ms. */
const FIRST_SAY = 15_000
/**
 * The longest wait until the guests' board is written, ms: whoever changed it does so at once, and the others, who look
 * within this time, find it written.
 */
const BOARD_WITHIN = 5000
const heardId = (station: string): string => `heard-${station}`

/** How much later `synced` must be to be told, ms. */
const WORTH_TELLING = 5000

/**
 * Keeps a journal in step with one database: pulls to the end, pushes what is not there, again and again, for as long
 * as the page lives. Nothing waits for it. Every request may be lost or answered twice: all of it is idempotent.
 */
export class Replicator {
  /** Who named this database; absent: it is the host's own. */
  by: Link['by']
  readonly #url
  readonly #journal
  readonly #home
  readonly #world
  readonly #remote
  readonly #outbox
  readonly #pages
  readonly #sender
  #state: LinkState = 'starting'
  #info!: Info
  /** Whether it held fewer events than it had listed before. */
  #forgot = false
  /** What another meeting's database holds. */
  #other: Link['other']
  /** The pulse as it was before the changes were last read. */
  #tag: string | undefined | null
  /** When the database is to be asked about itself, and its changes to be read, at the latest; monotonic, as `othersAt`. */
  #askBy = 0
  #pullBy = 0
  /** No pushing before: it was full, or had got this address's share. */
  #pushAfter = 0
  #full = false
  #othersAt = Number.POSITIVE_INFINITY
  #sayAt = FIRST_SAY
  /** The guests' board as it was last seen or written there, and when to look whether another one is. */
  #board: Board | undefined
  #boardAt = Number.POSITIVE_INFINITY
  #rounds = 0
  #failures = 0
  #synced = 0
  #behind = 0
  #told = ''
  #pace = 1
  #running = false
  #nudged = false
  #wake = () => {}

  /**
   * @param url the database's absolute URL; also the name its marks are kept under
   * @param key the key it wants; for a CouchDB `user:password`
   */
  constructor(
    url: string,
    journal: Store & Pick<Journal, 'station' | 'marks' | 'forgetMarks'>,
    home: Home,
    world: SyncWorld,
    key?: string,
  ) {
    this.#url = url
    this.#journal = journal
    this.#home = home
    this.#world = world
    this.#remote = new Remote(url, world)
    this.#remote.key = key
    this.#outbox = new Outbox(journal, () => home.shownSeed())
    this.#pages = new Pages(this.#remote)
    this.#sender = new Sender(this.#remote, this.#outbox, world.mono)
  }

  start(): void {
    this.#running = true
    void this.#run()
  }

  /** Ends it, for good, after the request under way. */
  stop(): void {
    this.#running = false
    this.#nudge()
  }

  /** There is something new to send. Ends a wait for a router that is out of reach, none that only a person ends. */
  news(): void {
    this.#report()
    if (this.#state === 'offline') this.#failures = 0
    if (['ok', 'full', 'offline'].includes(this.#state)) this.#nudge()
  }

  /** Goes on with another key, at once. */
  use(key: string | undefined): void {
    if (key === this.#remote.key) return
    this.#remote.key = key
    this.retry()
  }

  /** Tries everything again now: somebody asked for it, the network is back, the clock was set. */
  retry(): void {
    this.#failures = this.#askBy = this.#pullBy = this.#pushAfter = 0
    this.#outbox.refused.clear()
    this.#nudge()
  }

  /** Whether somebody looks at the page. */
  setVisible(visible: boolean): void {
    this.#pace = visible ? 1 : HIDDEN
    if (visible) this.news()
  }

  /** A person says that what the database holds belongs to this meeting after all. Ends the state `other`. */
  async join(): Promise<void> {
    await this.#journal.forgetMarks(this.#url)
    this.#outbox.forget()
    this.retry()
  }

  /** Wipes the database, for good. Takes the organizer key. @throws RemoteError */
  async wipe(): Promise<void> {
    await this.#remote.wipe()
    this.retry()
  }

  /** What stations last said of themselves here. One request each, one after the other: a router has few scripts. */
  async heard(stations: string[]): Promise<Record<string, Heard>> {
    const heard: Record<string, Heard> = {}
    for (const station of stations) {
      const said = await this.#remote.local(heardId(station))
      if (typeof said?.['at'] === 'number') heard[station] = said as unknown as Heard
    }
    return heard
  }

  async #run(): Promise<void> {
    while (this.#running) {
      this.#nudged = false
      let wait = 0
      try {
        const sent = await this.#step()
        if (!this.#outbox.taken.size) this.#failures = 0
        if (!sent) wait = (this.#tag ? PULSE_EACH : CHANGES_EACH) * this.#pace
      } catch (error) {
        const failure = failureOf(error)
        const patient = PATIENT.includes(failure)
        this.#state = patient || failure === 'offline' ? (failure as LinkState) : 'trouble'
        this.#askBy = this.#behind = 0
        wait = patient ? PATIENT_WAIT : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#failures++)
      }
      this.#report()
      await this.#sleep(wait)
    }
  }

  /** One look at the database, and what follows from it. Says whether something was sent, so another look is due. */
  async #step(): Promise<boolean> {
    if (this.#state === 'starting') {
      this.#outbox.settle((await this.#journal.marks(this.#url)).on, 0, 0)
      this.#report()
    }
    if (this.#mono >= this.#askBy) await this.#ask()
    const tag = await this.#look()
    const othersDue = this.#mono >= this.#othersAt
    if (!tag || tag !== this.#tag || othersDue || this.#mono >= this.#pullBy) {
      await this.#pull()
      this.#tag = tag
    }
    const sent = this.#mono >= this.#pushAfter && (await this.#push(othersDue))
    this.#state = this.#full ? 'full' : 'ok'
    if (!this.#outbox.hasOthers) this.#othersAt = Number.POSITIVE_INFINITY
    else if (this.#othersAt > this.#mono + OTHERS_WITHIN)
      this.#othersAt = this.#mono + OTHERS_WITHIN * this.#random
    if (this.#state === 'ok') this.#synced = this.#world.now()
    if (this.#mono >= this.#sayAt) await this.#say()
    if (!this.by) await this.#showBoard(sent)
    return sent
  }

  /** Says that this station is there, and what it has not sent. No harm where nobody can be told. */
  async #say(): Promise<void> {
    const { ref } = this.#info
    this.#sayAt = this.#mono + this.#jitter(SAY_EACH)
    const heard: Heard = { at: this.#world.now(), unsent: this.#outbox.unsent, ...(ref && { ref }) }
    await this.#remote.setLocal(heardId(this.#journal.station), heard).catch(() => {})
  }

  /**
   * Keeps what guests are shown there as it is here, as soon as it changed: nothing is asked while it does not. Whoever
   * knows less and wrote last learns of that by its next look at the changes, and writes again.
   * @param sent this station has just sent something, so most likely it is its own change
   */
  async #showBoard(sent: boolean): Promise<void> {
    const board = this.#home.board()
    if (!board || board === this.#board) return
    if (sent) this.#boardAt = 0
    else if (this.#boardAt === Number.POSITIVE_INFINITY)
      this.#boardAt = this.#mono + BOARD_WITHIN * this.#random
    if (this.#mono < this.#boardAt) return
    try {
      await this.#remote.setLocal('board', board)
      this.#board = board
      this.#boardAt = Number.POSITIVE_INFINITY
    } catch {
      this.#boardAt = this.#mono + this.#jitter(PATIENT_WAIT)
    }
  }

  /** Asks the database about itself. */
  async #ask(): Promise<void> {
    const { on } = await this.#journal.marks(this.#url)
    const life = this.#info?.life
    this.#info = await this.#remote.info()
    // What a router keeps beside the log is gone with the life it had.
    if (this.#info.life !== life) this.#board = undefined
    this.#forgot = this.#info.exact && this.#info.holds < sizeOf(on)
    this.#askBy = this.#mono + (this.#info.router ? ASK_ROUTER_EACH : SURELY_EACH)
    if (this.#info.ref) this.#home.setRef(this.#info.ref)
  }

  /** The pulse's entity tag now; none where only the changes themselves tell. */
  async #look(): Promise<string | undefined | null> {
    const { pulse } = this.#info
    if (!pulse) return
    try {
      const tag = await this.#remote.pulse(pulse, this.#tag ?? undefined)
      if (tag) return tag
    } catch {
      // The request was lost, or another origin's policy hides the answer: the changes will tell which.
      return
    }
    await this.#ask()
    if (this.#info.pulse !== pulse) return
    delete this.#info.pulse
    this.#askBy = this.#mono + SURELY_EACH
  }

  /** Reads the changes to their end, each page into the journal with its marks and its place. */
  async #pull(): Promise<void> {
    const round = ++this.#rounds
    const { router, life, holds } = this.#info
    const marks = await this.#journal.marks(this.#url)
    let after = marks.since
    let here = sizeOf(marks.on)
    try {
      if (after && !router && (marks.life !== life || this.#forgot)) throw new RemoteError('bad')
      for await (const { rows, since, pending } of this.#pages.after(after)) {
        const docs = rows.map(row => row?.doc)
        if (docs.length) await this.#home.absorb(this.#url, docs, { after, since, life })
        after = since
        here += docs.length
        // A router's `pending` is only a yes.
        this.#behind = pending && Math.max(pending, holds - here)
        if (pending) this.#report()
      }
    } catch (error) {
      if (failureOf(error) !== 'bad' || !marks.since) throw error
      await this.#startOver(marks)
      this.#forgot = false
      return this.#pull()
    }
    this.#pullBy = this.#mono + this.#jitter(SURELY_EACH)
    const { on } = await this.#journal.marks(this.#url)
    if (this.#outbox.settle(on, round, this.#mono)) throw new RemoteError('trouble')
  }

  /** The database does not know the place that it gave: it gets everything again, unless it is another meeting's. */
  async #startOver(marks: Marks): Promise<void> {
    const had = Object.keys(marks.on).some(station => !seedStation(station))
    this.#other = had ? await this.#strangers() : undefined
    if (this.#other) throw new RemoteError('other')
    await this.#journal.forgetMarks(this.#url)
    this.#outbox.forget()
  }

  /**
   * What the database holds when it is another meeting's: events, but, seeds apart, none that is here. Under a name that
   * nobody chose it is this meeting all the same, emptied and first written to by a tablet that was new; but not when it
   * has a meeting set up that nobody knows here, as a router has that was emptied for the next one.
   */
  async #strangers(): Promise<Link['other']> {
    const other: Link['other'] = { n: 0 }
    for await (const { rows } of this.#pages.after(undefined))
      for (const row of rows) {
        const event = Object(row?.doc) as Partial<Meeting>
        const id = splitId(event._id)
        if (!id || seedStation(id.station)) continue
        if (hasNumber(this.#journal.runs[id.station], id.n)) return
        other.n++
        if (event.kind === 'meeting') other.name = String(event.name)
      }
    return other.n && (other.name !== undefined || !DRAWN.test(this.#url)) ? other : undefined
  }

  /** Sends what waits, if anything. */
  async #push(others: boolean): Promise<boolean> {
    let sent = false
    this.#pushAfter = 0
    this.#full = false
    try {
      for (;;) {
        const events = await this.#outbox.next(others)
        if (!events.length || !this.#running) return sent
        await this.#sender.send(events, this.#rounds)
        sent = true
      }
    } catch (error) {
      const failure = failureOf(error)
      this.#full = failure === 'full'
      if (!this.#full && failure !== 'slow') throw error
      this.#pushAfter = this.#mono + this.#jitter(PATIENT_WAIT)
      return sent
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise(resolve => {
      if (this.#nudged) return resolve()
      const stop = this.#world.after(this.#jitter(ms), resolve)
      this.#wake = () => {
        stop()
        resolve()
      }
    })
  }

  #nudge(): void {
    this.#nudged = true
    this.#wake()
  }

  /** Tells the screens, when there is something to tell. */
  #report(): void {
    const { unsent, refused } = this.#outbox
    const last = [...refused.values()].at(-1)
    const link: Link = {
      url: this.#url,
      state: this.#state,
      unsent,
      ...(this.by && { by: this.by }),
      ...(this.#synced && { synced: this.#synced }),
      ...(last && { refused: { n: refused.size, reason: last.reason } }),
      ...(this.#behind && { behind: this.#behind }),
      ...(this.#other && this.#state === 'other' && { other: this.#other }),
    }
    // Each look that finds nothing new is a later `synced`: told only now and then.
    const text = JSON.stringify({ ...link, synced: Math.round(this.#synced / WORTH_TELLING) })
    if (text === this.#told || !this.#running) return
    this.#told = text
    // Not from here: an error on a screen must not end this.
    queueMicrotask(() => this.#running && this.#home.setLink(link))
  }

  get #mono(): number {
    return this.#world.mono()
  }

  get #random(): number {
    return this.#world.random(1)[0]! / 256
  }

  #jitter(ms: number): number {
    return ms * (0.75 + this.#random / 2)
  }
}
