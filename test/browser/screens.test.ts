// biome-ignore-all lint/performance/useDomNodeTextContent: what is on screen is the point here
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { LinkState, Tablet } from '../../src/domain/bar.ts'
import { button, drink, orders, PHONE, screens, serve } from './fixture/screens.ts'

const open = screens()
const status = (on: Page) => on.getByRole('status').first()

describe('the status region', () => {
  test('of a tablet without a router says that all is saved, and does not nag', async () => {
    const page = await open()
    expect((await status(page).innerText()).trim()).toBe('Saved · This tablet')
  })

  test('says what is saved, how many are not on the router yet, and when it last was in step', async () => {
    const page = await open({ timezoneId: 'UTC', locale: 'en-DE' })
    const synced = Date.UTC(2026, 7, 1, 23, 14)
    await page.evaluate(synced => window.fixture.links({ unsent: 3, synced }), synced)
    expect(await status(page).innerText()).toMatch(/Saved · 3 not on the router yet · synced 23:14/)
    await page.evaluate(synced => window.fixture.links({ synced, behind: 4000 }), synced)
    expect(await status(page).innerText()).toMatch(/Saved · all on the router · 4.000 still to come/)
    const coming = page.getByRole('progressbar', { name: '4.000 still to come' })
    expect(await coming.evaluate((bar: HTMLProgressElement) => bar.max - bar.value)).toBe(4000)
    await page.evaluate(() => window.fixture.saving({ state: 'saving' }))
    expect(await status(page).innerText()).toMatch(/Saving…/)
  })

  const sentences: [LinkState, RegExp][] = [
    ['starting', /Looking for the router/],
    ['offline', /No answer from the router. Just go on/],
    ['key', /asks for its key. Enter the key/],
    ['full', /full. Orders stay here; tell an organizer/],
    ['missing', /does not know this meeting. Ask the host/],
    ['wiped', /An organizer wiped this meeting.* Erase it here, too/],
    ['other', /holds another meeting. Go back to your bar’s Wi-Fi/],
    ['trouble', /answers oddly. If that stays, restart it/],
  ]
  test.each(sentences)('of a link that is %s says what to do, all of it in sight', async (state, text) => {
    for (const size of [undefined, PHONE]) {
      const page = await open(size && { size })
      await page.evaluate(state => window.fixture.links({ state, unsent: 12, synced: Date.now() }), state)
      expect((await status(page).innerText()).replaceAll('\n', ' ')).toMatch(text)
      const cut = await status(page).evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)
      expect(cut).toBeLessThanOrEqual(0)
    }
  })

  test('has a line for each further database, all of it in sight', async () => {
    for (const size of [undefined, PHONE]) {
      const page = await open({ ...(size && { size }), timezoneId: 'UTC', locale: 'en-GB' })
      const synced = Date.UTC(2026, 7, 1, 23, 14)
      await page.evaluate(synced => {
        window.fixture.tablet({ offline: { safe: true }, barred: ['https://hub.example'] })
        window.fixture.links(
          { synced },
          { url: 'http://10.2.0.1:8409/cgi-bin/db/bar', by: 'host', state: 'offline', unsent: 13, synced },
          { url: 'http://10.3.0.1:8409/cgi-bin/db/bar', by: 'host', synced },
          { url: 'http://10.4.0.1:8409/cgi-bin/db/bar', by: 'tablet', state: 'key' },
          { url: 'https://hub.example/bar', by: 'tablet', state: 'offline' },
        )
      }, synced)
      expect((await status(page).innerText()).split(/\n+/)).toEqual([
        expect.stringMatching(/^Saved · all on the router · synced 23:14$/),
        '10.2.0.1 · 13 not on the router yet',
        '10.3.0.1 · synced 23:14',
        '10.4.0.1 · The router asks for its key.',
        expect.stringMatching(/^hub.example · This page may not talk to it yet/),
        'safe to restart without the router',
      ])
      const cut = await status(page).evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)
      expect(cut).toBeLessThanOrEqual(0)
    }
  })

  test('says whether the app would open again without the router, and why not', async () => {
    const page = await open({ size: PHONE })
    const light = async (offline: Tablet['offline']) => {
      await page.evaluate(offline => window.fixture.tablet({ offline: offline! }), offline)
      return status(page).innerText()
    }
    expect(await light({ safe: true })).toMatch(/\nsafe to restart without the router$/)
    expect(await light({ safe: false, why: 'soon' })).toMatch(
      /not safe to restart without the router: in a minute it will be$/,
    )
    expect(await light({ safe: false, why: 'missing' })).toMatch(/: this browser does not keep the app$/)
    expect(await light({ safe: false, why: 'expires' })).toMatch(/: this host does not say how long/)
  })

  test('says first of all that the bar is elsewhere, and what this tablet does about it', async () => {
    const page = await open()
    const whys = { moving: /now/, order: /after this order/, unsent: /on the router/, unreachable: /stays/ }
    for (const why of Object.keys(whys) as (keyof typeof whys)[]) {
      await page.evaluate(
        why => window.fixture.tablet({ away: { address: 'http://bar.lan:8409/', why } }),
        why,
      )
      const text = await status(page).innerText()
      expect(text).toMatch(/^This bar’s address is http:\/\/bar.lan:8409\/. /)
      expect(text).toMatch(whys[why])
    }
  })

  test('says what the browser keeps at the first start, and Setup says it always', async () => {
    const page = await open()
    await page.evaluate(() => window.fixture.tablet({ keeps: 'week', first: true }))
    expect(await status(page).innerText()).toMatch(/seven days.*Not so in a private window/)
    await page.evaluate(() => window.fixture.tablet({ first: false }))
    expect(await status(page).innerText()).not.toMatch(/seven days/)
    await page.getByRole('link', { name: 'Setup' }).click()
    expect(await page.getByRole('form', { name: 'This tablet' }).innerText()).toMatch(/seven days/)
  })

  test('tells of orders that wait for a drink from elsewhere', async () => {
    const page = await open()
    await page.evaluate(() =>
      window.fixture.add({ kind: 'order', lines: [{ menu: 'far-7', n: 1, sum: 1 }], sum: 1 }, 'far', 8),
    )
    expect(await status(page).innerText()).toMatch(/1 order waits for a drink that is not known here yet/)
    await button(page, 'Recent orders').click()
    expect(await page.getByText('1 a drink not known here yet').count()).toBe(1)
  })
})

