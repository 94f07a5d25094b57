import type { Link, LinkState } from '../domain/bar.ts'
import { type BarEvent, type Ref, splitId } from '../domain/event.ts'
import { hasNumber } from '../domain/runs.ts'
import type { Journal, Marks } from '../journal/journal.ts'
import { Outbox, seedStation } from './outbox.ts'
import { type Failure, type Info, type Net, type Page, Remote, RemoteError } from './remote.ts'

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
    place: { after?: string; since: string; life: string },
  ): Promise<unknown>
  shownSeed(): string | undefined
  setLink(link: Link): void
  setRef(ref: Ref): void
}

/** How often the pulse is looked at, ms; and the changes where there is none. */
const PULSE_EACH = 1000
const CHANGES_EACH = 2000
/** How much rarer while nobody looks at the page. */
const HIDDEN = 5
/** The changes are read this often at least, ms, whatever the pulse says. */
const SURELY_EACH = 60_000
/** How often a database is asked about itself, ms; a router less often, since its `since` tells of a new life. */
const ASK_EACH = 60_000
const ASK_ROUTER_EACH = 600_000
/** The longest jitter before other stations' events are sent, ms: one tablet refills a router, not all. */
const OTHERS_WITHIN = 30_000
/** The first and the longest wait after a failure, ms. */
const FIRST_WAIT = 500
const LONGEST_WAIT = 30_000
/** How long to wait where only a person can help, ms. */
const PATIENT_WAIT = 60_000

const MOST_ROWS = 500
/** The most bytes of events in a batch: under the router's 256 KB. */
const MOST_BYTES = 200_000
const LEAST_BYTES = 4096
/** So many refusals without one acceptance are the database's fault: it gets a rest. */
const REFUSALS_IN_A_ROW = 10
/** How much later `synced` must be to be worth telling, ms. */
const WORTH_TELLING = 5000

/** Failures with a name of their own on screen; in all of them but `offline` only a person can help. */
const STATES: { [failure in Failure]?: LinkState } = {
  offline: 'offline',
  key: 'key',
  missing: 'missing',
  wiped: 'wiped',
  other: 'other',
}

const failureOf = (error: unknown): Failure => (error instanceof RemoteError ? error.failure : 'trouble')

interface Parcel {
  id: string
  text: string
  bytes: number
}

/**
 * Keeps a journal in step with one database: pulls to the end, pushes what is not there, again and again, for as long
 * as the page lives. Nothing waits for it. Every request may be lost or answered twice: all of it is idempotent.
 */
export class Replicator {
  private readonly remote: Remote
  private readonly outbox: Outbox
  private state: LinkState = 'starting'
  private info: Info | undefined
  /** The pulse as it was before the changes were last read. */
  private tag: string | undefined
  private askBy = 0
  private pullBy = 0
  private pushAfter = 0
  private othersAt = Number.POSITIVE_INFINITY
  private full = false
  private rounds = 0
  private failures = 0
  private refusalsInARow = 0
  private rows = MOST_ROWS
  private bytes = MOST_BYTES
  private synced: number | undefined
  private behind = 0
  private told: Link | undefined
  private visible = true
  private running = false
  private nudged = false
  private wake = () => {}

  /**
   * @param url the database's absolute URL; also the name its marks are kept under
   * @param key the key it wants; for a CouchDB `user:password`
   */
  constructor(
    private readonly url: string,
    private readonly journal: Pick<Journal, 'runs' | 'isMine' | 'read' | 'marks' | 'forgetMarks'>,
    private readonly home: Home,
    private readonly world: SyncWorld,
    key?: string,
  ) {
    this.remote = new Remote(url, world)
    this.remote.key = key
    this.outbox = new Outbox(journal, () => home.shownSeed(), world.mono)
  }

  start(): void {
    this.running = true
    void this.run()
  }

  /** Ends it, for good. What is under way ends by itself and changes nothing any more. */
  stop(): void {
    this.running = false
    this.nudge()
  }

  /** There is something new to send. Ends a wait for a router that is out of reach, none that only a person ends. */
  news(): void {
    this.report()
    if (this.state === 'offline') this.failures = 0
    else if (this.state !== 'ok' && this.state !== 'full') return
    this.nudge()
  }

  /** Tries everything again now: somebody asked for it, the network is back, the clock was set. */
  retry(key?: string): void {
    if (key) this.remote.key = key
    this.failures = this.askBy = this.pullBy = this.pushAfter = 0
    this.outbox.forgive()
    this.nudge()
  }

