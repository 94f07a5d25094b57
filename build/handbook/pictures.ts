// SPDX-License-Identifier: AGPL-3.0-or-later
// The pictures of README and handbook, taken from the real app on the laptop stand-in, so that they cannot go stale.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { buildApp } from '../app.ts'
import { findChromium, findLua, findUcode } from '../interpreter.ts'
import { need } from '../need.ts'
import { headerRules, scriptHashes } from '../standin/headers.ts'
import { startHost } from '../standin/host.ts'
import { layRoot } from '../standin/root.ts'
import { campDay } from './camp.ts'

/** A name that browsers take for a router's: no secure context, as in the field. */
const HOST = 'bar.lan'
const DATABASE = 'bar-picture1'
const KEYS = { barKey: 'pump-lemon-42', organizerKey: 'boss-lemon-43' }
const TABLET = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }
/** Device pixels to one of CSS: a page is 760 wide, and every picture lies on routers ten times. */
const SCALE = 0.75

/** A picture: where it is taken, and what is done before. */
interface Shot {
  route: string
  size: { width: number; height: number }
  day?: boolean
  before?: (page: Page) => Promise<void>
}

const drink = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) }).first()
const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', { name: typeof name === 'string' ? new RegExp(`^${name}`) : name })
    .first()
    .click()

const tapOrder = async (page: Page): Promise<void> => {
  for (const name of ['Club Mate', 'Club Mate', 'Chaos Calmer']) await drink(page, name).click()
}

/** Every picture by its name: docs/pictures/NAME.webp. */
export const SHOTS: Record<string, Shot> = {
  'bar-dark-tablet': { route: 'bar', size: TABLET, before: tapOrder },
  'bar-day-tablet': { route: 'bar', size: TABLET, day: true, before: tapOrder },
  'bar-dark-phone': { route: 'bar', size: PHONE, before: tapOrder },
  'bar-phone-order': {
    route: 'bar',
    size: PHONE,
    before: async page => {
      await tapOrder(page)
      await press(page, 'Show the order')
    },
  },
  'recent-orders': {
    route: 'bar',
    size: TABLET,
    before: page => press(page, 'Recent orders'),
  },
  stock: { route: 'stock', size: TABLET },
  count: { route: 'stock', size: TABLET, before: page => press(page, 'Count') },
  item: { route: 'stock/mate', size: TABLET },
  cash: { route: 'cash', size: TABLET },
  report: { route: 'report', size: TABLET },
  board: { route: 'board', size: TABLET },
  setup: {
    route: 'setup',
    size: TABLET,
    before: async page => {
      await page.getByText('Code for a tablet at the bar').click()
      await page.locator('details[open]').scrollIntoViewIfNeeded()
    },
  },
}

/** What went over the bar before the pictures are taken. */
const EVENING = [
  ['Club Mate', 'Tschunk'],
  ['White Russian', 'White Russian', 'Designated Driver'],
  ['Kamikaze'],
  ['Club Mate', 'Club Mate', 'Tap water'],
]

const playEvening = async (page: Page): Promise<void> => {
  for (const order of EVENING) {
    for (const name of order) await drink(page, name).click()
    await press(page, 'Done')
  }
  const status = page.getByRole('status').first()
  await status.getByText('all on the router').waitFor()
  // The browser takes its time to keep the app; until then the status is longer than it is in most nights.
  const notSafe = status.getByText('not safe')
  await notSafe.waitFor()
  await notSafe.waitFor({ state: 'detached', timeout: 180_000 })
}

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium()!,
    args: ['--no-sandbox', '--disable-gpu', `--host-resolver-rules=MAP ${HOST} 127.0.0.1`],
  })

/** A PNG as WebP, half of it here: a router has room for all of them. Chromium is the encoder that is at hand anyway. */
const asWebp = async (blank: Page, png: Buffer): Promise<Buffer> => {
  const url = await blank.evaluate(
    async url => {
      const image = new Image()
      image.src = url
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.width
      canvas.height = image.height
      canvas.getContext('2d')!.drawImage(image, 0, 0)
      return canvas.toDataURL('image/webp', 0.85)
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}

/** Pictures as WebP by name. */
type Pictures = Record<string, Buffer>

/**
 * Takes all pictures, each as it is shown, and once more in daylight colours, for paper: black costs ink. Brings Chromium and
 * Lua where it may.
 */
export const takePictures = async (): Promise<{ shown: Pictures; printed: Pictures }> => {
  need(['chromium', ...(findUcode() ? [] : (['lua5.1'] as const))])
  const { html } = await buildApp()
  const dir = await mkdtemp(join(tmpdir(), 'barwrt-pictures-'))
  const ucode = findUcode()
  const shim = ucode
    ? ({ interpreter: 'ucode', ucode } as const)
    : ({ interpreter: 'lua', lua: findLua()! } as const)
  const root = await layRoot({ root: dir, html, settings: { database: DATABASE }, ...shim, ...KEYS })
  const rules = headerRules({ scripts: scriptHashes(Buffer.from(html).toString()) })
  const host = await startHost({ www: root.www, host: '127.0.0.1', port: 0, rules })
  const browser = await launch()
  try {
    const database = `http://127.0.0.1:${host.port}/cgi-bin/db/${DATABASE}`
    const authorization = `Basic ${btoa(`:${KEYS.organizerKey}`)}`
    await fetch(database, { method: 'PUT', headers: { authorization } })
    await fetch(`${database}/_bulk_docs`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ new_edits: false, docs: campDay(Date.now()) }),
    })
    const address = `http://${HOST}:${host.port}/`
    const context = await browser.newContext({ viewport: TABLET, deviceScaleFactor: SCALE, locale: 'en-IE' })
    const page = await context.newPage()
    await page.goto(`${address}#k=${KEYS.organizerKey}&b=${KEYS.barKey}`)
    await playEvening(page)
    const blank = await context.newPage()
    const take = async ({ route, size, before }: Shot, day: boolean): Promise<Buffer> => {
      await page.setViewportSize(TABLET)
      await page.goto(`${address}#/bar`)
      const clear = page.getByRole('button', { name: 'Clear' })
      if (await clear.isVisible()) await clear.click()
      await page.getByRole('switch', { name: 'Daylight' }).setChecked(day)
      await page.setViewportSize(size)
      await page.goto(`${address}#/${route}`)
      await before?.(page)
      const webp = await asWebp(blank, await page.screenshot())
      await page.keyboard.press('Escape')
      return webp
    }
    const shown: Pictures = {}
    const printed: Pictures = {}
    for (const [name, shot] of Object.entries(SHOTS)) {
      shown[name] = await take(shot, !!shot.day)
      printed[name] = shot.day ? shown[name] : await take(shot, true)
    }
    return { shown, printed }
  } finally {
    await browser.close()
    await host.stop()
    await rm(dir, { recursive: true, force: true })
  }
}