describe('NOT SAVING', () => {
  test('lies over everything, says what to do and what waits, and goes only when saving works', async () => {
    const page = await open()
    await serve(page, 'Club Mate')
    await button(page, 'Recent orders').click()
    await page.evaluate(() => window.fixture.saving({ state: 'trouble', waiting: 3, why: 'full' }))
    const alarm = page.getByRole('alertdialog', { name: 'NOT SAVING' })
    expect(await alarm.innerText()).toMatch(
      /NOT SAVING\s+This tablet is full.*leave this page open.*3 still to be saved/s,
    )
    const covered = await page.evaluate(() =>
      [5, 200, 500, 790].every(y =>
        [5, 600, 1270].every(x => document.elementFromPoint(x, y)?.closest('[role=alertdialog]')),
      ),
    )
    expect(covered).toBe(true)
    // Chromium lets a second Escape close any dialog.
    for (let i = 0; i < 3; i++) await page.keyboard.press('Escape')
    expect(await alarm.isVisible()).toBe(true)
    await button(alarm, 'Try again').click()
    expect(await page.evaluate(() => window.fixture.asked)).toEqual(['retry'])
    await page.evaluate(() => window.fixture.saving({ state: 'saved' }))
    expect(await alarm.count()).toBe(0)
  })
})

describe('notices', () => {
  test('an order that recorded itself says so, until it was read', async () => {
    const page = await open()
    await page.evaluate(() => {
      const { notice, drink } = window.fixture
      notice({ kind: 'autoDone', lines: [{ menu: drink('club-mate')._id, n: 2 }] })
    })
    const alert = page.getByRole('alert')
    expect(await alert.innerText()).toMatch(/Recorded by itself.*2 Club Mate/)
    await button(alert, 'OK').click()
    expect(await alert.innerText()).toBe('')
  })

  test('a clone and a refusal say what happened', async () => {
    const page = await open()
    await page.evaluate(() => window.fixture.notice({ kind: 'clone' }))
    expect(await page.getByRole('alert').innerText()).toMatch(/copy of another.*no order is lost/)
    await page.evaluate(() => window.fixture.notice({ kind: 'refused', reason: 'larger than 4096 bytes' }))
    expect(await page.getByRole('alert').innerText()).toMatch(/Not taken: larger than 4096 bytes/)
  })
})

describe('Wipe screen', () => {
  test('takes no touch for 15 s', async () => {
    const page = await open({ size: PHONE, before: page => page.clock.install() })
    await drink(page, 'Club Mate').click()
    await button(page, 'Wipe screen').click()
    for (const [x, y] of [
      [200, 400],
      [300, 800],
      [100, 100],
    ] as const)
      await page.mouse.click(x, y)
    await page.clock.runFor(14_000)
    expect(await page.getByRole('dialog', { name: 'Wipe screen' }).innerText()).toMatch(/\b1\b/)
    expect(await orders(page)).toEqual([])
    await page.clock.runFor(1_000)
    expect(await page.getByRole('dialog').count()).toBe(0)
    await button(page, 'Done').click()
    expect(await orders(page)).toHaveLength(1)
  })
})

