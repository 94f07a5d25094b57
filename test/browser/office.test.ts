import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildApp } from '../../build/app.ts'
import { writeBelow } from '../../build/standin/root.ts'
import { done, drink, keptOffice, Meeting, onRouter, status } from './meeting.ts'
import { Tablet } from './tablet.ts'

// Organizers' screens: a second script that a tablet fetches once, with the app and the policy as they ship.

let tablet: Tablet
let profile: string
let html: Uint8Array
let meeting: Meeting

beforeAll(async () => {
  html = (await buildApp()).html
})
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'barwrt-office-'))
  ;[tablet, meeting] = await Promise.all([Tablet.start(profile), Meeting.start(html)])
})
afterEach(async () => {
  await tablet.close()
  await meeting.stop()
  await rm(profile, { recursive: true, force: true })
})

const opened = async (route: string): Promise<Page> => {
  const page = (await tablet.open(`${meeting.router.url}#/${route}`))!
  return page
}
const coming = (page: Page) => page.getByText('This screen comes from the router, once')
const asked = () => meeting.router.asked.filter(line => line.includes('/office.js')).length
const stock = (page: Page) => page.getByRole('button', { name: 'Delivery' })
test('are fetched once, whatever screen is open, and are there with the router off', async () => {
  const page = await opened('bar')
  await drink(page, 'Club Mate').waitFor()
  await expect.poll(() => keptOffice(page)).toBe(true)
  expect(asked()).toBe(1)
  await page.close()
  await meeting.router.down()
  const again = await opened('stock')
  await stock(again).waitFor()
  expect(await coming(again).count()).toBe(0)
  await meeting.router.up()
})

test('say where they come from while the host has none, and come by themselves; the bar waits for nothing', async () => {
  await tablet.context.clock.install()
  meeting.router.broken = /office/
  const page = await opened('stock')
  await coming(page).waitFor()
  await page.evaluate(() => void (location.hash = '#/bar'))
  await drink(page, 'Club Mate').click()
  await done(page).click()
  await onRouter(page)
  await page.evaluate(() => void (location.hash = '#/stock'))
  await coming(page).waitFor()
  meeting.router.broken = undefined
  await page.clock.fastForward(20_000)
  await stock(page).waitFor()
})

test('bring what the page says now and then in all languages, where the host has no texts', async () => {
  meeting.router.broken = /texts/
  const page = await opened('help')
  await page.getByRole('radio', { name: 'Deutsch' }).check({ force: true })
  await page.evaluate(() => void (location.hash = '#/bar'))
  await drink(page, 'Club Mate').click()
  await page.getByRole('button', { name: 'Fertig' }).click()
  await status(page).getByText('alles auf dem Router').waitFor()
  await page.getByRole('button', { name: 'Verlauf' }).click()
  await page.getByRole('dialog').getByText('Stornieren, weil').first().waitFor()
})

test('of another version do not run: the policy names the hash of those that belong to the page', async () => {
  const { www } = meeting
  const file = join(www, 'office.js')
  const right = await readFile(file)
  await writeFile(file, gzipSync(`${gunzipSync(right)};window.another=1`))
  await tablet.context.clock.install()
  const page = await opened('stock')
  await coming(page).waitFor()
  await expect.poll(asked).toBeGreaterThan(0)
  expect(await page.evaluate(() => 'another' in window)).toBe(false)
  expect(await keptOffice(page)).toBe(false)
  await writeFile(file, right)
  await page.clock.fastForward(20_000)
  await stock(page).waitFor()
  expect(await page.evaluate(() => 'another' in window)).toBe(false)
})

// The address of a page that the router does not have is answered with words that the browser takes for gzip: it would
// show an error of its own, not one that tells a bartender anything.
test('lead to the handbook where the host has it, and say so where it has none', async () => {
  const page = await opened('help')
  await page.getByText('This router has no handbook').waitFor()
  expect(await page.getByRole('link', { name: 'The handbook' }).count()).toBe(0)
  await writeBelow(meeting.www, 'handbook', new Map([['en.html', '<h1>All about the bar</h1>']]))
  const again = await opened('help')
  const link = again.getByRole('link', { name: 'The handbook' })
  await expect.poll(() => meeting.router.asked.filter(line => line.includes('/handbook/')).length).toBe(2)
  const [tab] = await Promise.all([tablet.context.waitForEvent('page'), link.click()])
  await tab.getByRole('heading', { name: 'All about the bar' }).waitFor()
  // With the router off it may still be there.
  await meeting.router.down()
  const off = await opened('help')
  await off.getByRole('link', { name: 'The handbook' }).waitFor()
})
