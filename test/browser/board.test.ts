import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '../../build/app.ts'
import { headerRules, scriptHashes } from '../../build/standin/headers.ts'
import { type Host, startHost } from '../../build/standin/host.ts'
import { layRoot } from '../../build/standin/root.ts'
import { others } from '../../src/texts/languages.ts'
import { interpreters } from '../wire/hosts.ts'
import { HOST, launch, page as newPage } from './chromium.ts'
import { PHONE, screens, TABLET } from './fixture/screens.ts'
import { drink, onRouter } from './meeting.ts'

const SMALL = { width: 640, height: 360 }
const TV = { width: 1920, height: 1080 }

/** The line of a drink on the board. */
const line = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) })

describe('on a router that shows the board to guests', () => {
  const DATABASE = 'bar-7f3k2q'
  const KEYS = { barKey: 'pump-lemon-42', organizerKey: 'boss-lemon-43' }
  let browser: Browser
  let dir: string
  let router: Host
  let www: string
  let conf: string
  let rules: ReturnType<typeof headerRules>
  let bar: Page
  let guest: Page
  /** What the guest's screen asked the router's scripts for. */
  const asked: string[] = []
  const errors: string[] = []

  const home = () => `http://${HOST}:${router.port}/`
  const open = async (address: string): Promise<Page> => {
    const page = await newPage(browser, TABLET)
    page.setDefaultTimeout(30_000)
    page.on('pageerror', error => errors.push(error.message))
    await page.goto(address)
    return page
  }
  const databases = (page: Page) =>
    page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))

  beforeAll(async () => {
    browser = await launch()
    dir = await mkdtemp(join(tmpdir(), 'barwrt-board-'))
    const { html } = await buildApp()
    const settings = { database: DATABASE, board: true }
    const laid = await layRoot({ root: dir, ...interpreters[0]!.conf, html, settings, board: true, ...KEYS })
    ;({ www, conf } = laid)
    rules = headerRules({ scripts: scriptHashes(Buffer.from(html).toString()) })
    router = await startHost({ www, rules })
    await fetch(`http://127.0.0.1:${router.port}/cgi-bin/db/${DATABASE}`, {
      method: 'PUT',
      headers: { authorization: `Basic ${btoa(`:${KEYS.organizerKey}`)}` },
    })
    bar = await open(`${home()}#k=${KEYS.barKey}`)
    await onRouter(bar)
  })
  afterAll(async () => {
    await browser.close()
    await router.stop()
    await rm(dir, { recursive: true, force: true })
    expect(errors).toEqual([])
  })

  test('a screen without any key shows the menu, and is no station', async () => {
    guest = await newPage(browser, TABLET)
    guest.setDefaultTimeout(60_000)
    guest.on('pageerror', error => errors.push(error.message))
    guest.on('request', request => {
      const { pathname } = new URL(request.url())
      if (/cgi-bin|pulse/.test(pathname))
        asked.push(`${request.method()} ${pathname} ${request.headers()['authorization'] ?? ''}`.trim())
    })
    await guest.goto(`${home()}#/board`)
    await line(guest, 'Tap water free').waitFor()
    expect(await line(guest, 'Tschunk').textContent()).toMatch(/4.50.*alcohol · caffeine · vegan/s)
    expect(await guest.getByText('0 is fine').count()).toBe(1)
    expect(await databases(guest)).toEqual(['barwrt'])
    expect(await guest.getByRole('navigation').count()).toBe(0)
    expect(await guest.getByRole('link').count()).toBe(0)
  })

  test('what a bartender marks as sold out is sold out there, too', async () => {
    await bar.getByRole('button', { name: 'Something is out' }).click()
    await bar.getByRole('switch', { name: 'Kamikaze sold out' }).click()
    await bar.keyboard.press('Escape')
    await line(guest, 'Kamikaze sold out').waitFor()
    expect(await line(guest, 'Kamikaze').locator('s').count()).toBe(1)
  })

  test('a recipe opens at a tap, and closes at another', async () => {
    await line(guest, 'Tschunk').click()
    const recipe = guest.getByRole('dialog', { name: 'Tschunk' })
    expect(await recipe.textContent()).toMatch(/250 ml Club Mate.*Muddle/s)
    await recipe.getByRole('button', { name: 'OK' }).click()
    await recipe.waitFor({ state: 'detached' })
  })

  test('it never asked for anything of the log, nor with a key', () => {
    expect(asked.length).toBeGreaterThan(1)
    expect(new Set(asked)).toEqual(new Set([`GET /cgi-bin/db/${DATABASE}/_local/board`]))
  })

  test('opened anew without the router it shows the last one, and how old it is', async () => {
    const { port } = router
    await router.stop()
    await guest.clock.setSystemTime(Date.now() + 3_600_000)
    await guest.keyboard.press('F5')
    await guest.getByText(/^as of /).waitFor()
    await line(guest, 'Kamikaze sold out').waitFor()
    router = await startHost({ www, rules, port })
    await guest.getByText(/^as of /).waitFor({ state: 'detached' })
  })

  test('that the host does not show it to guests is said in a sentence', async () => {
    await writeFile(conf, (await readFile(conf, 'utf8')).replace('board 1\n', ''))
    const other = await open(`${home()}#/board`)
    await other.getByText('This board is not open to guests.').waitFor()
    expect(await databases(other)).toEqual(['barwrt'])
    await other.context().close()
  })

  test('a tablet of the bar shows it from its own events, and goes back to the bar', async () => {
    await bar.evaluate(() => void (location.hash = '#/board'))
    await line(bar, 'Kamikaze sold out').waitFor()
    await bar.getByRole('link', { name: 'BarWRT' }).click()
    await drink(bar, 'Club Mate').waitFor()
  })

  test('a guest’s screen becomes a bar only when somebody goes there', async () => {
    await guest.evaluate(() => void (location.hash = '#/bar'))
    await drink(guest, 'Club Mate').waitFor()
    expect((await databases(guest)).length).toBe(2)
  })
})

