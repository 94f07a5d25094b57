import { getMany, promisifyRequest } from 'idb-keyval'
import { type BarEvent, type Id, splitId } from '../domain/event.ts'
import { sameJson } from '../domain/json.ts'
import { seedOf } from '../domain/menu.ts'
import { parseEnvelope } from '../domain/parse.ts'
import { addId, hasNumber, numbersOf, type RunSet, sizeOf, without } from '../domain/runs.ts'
import { type Disk, openDisk, putOrDelete, within } from './disk.ts'

/** An event before it has a number. */
export type Draft = { kind: string; at: number } & Record<string, unknown>

/** What this journal knows of one database it syncs with. */
export interface Marks {
  /** The opaque place in its changes up to which all rows are here; absent: from the start. */
  since?: string
  /** Its `instance_start_time` when the marks were made. */
  life?: string
  /** The events that came back from there: those are on the router. */
  on: RunSet
}

/** Where a page of rows stands among all rows of a database. */
export interface Place {
  /** The place that the page was asked from; absent: from the start. */
  after?: string | undefined
  /** The place behind its rows. */
  since?: string
  /** The database's `instance_start_time`. */
  life?: string
}

/** What came of rows from a database. */
export interface Absorbed {
  /** Events that were not here before; after a clone also own ones under their new ids. */
  fresh: BarEvent[]
  /** Own ids came back with other values, or unknown: this journal is one of two clones, and has a new station id now. */
  clone: boolean
  /** An event was replaced: what was folded must be folded anew. */
  replaced: boolean
}

interface Self {
  station: string
  /** The next event's number. */
  next: number
  /** Ids this station had before it noticed a clone. */
  past: string[]
}

/** What the journal needs of the world. */
export interface JournalWorld {
  /** `n` random bytes. */
  random(n: number): Uint8Array
  /** Tells other tabs of the same journal; absent where there are none (tests). */
  channel?: Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'>
}

// Keys that are no event ids begin with a point, which sorts before every id: events are one range of keys.
const SELF = '.self'
const FIRST = '.first'
const KEPT = '.kept'
const marksKey = (link: string) => `.link:${link}`
const LINKS = () => IDBKeyRange.bound(marksKey(''), marksKey('\uffff'))
const EVENTS = () => IDBKeyRange.lowerBound('0')
const SEEDS = () => IDBKeyRange.bound('seed', 'seee')

/** Kinds that a bar needs before its first tap: what is on offer, where it stands, which counts came in. */
const FIRST_KINDS = new Set(['menu', 'meeting', 'station', 'count'])
/** How many events a page of `pages` has: few enough that a tap between two of them is answered at once. */
const PAGE = 500

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/**
 * An add-only store of events with the counters that belong to it, one IndexedDB a database. What a promise of this class resolved to is on the disk.
 */
export class Journal {
  /** The numbers of all events that are kept here, by station. */
  readonly runs: RunSet = {}
  /** Called with events that another tab added, or with nothing when all must be read anew. */
  onElsewhere: (events: BarEvent[] | undefined) => void = () => {}
  #self: Self = { station: '', next: 1, past: [] }

  /** Transactions under way that write. */
  #busy = 0
  #untold = false
  readonly #store: Disk
  readonly #world: JournalWorld

  private constructor(store: Disk, world: JournalWorld) {
    this.#store = store
    this.#world = world
  }

  /**
   * Opens a journal, or makes it with a random station id. Rejects when IndexedDB cannot be opened; may be tried again.
   * @param name the IndexedDB's name
   */
  static async open(name: string, world: JournalWorld): Promise<Journal> {
    const journal = new Journal(openDisk(name), world)
    journal.#self =
      (await journal.recall<Self>(SELF)) ??
      (await within(journal.#store.use, async store => {
        // Two tabs may be at it.
        const known = await promisifyRequest<Self | undefined>(store.get(SELF))
        const self = known ?? { station: journal.#newStation(), next: 1, past: [] }
        store.put(self, SELF)
        return self
      }))
    if (world.channel) world.channel.onmessage = message => journal.#hear(message.data)
    return journal
  }

  /** This station's id. Changes when a clone is noticed. */
  get station(): string {
    return this.#self.station
  }

  /** Whether a station id is this journal's, or was. */
  isMine(station: string): boolean {
    return station === this.#self.station || this.#self.past.includes(station)
  }

