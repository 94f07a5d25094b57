import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { buildApp } from '../../build/app.ts'
import { findLua, findUcode } from '../../build/interpreter.ts'
import { type Host, startHost } from '../../build/standin/host.ts'
import { layRoot, type Root, type Settings } from '../../build/standin/root.ts'
import { FaultyRouter } from './faults.ts'

const DATABASE = 'bar-7f3k2q'

/** The real app in two versions, as an upgrade brings them. */
export const buildTwo = async (): Promise<[Uint8Array, Uint8Array]> => {
  const [one, two] = await Promise.all([buildApp({ version: '1.0.0' }), buildApp({ version: '2.0.0' })])
  return [one.html, two.html]
}

type Keys = { barKey?: string; organizerKey?: string }

/** A bar: a router that may fail, and behind it the laptop stand-in with the real shim. */
export class Meeting {
  readonly router: FaultyRouter
  readonly #dir: string
  #root!: Root
  #host!: Host
  #count = 0
  readonly #keys: Keys

  private constructor(router: FaultyRouter, dir: string, keys: Keys) {
    this.#keys = keys
    this.router = router
    this.#dir = dir
  }

  /** @param keys what the router wants; without any it is open */
  static async start(html: Uint8Array, keys: Keys = {}): Promise<Meeting> {
    const meeting = new Meeting(
      new FaultyRouter(html),
      await mkdtemp(join(tmpdir(), 'barwrt-meeting-')),
      keys,
    )
    await meeting.router.up()
    await meeting.reset()
    return meeting
  }

  /** Puts an empty router of the same meeting in the place of this one: another flash, another boot. */
  async reset(): Promise<void> {
    await this.#host?.stop()
    const ucode = findUcode()
    this.#root = await layRoot({
      root: join(this.#dir, `router${++this.#count}`),
      ...(ucode ? { interpreter: 'ucode', ucode } : { interpreter: 'lua', lua: findLua()! }),
      settings: { database: DATABASE },
      ...this.#keys,
    })
    this.#host = await startHost({ www: this.#root.www })
    // Before tablets see it: one that finds no database waits a minute until it asks again.
    await this.make(DATABASE)
    this.router.behind = this.#host.port
  }

  /** Makes a database, as the host does for another meeting. */
  async make(database: string): Promise<void> {
    await fetch(`http://127.0.0.1:${this.#host.port}/cgi-bin/db/${database}`, {
      method: 'PUT',
      headers: this.#headers,
    })
  }

  /** Says something else of itself in settings.json. */
  async settings(settings: Partial<Settings>): Promise<void> {
    await writeFile(
      join(this.#root.www, 'settings.json'),
      JSON.stringify({ database: DATABASE, ...settings }),
    )
  }

  /** Where its files are that a browser can ask for, besides the page. */
  get www(): string {
    return this.#root.www
  }

  /** The events on the router, oldest first. */
  async events(): Promise<{ _id: string; kind: string; lines?: { n: number }[] }[]> {
    const answer = await fetch(`${this.#database}/_changes?include_docs=true&limit=1000`, {
      headers: this.#headers,
    })
    const { results } = (await answer.json()) as { results: { doc: { _id: string; kind: string } }[] }
    return results.map(({ doc }) => doc)
  }

  async orders(): Promise<string[]> {
    return (await this.events()).filter(({ kind }) => kind === 'order').map(({ _id }) => _id)
  }

  async stop(): Promise<void> {
    await this.router.down()
    await this.#host.stop()
    await rm(this.#dir, { recursive: true, force: true })
  }

  get #headers(): Record<string, string> {
    const { organizerKey } = this.#keys
    return organizerKey ? { Authorization: `Basic ${btoa(`bar:${organizerKey}`)}` } : {}
  }

  get #database(): string {
    return `http://127.0.0.1:${this.#host.port}/cgi-bin/db/${DATABASE}`
  }
}

// What a tablet shows.

export const status = (page: Page) => page.getByRole('status').first()
export const drink = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name}`) }).first()
export const done = (page: Page) => page.getByRole('button', { name: /^Done/ })

/** The button that takes back the newest order; it knows an order only when the order is in the journal. */
export const undo = (page: Page, what: string) =>
  page.getByRole('button', { name: new RegExp(`^Undo.*${what}`) })

/** Waits until all that is on the tablet is on the router. */
export const onRouter = (page: Page): Promise<void> =>
  status(page)
    .getByText(/all on the router/)
    .waitFor()

/** Whether the second script is on the tablet's disk, so that what it brings opens with the router off. */
export const keptOffice = (page: Page) =>
  page.evaluate(
    () =>
      new Promise(resolve => {
        const opening = indexedDB.open('barwrt')
        opening.onsuccess = () => {
          const db = opening.result
          const store = db.objectStoreNames[0]!
          const get = db.transaction(store).objectStore(store).get('office')
          get.onsuccess = () => {
            db.close()
            resolve(!!get.result)
          }
        }
      }),
  )

/** How many orders *Recent orders* lists. */
export const recentOrders = async (page: Page): Promise<number> => {
  await page.getByRole('button', { name: 'Recent orders' }).click()
  const items = page.getByRole('dialog').getByRole('list').first().getByRole('listitem')
  await items.first().waitFor()
  const n = await items.count()
  await page.keyboard.press('Escape')
  return n
}

/** A value of the meeting's journal as it is on the tablet's disk. */
export const recall = (page: Page, key: string): Promise<unknown> =>
  page.evaluate(
    ([name, key]) =>
      new Promise<unknown>(resolve => {
        const request = indexedDB.open(name)
        request.onsuccess = () => {
          const db = request.result
          const got = db.transaction('journal').objectStore('journal').get(key)
          got.onsuccess = () => {
            db.close()
            resolve(got.result)
          }
        }
      }),
    [`barwrt-${DATABASE}`, key] as const,
  )

/** Does what makes the app open its page anew, and waits for the new page: what a test waits for next holds on the old one, too. */
export const anew = async (page: Page, how: () => Promise<unknown>): Promise<void> => {
  await page.evaluate(() => void Object.assign(window, { old: true }))
  await how()
  await expect.poll(() => page.evaluate(() => 'old' in window).catch(() => true)).toBe(false)
}

/**
 * Lets the time of a page (`clock.install`) run ahead in steps until something holds. A step that is longer than the app's
 * patience cuts off what it has just asked for, so between two steps that has real time to come.
 * @param step ms
 */
export const pass = async (page: Page, step: number, holds: () => Promise<boolean>): Promise<void> => {
  for (let steps = 0; steps < 30; steps++) {
    // The page may be about to open itself anew.
    await page.clock.fastForward(step).catch(() => {})
    for (let looks = 0; looks < 20; looks++) {
      if (await holds().catch(() => false)) return
      await sleep(100)
    }
  }
  throw new Error('it did not come to that')
}

/** The Wi-Fi is back: the browser says so to the page, which then does not wait for its next try. */
export const backOnline = (page: Page): Promise<void> =>
  page.evaluate(() => void dispatchEvent(new Event('online')))
