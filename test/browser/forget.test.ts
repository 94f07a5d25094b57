import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildApp } from '../../build/app.ts'
import { backOnline, done, drink, Meeting, onRouter, recentOrders, status, undo } from './meeting.ts'
import { Tablet } from './tablet.ts'

// The end of a shift, of a meeting, and of what tablets remember of it: the app as it ships, and the real shim with keys.

const KEYS = { barKey: 'the-bar-key', organizerKey: 'the-organizer-key' }
const DAY = 86_400_000

let html: Uint8Array
let profile: string
let tablet: Tablet
let meeting: Meeting

beforeAll(async () => {
  html = (await buildApp()).html
})
// A browser of its own each: a clock that is set stays set.
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'barwrt-tablet-'))
  ;[tablet, meeting] = await Promise.all([Tablet.start(profile), Meeting.start(html, KEYS)])
})
afterEach(async () => {
  await tablet.close()
  await meeting.stop()
  await rm(profile, { recursive: true, force: true })
})

const open = async (key = KEYS.barKey): Promise<Page> => {
  const page = (await tablet.open(`${meeting.router.url}${key && `#k=${key}`}`))!
  await drink(page, 'Club Mate').waitFor()
  return page
}
const go = (page: Page, route: string) => page.evaluate(route => void (location.hash = `#/${route}`), route)
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
/** Waits until there are so many orders on the router: the status may still say of those before that they are all there. */
const lands = async (orders: number, page: Page) => {
  await expect.poll(async () => (await meeting.orders()).length).toBe(orders)
  await onRouter(page)
}
const sell = async (page: Page) => {
  await drink(page, 'Club Mate').click()
  await done(page).click()
  await undo(page, 'Club Mate').waitFor()
}
/** The journals on the tablet's disk, by their databases. */
const journals = (page: Page) =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).sort())

describe('the end of a shift', () => {
  test('sends all, tells the next, forgets the key, and says so only then', async () => {
    const page = await open()
    await onRouter(page)
    await meeting.router.down()
    await sell(page)
    await go(page, 'setup')
    await page.getByLabel('A word to the next').fill('Club Mate is in the second fridge.')
    await press(page, 'End my shift')
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/^[12] left$/).waitFor()
    await dialog.getByText(/Leave this page open/).waitFor()
    await meeting.router.up()
    await backOnline(page)
    await dialog.getByText('0 left').waitFor()
    await dialog.getByText(/key is forgotten/).waitFor()
    expect(await meeting.orders()).toHaveLength(1)
    await dialog.getByRole('button').click()
    await status(page)
      .getByText(/asks for its key/)
      .waitFor()
    const next = await open('')
    await status(next)
      .getByText(/asks for its key/)
      .waitFor()

    // Another tablet is another origin: here, the same router under another name.
    const other = (await tablet.open(`${meeting.router.url.replace('bar.lan', 'two.lan')}#k=${KEYS.barKey}`))!
    await other
      .getByRole('alert')
      .getByText(/second fridge/)
      .waitFor()
    await other.getByRole('alert').getByRole('button').click()
    await other.reload()
    await drink(other, 'Club Mate').waitFor()
    await other.waitForTimeout(500)
    expect(await other.getByText(/second fridge/).count()).toBe(0)
  })
})

test('organizers see when each station was last heard', async () => {
  await tablet.context.clock.install()
  const page = await open(KEYS.organizerKey)
  await sell(page)
  await lands(1, page)
  await page.clock.fastForward(20_000)
  await go(page, 'setup')
  const list = page.getByRole('region', { name: 'Last heard' })
  await list.getByText(/This tablet/).waitFor()
  const other = (await tablet.open(
    `${meeting.router.url.replace('bar.lan', 'two.lan')}#k=${KEYS.organizerKey}`,
  ))!
  await onRouter(other)
  await go(other, 'setup')
  await other
    .getByRole('region', { name: 'Last heard' })
    .getByText(/heard \d/)
    .waitFor()
})

describe('a wipe', () => {
  test('takes a second yes, and reaches a phone that comes back weeks later', async () => {
    await tablet.context.clock.install()
    const page = await open(KEYS.organizerKey)
    await sell(page)
    await lands(1, page)
    // A phone goes home.
    const phone = (await tablet.open(`${meeting.router.url.replace('bar.lan', 'two.lan')}#k=${KEYS.barKey}`))!
    await onRouter(phone)
    await phone.close()

    await go(page, 'setup')
    await press(page, 'Wipe this meeting')
    await page.getByText(/1 order goes, for good/).waitFor()
    expect(await meeting.orders()).toHaveLength(1)
    await press(page, 'Yes, wipe it everywhere')
    await status(page)
      .getByText(/wiped this meeting/)
      .waitFor()
    await press(page, 'Erase it here, too')
    await status(page)
      .getByText(/was forgotten here/)
      .waitFor()
    expect(await journals(page)).toEqual(['barwrt', 'barwrt-here'])

    // Weeks later the host has another meeting.
    await meeting.make('bar-next22')
    await meeting.settings({ database: 'bar-next22' })
    const two = meeting.router.url.replace('bar.lan', 'two.lan')
    let back = (await tablet.open(two))!
    await status(back)
      .getByText(/asks for its key/)
      .waitFor()
    await back.close()
    back = (await tablet.open(`${two}#k=${KEYS.barKey}`))!
    await onRouter(back)
    expect(await journals(back)).toContain('barwrt-bar-7f3k2q')
    await back.clock.fastForward(61_000)
    await expect.poll(() => journals(back)).toEqual(['barwrt', 'barwrt-bar-next22'])
  })
})

