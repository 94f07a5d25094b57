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
}

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
    const chosen =
      this.#entries.find(entry => database === undefined || entry.database === database) ??
      this.#entries.find(entry => entry.database === undefined)
    const entry: Entry = {
      ...(chosen ?? { journal: `barwrt-${database ?? 'here'}` }),
      ...(database && { database }),
    }
    await this.#save([entry, ...this.#entries.filter(each => each.journal !== entry.journal)])
    return entry
  }

  /** Keeps the key, or the further databases, of the journal that is worked with. */
  async edit(edit: Pick<Entry, 'key' | 'databases'>): Promise<Entry> {
    const [first, ...others] = this.#entries
    if (!first) throw new Error('no journal was chosen')
    const entry = { ...first, ...edit }
    await this.#save([entry, ...others])
    return entry
  }

  /** Erases the journal that is worked with, which must be closed, and forgets it. */
  async erase(): Promise<void> {
    const [first, ...others] = this.#entries
    if (!first) return
    await eraseDisk(first.journal)
    await this.#save(others)
  }

  async #save(entries: Entry[]): Promise<void> {
    this.#entries = entries
    await within(this.#disk.use, async store => store.put(entries, 'journals'))
  }
}