  /** Whether somebody looks at the page. */
  setVisible(visible: boolean): void {
    this.visible = visible
    if (visible) this.news()
  }

  /** A person says that what the database holds belongs to this meeting after all. Ends the state `other`. */
  async join(): Promise<void> {
    await this.journal.forgetMarks(this.url)
    this.retry()
  }

  private async run(): Promise<void> {
    while (this.running) {
      this.nudged = false
      let wait = 0
      try {
        const more = await this.step()
        if (!this.outbox.unsettled) this.failures = 0
        if (!more)
          wait = (this.tag ? PULSE_EACH : CHANGES_EACH) * (this.visible ? 1 : HIDDEN) * this.between(0.9, 1.1)
      } catch (error) {
        wait = this.fail(failureOf(error))
      }
      this.report()
      await this.sleep(wait)
    }
  }

  /** One look at the database, and what follows from it. Says whether another look is due at once. */
  private async step(): Promise<boolean> {
    if (this.state === 'starting') {
      this.outbox.settle((await this.journal.marks(this.url)).on, 0)
      this.report()
    }
    if (this.mono >= this.askBy) await this.ask()
    const tag = await this.look()
    const othersDue = this.mono >= this.othersAt
    if (!tag || tag !== this.tag || othersDue || this.outbox.unsettled || this.mono >= this.pullBy) {
      await this.pull()
      this.tag = tag
    }
    this.state = this.full ? 'full' : 'ok'
    const more = await this.push(othersDue)
    if (!this.outbox.hasOthers) this.othersAt = Number.POSITIVE_INFINITY
    else if (this.othersAt === Number.POSITIVE_INFINITY)
      this.othersAt = this.mono + this.between(0, OTHERS_WITHIN)
    if (!this.full) this.synced = this.world.now()
    return more
  }

  /** Asks the database about itself. */
  private async ask(): Promise<void> {
    this.info = await this.remote.info()
    this.askBy = this.mono + (this.info.router ? ASK_ROUTER_EACH : ASK_EACH)
    if (this.info.ref) this.home.setRef(this.info.ref)
  }

  /** The pulse's entity tag now; undefined where only the changes themselves tell. */
  private async look(): Promise<string | undefined> {
    const { pulse } = this.info!
    if (!pulse) return undefined
    try {
      const tag = await this.remote.pulse(pulse, this.tag)
      if (tag) return tag
    } catch {
      // The request was lost, or another origin's policy hides the answer: the changes will tell which.
      return undefined
    }
    await this.ask()
    if (this.info!.pulse === pulse) {
      delete this.info!.pulse
      this.askBy = this.mono + ASK_EACH
    }
    return undefined
  }

  /** Reads the changes to their end, each page into the journal with its marks and its place. */
  private async pull(): Promise<void> {
    const round = ++this.rounds
    const { router, life } = this.info!
    const marks = await this.journal.marks(this.url)
    let after = marks.since
    if (!router && after !== undefined && marks.life !== life) after = await this.startOver(marks)
    do {
      let page: Page
      try {
        page = await this.page(after)
      } catch (error) {
        if (failureOf(error) !== 'bad' || after === undefined) throw error
        after = await this.startOver(marks)
        page = await this.page(after)
      }
      const { rows, since, pending } = page
      if (rows.length)
        await this.home.absorb(
          this.url,
          rows.map(row => row?.doc),
          { ...(after !== undefined && { after }), since, life },
        )
      after = since
      this.behind = pending
      if (pending) this.report()
    } while (this.behind)
    this.rows = MOST_ROWS
    this.pullBy = this.mono + SURELY_EACH * this.between(0.75, 1.25)
    const lost = this.outbox.settle((await this.journal.marks(this.url)).on, round)
    if (lost) throw new RemoteError('trouble', `${lost} were taken and are not there`)
  }

  /** One page of the changes; a smaller one when it came in pieces, or did not come in time. */
  private async page(after: string | undefined): Promise<Page> {
    for (;;) {
      try {
        const page = await this.remote.changes(after, this.rows)
        if (page.pending && page.since === after) throw new RemoteError('trouble', 'the changes do not go on')
        return page
      } catch (error) {
        const failure = failureOf(error)
        const smaller = this.rows >> 1
        if (failure === 'garbled' || failure === 'offline') this.rows = smaller || 1
        if (failure !== 'garbled' || !smaller) throw error
      }
    }
  }

