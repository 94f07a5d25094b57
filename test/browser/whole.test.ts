import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../../build/app.ts'
import { headerRules, scriptHashes } from '../../build/standin/headers.ts'
import { type Host, startHost } from '../../build/standin/host.ts'
import { layRoot } from '../../build/standin/root.ts'
import { readKit } from '../../src/domain/kit.ts'
import { interpreters } from '../wire/hosts.ts'
import { HOST, launch, page as newPage } from './chromium.ts'
import { PHONE, TABLET } from './fixture/screens.ts'
import { done, drink, onRouter, status } from './meeting.ts'

// A meeting from the router that was just unpacked to the one after it, with the real shim and both keys. The tests are
// one evening: each goes on where the one before ended.

const DATABASE = 'bar-7f3k2q'
const KEYS = { barKey: 'pump-lemon-42', organizerKey: 'boss-lemon-43' }

let browser: Browser
let dir: string
let router: Host
let organizer: Page
let left: Page
let right: Page
let www: string
let data: string
let rules: ReturnType<typeof headerRules>
/** The kit's file. */
let kit: string

/** Opens an address on a new tablet. */
const tablet = async (address: string, size = TABLET): Promise<Page> => {
  const page = await newPage(browser, size)
  await page.goto(address)
  await drink(page, 'Club Mate').waitFor()
  return page
}
const go = (page: Page, route: string) => page.evaluate(route => void (location.hash = `#/${route}`), route)
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first()
/** The names of the meetings in all databases on the router, as they were last set. */
const meetings = async (): Promise<string[]> => {
  const logs = (await readdir(data)).filter(file => file.endsWith('.log'))
  const texts = await Promise.all(logs.map(log => readFile(join(data, log), 'utf8')))
  return texts.map(text => [...text.matchAll(/"kind":"meeting"[^\n]*?"name":"([^"]*)"/g)].at(-1)?.[1] ?? '')
}
const home = () => `http://${HOST}:${router.port}/`

beforeAll(async () => {
  browser = await launch()
  dir = await mkdtemp(join(tmpdir(), 'barwrt-whole-'))
  const { html } = await buildApp()
  const settings = { database: DATABASE }
  ;({ www, data } = await layRoot({ root: dir, ...interpreters[0]!.conf, html, settings, ...KEYS }))
  rules = headerRules({ scripts: scriptHashes(Buffer.from(html).toString()) })
  router = await startHost({ www, rules })
  const made = await fetch(`http://127.0.0.1:${router.port}/cgi-bin/db/${DATABASE}`, {
    method: 'PUT',
    headers: { authorization: `Basic ${btoa(`:${KEYS.organizerKey}`)}` },
  })
  expect(made.status).toBe(201)
})
afterAll(async () => {
  await browser.close()
  await router.stop()
  await rm(dir, { recursive: true, force: true })
})

/** A part of the evening. It has no second try, which would do half of it again. */
const step = (name: string, run: () => Promise<void>) => test(name, { retry: 0 }, run)

step('an organizer makes the meeting in one form', async () => {
  organizer = await tablet(`${home()}#k=${KEYS.organizerKey}&b=${KEYS.barKey}`)
  expect(organizer.url()).toBe(`${home()}#/bar`)
  await organizer.getByRole('link', { name: 'Setup' }).click()
  const form = organizer.getByRole('form', { name: 'Meeting' })
  await form.getByLabel('Name').fill('Winter camp')
  await form.getByLabel('People on each day').fill('80, 120, 60')
  await form.getByLabel('Bars, fridges and stores').fill('hall, tent')
  await form.getByLabel('Practise first').check()
  await form.getByRole('button', { name: 'Save' }).click()
  await organizer.getByText('Practice: nothing counts yet.').waitFor()
  await onRouter(organizer)
})

step('two more tablets join by scanning its code, and show what the bar needs and no more', async () => {
  await go(organizer, 'setup')
  await organizer.getByText('Code for a tablet at the bar').click()
  const address = `${home()}#k=${KEYS.barKey}`
  await organizer.getByText(address, { exact: true }).waitFor()
  left = await tablet(address, PHONE)
  right = await tablet(address)
  for (const page of [left, right]) {
    expect(page.url()).toBe(`${home()}#/bar`)
    await page.getByText('Practice: nothing counts yet.').waitFor()
    await onRouter(page)
    expect(await page.getByRole('link', { name: 'Setup' }).count()).toBe(0)
  }
  // Its row of screens is as short as can be; the way to what is done once leads over the help.
  await right.getByRole('link', { name: 'Help' }).click()
  await right.getByRole('link', { name: 'Setup' }).click()
  const form = right.getByRole('form', { name: 'This tablet' })
  await form.getByLabel('Place').fill('tent')
  await form.getByRole('button', { name: 'Save' }).click()
  expect(await right.getByRole('form', { name: 'Meeting' }).count()).toBe(0)
})

step('what is tapped in practice does not count when the bar opens', async () => {
  await drink(left, 'Tschunk').click()
  await done(left).click()
  await onRouter(left)
  await go(organizer, 'setup')
  await organizer.getByText('1 order until now was practice.').waitFor()
  await button(organizer, 'Open the bar').click()
  for (const page of [organizer, left, right]) await page.locator('.practice').waitFor({ state: 'detached' })
})

step('nobody finds a key in the address bar, or in the requests for the page', async () => {
  for (const page of [organizer, left, right]) expect(page.url()).not.toMatch(/lemon/)
  expect(await status(organizer).textContent()).not.toMatch(/lemon/)
})

step(
  'an edit of the menu reaches all tablets, and a drink for the night only is not there by day',
  async () => {
    await go(organizer, 'setup')
    await organizer.getByRole('link', { name: 'Drinks and stock items' }).click()
    await button(organizer, 'Kamikaze').click()
    const form = organizer.getByRole('form', { name: 'Kamikaze' })
    await form.getByLabel('Name').fill('Kamikaze Especial')
    await form.getByLabel('Suggested').fill('3.50')
    await form.getByRole('button', { name: 'Save' }).click()
    await button(organizer, '+ Add').click()
    const fresh = organizer.getByRole('form', { name: 'Add' })
    await fresh.getByLabel('Name').fill('Horchata')
    await fresh.getByLabel('Suggested').fill('2')
    const hour = new Date().getHours()
    await fresh.getByLabel('Only from – to').fill(`${(hour + 2) % 24}–${(hour + 3) % 24}`)
    await fresh.getByRole('button', { name: 'Save' }).click()
    await button(organizer, 'Horchata').waitFor()
    await drink(left, 'Kamikaze Especial').waitFor()
    expect(await drink(left, 'Kamikaze Especial').textContent()).toMatch(/3.50/)
    await onRouter(organizer)
    expect(await left.getByRole('button', { name: /^Horchata/ }).count()).toBe(0)
  },
)

step('an evening at two places goes on while the router is off, and adds up when it is back', async () => {
  const { port } = router
  for (const page of [left, right]) await go(page, 'bar')
  await router.stop()
  for (const page of [left, right]) {
    await drink(page, 'Club Mate').click()
    await drink(page, 'Club Mate').click()
    await done(page).click()
    await status(page)
      .getByText(/1 not on the router yet/)
      .waitFor()
  }
  router = await startHost({ www, rules, port })
  for (const page of [left, right]) await onRouter(page)
})

step('the box is counted, and what was given stands beside what was suggested', async () => {
  await go(organizer, 'cash')
  const move = organizer.getByRole('form', { name: 'Money in and out' })
  await move.getByLabel('Sum').fill('50')
  await move.getByRole('button', { name: 'Record' }).click()
  await organizer.getByText(/Put in: change, a refund · Box · €50.00/).waitFor()
  const row = (name: string) => organizer.getByRole('row', { name: new RegExp(`^${name}`) }).first()
  // Two Club Mate at each of two places; the Tschunk was practice.
  await expect.poll(() => row('since then').textContent()).toMatch(/€10.00/)
  const count = organizer.getByRole('form', { name: 'Count the box' })
  await count.getByLabel('€20.00').fill('3')
  await count.getByLabel('€2.00').fill('1')
  await count.getByText('€62.00').waitFor()
  await count.getByRole('button', { name: 'Counted' }).click()
  const bar = (name: string) => organizer.getByRole('list', { name: 'Cash' }).getByText(name).locator('..')
  await expect.poll(() => bar('given, as counted').textContent()).toMatch(/€12.00/)
  // Two Club Mate at each of two places; the Tschunk was practice.
  await expect.poll(() => bar('suggested until the last count').textContent()).toMatch(/€10.00/)
})

step('the report adds up, and a kit keeps menu and lessons for the next organizers', async () => {
  await go(organizer, 'report')
  const row = organizer.getByRole('row', { name: /^Orders/ })
  expect(await row.textContent()).toMatch(/2$/)
  const lessons = organizer.getByRole('form', { name: 'What you learned' })
  await lessons.getByLabel('One thing that you learned').fill('More ice.')
  await lessons.getByRole('button', { name: 'Add' }).click()
  await lessons.getByRole('listitem').getByText('More ice.').waitFor()
  const [saved] = await Promise.all([
    organizer.waitForEvent('download'),
    button(organizer, 'Save the kit').click(),
  ])
  expect(saved.suggestedFilename()).toBe('Winter-camp-kit.json')
  kit = join(dir, 'kit.json')
  await saved.saveAs(kit)
  const read = readKit(await readFile(kit, 'utf8'))!
  expect(read).toMatchObject({
    from: 'Winter camp',
    lessons: [{ text: 'More ice.', from: 'Winter camp' }],
  })
  expect(read.menu.find(({ slug }) => slug === 'kamikaze')).toMatchObject({
    name: 'Kamikaze Especial',
    suggested: 350,
  })
  const [csv] = await Promise.all([
    organizer.waitForEvent('download'),
    button(organizer, 'orders.csv').click(),
  ])
  expect(csv.suggestedFilename()).toBe('Winter-camp-orders.csv')
})

step(
  'the archive has all events, is read back, and is one when it is brought again; or it has the hours alone',
  async () => {
    await go(organizer, 'setup')
    const archive = organizer.getByRole('region', { name: 'Archive' })
    const saved = async (name: string) => {
      const [download] = await Promise.all([
        organizer.waitForEvent('download'),
        archive.getByRole('button', { name }).click(),
      ])
      const path = join(dir, download.suggestedFilename())
      await download.saveAs(path)
      return path
    }
    const everything = await saved('Archive everything')
    expect(everything).toMatch(/barwrt-Winter-camp-\d{4}-\d\d-\d\d-archive\.jsonl$/)
    const whole = /^\d+ events, read back, all there\. Orders: 2, drinks: 4, suggested: €10\.00\.$/
    await archive.getByText(whole).waitFor()
    const lines = (await readFile(everything, 'utf8')).trimEnd().split('\n')
    expect(lines.filter(line => JSON.parse(line).kind === 'order')).toHaveLength(3)

    const check = async (lines: string[]) => {
      const file = { name: 'kept.jsonl', mimeType: 'text/plain', buffer: Buffer.from(lines.join('\n')) }
      await archive.getByLabel('Check a saved archive').setInputFiles(file)
    }
    await check(lines)
    await archive.getByText(whole).waitFor()
    const order = lines.findIndex(line => JSON.parse(line).kind === 'order')
    const { _id } = JSON.parse(lines[order]!)
    await check(lines.filter((_, i) => i !== order))
    await archive.getByText(`1 is missing in the file: ${_id}`).waitFor()
    await check(lines.map((line, i) => (i === order ? line.replace(/"n":\d/, '"n":9') : line)))
    await archive.getByText(/^Not all of it is there: \d+ events are\./).waitFor()

    const hours = await readFile(await saved('Only the hours’ totals'), 'utf8')
    expect(hours).toMatch(/^hour,drinks\r\n(\d{4}-\d\d-\d\dT\d\d:00:00\.000Z,\d+\r\n)+$/)
    await archive.getByText('4 drinks in the file, read back, by the hour').waitFor()
  },
)

step('the next meeting begins from the kit, in a database of its own, and the tablets go along', async () => {
  await go(organizer, 'setup')
  const end = organizer.locator('section', { hasText: 'The next meeting' })
  await end.getByText('Begin the next meeting').first().click()
  await end.getByRole('button', { name: 'Begin the next meeting' }).click()
  const form = organizer.getByRole('form', { name: 'Meeting' })
  await form.getByLabel('or the kit').waitFor()
  await form.getByLabel('Name').fill('Summer camp')
  const wrong = { name: 'holiday.json', mimeType: 'application/json', buffer: Buffer.from('{}') }
  await form.getByLabel('or the kit').setInputFiles(wrong)
  await form.getByRole('alert').getByText('holiday.json: That file is no kit.').waitFor()
  await form.getByLabel('or the kit').setInputFiles(kit)
  await form.getByText(/^Kit of Winter camp/).waitFor()
  await form.getByText('More ice.').waitFor()
  expect(await form.getByLabel('Bars, fridges and stores').inputValue()).toBe('hall, tent')
  await form.getByRole('button', { name: 'Save' }).click()
  await onRouter(organizer)
  await go(organizer, 'plan')
  await organizer.getByText('More ice.').waitFor()
  await go(left, 'bar')
  await expect
    .poll(async () => (await meetings()).sort(), { timeout: 90_000 })
    .toEqual(['Summer camp', 'Winter camp'])
  await drink(left, 'Kamikaze Especial').waitFor()
  await button(left, 'Recent orders').click()
  const orders = left.getByRole('list', { name: 'Recent orders' }).getByRole('listitem')
  await expect.poll(() => orders.count()).toBe(0)
})