describe('Daylight', () => {
  test('is one tap, there and back, the browser’s own bar too', async () => {
    const page = await open()
    const colours = () =>
      page.evaluate(() => [
        getComputedStyle(document.documentElement).backgroundColor,
        document.querySelector('[name=theme-color]')?.getAttribute('content'),
      ])
    const daylight = page.getByRole('switch', { name: 'Daylight' })
    expect(await colours()).toEqual(['rgb(18, 17, 15)', '#12110f'])
    await daylight.click()
    expect(await daylight.getAttribute('aria-checked')).toBe('true')
    expect(await colours()).toEqual(['rgb(246, 242, 234)', '#f6f2ea'])
    await daylight.click()
    expect(await colours()).toEqual(['rgb(18, 17, 15)', '#12110f'])
  })
})

describe('#/setup', () => {
  const setup = async () => {
    const page = await open()
    await page.getByRole('link', { name: 'Setup' }).click()
    return page
  }

  test('names the meeting, turns Given on, and sets how long an order waits', async () => {
    const page = await setup()
    const form = page.getByRole('form', { name: 'Meeting' })
    await form.getByLabel('Name').fill('Winter camp')
    await form.getByLabel('Record what is given').check()
    await form.getByLabel('Seconds until').fill('0')
    await button(form, 'Save').click()
    expect(await page.evaluate(() => window.fixture.fold.meeting())).toMatchObject({
      name: 'Winter camp',
      settings: { given: true, autoDone: 0 },
    })
    expect(page.url()).toMatch(/#\/bar$/)
    expect(await button(page, 'Given').count()).toBe(1)
  })

  test('names this tablet and its place', async () => {
    const page = await setup()
    const form = page.getByRole('form', { name: 'This tablet' })
    await form.getByLabel('Name').fill('Left tablet')
    await form.getByLabel('Place').fill('tent')
    await button(form, 'Save').click()
    expect(await page.evaluate(() => window.fixture.fold.station('fixture'))).toMatchObject({
      name: 'Left tablet',
      place: 'tent',
    })
    expect(await status(page).innerText()).toMatch(/Left tablet/)
  })

  test('takes the key that the status asks for', async () => {
    const page = await open()
    await page.evaluate(() => window.fixture.links({ state: 'key', unsent: 1 }))
    await status(page).getByRole('link', { name: 'Enter the key' }).click()
    const form = page.getByRole('form', { name: 'Router' })
    await form.getByLabel('Key').fill('  k3y-of-the-bar ')
    await button(form, 'Save').click()
    expect(await page.evaluate(() => window.fixture.asked)).toEqual(['key k3y-of-the-bar'])
  })

  test('asks before it erases a meeting that was wiped, and tells what a router did not take', async () => {
    const page = await setup()
    await page.evaluate(() =>
      window.fixture.links({ state: 'wiped', refused: { n: 2, reason: 'larger than 4 KB' } }),
    )
    expect(await page.getByText('2 not taken: larger than 4 KB').count()).toBe(1)
    await button(page, 'Erase it here, too').click()
    await button(page, 'Try again').click()
    expect(await page.evaluate(() => window.fixture.asked)).toEqual(['erase', 'retry'])
  })
})

describe('#/help', () => {
  test('shows each recipe as a banner in a box that closes on every side', async () => {
    const page = await open()
    await page.getByRole('link', { name: 'Help' }).click()
    const cards = await page.locator('pre').allTextContents()
    expect(cards).toHaveLength(10)
    for (const card of cards) {
      const lines = card.split('\n')
      expect(new Set(lines.map(line => line.length)).size).toBe(1)
      expect(lines[0]).toMatch(/^┌─+┐$/)
      expect(lines.at(-1)).toMatch(/^└─+┘$/)
      for (const line of lines.slice(1, -1)) expect(line).toMatch(/^(│ .* │|├─+┤)$/)
    }
    const tschunk = cards.find(card => card.includes('TSCHUNK'))!
    expect(tschunk).toMatch(/ \* 250 ml Club Mate .*\n.* \* 40 ml White rum .*\n.* \* 30 g Lime /)
    expect(tschunk).toMatch(/alcohol, caffeine, vegan/)
  })

  test('leads to the handbook in the page’s language, in a tab beside the order', async () => {
    const page = await open({ locale: 'de' })
    await drink(page, 'Club Mate').click()
    await page.evaluate(() => {
      location.hash = '#/help'
    })
    const link = page.getByRole('link', { name: /handbook|Handbuch/ })
    expect(await link.getAttribute('href')).toBe('/handbook/de.html')
    expect(await link.getAttribute('target')).toBe('_blank')
    expect(await link.getAttribute('rel')).toBe('noopener')
    const { height } = (await link.boundingBox())!
    expect(height).toBeGreaterThanOrEqual(48)
  })
})
