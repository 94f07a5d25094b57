import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildApp } from '../../build/app.ts'
import { headerRules, scriptHashes } from '../../build/standin/headers.ts'
import { type Host, startHost } from '../../build/standin/host.ts'
import { layRoot, type Root, type RootOptions } from '../../build/standin/root.ts'
import { interpreters } from '../wire/hosts.ts'
import { HOST, launch, page as newPage } from './chromium.ts'
import { PHONE, TABLET } from './fixture/screens.ts'

// The whole thing as it ships: the minified app, a web server with the router's headers, the real shim, two tablets.

let browser: Browser
let html: Uint8Array
let dir: string
let root: Root
let router: Host
let options: RootOptions
const DATABASE = 'bar-evening'

beforeAll(async () => {
  browser = await launch()
  html = (await buildApp()).html
})
afterAll(() => browser.close())

/** The router is switched on: the first time, or again on the same address with what its flash still holds. */
const switchOn = async (port = router?.port ?? 0): Promise<Host> => {
  root = await layRoot(options)
  const rules = headerRules({ scripts: scriptHashes(Buffer.from(html).toString()) })
  return startHost({ www: root.www, host: '127.0.0.1', port, rules })
}

/** A router with an empty database, and what else is `done` to that before any tablet can come: they come at once. */
const begin = async (more: Partial<RootOptions> = {}, done?: (url: string) => Promise<unknown>) => {
  options = { root: dir, ...interpreters[0]!.conf, html, settings: { database: DATABASE }, ...more }
  const elsewhere = await switchOn(0)
  const url = `http://127.0.0.1:${elsewhere.port}/cgi-bin/db/${DATABASE}`
  const made = await fetch(url, {
    method: 'PUT',
    headers: more.organizerKey ? { authorization: `Basic ${btoa(`:${more.organizerKey}`)}` } : {},
  })
  expect(made.status).toBe(201)
  await done?.(url)
  await elsewhere.stop()
  router = await switchOn()
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'barwrt-evening-'))
})
afterEach(async () => {
  await Promise.all(browser.contexts().map(context => context.close()))
  await router.stop()
  await rm(dir, { recursive: true, force: true })
})

