import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildApp } from '../../build/app.ts'
import { readLines } from '../../src/domain/carry.ts'
import { done, drink, Meeting, onRouter, recentOrders, undo } from './meeting.ts'
import { readPicture } from './qr-reader.ts'
import { Tablet } from './tablet.ts'

// The way out when a router is gone for good: the app as it ships, in Chromium, on plain HTTP.

let html: Uint8Array
let profile: string
let tablet: Tablet
let gone: Meeting
let fresh: Meeting

beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), 'barwrt-tablet-'))
  ;[tablet, { html }] = await Promise.all([Tablet.start(profile), buildApp()])
})
afterAll(async () => {
  await tablet?.close()
  await rm(profile, { recursive: true, force: true })
})
// Two routers are two origins: what is opened at the one is another tablet than what is opened at the other.
beforeEach(async () => {
  ;[gone, fresh] = await Promise.all([Meeting.start(html), Meeting.start(html)])
})
afterEach(async () => {
  for (const page of tablet.context.pages()) await page.close()
  await Promise.all([gone.stop(), fresh.stop()])
})

const open = async (meeting: Meeting): Promise<Page> => {
  const page = (await tablet.open(meeting.router.url))!
  await drink(page, 'Club Mate').waitFor()
  return page
}
const setup = (page: Page) => page.evaluate(() => void (location.hash = '#/setup'))
const bar = (page: Page) => page.evaluate(() => void (location.hash = '#/bar'))
const sell = async (page: Page, ...names: string[]) => {
  for (const name of names) {
    await drink(page, name).click()
    await done(page).click()
    await undo(page, name).waitFor()
  }
}
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** A tablet whose router takes orders no more, with three on it. */
const stranded = async (): Promise<Page> => {
  const page = await open(gone)
  await onRouter(page)
  await gone.router.down()
  await sell(page, 'Club Mate', 'Tschunk', 'Tap water')
  await setup(page)
  return page
}

test('a file takes all events to another router, once, however often it is taken in', async () => {
  const old = await stranded()
  const [download] = await Promise.all([old.waitForEvent('download'), press(old, 'Export to a file')])
  expect(download.suggestedFilename()).toMatch(/^barwrt-\d{4}-\d\d-\d\d\.jsonl$/)
  const file = join(profile, download.suggestedFilename())
  await download.saveAs(file)
  const { events, refused } = readLines((await readFile(file, 'utf8')).split('\n'))
  expect(refused).toEqual([])
  expect(events.filter(({ kind }) => kind === 'order')).toHaveLength(3)
  await old.getByText(/events in the file barwrt-/).waitFor()

  const other = await open(fresh)
  await setup(other)
  await other.getByLabel('Import a file').setInputFiles(file)
  await other.getByText(/^3 new events/).waitFor()
  await other.getByLabel('Import a file').setInputFiles(file)
  await other.getByText(/^0 new events/).waitFor()
  await bar(other)
  expect(await recentOrders(other)).toBe(3)
  await expect.poll(async () => (await fresh.orders()).length).toBe(3)
})

test('a file that has nothing in common with the tablet is asked about first, and a bad line is told', async () => {
  const other = await open(fresh)
  await sell(other, 'Club Mate')
  await setup(other)
  const loss = { _rev: '1-0', kind: 'loss', at: 1, place: 'bar', goods: [{ item: 'x', n: 1 }], why: 'broke' }
  const lines = [JSON.stringify({ _id: 'zz-1', ...loss }), '{"_id":"zz-2","_rev":"1-0"', '[]']
  await other.getByLabel('Import a file').setInputFiles({
    name: 'bar.log',
    mimeType: 'text/plain',
    buffer: Buffer.from(lines.map(line => `${line}\t\n`).join('')),
  })
  await other.getByText(/mixes the two/).waitFor()
  expect((await fresh.events()).some(({ _id }) => _id === 'zz-1')).toBe(false)
  await press(other, 'They are of this meeting: take them in')
  await other
    .getByText(
      '1 new event · 0 were here already · 2 lines are no events (line 2: no JSON; line 3: an event is a JSON object)',
    )
    .waitFor()
  await expect.poll(async () => (await fresh.events()).map(({ _id }) => _id)).toContain('zz-1')
})

