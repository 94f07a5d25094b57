// The peer in the browser: a page with as many buttons, where a tap puts the same order into a PouchDB.
// @ts-expect-error it has no types of its own, and only these three calls of it are made
import PouchDB from 'pouchdb-browser'
import type { BarEvent, Order } from '../../../src/domain/event.ts'
import { night, order, randomFrom } from '../events.ts'

declare global {
  interface Window {
    /** Fills the database with so many events. */
    fill: (n: number) => Promise<void>
    /** Reads all and adds up what was sold of each menu entry; how long that took, ms. */
    addUp: () => Promise<number>
  }
}

interface Pouch {
  bulkDocs: (docs: BarEvent[], options: { new_edits: false }) => Promise<unknown>
  allDocs: (options: { include_docs: true }) => Promise<{ rows: { doc?: BarEvent }[] }>
  put: (doc: object) => Promise<unknown>
}
const db: Pouch = new PouchDB('peer')
const random = randomFrom(3)
const menu = night(33)

window.fill = async n => {
  const events = night(n)
  for (let i = 0; i < n; i += 1000) await db.bulkDocs(events.slice(i, i + 1000), { new_edits: false })
}

window.addUp = async () => {
  const from = performance.now()
  const sold = new Map<string, number>()
  for (const { doc } of (await db.allDocs({ include_docs: true })).rows)
    for (const { menu, n } of (doc as Partial<Order>).lines ?? []) sold.set(menu, (sold.get(menu) ?? 0) + n)
  return performance.now() - from
}

const start = async (): Promise<void> => {
  const { rows } = await db.allDocs({ include_docs: true })
  let orders = rows.filter(({ doc }) => doc?.kind === 'order').length
  const count = document.createElement('output')
  const station = `peer${Date.now().toString(36)}`
  const tap = async () => {
    const made = window.probe.taps.at(-1)
    const { _rev, ...event } = order(`${station}-${orders + 1}`, Date.now(), menu.slice(23) as never, random)
    await db.put(event)
    if (made) made.saved = performance.now()
    count.textContent = String(++orders)
  }
  count.textContent = String(orders)
  for (const drink of menu.slice(23)) {
    const button = document.createElement('button')
    button.textContent = (drink as { name: string }).name
    button.style.cssText = 'width:220px;height:100px;margin:8px'
    button.onclick = tap
    document.body.append(button)
  }
  document.body.append(count)
}

void start()
