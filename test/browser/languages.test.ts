import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { buildApp } from '../../build/app.ts'
import { others } from '../../src/texts/languages.ts'
import { offices } from '../../src/texts/office/languages.ts'
import { launch, page } from './chromium.ts'
import { drink, PHONE, screens } from './fixture/screens.ts'
import { Meeting } from './meeting.ts'

const open = screens()
const CODES = Object.keys(others)
/** Chooses a language, whose texts the tablet has from its host. */
const speak = (page: Page, code: string) =>
  page.evaluate(
    texts => {
      window.fixture.tablet({ texts })
      window.fixture.actions.choose({ language: texts.code })
    },
    { code, t: others[code], o: offices[code] },
  )

/**
 * What is cut off or runs out of the screen: boxes whose content is larger than they are and is not scrolled, and the
 * page itself. What a screen cuts on purpose (the line of what Undo takes back; text for screen readers) is not counted.
 */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    // The status has room for its first two paragraphs, which are the most urgent ones.
    const lostOf = (status: Element) =>
      [...status.querySelectorAll<HTMLElement>('p')]
        .slice(0, 2)
        .filter(({ offsetTop, offsetHeight }) => offsetTop + offsetHeight > status.clientHeight + 2)
    const on = document.querySelector('dialog[open]') ?? document.body
    return [...on.querySelectorAll<HTMLElement>('*')]
      .filter(
        each =>
          !each.closest('.hide, .after span, pre, .status') &&
          each.checkVisibility({ visibilityProperty: true }),
      )
      .filter(each => {
        const { left, right, width } = each.getBoundingClientRect()
        const { overflowX, overflowY, display } = getComputedStyle(each)
        const inside = display.startsWith('inline') || !width
        // The ways are one line that scrolls; the one that was taken is in sight.
        const scrolls = each.matches('nav:has(~ .page) a:not([aria-current])')
        return (
          (width > 1 && !scrolls && (left < -1 || right > innerWidth + 1)) ||
          (!inside && each.scrollWidth > each.clientWidth + 1 && overflowX !== 'auto') ||
          (!inside && overflowY === 'hidden' && each.scrollHeight > each.clientHeight + 1)
        )
      })
      .concat(lostOf(document.querySelector('.status')!))
      .map(each => `${each.tagName} ${each.className}: ${each.textContent?.slice(0, 60)}`)
      .concat(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [])
  })

/** Brings each of the bar's screens in turn, and calls `look` at each. Finds its way by no name, for names differ. */
const everyScreen = async (page: Page, look: (screen: string) => Promise<void>): Promise<void> => {
  await page.evaluate(() => {
    window.fixture.meeting({ name: 'Camp', given: true })
    window.fixture.stock({ mate: 4000, kahlua: 0 })
    window.fixture.links({ unsent: 12, synced: Date.now() })
    window.fixture.tablet({ offline: { safe: true } })
  })
  await look('empty')
  for (const name of ['Club Mate', 'White Russian', 'Club Mate']) await drink(page, name).click()
  await look('order')
  if (page.viewportSize()!.width < 700) await page.locator('.peek').click()
  await look('drawn')
  await page.locator('.main button:not(.peek, .done)').click()
  await page.locator('dialog').waitFor()
  await look('given')
  await page.keyboard.press('Escape')
  await page.locator('.done').click()
  await drink(page, 'Attitude Adjustment').click()
  if (page.viewportSize()!.width < 700) await page.locator('.peek').click()
  await page.locator('.house button').first().click()
  await look('undo')
  await page.locator('.after button').last().click()
  await page.locator('dialog').waitFor()
  await page.locator('dialog .recent button:not(.icon)').first().click()
  await look('recent')
  await page.keyboard.press('Escape')
  await page.locator('.tools button').nth(2).click()
  await page.locator('dialog').waitFor()
  await look('tally')
  await page.keyboard.press('Escape')
  await page.locator('.tools [role=switch]').first().click()
  await drink(page, 'Kamikaze').click()
  await look('one tap')
  for (const state of [
    'starting',
    'offline',
    'key',
    'full',
    'missing',
    'wiped',
    'other',
    'trouble',
  ] as const) {
    await page.evaluate(state => window.fixture.links({ state, unsent: 12, synced: Date.now() }), state)
    await look(`link ${state}`)
  }
  await page.evaluate(() => window.fixture.notice({ kind: 'refused', reason: 'it is larger than 4 KB' }))
  await look('notice')
  await page.evaluate(() => window.fixture.actions.dismiss())
  for (const why of ['full', 'open'] as const) {
    await page.evaluate(why => window.fixture.saving({ state: 'trouble', waiting: 3, why }), why)
    await page.locator('dialog').waitFor()
    await look(`not saving ${why}`)
  }
  await page.evaluate(() => window.fixture.saving({ state: 'saved' }))
  await page.locator('dialog').waitFor({ state: 'detached' })
  for (const hash of ['#/setup', '#/help']) {
    await page.evaluate(hash => void (location.hash = hash), hash)
    await look(hash)
  }
}