test('a long import shows how far it is, and can be stopped; what is in by then stays', async () => {
  const other = await open(fresh)
  await setup(other)
  const lines = Array.from({ length: 20_000 }, (_, i) =>
    JSON.stringify({ _id: `far-${i + 1}`, _rev: '1-0', kind: 'note', at: 1, text: 'x'.repeat(100) }),
  )
  // In the page itself: from outside, a busy machine may come when it is over.
  await other.evaluate(() => {
    const look = () => {
      const stop = [...document.querySelectorAll('button')].find(each => each.textContent === 'Stop')
      if (!stop || !/of 20,000/.test(document.body.textContent)) return
      watch.disconnect()
      stop.click()
    }
    const watch = new MutationObserver(look)
    watch.observe(document.body, { childList: true, subtree: true, characterData: true })
  })
  await other.getByLabel('Import a file').setInputFiles({
    name: 'long.jsonl',
    mimeType: 'text/plain',
    buffer: Buffer.from(lines.join('\n')),
  })
  const said = other.getByText(/^[\d,]+ new events? ·|^0 new/)
  await said.waitFor()
  expect(await said.textContent()).not.toMatch(/^20,000/)
})

/** The texts of all codes that a page shows, each read off the screen as it stands there. */
const shown = async (page: Page): Promise<string[]> => {
  await press(page, 'Show as codes')
  const code = page.getByRole('dialog').getByRole('img')
  const count = Number(/of (\d+)/.exec((await code.getAttribute('aria-label'))!)![1])
  const texts = new Set<string>()
  // One that is read while it changes is no code, or another.
  for (const end = Date.now() + 90_000; texts.size < count && Date.now() < end; ) {
    const text = await readPicture(page, code).catch(() => '')
    if (text) texts.add(text)
  }
  expect(texts.size).toBe(count)
  await press(page, 'Close')
  return [...texts]
}

test('what is not on the router goes as codes from screen to text, and from there to another router', async () => {
  const texts = await shown(await stranded())
  expect(texts.every(text => text.startsWith('BARWRT '))).toBe(true)
  const other = await open(fresh)
  await setup(other)
  await other.getByRole('textbox', { name: /code reader/ }).fill(texts.reverse().join('\n'))
  await press(other, 'Take it in')
  await other.getByText(/^\d+ new events/).waitFor()
  await expect.poll(async () => (await fresh.orders()).length).toBe(3)
  await onRouter(other)
  await press(other, 'Show as codes')
  await other.getByText('Everything here is on the router.').waitFor()
})

test('codes come one after another by themselves, and stand still when told to', async () => {
  const page = await stranded()
  for (let i = 0; i < 25; i++) {
    await bar(page)
    await sell(page, 'Club Mate', 'Tschunk')
  }
  await setup(page)
  await press(page, 'Show as codes')
  const code = page.getByRole('dialog').getByRole('img')
  const which = () => code.getAttribute('aria-label')
  const first = await which()
  await expect.poll(which).not.toBe(first)
  await press(page, 'Pause')
  const stands = await which()
  await page.waitForTimeout(2000)
  expect(await which()).toBe(stands)
})

test('codes are read with the camera where the browser can; plain HTTP says what it takes', async () => {
  const old = await stranded()
  await old.getByText(/takes Chrome on Android/).waitFor()
  const texts = await shown(old)
  // Chromium for Linux has no BarcodeDetector, and plain HTTP no camera: a stub sees what was read off the screen.
  const other = await tablet.context.newPage()
  await other.addInitScript(texts => {
    let looks = 0
    Object.assign(window, {
      BarcodeDetector: class {
        async detect() {
          return [{ rawValue: 'http://elsewhere/' }, { rawValue: texts[looks++ % texts.length] }]
        }
      },
    })
    const getUserMedia = async () => document.createElement('canvas').captureStream(5)
    Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia } })
    HTMLMediaElement.prototype.play = async () => {}
  }, texts)
  await other.goto(fresh.router.url)
  await drink(other, 'Club Mate').waitFor()
  await setup(other)
  await press(other, 'Read codes')
  await other.getByText(/^\d+ new events/).waitFor()
  await expect.poll(async () => (await fresh.orders()).length).toBe(3)
})
