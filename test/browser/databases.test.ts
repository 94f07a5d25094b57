import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildApp } from '../../build/app.ts'
import { headerRules, scriptHashes } from '../../build/standin/headers.ts'
import { startHost } from '../../build/standin/host.ts'
import { layRoot } from '../../build/standin/root.ts'
import { basic } from '../wire/db.ts'
import { interpreters } from '../wire/hosts.ts'
import { HOST, launch, page as newPage } from './chromium.ts'

// The app from one bar's router, and the router of another bar beside it: other origins to a browser, with a security
// policy and CORS in between.

const DATABASE = 'bar-camp'
let browser: Browser
let html: Uint8Array
let dir: string
const stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  browser = await launch()
  html = (await buildApp()).html
})
afterAll(() => browser.close())
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'barwrt-camp-'))
})
afterEach(async () => {
  await Promise.all(browser.contexts().map(context => context.close()))
  for (const stop of stops.splice(0)) await stop()
  await rm(dir, { recursive: true, force: true })
})

/** A bar's router. @param further what it lists besides its own database */
const router = async (
  name: string,
  options: { port?: number; key?: string; further?: string[]; origin?: string },
) => {
  const { further = [], key, origin } = options
  const root = await layRoot({
    ...interpreters[0]!.conf,
    root: join(dir, name),
    html,
    settings: { database: DATABASE, databases: further },
    ...(key && { barKey: key, organizerKey: 'organizer' }),
    ...(origin && { origins: [origin] }),
  })
  const rules = headerRules({
    scripts: scriptHashes(Buffer.from(html).toString()),
    connect: further.map(url => new URL(url).origin),
  })
  const host = await startHost({ www: root.www, host: '127.0.0.1', rules, port: options.port ?? 0 })
  stops.push(() => host.stop())
  const database = `http://127.0.0.1:${host.port}/cgi-bin/db/${DATABASE}`
  const headers = key ? { authorization: basic('organizer') } : {}
  const made = await fetch(database, { method: 'PUT', headers })
  expect([201, 412]).toContain(made.status)
  return {
    origin: `http://${HOST}:${host.port}`,
    url: `http://${HOST}:${host.port}/cgi-bin/db/${DATABASE}`,
    orders: async (): Promise<number> => {
      const answer = await fetch(`${database}/_changes?include_docs=true`, { headers })
      const { results } = (await answer.json()) as { results: { doc: { kind: string } }[] }
      return results.filter(({ doc }) => doc.kind === 'order').length
    },
    stop: () => host.stop(),
  }
}

/** A port that was free a moment ago: each router names the other's origin. */
const freePort = async (): Promise<number> => {
  const host = await startHost({ www: dir, host: '127.0.0.1' })
  await host.stop()
  return host.port
}

const status = (page: Page) => page.getByRole('status').first()
const says = (page: Page, text: RegExp) => expect.poll(() => status(page).textContent()).toMatch(text)
const mate = (page: Page) => page.getByRole('button', { name: /^Club Mate/ }).first()
const order = async (page: Page) => {
  await mate(page).click()
  await page.getByRole('button', { name: /^Done/ }).click()
}
const field = (page: Page, form: string | RegExp, label: string) =>
  page.getByRole('form', { name: form }).getByLabel(label)

test('a further database that the host lists: its key once, then the news both ways, and a line of its own', async () => {
  const port = await freePort()
  const b = await router('b', { key: 'mate-beer', origin: `http://${HOST}:${port}` })
  const a = await router('a', { port, further: [b.url] })
  const page = await newPage(browser)
  const scripts: string[] = []
  page.on('request', request => {
    if (request.url().startsWith(b.url) && request.method() === 'GET') scripts.push(request.url())
  })
  await page.goto(a.origin)
  await mate(page).waitFor()
  await order(page)
  await says(page, new RegExp(`Saved · all on the router.*${HOST} · The router asks for its key`))

  await page.getByRole('link', { name: 'Setup' }).click()
  await field(page, b.url, 'Password').fill('mate-beer')
  await page.getByRole('form', { name: b.url }).getByRole('button', { name: 'Save' }).click()
  await says(page, new RegExp(`${HOST} · synced`))
  await expect.poll(async () => [await a.orders(), await b.orders()]).toEqual([1, 1])

  // It looks at the other router's pulse across origins, and starts no script there while nothing happens.
  const before = scripts.length
  await page.waitForTimeout(8000)
  expect(scripts.length - before).toBeLessThanOrEqual(1)

  // Known with its own router off, too, and after the page was opened anew.
  await a.stop()
  stops.shift()
  await page.getByRole('link', { name: 'Bar', exact: true }).click()
  await order(page)
  await expect.poll(() => b.orders()).toBe(2)
})

test('one that is added on the tablet waits until the host names it, and can be taken away', async () => {
  const b = await router('b', {})
  const a = await router('a', {})
  const page = await newPage(browser)
  await page.goto(`${a.origin}/#/setup`)
  const form = page.getByRole('form', { name: 'Another database' })
  await form.getByLabel('Address').fill(b.url)
  await form.getByLabel('User').fill('cook')
  await form.getByLabel('Password').fill('beer')
  await form.getByRole('button', { name: 'Add' }).click()
  const entry = page.getByRole('form', { name: b.url })
  await entry.waitFor()
  await says(page, /This page may not talk to it yet: the host adds its address/)
  await entry.getByRole('button', { name: 'Remove' }).click()
  await entry.waitFor({ state: 'detached' })
  await says(page, /all on the router/)
  expect(await status(page).textContent()).not.toMatch(/may not talk/)
})