describe('the screen', () => {
  const open = screens()
  const board = (page: Page, fields: object = {}) =>
    page.evaluate(fields => {
      window.fixture.edit({ name: 'Winter camp', languages: ['en', 'es', 'de'], ...fields })
      window.fixture.stock({ mate: 123_500, galliano: 0 })
      location.hash = '#/board'
    }, fields)

  test('takes turns in the meeting’s languages, and stays in one that is tapped', async () => {
    const page = await open({ before: page => page.clock.install() })
    await board(page)
    const said = () => page.getByRole('heading', { level: 2 }).first().textContent()
    expect(await said()).toMatch(/^Drinks/)
    await page.clock.runFor(12_500)
    expect(await said()).toMatch(/^Bebidas/)
    expect(await page.locator('html').getAttribute('lang')).toBe('es')
    await page.getByRole('button', { name: 'Deutsch' }).click()
    await page.clock.runFor(60_000)
    expect(await said()).toMatch(/^Getränke/)
    await page.getByRole('button', { name: 'Deutsch' }).click()
    await page.clock.runFor(12_500)
    expect(await said()).toMatch(/^Drinks/)
    await line(page, 'Tschunk').click()
    await page.clock.runFor(60_000)
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    for (const zero of ['0 is fine', '0 también vale', '0 ist auch okay'])
      expect(await page.getByText(zero).count()).toBe(1)
  })

  test('moves nothing by itself for who wants that, but changes language at a tap', async () => {
    const page = await open({ reducedMotion: 'reduce', before: page => page.clock.install() })
    await board(page)
    await page.clock.runFor(60_000)
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await page.getByRole('button', { name: 'Español' }).click()
    expect(await page.locator('html').getAttribute('lang')).toBe('es')
  })

  test('says how much is left, what is free, and that the bar is not open yet', async () => {
    const page = await open()
    await board(page, { settings: { practice: true } })
    expect(await line(page, 'Club Mate').textContent()).toMatch(/240 left/)
    expect(await line(page, 'Barrier Breaker').textContent()).toMatch(/sold out/)
    expect(await page.getByRole('listitem').first().textContent()).toMatch(/Tap water.*free/s)
    expect(await page.getByText('not open yet').count()).toBe(1)
  })

  test('of one of several bars has what that one has', async () => {
    const page = await open()
    await page.evaluate(() => {
      const { fixture } = window
      fixture.edit({ places: ['bar', 'tent'] })
      fixture.actions.setStation({ place: 'tent' })
      fixture.add({ kind: 'count', place: 'tent', items: { galliano: 0 }, seen: {} })
      fixture.menu({ slug: 'soup', name: 'Soup', places: ['bar'], order: 50 })
      location.hash = '#/board'
    })
    expect(await line(page, 'Barrier Breaker').textContent()).toMatch(/5.00.*sold out: tent/s)
    await page.evaluate(() => void (location.hash = '#/board/tent'))
    expect(await line(page, 'Barrier Breaker sold out').count()).toBe(1)
    expect(await line(page, 'Soup').count()).toBe(0)
    await page.evaluate(() => void (location.hash = '#/board/%'))
    expect(await line(page, 'Tschunk').count()).toBe(1)
  })

  // What a guest reads from two metres, and on an old phone that lies beside the bar.
  test('is in one view, in every language, from a small phone on its side to a large screen', async () => {
    for (const size of [SMALL, PHONE, TABLET, TV]) {
      const page = await open({ size, reducedMotion: 'reduce' })
      for (const code of ['en', ...Object.keys(others)]) {
        await board(page, { languages: [code, 'en'] })
        await page.locator(`html[lang=${code}]`).waitFor({ state: 'attached' })
        const lost = await page.evaluate(() => {
          const menu = document.querySelector('.menu')!
          const cut = [...document.querySelectorAll<HTMLElement>('.board *')]
            .filter(({ scrollWidth, clientWidth }) => clientWidth && scrollWidth > clientWidth + 1)
            .map(each => `${each.tagName} ${each.className} ${each.textContent!.slice(0, 40)}`)
          return menu.scrollHeight > menu.clientHeight + 1
            ? [...cut, `${menu.scrollHeight - menu.clientHeight} px below`]
            : cut
        })
        expect(lost, `${code}, ${size.width} × ${size.height}`).toEqual([])
      }
    }
  })
})