test('a wipe asks first where an order of a meeting from before is nowhere else', async () => {
  // It was erased without a word once another meeting was worked on.
  await tablet.context.clock.install()
  const page = await open(KEYS.organizerKey)
  await sell(page)
  await lands(1, page)
  const two = meeting.router.url.replace('bar.lan', 'two.lan')
  const phone = (await tablet.open(`${two}#k=${KEYS.barKey}`))!
  await onRouter(phone)
  await meeting.router.down()
  await sell(phone)
  await phone.close()
  await meeting.router.up()
  await backOnline(page)
  await go(page, 'setup')
  await press(page, 'Wipe this meeting')
  await press(page, 'Yes, wipe it everywhere')
  await status(page)
    .getByText(/wiped this meeting/)
    .waitFor()

  await meeting.make('bar-next22')
  await meeting.settings({ database: 'bar-next22' })
  const back = (await tablet.open(`${two}#k=${KEYS.barKey}`))!
  await expect.poll(() => journals(back)).toContain('barwrt-bar-next22')
  await status(back)
    .getByText(/asks for its key/)
    .waitFor()
  await back.clock.fastForward(61_000)
  await status(back)
    .getByText(/[12] events? of bar-7f3k2q, a meeting that was wiped/)
    .waitFor()
  expect(await journals(back)).toContain('barwrt-bar-7f3k2q')
  await go(back, 'setup')
  const router = back.getByRole('form', { name: 'Router', exact: true })
  const [file] = await Promise.all([
    back.waitForEvent('download'),
    router.getByRole('button', { name: 'Export to a file' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('barwrt-bar-7f3k2q.jsonl')
  expect((await readFile(await file.path(), 'utf8')).match(/"kind":"order"/g)).toHaveLength(2)
  await router.getByRole('button', { name: 'Erase it here, too' }).click()
  await expect.poll(() => journals(back)).toEqual(['barwrt', 'barwrt-bar-next22'])
  await back
    .getByText(/a meeting that was wiped/)
    .first()
    .waitFor({ state: 'detached' })
})

describe('a meeting that is over', () => {
  const end = async (page: Page) => {
    await go(page, 'setup')
    await page.getByLabel('Last day').fill(new Date().toISOString().slice(0, 10))
    await page.getByLabel('Days after it').fill('20')
    await page.getByRole('form', { name: 'When it is over' }).getByRole('button').click()
    await go(page, 'bar')
  }

  test('is forgotten by a phone that returns a month later, after a last push, and stays so', async () => {
    await tablet.context.clock.install()
    const page = await open(KEYS.organizerKey)
    await end(page)
    await onRouter(page)
    await meeting.router.down()
    await sell(page)
    await page.close()

    await tablet.context.clock.setSystemTime(Date.now() + 31 * DAY)
    let phone = (await tablet.open(meeting.router.url))!
    await drink(phone, 'Club Mate').waitFor()
    await phone.clock.fastForward(61_000)
    await phone.waitForTimeout(1000)
    // Out of reach of the router, with an order that is nowhere else: it keeps all.
    expect(await journals(phone)).toContain('barwrt-bar-7f3k2q')
    await phone.close()

    await meeting.router.up()
    phone = (await tablet.open(meeting.router.url))!
    await expect.poll(async () => (await meeting.orders()).length).toBe(1)
    await onRouter(phone)
    await phone.clock.fastForward(61_000)
    await expect.poll(() => journals(phone)).toEqual(['barwrt', 'barwrt-here'])
    await status(phone)
      .getByText(/was forgotten here/)
      .waitFor()
    await phone.reload()
    await status(phone)
      .getByText(/was forgotten here/)
      .waitFor()

    // Somebody wants it back: then it stays.
    await go(phone, 'setup')
    await press(phone, 'Take it up again')
    await status(phone)
      .getByText(/asks for its key/)
      .waitFor()
    await phone.close()
    phone = await open()
    await onRouter(phone)
    expect(await recentOrders(phone)).toBe(1)
    await phone.clock.fastForward(61_000)
    await phone.waitForTimeout(1000)
    expect(await recentOrders(phone)).toBe(1)
  })

  test('stays while days are left', async () => {
    await tablet.context.clock.install()
    const page = await open(KEYS.organizerKey)
    await end(page)
    await onRouter(page)
    await page.clock.setSystemTime(Date.now() + 19 * DAY)
    await page.clock.fastForward(61_000)
    await page.waitForTimeout(1000)
    expect(await journals(page)).toContain('barwrt-bar-7f3k2q')
  })
})
