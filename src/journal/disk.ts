import { promisifyRequest, type UseStore } from 'idb-keyval'

/** One IndexedDB. */
export interface Disk {
  use: UseStore
  close(): void
}

/**
 * A `UseStore` for idb-keyval with strict durability: `complete` means on the disk, not in a cache (a power cut loses
 * relaxed writes). Forgets a connection that failed to open or was lost, so the next call opens a new one. After
 * `close` there is none: what still runs then must not make a database anew that is being erased.
 */
export const openDisk = (name: string): Disk => {
  let open: Promise<IDBDatabase> | undefined
  let closed = false
  const drop = () => {
    open = undefined
  }
  const connect = () => {
    const request = indexedDB.open(name)
    request.onupgradeneeded = () => request.result.createObjectStore('journal')
    return promisifyRequest(request).then(db => {
      // Safari closes connections by itself; another tab that erases the database asks for it.
      db.onclose = drop
      db.onversionchange = () => {
        db.close()
        drop()
      }
      return db
    })
  }
  const store = (db: IDBDatabase, mode: IDBTransactionMode) =>
    db.transaction('journal', mode, { durability: 'strict' }).objectStore('journal')
  return {
    async use(mode, callback) {
      if (closed) throw new DOMException('This journal was closed.', 'InvalidStateError')
      open ??= connect()
      let objects: IDBObjectStore
      try {
        objects = store(await open, mode)
      } catch {
        // The connection died without telling (Chromium after a disk error): one try with a new one.
        drop()
        open = connect()
        open.catch(drop)
        objects = store(await open, mode)
      }
      return callback(objects)
    },
    close() {
      closed = true
      open?.then(
        db => db.close(),
        () => {},
      )
      drop()
    },
  }
}

/** Resolves when a transaction is on the disk; an error inside `work` aborts it, and nothing of it stays. */
export const within = <T>(use: UseStore, work: (store: IDBObjectStore) => Promise<T>): Promise<T> =>
  use('readwrite', async store => {
    const done = promisifyRequest(store.transaction)
    // It may abort while `work` still waits: whoever awaits it below hears of that, the browser needs not.
    done.catch(() => {})
    try {
      const result = await work(store)
      // At once, not when the last answer has come and nothing more was asked: that is a way there and back longer.
      store.transaction.commit()
      await done
      return result
    } catch (error) {
      try {
        store.transaction.abort()
      } catch {
        // It has aborted by itself.
      }
      throw store.transaction.error ?? error
    }
  })

/** Writes a value, or erases its key. */
export const putOrDelete = (store: IDBObjectStore, key: string, value: unknown): void => {
  if (value === undefined) store.delete(key)
  else store.put(value, key)
}

/** Erases an IndexedDB for good, the open connections of other tabs closed. */
export const eraseDisk = (name: string): Promise<void> =>
  promisifyRequest(indexedDB.deleteDatabase(name)).then(() => {})