describe.each(['en', ...CODES])('in %s', code => {
  test('the smallest screen shows all of each text, and nothing scrolls sideways', async () => {
    const page = await open({ size: PHONE, reducedMotion: 'reduce' })
    await speak(page, code)
    const cut: Record<string, string[]> = {}
    await everyScreen(page, async screen => {
      const found = await cutOff(page)
      if (found.length) cut[screen] = found
    })
    expect(cut).toEqual({})
  })
})

/** Organizers' screens, with something on each, and what stands over them or unfolds. */
const organizersScreens = async (page: Page, look: (screen: string) => Promise<void>): Promise<void> => {
  await page.evaluate(() => {
    const { fixture } = window
    fixture.edit({ from: '2026-12-27', heads: [300, 500], places: ['bar', 'tent'], plan: { moods: ['hot'] } })
    fixture.cellar()
    fixture.add({ kind: 'lesson', text: 'More ice.', from: 'Camp' })
    fixture.add({ kind: 'cash', way: 'float', account: 'Box', sum: 90_000 })
    fixture.add({ kind: 'cash', way: 'advance', account: 'MK', sum: 4500, why: 'limes' })
    fixture.add({ kind: 'cash', way: 'count', account: 'Box', sum: 95_000, coins: { 5000: 19 }, seen: {} })
  })
  for (const route of [
    'stock',
    'stock/mate',
    'plan',
    'cash',
    'report',
    'report/accounts',
    'setup',
    'menu',
    'sheet/guests',
    'sheet/tally',
  ]) {
    await page.evaluate(route => void (location.hash = `#/${route}`), route)
    await page.locator('main h2').first().waitFor()
    for (const summary of await page.locator('main summary').all()) await summary.click()
    await look(route)
  }
  await page.evaluate(() => void (location.hash = '#/menu'))
  await page.getByRole('button', { name: 'Tschunk' }).click()
  await look('a drink being edited')
  await page.evaluate(() => void (location.hash = '#/cash'))
  await page.locator('select[name=way]').selectOption('advance')
  await look('an advance')
}

describe.each(['de', 'el', 'hu'])('in %s', code => {
  test('the narrowest screen cuts no word of an organizer’s off', async () => {
    const page = await open({ size: { width: 320, height: 568 }, reducedMotion: 'reduce' })
    await speak(page, code)
    const cut: Record<string, string[]> = {}
    await organizersScreens(page, async screen => {
      const found = await cutOff(page)
      if (found.length) cut[screen] = found
    })
    expect(cut).toEqual({})
  })
})

