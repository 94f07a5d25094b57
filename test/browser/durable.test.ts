import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildApp } from '../../build/app.ts'
import { findProgram } from '../../build/interpreter.ts'
import { LoopDisk } from './loop-disk.ts'
import {
  backOnline,
  done,
  drink,
  keptOffice,
  Meeting,
  onRouter,
  recall,
  recentOrders,
  status,
  undo,
} from './meeting.ts'
import { Tablet } from './tablet.ts'

// What was tapped on a tablet, after what happens to tablets and routers: Chromium on a profile that stays, the app as it
// ships at http://bar.lan, the laptop stand-in with the real shim behind it.

let html: Uint8Array
let meeting: Meeting
let profile: string
let tablet: Tablet

/** A tablet on a disk that the power is taken from at the end; it needs a minute first, in which the other tests run. */
interface Doomed {
  tablet: Tablet
  meeting: Meeting
  page: Page
}
const canMount = LoopDisk.allowed
const faketime = findProgram(undefined, 'faketime')
if (!canMount) process.stderr.write('not run: a power cut (this machine lets nobody mount a file system)\n')
if (!faketime) process.stderr.write('not run: a tablet three years in the past (no faketime on the PATH)\n')
let disk: LoopDisk | undefined
let doomed: Doomed
const profileOn = (root: string) => join(root, 'profile')

beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), 'barwrt-tablet-'))
  ;[tablet, { html }] = await Promise.all([Tablet.start(profile), buildApp()])
  if (!canMount) return
  disk = LoopDisk.make()
  await mkdir(profileOn(disk.path))
  const [other, meeting] = await Promise.all([Tablet.start(profileOn(disk.path)), Meeting.start(html)])
  doomed = { tablet: other, meeting, page: (await other.open(meeting.router.url))! }
})
afterAll(async () => {
  await tablet?.close()
  await rm(profile, { recursive: true, force: true })
  await doomed?.tablet.kill().catch(() => {})
  await doomed?.meeting.stop()
  disk?.destroy()
})
// A meeting is a port of its own, and so an origin of its own: nothing of the test before is there.
beforeEach(async () => {
  meeting = await Meeting.start(html)
})
afterEach(async () => {
  for (const page of tablet.context.pages()) await page.close()
  await meeting.stop()
})

const open = async (url = meeting.router.url): Promise<Page> => {
  const page = (await tablet.open(url))!
  await drink(page, 'Club Mate').waitFor()
  return page
}

test('a browser killed right after “saved”, router off: each order is there, and the unfinished one', async () => {
  let page = await open()
  await onRouter(page)
  await expect.poll(() => keptOffice(page)).toBe(true)
  await meeting.router.down()
  for (let killed = 1; killed <= 3; killed++) {
    // Another drink each time, or Undo would still speak of the order before.
    const name = ['Club Mate', 'Kamikaze', 'Backfire'][killed - 1]!
    await drink(page, name).click()
    await done(page).click()
    // The screen knows the order only when its transaction is complete.
    await undo(page, name).waitFor()
    if (killed === 3) {
      await drink(page, 'Tschunk').click()
      await drink(page, 'Tschunk').click()
      await expect.poll(() => recall(page, '.strip')).toMatchObject({ lines: [{ n: 2 }] })
    }
    await tablet.kill()
    tablet = await Tablet.start(profile)
    page = await open()
    await undo(page, name).waitFor()
    expect(await recentOrders(page)).toBe(killed)
  }
  await page.getByRole('button', { name: 'One less Tschunk' }).waitFor()
  await done(page).click()
  await undo(page, '2 Tschunk').waitFor()
  await meeting.router.up()
  await backOnline(page)
  await expect.poll(async () => (await meeting.orders()).length).toBe(4)
  expect(new Set(await meeting.orders()).size).toBe(4)
})

test('two tabs of one station, tapping at once: no order is lost, none has the number of another', async () => {
  const tabs = [await open(), await open()]
  for (const tab of tabs) await tab.getByRole('switch', { name: 'One tap' }).click()
  await Promise.all(
    tabs.map(tab =>
      drink(tab, 'Club Mate').evaluate(async (button: HTMLElement) => {
        for (let i = 0; i < 20; i++) {
          button.click()
          await new Promise(next => setTimeout(next, 5))
        }
      }),
    ),
  )
  await expect.poll(async () => (await meeting.orders()).length).toBe(40)
  const orders = await meeting.orders()
  expect(new Set(orders).size).toBe(40)
  expect(new Set(orders.map(id => id.split('-')[0])).size).toBe(1)
  const [one, other] = tabs as [Page, Page]
  expect(await recentOrders(one)).toBe(await recentOrders(other))
})

test.each(faketime ? ['faketime'] : [])(
  'a tablet whose clock is three years behind opens the app, router off, sells, and is heard (%s)',
  async () => {
    const past = await mkdtemp(join(tmpdir(), 'barwrt-tablet-'))
    const old = await Tablet.start(past, faketime!, '-f', '-3y')
    try {
      let page = (await old.open(meeting.router.url))!
      expect(await page.evaluate(() => Date.now())).toBeLessThan(Date.now() - 2.9 * 365 * 86400_000)
      await onRouter(page)
      await meeting.router.down()
      page = (await old.open(meeting.router.url))!
      await drink(page, 'Club Mate').click()
      await done(page).click()
      await undo(page, 'Club Mate').waitFor()
      await meeting.router.up()
      await backOnline(page)
      await expect.poll(async () => (await meeting.orders()).length).toBe(1)
    } finally {
      await old.close()
      await rm(past, { recursive: true, force: true })
    }
  },
)

