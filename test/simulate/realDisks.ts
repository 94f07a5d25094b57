import { IDBFactory } from 'fake-indexeddb'
import type { Rows, Storage } from './disks.ts'

/** The disks of a world on fake-indexeddb: slower, not ours, and without trouble of their own. */
export class RealDisks implements Storage {
  readonly #factory = new IDBFactory()

  open(name: string): IDBOpenDBRequest {
    return this.#factory.open(name.split('/')[0]!)
  }

  end(): void {}

  setTrouble(): void {}

  async rows(disk: string): Promise<Rows> {
    return this.#within(disk, async store => {
      const keys = store.getAllKeys()
      const values = store.getAll()
      await done(store.transaction)
      return new Map(keys.result.map((key, i) => [String(key), values.result[i]]))
    })
  }

  async setRows(disk: string, rows: Rows): Promise<void> {
    await this.#within(disk, async store => {
      store.clear()
      for (const [key, value] of rows) store.put(value, key)
      await done(store.transaction)
    })
  }

  async #within<T>(disk: string, work: (store: IDBObjectStore) => Promise<T>): Promise<T> {
    const request = this.#factory.open(disk)
    request.onupgradeneeded = () => request.result.createObjectStore('journal')
    await new Promise((resolve, reject) => {
      request.onsuccess = resolve
      request.onerror = () => reject(request.error)
    })
    const result = await work(request.result.transaction('journal', 'readwrite').objectStore('journal'))
    request.result.close()
    return result
  }
}

const done = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