  /** The database does not know the place that it gave: it gets everything again, unless it is another meeting's. */
  private async startOver(marks: Marks): Promise<undefined> {
    if (Object.keys(marks.on).some(station => !seedStation(station)) && (await this.isOther()))
      throw new RemoteError('other')
    await this.journal.forgetMarks(this.url)
    this.outbox.forget()
  }

  /** Whether the database holds events, but, seeds apart, none that is here. Keeps nothing of what it reads. */
  private async isOther(): Promise<boolean> {
    let strange = false
    let after: string | undefined
    for (;;) {
      const { rows, since, pending } = await this.page(after)
      for (const row of rows) {
        const id = splitId((row?.doc as BarEvent | undefined)?._id)
        if (!id || seedStation(id.station)) continue
        if (hasNumber(this.journal.runs[id.station], id.n)) return false
        strange = true
      }
      if (!pending) return strange
      after = since
    }
  }

  /** Sends what waits. Says whether something was sent, so that the changes should be read. */
  private async push(others: boolean): Promise<boolean> {
    let sent = false
    while (this.running && this.mono >= this.pushAfter) {
      const events = await this.outbox.next(others)
      if (!events.length) break
      sent = true
      try {
        for (const batch of this.batches(events)) await this.send(batch)
        this.full = false
        this.bytes = MOST_BYTES
      } catch (error) {
        const failure = failureOf(error)
        if (failure === 'offline') this.bytes = Math.max(LEAST_BYTES, this.bytes >> 1)
        if (failure !== 'full') throw error
        this.full = true
        this.state = 'full'
        this.pushAfter = this.mono + PATIENT_WAIT * this.between(0.75, 1.25)
        return false
      }
    }
    return sent
  }

  private *batches(events: BarEvent[]): Generator<Parcel[]> {
    let batch: Parcel[] = []
    let size = 0
    for (const event of events) {
      const text = JSON.stringify(event)
      const bytes = new TextEncoder().encode(text).length
      if (batch.length && size + bytes > this.bytes) {
        yield batch
        batch = []
        size = 0
      }
      size += bytes + 1
      batch.push({ id: event._id, text, bytes })
    }
    yield batch
  }

  /** Sends a batch; a refused one in halves, down to the event that is to blame, which then is left out. */
  private async send(batch: Parcel[]): Promise<void> {
    try {
      const refused = await this.remote.push(batch.map(({ text }) => text))
      for (const { id } of batch) this.outbox.take(id, this.rounds)
      for (const { id, reason } of refused) this.outbox.refuse(id, reason)
      this.refusalsInARow = 0
    } catch (error) {
      const failure = failureOf(error)
      if (failure !== 'bad' && failure !== 'large') throw error
      if (batch.length > 1) {
        const half = batch.length >> 1
        await this.send(batch.slice(0, half))
        return this.send(batch.slice(half))
      }
      this.outbox.refuse(batch[0]!.id, (error as RemoteError).message)
      if (++this.refusalsInARow % REFUSALS_IN_A_ROW === 0) throw new RemoteError('trouble')
    }
  }

  /** How long to wait after a failure, ms. */
  private fail(failure: Failure): number {
    this.state = STATES[failure] ?? 'trouble'
    this.askBy = 0
    this.behind = 0
    if (this.state !== 'offline' && this.state !== 'trouble') return PATIENT_WAIT * this.between(0.75, 1.25)
    return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.failures++) * this.between(0.5, 1)
  }

  private sleep(ms: number): Promise<void> {
    return new Promise(resolve => {
      if (this.nudged) return resolve()
      const stop = this.world.after(ms, resolve)
      this.wake = () => {
        stop()
        resolve()
      }
    })
  }

  private nudge(): void {
    this.nudged = true
    this.wake()
  }

  /** Tells the screens, when there is something to tell. */
  private report(): void {
    if (!this.running) return
    const { url, state, synced, behind, told } = this
    const { unsent, refusals } = this.outbox
    const link: Link = {
      url,
      state,
      unsent,
      ...(synced !== undefined && { synced }),
      ...(refusals && { refused: refusals }),
      ...(behind && { behind }),
    }
    const later = (synced ?? 0) - (told?.synced ?? 0)
    if (told && Math.abs(later) < WORTH_TELLING) {
      const { synced: _, ...rest } = link
      const { synced: __, ...was } = told
      if (JSON.stringify(rest) === JSON.stringify(was)) return
    }
    this.told = link
    this.home.setLink(link)
  }

  private get mono(): number {
    return this.world.mono()
  }

  private between(least: number, most: number): number {
    return least + ((most - least) * this.world.random(1)[0]!) / 256
  }
}
