import { promisifyRequest } from 'idb-keyval'
import { sameJson } from '../domain/json.ts'
import { type Disk, eraseDisk, openDisk, within } from './disk.ts'

/** Databases to keep a meeting in step with, by URL: absolute, without credentials, with no slash at its end. */
export type Databases = Record<
  string,
  {
    /** The key it wants; for a CouchDB `user:password`. */
    key?: string | undefined
    /** Who named it; absent: it is the one of the host that the page came from. */
    by?: 'host' | 'tablet'
  }
>

/** What a tablet remembers of one meeting's database. */
export interface Entry {
  /** The IndexedDB that holds its journal. */
  journal: string
  /** The database's name on the router; absent while none was ever known (a tablet without a router). */
  database?: string
  /** The key that the router wants. */
  key?: string | undefined
  /** The further databases, kept here so that they are known with the router off. */
  databases?: Databases
  /** What that key is, as far as the router said. */
  role?: Role | undefined
  /** On an organizer's tablet: the key for the bar's. */
  barKey?: string | undefined
  /** The database of the meeting that came after. */
  next?: string
  /** Somebody took it up again after it was forgotten: it stays. */
  keep?: boolean
}

/** Who a key is for: those at the bar, or those who may make and wipe databases, too. */
export type Role = 'bar' | 'organizer'

/**
 * Which journals this tablet has, and which one it works with: one IndexedDB a database, found again with the router
 * off. A bar that began without a router keeps its journal when it first learns of a database.
 */
export class Directory {
  readonly #disk: Disk
  #entries: Entry[]
  /** Databases that were erased here. */
  #gone: string[]

  private constructor(disk: Disk, entries: Entry[], gone: string[]) {
    this.#disk = disk
    this.#entries = entries
    this.#gone = gone
  }

  static async open(): Promise<Directory> {
    const disk = openDisk('barwrt')
    const [entries, gone] = await disk.use('readonly', store =>
      Promise.all([
        promisifyRequest<Entry[] | undefined>(store.get('journals')),
        promisifyRequest<string[] | undefined>(store.get('gone')),
      ]),
    )
    return new Directory(disk, entries ?? [], gone ?? [])
  }

  /** The meetings worked on before the present one. */
  get others(): Entry[] {
    return this.#entries.slice(1).filter(({ database }) => !this.isGone(database))
  }

  /** Whether a database's meeting was erased here, because it was wiped or is over: a tablet does not take it up unasked. */
  isGone(database: string | undefined): boolean {
    return this.#gone.includes(database!)
  }

  /** Takes up a meeting again that was erased here; from then on it stays. */
  async comeBack(database: string): Promise<void> {
    this.#gone = this.#gone.filter(each => each !== database)
    await this.choose(database)
    await this.edit({ keep: true })
  }

  /** Whether this tablet has worked before. */
  get known(): boolean {
    return this.#entries.length > 0
  }

  /**
   * The journal to work with. With a database that is known: its journal. With one that is new: a journal that belongs
   * to none yet, or else a new one. Without any: the one last worked with, or a new one.
   */
  async choose(database: string | undefined): Promise<Entry> {
    const from = database ?? this.#entries[0]?.database
    const wanted = from && this.newest(from)
    const chosen =
      this.#entries.find(entry => wanted === undefined || entry.database === wanted) ??
      this.#entries.find(entry => entry.database === undefined)
    const entry: Entry = {
      ...(chosen ?? { journal: this.#unused(`barwrt-${wanted ?? 'here'}`) }),
      ...(wanted && { database: wanted }),
    }
    const entries = [entry, ...this.#entries.filter(each => each.journal !== entry.journal)]
    // Mostly nothing is new, and a start need not wait for the disk then.
    if (!sameJson(entries, this.#entries)) await this.#save(entries)
    return entry
  }

  /** The database that came after all others since this one. */
  newest(database: string): string {
    const seen = new Set<string>()
    for (let next: string | undefined = database; next && !seen.has(next); ) {
      seen.add((database = next))
      next = this.#entries.find(entry => entry.database === database)?.next
    }
    return database
  }

  /** Keeps what is known of the journal that is worked with: a key, what it is for, further databases. */
  async edit(edit: Partial<Entry>): Promise<Entry> {
    const [first, ...others] = this.#entries
    if (!first) throw new Error('no journal was chosen')
    const entry = { ...first, ...edit }
    await this.#save([entry, ...others])
    return entry
  }

  /** One meeting came after another: whoever is sent to the old one goes on in the new one, with the same keys. */
  async follow(old: string, next: string): Promise<Entry> {
    const known = this.#entries.find(entry => entry.database === old) ?? {
      journal: `barwrt-${old}`,
      database: old,
    }
    const others = this.#entries.filter(each => each !== known)
    const { key, role, barKey } = known
    await this.#save([{ ...known, next }, ...others])
    await this.choose(next)
    return this.edit({ ...(key && { key, role }), ...(barKey && { barKey }) })
  }

  /** Erases a journal, which must be closed, and forgets it but for the name of its database and what came after it. */
  async erase(entry = this.#entries[0]): Promise<void> {
    if (!entry) return
    await eraseDisk(entry.journal)
    if (entry.database) this.#gone = [...this.#gone, entry.database]
    const rest = this.#entries.filter(({ journal }) => journal !== entry.journal)
    if (entry.next) rest.push(entry)
    // What is tapped next belongs to none of the meetings before.
    await this.#save(entry === this.#entries[0] ? [{ journal: this.#unused('barwrt-here') }, ...rest] : rest)
  }

  #unused(name: string): string {
    return this.#entries.some(({ journal }) => journal === name) ? this.#unused(`${name}-`) : name
  }

  /** What was fetched from the host once and kept: a language's texts, organizers' screens. */
  fetched(name: string): Promise<object | undefined> {
    return this.#disk.use('readonly', store => promisifyRequest(store.get(name)))
  }

  async keepFetched(name: string, value: object): Promise<void> {
    await within(this.#disk.use, async store => store.put(value, name))
  }

  async #save(entries: Entry[]): Promise<void> {
    this.#entries = entries
    await within(this.#disk.use, async store => {
      store.put(entries, 'journals')
      store.put(this.#gone, 'gone')
    })
  }
}