test('a router that comes back empty is filled again by the tablet', async () => {
  const page = await open()
  for (let i = 0; i < 3; i++) {
    await drink(page, 'Club Mate').click()
    await done(page).click()
    await undo(page, 'Club Mate').waitFor()
  }
  await expect.poll(async () => (await meeting.orders()).length).toBe(3)
  const before = await meeting.orders()
  await meeting.reset()
  await expect.poll(() => meeting.orders()).toEqual(before)
})

test('a tablet whose storage was cleared is a new station, has all orders, and reuses no number', async () => {
  let page = await open()
  await drink(page, 'Club Mate').click()
  await done(page).click()
  await expect.poll(async () => (await meeting.orders()).length).toBe(1)
  const session = await tablet.context.newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', {
    origin: new URL(meeting.router.url).origin,
    storageTypes: 'all',
  })
  await page.close()
  page = await open()
  await onRouter(page)
  expect(await recentOrders(page)).toBe(1)
  await drink(page, 'Club Mate').click()
  await done(page).click()
  await expect.poll(async () => (await meeting.orders()).length).toBe(2)
  const stations = (await meeting.orders()).map(id => id.split('-')[0])
  expect(new Set(stations).size).toBe(2)
})

test('leaving asks back only while something is on this tablet alone', async () => {
  const page = await open()
  const asked: string[] = []
  page.on('dialog', dialog => {
    asked.push(dialog.type())
    void dialog.dismiss()
  })
  await drink(page, 'Club Mate').click()
  await done(page).click()
  await onRouter(page)
  await expect.poll(async () => (await meeting.orders()).length).toBe(1)
  await meeting.router.down()
  await drink(page, 'Club Mate').click()
  await done(page).click()
  await status(page)
    .getByText(/not on the router/)
    .waitFor()
  await page.close({ runBeforeUnload: true })
  await expect.poll(() => asked).toEqual(['beforeunload'])
  await meeting.router.up()
  await backOnline(page)
  await onRouter(page)
  await page.close({ runBeforeUnload: true })
  await expect.poll(() => page.isClosed()).toBe(true)
  expect(asked).toEqual(['beforeunload'])
})

describe('a tablet that opened the bar under another address', () => {
  const wrong = () => meeting.router.url.replace('bar.lan', 'other.lan')

  test('stays until its orders are on the router, then moves to the right one, and they are there', async () => {
    const { router } = meeting
    router.connect = [new URL(router.url).origin]
    await meeting.settings({ address: router.url })
    router.broken = /^\/cgi-bin/
    const page = await open(wrong())
    await drink(page, 'Club Mate').click()
    await status(page)
      .getByText(/after this order/)
      .waitFor()
    await done(page).click()
    await status(page)
      .getByText(/on the router/)
      .waitFor()
    await page.waitForTimeout(2500)
    expect(page.url()).toContain('other.lan')
    router.broken = undefined
    await backOnline(page)
    await status(page)
      .getByText(/moves there now/)
      .waitFor()
    await page.waitForURL(url => url.href.startsWith(router.url))
    await onRouter(page)
    await expect.poll(async () => (await meeting.orders()).length).toBe(1)
  })

  test('stays where the right one does not answer, and says so', async () => {
    const { router } = meeting
    router.connect = ['http://nowhere.invalid']
    await meeting.settings({ address: 'http://nowhere.invalid/' })
    const page = await open(wrong())
    await status(page)
      .getByText(/cannot be reached/)
      .waitFor()
    expect(page.url()).toBe(wrong())
  })
})

const DRINKS = ['Tap water', 'Club Mate', 'White Russian', 'Kamikaze', 'Tschunk']

// A browser that is killed proves little: what it wrote is in the kernel's memory, and stays. Here the disk itself is
// taken away, at the moment in which the screen says that an order is saved. Only where mounting is allowed.
test.each(canMount ? ['ext4'] : [])(
  'the power goes at “saved”, router off: orders, the unfinished one, and the app are on the disk (%s)',
  { timeout: 300_000, retry: 0 },
  async () => {
    const { meeting, page } = doomed
    await onRouter(page)
    await status(page)
      .getByText(/^safe to restart without the router/i)
      .waitFor({ timeout: 90_000 })
    await meeting.router.down()

    const cuts: string[] = []
    for (const name of DRINKS) {
      await drink(page, name).click()
      await done(page).click()
      await undo(page, name).waitFor()
      cuts.push(disk!.cut(`after-order-${cuts.length + 1}`))
    }
    await drink(page, 'Kamikaze').click()
    await expect.poll(() => recall(page, '.strip')).toMatchObject({ lines: [{ n: 1 }] })
    const last = disk!.cut('after-a-tap')
    await doomed.tablet.kill()

    for (const [i, cut] of [...cuts, last].entries()) {
      doomed.tablet = await Tablet.start(profileOn(cut))
      const page = await doomed.tablet.open(meeting.router.url)
      expect(page, `the app opens after cut ${i + 1}`).toBeDefined()
      await undo(page!, DRINKS[i] ?? DRINKS.at(-1)!).waitFor()
      expect(await recentOrders(page!)).toBe(Math.min(i + 1, DRINKS.length))
      if (cut === last) await page!.getByRole('button', { name: 'One less Kamikaze' }).waitFor()
      await doomed.tablet.kill()
    }
  },
)
