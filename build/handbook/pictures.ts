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
import { press, SHOTS, type Shot, TABLET, type Words, wordsOf } from './shots.ts'

/** A name that browsers take for a router's: no secure context, as in the field. */
const HOST = 'bar.lan'
const DATABASE = 'bar-picture1'
const KEYS = { barKey: 'pump-lemon-42', organizerKey: 'boss-lemon-43' }
/** Device pixels to one of CSS: a page is 760 wide, and every picture lies on routers ten times. */
const SCALE = 0.75

/** What went over the bar before the pictures are taken. */
const EVENING = [
  ['Club Mate', 'Tschunk'],
  ['White Russian', 'White Russian', 'Designated Driver'],
  ['Kamikaze'],
  ['Club Mate', 'Club Mate', 'Tap water'],
]

/** Taps what went over the bar. */
const playEvening = async (page: Page): Promise<void> => {
  for (const order of EVENING) {
    for (const name of order) await press(page, name)
    await press(page, wordsOf('en').t.done)
  }
}

/** Waits until the status says what it says in most nights: the browser takes its time to keep the app, and then opens it anew. */
const settle = async (page: Page, { t }: Words): Promise<void> => {
  const status = page.getByRole('status').first()
  await status.getByText(t.allSent).waitFor()
  const notSafe = status.getByText(t.notSafe)
  await notSafe.waitFor()
  await notSafe.waitFor({ state: 'detached', timeout: 180_000 })
  const { origin } = new URL(page.url())
  await page.goto('about:blank')
  await page.goto(`${origin}/#/bar`)
  await status.getByText(t.allSent).waitFor()
  await status.getByText(t.safe).waitFor({ timeout: 180_000 })
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
      return canvas.toDataURL('image/webp', 0.78)
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}

/** Pictures as WebP by name. */
type Pictures = Record<string, Buffer>

/** Where a language is spoken, for its numbers and times; a code of its own country where it has none here. */
const SPOKEN: Record<string, string> = { en: 'en-IE', ca: 'ca-ES', el: 'el-GR' }

/** A tablet that speaks a language, at the bar of that address. */
const open = async (browser: Browser, language: string, address: string): Promise<Page> => {
  const locale = SPOKEN[language] ?? `${language}-${language.toUpperCase()}`
  const context = await browser.newContext({ viewport: TABLET, deviceScaleFactor: SCALE, locale })
  const page = await context.newPage()
  await page.goto(`${address}#k=${KEYS.organizerKey}&b=${KEYS.barKey}`)
  return page
}

/** Takes a picture on a tablet. */
const take = async (
  page: Page,
  { route, size, before }: Shot,
  day: boolean,
  words: Words,
): Promise<Buffer> => {
  const { origin } = new URL(page.url())
  await page.setViewportSize(TABLET)
  await page.goto(`${origin}/#/bar`)
  const clear = page.getByRole('button', { name: words.t.clear })
  if (await clear.isVisible()) await clear.click()
  await page.getByRole('switch', { name: words.t.daylight }).setChecked(day)
  await page.setViewportSize(size)
  await page.goto(`${origin}/#/${route}`)
  await before?.(page, words)
  const png = await page.screenshot()
  await page.keyboard.press('Escape')
  return png
}

/**
 * Takes pictures in several languages, on a tablet for each: each as it is shown, and once more in daylight colours, for paper,
 * as black costs ink. Brings Chromium and Lua where it may.
 * @param wanted names of `SHOTS` by the language's code; English has to be among them, its tablet plays the evening
 */
export const takePictures = async (
  wanted: Map<string, string[]>,
): Promise<Map<string, { shown: Pictures; printed: Pictures }>> => {
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
    const tablets = new Map<string, Page>()
    for (const language of wanted.keys()) tablets.set(language, await open(browser, language, address))
    await playEvening(tablets.get('en')!)
    await Promise.all([...tablets].map(([language, page]) => settle(page, wordsOf(language))))
    const blank = await browser.newPage()
    const taken = new Map<string, { shown: Pictures; printed: Pictures }>()
    for (const [language, names] of wanted) {
      const words = wordsOf(language)
      const shown: Pictures = {}
      const printed: Pictures = {}
      for (const name of names) {
        const shot = SHOTS[name]!
        const picture = async (day: boolean) =>
          asWebp(blank, await take(tablets.get(language)!, shot, day, words))
        shown[name] = await picture(!!shot.day)
        printed[name] = shot.day ? shown[name] : await picture(true)
      }
      taken.set(language, { shown, printed })
    }
    return taken
  } finally {
    await browser.close()
    await host.stop()
    await rm(dir, { recursive: true, force: true })
  }
}