describe('a language', () => {
  const lang = (page: Page) => page.evaluate(() => document.documentElement.lang)

  test('is the browser’s at first, the best of those that the app speaks', async () => {
    for (const [locale, code] of [
      ['de-AT', 'de'],
      ['pt-BR', 'pt'],
      ['zu-ZA', 'en'],
    ] as const) {
      const page = await open({ locale })
      expect(await lang(page), locale).toBe(code)
    }
  })

  test('of the browser, or English, is one tap away on the bar', async () => {
    const page = await open({ locale: 'de-DE' })
    await page.getByRole('button', { name: 'Fertig' }).waitFor()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Done' }).waitFor()
    expect(await lang(page)).toBe('en')
    await page.getByRole('button', { name: 'Deutsch' }).click()
    await page.getByRole('button', { name: 'Fertig' }).waitFor()
    expect(await lang(page)).toBe('de')
  })

  test('is one tap on the setup’s and the help’s page, where each stands by its own name', async () => {
    const page = await open()
    const names = [
      'English',
      'Español',
      'Català',
      'Português',
      'Italiano',
      'Français',
      'Deutsch',
      'Nederlands',
    ]
    for (const hash of ['#/setup', '#/help']) {
      await page.evaluate(hash => void (location.hash = hash), hash)
      expect(await page.locator('fieldset.chips').first().getByRole('radio').count()).toBe(10)
      for (const name of [...names, 'Magyar', 'Ελληνικά'])
        await page.getByRole('radio', { name, exact: true }).check({ force: true })
      expect(await lang(page)).toBe('el')
      await page.getByRole('link', { name: 'Μπαρ', exact: true }).click()
      await page.getByRole('button', { name: 'Έτοιμο' }).waitFor()
    }
  })

  test('writes numbers, sums and times, and counts, the way it does', async () => {
    const page = await open({ locale: 'de-DE', timezoneId: 'UTC' })
    await speak(page, 'de')
    const synced = Date.UTC(2026, 7, 1, 23, 14)
    await page.evaluate(synced => window.fixture.links({ synced, behind: 4000 }), synced)
    const status = page.getByRole('status').first()
    expect(await status.textContent()).toMatch(/4\.000 kommen noch · abgeglichen 23:14/)
    await drink(page, 'Club Mate').click()
    const region = page.getByRole('region', { name: 'Bestellung' })
    expect(await region.getByRole('status').textContent()).toBe('1 Getränk, 2,50\u00a0€')
    await speak(page, 'fr')
    expect(await page.getByRole('region', { name: 'Commande' }).getByRole('status').textContent()).toBe(
      '1 boisson, 2,50\u00a0€',
    )
  })

  test('has words of its own for what events say in English: why something was lost, and pieces', async () => {
    const page = await open()
    await speak(page, 'es')
    await page.evaluate(() => {
      window.fixture.cellar()
      window.fixture.menu({ slug: 'cups', type: 'item', name: 'Cups', unit: 'piece' })
      location.hash = '#/stock/mate'
    })
    const { loss, lossReasons, warnAt, inPieces } = offices.es!
    await page.getByText(`${loss}: ${lossReasons![0]}`).waitFor()
    await page.evaluate(() => void (location.hash = '#/stock/cups'))
    await page.getByLabel(warnAt!.replace('{0}', inPieces!)).waitFor({ state: 'attached' })
  })

  test('has its other texts from the host, once, and speaks them with the router off', async () => {
    const meeting = await Meeting.start((await buildApp()).html)
    const browser = await launch()
    try {
      const { router } = meeting
      const tablet = await page(browser, PHONE, { locale: 'de-DE' })
      await tablet.goto(`${router.url}#/setup`)
      await tablet.getByText(others.de!.allSent).first().waitFor()
      expect(router.asked.filter(path => path.includes('/texts/'))).toEqual(['GET /texts/de.json'])
      await tablet.reload()
      await tablet.getByText(others.de!.allSent).first().waitFor()
      await router.down()
      await tablet.getByText(others.de!.link.offline).first().waitFor({ timeout: 90_000 })
      expect(router.asked.filter(path => path.includes('/texts/'))).toHaveLength(1)
    } finally {
      await browser.close()
      await meeting.stop()
    }
  })

  test('has names and colours that everybody can use', async () => {
    const page = await open({ size: PHONE, reducedMotion: 'reduce' })
    await page.evaluate(axe.source)
    for (const code of ['de', 'el', 'hu'])
      for (const hash of ['#/bar', '#/setup', '#/help']) {
        await speak(page, code)
        await page.evaluate(hash => void (location.hash = hash), hash)
        const { violations } = await page.evaluate(() => window.axe.run({}))
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`),
          code + hash,
        ).toEqual([])
      }
  })
})
