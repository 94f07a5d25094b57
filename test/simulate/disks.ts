import type { Clock } from '../sync/clock.ts'
import type { Random } from '../sync/random.ts'

export type Rows = Map<string, unknown>

/** The disks of all tablets, as the simulator handles them. */
export interface Storage {
  open(name: string): IDBOpenDBRequest
  /** A page ends: what it has not committed is gone. */
  end(page: string): void
  rows(disk: string): Promise<Rows>
  setRows(disk: string, rows: Rows): Promise<void>
  setTrouble(disk: string, trouble: 'full' | 'liar' | undefined): void
}

/**
 * As much of IndexedDB as the journal uses, in virtual time, for thousands of worlds: a write takes its time, and the
 * page may be gone before it is on the disk, or after that and before anybody hears of it. A disk is named
 * `DISK/PAGE`: what one page of a browser opens, so that the page can be ended. One store a disk; a transaction that
 * writes shuts out all others of its disk.
 */
export class Disks implements Storage {
  readonly #disks = new Map<string, Disk>()
  readonly #clock: Clock
  readonly #random: Random
  /** The pages that were ended. */
  readonly dead = new Set<string>()

  constructor(clock: Clock, random: Random) {
    this.#clock = clock
    this.#random = random
  }

  /** `indexedDB.open`. */
  open(name: string): IDBOpenDBRequest {
    const [disk, page = ''] = name.split('/') as [string, string?]
    const request = {} as Request
    this.#later(1, page, () => {
      const isNew = !this.#disks.has(disk)
      const rows = this.at(disk)
      request.result = {
        createObjectStore: () => {},
        transaction: (_store: string, mode: IDBTransactionMode = 'readonly') =>
          this.#transaction(rows, mode, page),
        close: () => {},
      }
      if (isNew) request.onupgradeneeded?.()
      request.onsuccess?.()
    })
    return request as unknown as IDBOpenDBRequest
  }

  at(disk: string): Disk {
    let found = this.#disks.get(disk)
    if (!found) {
      found = { rows: new Map(), queue: [], trouble: undefined }
      this.#disks.set(disk, found)
    }
    return found
  }

  end(page: string): void {
    this.dead.add(page)
  }

  async rows(disk: string): Promise<Rows> {
    return new Map(this.at(disk).rows)
  }

  async setRows(disk: string, rows: Rows): Promise<void> {
    this.at(disk).rows = new Map(rows)
  }

  setTrouble(disk: string, trouble: Disk['trouble']): void {
    this.at(disk).trouble = trouble
  }

  /** Calls `then` within `ms`, if its page is still there then. */
  #later(ms: number, page: string, then: () => void): void {
    this.#clock.after(this.#random.next() * ms, () => this.dead.has(page) || then())
  }

  #transaction(disk: Disk, mode: IDBTransactionMode, page: string): IDBTransaction {
    const transaction: Transaction = {
      mode,
      page,
      disk,
      requests: [],
      changes: new Map(),
      error: null,
      state: 'waiting',
      sealed: false,
    }
    const ask = (work: () => unknown) => {
      if (transaction.state === 'done' || transaction.sealed)
        throw new DOMException('it is over', 'TransactionInactiveError')
      const request: Request = { work }
      transaction.requests.push(request)
      return request
    }
    const { rows } = disk
    const changed = transaction.changes
    const get = (key: string) => copyOf(key, changed.has(key) ? changed.get(key) : rows.get(key))
    const set = (key: string, value: unknown) =>
      changed.set(key, value === undefined ? value : copyOf(key, value))
    const keys = ({ lower, lowerOpen, upper }: IDBKeyRange): string[] => {
      const all = changed.size ? new Set([...rows.keys(), ...changed.keys()]) : rows.keys()
      const found: string[] = []
      for (const key of all)
        if (
          (lowerOpen ? key > lower : key >= lower) &&
          (upper === undefined || key <= upper) &&
          !(changed.has(key) && changed.get(key) === undefined)
        )
          found.push(key)
      return found
    }
    const store = {
      transaction: {
        get error() {
          return transaction.error
        },
        commit: () => {
          if (transaction.state === 'done') throw new DOMException('it is over', 'InvalidStateError')
          transaction.sealed = true
        },
        abort: () => {
          if (transaction.state === 'done') throw new DOMException('it is over', 'InvalidStateError')
          this.#abort(transaction, null)
        },
        set oncomplete(then: () => void) {
          transaction.oncomplete = then
        },
        set onabort(then: () => void) {
          transaction.onabort = then
        },
      },
      get: (key: string) => ask(() => get(key)),
      getKey: (key: string) => ask(() => (get(key) === undefined ? undefined : key)),
      getAll: (range: IDBKeyRange, most?: number) => ask(() => keys(range).sort().slice(0, most).map(get)),
      count: (range: IDBKeyRange) => ask(() => keys(range).length),
      put: (value: unknown, key: string) => {
        // As a structured clone does, at the call.
        const copied = copyOf(key, value)
        return ask(() => set(key, copied))
      },
      add: (value: unknown, key: string) =>
        ask(() => {
          if (get(key) !== undefined) throw new DOMException(key, 'ConstraintError')
          set(key, value)
        }),
      delete: (key: string) => ask(() => set(key, undefined)),
    }
    disk.queue.push(transaction)
    if (disk.queue.length === 1) this.#start(disk)
    return { objectStore: () => store } as unknown as IDBTransaction
  }

  /** Runs the transactions of a disk one after the other. */
  #start(disk: Disk): void {
    const transaction = disk.queue[0]
    if (transaction?.state !== 'waiting') return
    transaction.state = 'running'
    this.#clock.after(this.#random.next() * 3, () => this.#run(transaction))
  }

  #run(transaction: Transaction): void {
    if (transaction.state === 'done') return
    if (this.dead.has(transaction.page)) {
      this.#finish(transaction)
      return
    }
    const { requests } = transaction
    transaction.requests = []
    for (const request of requests) {
      try {
        request.result = request.work!()
      } catch (error) {
        this.#abort(transaction, error as DOMException)
        return
      }
      request.onsuccess?.()
    }
    // The next timer runs when all promises have: what they asked for is there, or nothing more comes.
    this.#clock.after(0, () =>
      transaction.requests.length ? this.#run(transaction) : this.#commit(transaction),
    )
  }

  #commit(transaction: Transaction): void {
    if (transaction.state === 'done') return
    const { disk, changes, page } = transaction
    // Flash takes 10 to 60 ms to write through.
    this.#clock.after(transaction.mode === 'readonly' ? 0 : 5 + this.#random.next() * 50, () => {
      if (transaction.state === 'done') return
      if (this.dead.has(page)) return this.#finish(transaction)
      if (disk.trouble === 'full' && changes.size)
        return this.#abort(transaction, new DOMException('no space', 'QuotaExceededError'))
      for (const [key, value] of changes) {
        if (value === undefined) disk.rows.delete(key)
        else disk.rows.set(key, value)
      }
      if (disk.trouble === 'liar' && changes.size && this.#random.chance(0.5))
        return this.#abort(transaction, new DOMException('the connection was lost', 'UnknownError'))
      this.#finish(transaction)
      this.#later(20, page, () => transaction.oncomplete?.())
    })
  }

  #abort(transaction: Transaction, error: DOMException | null): void {
    if (transaction.state === 'done') return
    transaction.error = error
    this.#finish(transaction)
    this.#later(2, transaction.page, () => transaction.onabort?.())
  }

  #finish(transaction: Transaction): void {
    const { disk } = transaction
    transaction.state = 'done'
    disk.queue.splice(disk.queue.indexOf(transaction), 1)
    this.#start(disk)
  }
}

export interface Disk {
  rows: Map<string, unknown>
  queue: Transaction[]
  /** `full`: refuses to keep anything more. `liar`: keeps it, and then the connection dies before it could say so. */
  trouble: 'full' | 'liar' | undefined
}

interface Request {
  work?: () => unknown
  result?: unknown
  onsuccess?: () => void
  onupgradeneeded?: () => void
}

interface Transaction {
  mode: IDBTransactionMode
  page: string
  disk: Disk
  requests: Request[]
  changes: Map<string, unknown>
  error: DOMException | null
  state: 'waiting' | 'running' | 'done'
  /** Its last word is said: it takes no more requests. */
  sealed: boolean
  oncomplete?: () => void
  onabort?: () => void
}

const freeze = (value: unknown): unknown => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) freeze(inner)
  }
  return value
}

/** Events are immutable: the one object serves all, frozen, so that who changes one is found out. The rest is copied. */
const copyOf = (key: string, value: unknown): unknown =>
  value === undefined ? value : key[0] === '.' ? structuredClone(value) : freeze(value)