const tablet = async (size = TABLET, hash = ''): Promise<Page> => {
  const page = await newPage(browser, size)
  await page.goto(`http://${HOST}:${router.port}/${hash}`)
  await drink(page, 'Club Mate').waitFor()
  return page
}
const drink = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) }).first()
const button = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name}`) }).first()
const order = async (page: Page, ...drinks: string[]) => {
  for (const name of drinks) await drink(page, name).click()
  await button(page, 'Done').click()
}
const status = (page: Page) => page.getByRole('status').first()
const says = (page: Page, text: RegExp) => expect.poll(() => status(page).textContent()).toMatch(text)
const recent = async (page: Page): Promise<string[]> => {
  await button(page, 'Recent orders').click()
  const items = await page.getByRole('dialog').getByRole('listitem').allTextContents()
  await page.keyboard.press('Escape')
  return items
}
const sees = (page: Page, orders: number) => expect.poll(async () => (await recent(page)).length).toBe(orders)
/** Waits for orders in the router's log: the status may still say of those before that they are all there. */
const lands = (orders: number) => expect.poll(async () => (await logged('order')).length).toBe(orders)
const logged = async (kind: string): Promise<Record<string, unknown>[]> => {
  const log = await readFile(join(root.data, `${DATABASE}.log`), 'utf8')
  return log
    .split('\n')
    .filter(line => line.endsWith('\t'))
    .map(line => JSON.parse(line))
    .filter(event => event.kind === kind)
}

describe('two tablets and a router', () => {
  test('started side by side show one menu; an order on one shows on the other, and is taken back from there', async () => {
    await begin()
    const [a, b] = await Promise.all([tablet(), tablet(PHONE)])
    await order(a, 'Club Mate', 'Club Mate', 'Tschunk')
    await sees(b, 1)
    expect((await recent(b))[0]).toMatch(/2.*Club Mate.*Tschunk/)
    for (const page of [a, b]) expect(await page.getByRole('button', { name: /^Club Mate/ }).count()).toBe(1)
    await button(b, 'Recent orders').click()
    await b.getByRole('dialog').getByRole('button', { name: /^Void/ }).first().click()
    await b.keyboard.press('Escape')
    await says(a, /all on the router/)
    await expect.poll(async () => (await logged('void')).length).toBe(1)
    const names = (await logged('menu')).map(event => event['slug'])
    expect(new Set(names).size).toBe(names.length)
  })

  test('go on while the router is off, and lose nothing when it is back, or when it comes back empty', async () => {
    await begin()
    const [a, b] = await Promise.all([tablet(), tablet()])
    await says(a, /all on the router/)
    await router.stop()
    await order(a, 'Club Mate')
    await order(b, 'Tschunk')
    await order(b, 'Kamikaze')
    await says(a, /1 not on the router yet/)
    await says(b, /2 not on the router yet/)
    router = await switchOn()
    await sees(a, 3)
    await sees(b, 3)
    await says(a, /all on the router/)
    await lands(3)

    // An empty flash: same address, same name, made again by an organizer; one tablet is enough to refill it.
    await router.stop()
    await b.close()
    await rm(dir, { recursive: true, force: true })
    await begin()
    await lands(3)
  }, 180_000)

  test('a router that was emptied and used by somebody else meanwhile is left alone, until a person says it is ours', async () => {
    await begin()
    const a = await tablet()
    await order(a, 'Club Mate')
    await lands(1)
    await says(a, /all on the router/)
    await router.stop()
    await rm(dir, { recursive: true, force: true })
    const foreign = { _id: 'other-1', _rev: '1-0', kind: 'meeting', at: 1, v: 1, name: 'Camp' }
    const body = JSON.stringify({ new_edits: false, docs: [foreign] })
    await begin({}, url => fetch(`${url}/_bulk_docs`, { method: 'POST', body }))
    await says(a, /another meeting/)
    expect(await logged('order')).toEqual([])

    await status(a).getByRole('link', { name: 'It is our bar' }).click()
    const form = a.getByRole('form', { name: 'Router', exact: true })
    expect(await form.textContent()).toMatch(/Camp: 1 event is there/)
    const join = form.getByRole('button', { name: 'Make them one bar' })
    expect(await join.isVisible()).toBe(false)
    await form.getByText('It is our bar').click()
    await join.click()
    await says(a, /all on the router/)
    await lands(1)
    expect(a.url()).toContain('#/bar')
  })

  test('a tablet without a key is asked for it, keeps its orders meanwhile, and sends them with it', async () => {
    await begin({ barKey: 'pump-lemon-42', organizerKey: 'boss-lemon-43' })
    const a = await tablet()
    await order(a, 'Club Mate')
    await says(a, /key/)
    expect(await logged('order')).toEqual([])
    await status(a).getByRole('link').click()
    await a.getByRole('textbox', { name: /key/i }).fill('pump-lemon-42')
    await a.keyboard.press('Enter')
    await says(a, /all on the router/)
    await lands(1)

    // With the key in the scanned address it is not asked, and the address bar does not keep it.
    const b = await tablet(TABLET, '#k=pump-lemon-42')
    await sees(b, 1)
    expect(b.url()).not.toContain('pump')
  })

  test('a host that changes to another meeting takes the tablets along, nothing left behind', async () => {
    await begin()
    const a = await tablet()
    await order(a, 'Club Mate')
    await lands(1)
    await says(a, /all on the router/)
    await fetch(`http://127.0.0.1:${router.port}/cgi-bin/db/bar-next`, { method: 'PUT' })
    await writeFile(join(root.www, 'settings.json'), JSON.stringify({ database: 'bar-next' }))
    await a.reload()
    await drink(a, 'Club Mate').waitFor()
    await expect.poll(async () => (await recent(a)).length).toBe(0)
    await order(a, 'Tschunk')
    await expect.poll(() => readFile(join(root.data, 'bar-next.log'), 'utf8')).toMatch(/"kind":"order"/)
    expect(await logged('order')).toHaveLength(1)
  })
})

test('a tablet without any router is a bar, and does not nag', async () => {
  await begin({ settings: undefined as never })
  const a = await tablet()
  await order(a, 'Club Mate')
  await says(a, /saved/i)
  expect(await status(a).textContent()).not.toMatch(/router/)
  await a.reload()
  await sees(a, 1)
})