  /**
   * The few events that a bar needs before its first tap, so that a start does not wait for a whole weekend's orders;
   * undefined when they were not listed: then all are needed.
   */
  async first(): Promise<BarEvent[] | undefined> {
    const ids = await this.recall<Id[]>(FIRST)
    if (!ids) return undefined
    // A menu's forty entries by one request: each has its answer's price on a slow tablet. No other id begins so.
    const [seeds, others] = await Promise.all([
      this.#store.use('readonly', store => promisifyRequest<BarEvent[]>(store.getAll(SEEDS()))),
      this.read(ids.filter(id => !id.startsWith('seed'))),
    ])
    return [...seeds, ...others]
  }

  /** All events, page by page, those that come in meanwhile perhaps among them. */
  async *pages(): AsyncGenerator<BarEvent[]> {
    for (let range = EVENTS(); ; ) {
      const page = await this.#store.use('readonly', store =>
        promisifyRequest<BarEvent[]>(store.getAll(range, PAGE)),
      )
      for (const event of page) this.#note(event._id)
      yield page
      if (page.length < PAGE) return
      range = IDBKeyRange.lowerBound(page.at(-1)!._id, true)
    }
  }

  /** All events, in no useful order. */
  async events(): Promise<BarEvent[]> {
    const [all, self] = await this.#store.use('readonly', store =>
      Promise.all([
        promisifyRequest<BarEvent[]>(store.getAll(EVENTS())),
        promisifyRequest<Self | undefined>(store.get(SELF)),
      ]),
    )
    this.#self = self ?? this.#self
    for (const event of all) this.#note(event._id)
    return all
  }

  /** The events of some ids, those that are here. */
  async read(ids: Id[]): Promise<BarEvent[]> {
    const found = await getMany<BarEvent>(ids, this.#store.use)
    return found.filter(event => event !== undefined)
  }

  /**
   * Numbers drafts and keeps them, in one transaction with what else must stand or fall with them. Two tabs never get
   * the same number. Rejects, and keeps nothing, when the disk is full or the database cannot be opened.
   * @param extra keys of `remember` to write along; undefined erases
   * @param again whether these drafts were tried before. A try can fail after its commit (the connection died before it
   *   could tell), so then the own events are looked through first, and what is there is not added twice.
   */
  async append(drafts: Draft[], extra: Record<string, unknown> = {}, again = false): Promise<BarEvent[]> {
    const [events, self] = await this.#within(async store => {
      // Asked for together: each way to the disk and back is one that a tap waits for.
      const [known, count] = await Promise.all([
        promisifyRequest<Self | undefined>(store.get(SELF)),
        promisifyRequest<number | undefined>(store.get(KEPT)),
      ])
      const self = known ?? this.#self
      const kept = again ? await eventsOf(store, [self.station, ...self.past]) : []
      const events = drafts.map(draft => kept.find(event => sameJson(event, number(draft, event._id))))
      const after = { ...self }
      drafts.forEach((draft, i) => {
        if (events[i]) return
        const event = number(draft, `${self.station}-${after.next++}`)
        store.add(event, event._id)
        events[i] = event
      })
      store.put(after, SELF)
      await enlist(store, events as BarEvent[], after.next - self.next, count)
      for (const [key, value] of Object.entries(extra)) putOrDelete(store, key, value)
      return [events as BarEvent[], after] as const
    })
    this.#self = self
    this.#announce(events)
    return events
  }

  /** Keeps events that have an id already, such as a seeded menu, without marking them as being anywhere. */
  async keep(events: BarEvent[]): Promise<BarEvent[]> {
    const added = await this.#within(async store => {
      const known = await Promise.all(events.map(event => promisifyRequest(store.getKey(event._id))))
      const missing = events.filter((_, i) => known[i] === undefined)
      for (const event of missing) store.add(event, event._id)
      await enlist(store, missing)
      return missing
    })
    this.#announce(added)
    return added
  }

  /**
   * What is known of a database. Also notices, when it is asked twice, that the disk has more than this tab was told of:
   * a tab was closed, or its connection died, between its commit and its word.
   */
  async marks(link: string): Promise<Marks> {
    const busy = this.#busy
    const [marks, kept] = await this.#store.use('readonly', store =>
      Promise.all([
        promisifyRequest<Marks | undefined>(store.get(marksKey(link))),
        promisifyRequest<number | undefined>(store.get(KEPT)),
      ]),
    )
    const untold = !busy && !this.#busy && !!kept && kept > sizeOf(this.runs)
    if (untold && this.#untold) this.onElsewhere(undefined)
    this.#untold = untold
    return marks ?? { on: {} }
  }

  /** Forgets place and marks of a database: it has lost its memory, and gets everything again. */
  async forgetMarks(link: string): Promise<void> {
    await this.remember(marksKey(link), undefined)
  }

  /**
   * The events that came back from no database yet, seeds apart, for any tablet makes those anew: this station's first,
   * then those of others; so many at most.
   */
  async unsent(most: number): Promise<BarEvent[]> {
    const links = await this.#store.use('readonly', store => promisifyRequest<Marks[]>(store.getAll(LINKS())))
    const stations = Object.keys(this.runs).filter(station => !seedOf(`${station}-`))
    const [own, others] = [
      stations.filter(each => this.isMine(each)),
      stations.filter(each => !this.isMine(each)),
    ]
    const ids = [...own, ...others].flatMap(station => {
      const rest = links.reduce((rest, { on }) => without(rest, on[station]), this.runs[station]!)
      return numbersOf(rest, most).map(n => `${station}-${n}`)
    })
    return this.read(ids.slice(0, most))
  }

  /**
   * Takes in a page of rows from a database: rows, marks and place in one transaction. Without a database they came by
   * hand, and are marked as being nowhere. Rows that are no events, even
   * by their envelope, are passed over. Every row may be known already; a foreign event that is here is kept as it is.
   * Marks and place stay as they are when another tab has moved the place since the page was asked for: marks of a life
   * that the database has lost must not come back after `forgetMarks`.
   */
  async absorb(
    link: string | undefined,
    rows: unknown[],
    { after, ...place }: Place = {},
  ): Promise<Absorbed> {
    const result = await this.#within(async store => {
      const self = (await promisifyRequest<Self | undefined>(store.get(SELF))) ?? this.#self
      const known = link && (await promisifyRequest<Marks | undefined>(store.get(marksKey(link))))
      const marks: Marks = known || { on: {} }
      const events = rows.flatMap(row => {
        const parsed = parseEnvelope(row)
        return parsed.ok ? [parsed.event as unknown as BarEvent] : []
      })
      const kept = await Promise.all(
        events.map(event => promisifyRequest<BarEvent | undefined>(store.get(event._id))),
      )
      const moved = marks.since !== after
      const mine = new Set([self.station, ...self.past])
      const fresh: BarEvent[] = []
      const lost: BarEvent[] = []
      let clone = false
      const here = new Map<Id, BarEvent>()
      events.forEach((event, i) => {
        const { station, n } = splitId(event._id)!
        const had = here.get(event._id) ?? kept[i]
        if (link) addId(marks.on, station, n)
        if (had && (!mine.has(station) || sameJson(had, event))) return
        if (mine.has(station)) clone = true
        if (had) lost.push(had)
        store.put(event, event._id)
        here.set(event._id, event)
        fresh.push(event)
      })
      const next = clone ? { station: this.#newStation(), next: 1, past: [...self.past, self.station] } : self
      if (clone) fresh.push(...(await this.#moveOut(store, lost, next, marks)))
      if (clone) store.put(next, SELF)
      await enlist(store, fresh, fresh.length - lost.length)
      if (link && !moved) store.put({ ...marks, ...place }, marksKey(link))
      return { fresh, clone, replaced: lost.length > 0, self: next }
    })
    this.#self = result.self
    this.#announce(result.fresh, result.replaced)
    return result
  }

  /** A small value that is this tablet's own, such as the unfinished order or a choice. */
  recall<T>(key: string): Promise<T | undefined> {
    return this.#store.use('readonly', store => promisifyRequest<T | undefined>(store.get(key)))
  }

  /** Keeps such a value; undefined erases it. Keys begin with a point. */
  remember(key: string, value: unknown): Promise<void> {
    return this.#within(async store => putOrDelete(store, key, value))
  }

  close(): void {
    this.#store.close()
    this.#world.channel?.close()
  }

  /**
   * Own events whose ids a clone took: each again under the new station id, and what is not on the router yet and
   * names them follows them. Changes `after.next`. What already is on a router keeps its words: it was said there.
   */
  async #moveOut(store: IDBObjectStore, lost: BarEvent[], after: Self, marks: Marks): Promise<BarEvent[]> {
    if (!lost.length) return []
    const links = await promisifyRequest<Marks[]>(store.getAll(LINKS()))
    const moved = new Map<Id, Id>()
    for (const event of lost) moved.set(event._id, `${after.station}-${after.next++}`)
    const again = lost.map(event => ({ ...retarget(event, moved), _id: moved.get(event._id)! }))
    for (const event of again) store.add(event, event._id)
    for (const event of await eventsOf(store, after.past)) {
      const follower = retarget(event, moved)
      if (follower === event || [marks, ...links].some(({ on }) => hasId(on, event._id))) continue
      store.put(follower, event._id)
    }
    return again
  }

  async #within<T>(work: (store: IDBObjectStore) => Promise<T>): Promise<T> {
    this.#busy++
    try {
      return await within(this.#store.use, work)
    } finally {
      this.#busy--
    }
  }

  /** A random station id; never one that could be taken for a seed's. */
  #newStation(): string {
    let id: string
    do id = [...this.#world.random(8)].map(byte => LETTERS[byte % 36]).join('')
    while (id.startsWith('seed'))
    return id
  }

  #note(id: Id): void {
    const { station, n } = splitId(id)!
    addId(this.runs, station, n)
  }

  #announce(events: BarEvent[], replaced = false): void {
    for (const event of events) this.#note(event._id)
    if (events.length) this.#world.channel?.postMessage(replaced ? undefined : events.map(event => event._id))
  }

  /** What another tab added; all is to be read anew when this cannot be. */
  async #hear(ids: Id[] | undefined): Promise<void> {
    try {
      this.#self = (await this.recall<Self>(SELF)) ?? this.#self
      const events = ids ? await this.read(ids) : undefined
      for (const event of events ?? []) this.#note(event._id)
      this.onElsewhere(events)
    } catch {
      this.onElsewhere(undefined)
    }
  }
}

