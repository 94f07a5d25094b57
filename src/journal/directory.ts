import { promisifyRequest } from 'idb-keyval'
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
  key?: string
  /** The further databases, kept here so that they are known with the router off. */
  databases?: Databases
  /** What that key is, as far as the router said. */
  role?: Role | undefined
  /** On an organizer's tablet: the key for the bar's. */
  barKey?: string
  /** The database of the meeting that came after. */
  next?: string
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

  private constructor(disk: Disk, entries: Entry[]) {
    this.#disk = disk
    this.#entries = entries
  }

  static async open(): Promise<Directory> {
    const disk = openDisk('barwrt')
    const entries = await disk.use('readonly', store =>
      promisifyRequest<Entry[] | undefined>(store.get('journals')),
    )
    return new Directory(disk, entries ?? [])
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
      ...(chosen ?? { journal: `barwrt-${wanted ?? 'here'}` }),
      ...(wanted && { database: wanted }),
    }
    await this.#save([entry, ...this.#entries.filter(each => each.journal !== entry.journal)])
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

  /** Erases the journal that is worked with, which must be closed, and forgets it, but not what came after it. */
  async erase(): Promise<void> {
    const [first, ...others] = this.#entries
    if (!first) return
    await eraseDisk(first.journal)
    await this.#save(first.next ? [...others, first] : others)
  }

  /** What was kept of a language's texts. */
  texts(code: string): Promise<object | undefined> {
    return this.#disk.use('readonly', store => promisifyRequest(store.get(`texts ${code}`)))
  }

  async keepTexts(code: string, texts: object): Promise<void> {
    await within(this.#disk.use, async store => store.put(texts, `texts ${code}`))
  }

  async #save(entries: Entry[]): Promise<void> {
    this.#entries = entries
    await within(this.#disk.use, async store => store.put(entries, 'journals'))
  }
}