const hasId = (set: RunSet, id: Id): boolean => {
  const { station, n } = splitId(id)!
  return Object.hasOwn(set, station) && hasNumber(set[station], n)
}

const number = (draft: Draft, id: Id): BarEvent => ({ _id: id, _rev: '1-0', ...draft })

/**
 * Lists those of some kept events that `first` is to find, and counts them, so that nobody has to count all of a day's.
 * @param added how many of them were not here before
 * @param counted how many there were, where the caller has asked already
 */
const enlist = async (
  store: IDBObjectStore,
  events: BarEvent[],
  added = events.length,
  counted?: number,
): Promise<void> => {
  if (added) {
    const kept = counted ?? (await promisifyRequest<number | undefined>(store.get(KEPT)))
    // A journal of an older version has no count; they are in it already.
    store.put(kept === undefined ? await promisifyRequest(store.count(EVENTS())) : kept + added, KEPT)
  }
  const ids = events.filter(({ kind }) => FIRST_KINDS.has(kind)).map(({ _id }) => _id)
  if (!ids.length) return
  const known = (await promisifyRequest<Id[] | undefined>(store.get(FIRST))) ?? []
  store.put([...new Set([...known, ...ids])], FIRST)
}

/** All events of some stations. */
const eventsOf = async (store: IDBObjectStore, stations: string[]): Promise<BarEvent[]> => {
  const range = (station: string) => IDBKeyRange.bound(`${station}-`, `${station}.`)
  const found = stations.map(station => promisifyRequest<BarEvent[]>(store.getAll(range(station))))
  return (await Promise.all(found)).flat()
}

/** The event with its references moved, or the same object when it has none of them. */
const retarget = (event: BarEvent, moved: Map<Id, Id>): BarEvent => {
  const raw = event as unknown as Record<string, unknown>
  const changed: Record<string, unknown> = {}
  for (const key of ['of', 'again']) {
    const to = moved.get(raw[key] as Id)
    if (to) changed[key] = to
  }
  const lines = raw['lines']
  if (Array.isArray(lines) && lines.some(line => moved.has(line?.menu)))
    changed['lines'] = lines.map(line =>
      moved.has(line?.menu) ? { ...line, menu: moved.get(line.menu) } : line,
    )
  return Object.keys(changed).length ? ({ ...event, ...changed } as BarEvent) : event
}
