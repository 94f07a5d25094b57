import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { button, drink, orders, PHONE, screens, serve, TABLET } from './fixture/screens.ts'

const open = screens()

const go = (hash: string) => (page: Page) => page.evaluate(hash => void (location.hash = hash), hash)
const begun = async (page: Page) => {
  await page.evaluate(() => {
    window.fixture.meeting({ name: 'Camp', given: true })
    window.fixture.stock({ mate: 4000, kahlua: 0 })
    window.fixture.links({ state: 'key', unsent: 3, synced: Date.now() })
  })
  for (const name of ['Club Mate', 'Tschunk']) await drink(page, name).click()
}
const served = async (page: Page) => {
  await serve(page, 'Club Mate', 'Tschunk')
  await serve(page, 'Kamikaze')
  await button(page, 'Undo').click()
}

const states: Record<string, (page: Page) => Promise<unknown>> = {
  'an empty bar': async () => {},
  'an order': begun,
  'a sheet drawn up': async page => {
    await begun(page)
    if ((await page.viewportSize())!.width < 700) await button(page, 'Show the order').click()
  },
  'One tap': async page => {
    await page.getByRole('switch', { name: 'One tap' }).click()
    await drink(page, 'Tschunk').click()
  },
  Given: async page => {
    await begun(page)
    await button(page, 'Given').click()
  },
  'Recent orders': async page => {
    await served(page)
    await button(page, 'Recent orders').click()
  },
  'a tally': page => button(page, 'Enter a tally').click(),
  'Wipe screen': page => button(page, 'Wipe screen').click(),
  'a notice': page => page.evaluate(() => window.fixture.notice({ kind: 'clone' })),
  'NOT SAVING': page =>
    page.evaluate(() => window.fixture.saving({ state: 'trouble', waiting: 1, why: 'open' })),
  '#/setup': async page => {
    await begun(page)
    await go('#/setup')(page)
  },
  'another meeting’s router': async page => {
    await page.evaluate(() => window.fixture.links({ state: 'other', other: { n: 2, name: 'Camp' } }))
    await go('#/setup')(page)
    await page.locator('summary').click()
  },
  '#/help': go('#/help'),
  '#/menu': go('#/menu'),
  'a drink being edited': async page => {
    await go('#/menu')(page)
    await button(page, 'Tschunk').click()
  },
  '#/cash': async page => {
    await served(page)
    await page.evaluate(() => {
      window.fixture.add({ kind: 'cash', way: 'float', account: 'Box', sum: 50_000 })
      location.hash = '#/cash'
    })
  },
  '#/report': async page => {
    await served(page)
    await page.evaluate(() => {
      window.fixture.cellar()
      window.fixture.add({ kind: 'lesson', text: 'More ice.', from: 'Camp' })
    })
    await go('#/report')(page)
  },
  '#/report/accounts': async page => {
    await served(page)
    await page.evaluate(() => {
      window.fixture.add({ kind: 'cash', way: 'advance', account: 'MK', sum: 4500, why: 'limes' })
      location.hash = '#/report/accounts'
    })
  },
  'money that was advanced': async page => {
    await go('#/cash')(page)
    await page.getByRole('combobox', { name: 'What', exact: true }).selectOption('advance')
  },
  'a kit that was chosen, and a file that is none': async page => {
    await go('#/setup')(page)
    const choose = (name: string, text: string) =>
      page
        .getByLabel('or the kit')
        .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
    const lessons = [{ text: 'More ice.', from: 'Camp' }]
    await choose('kit.json', JSON.stringify({ kit: 1, from: 'Camp', meeting: {}, menu: [], lessons }))
    await page.getByText('More ice.').waitFor()
    await choose('odd.json', '{}')
    await page.getByText('odd.json: That file is no kit.').waitFor()
  },
  'an archive': async page => {
    await served(page)
    await page.evaluate(() => window.fixture.meeting({ name: 'Camp' }))
    await go('#/setup')(page)
    await button(page, 'Archive everything').click()
    await page.getByText(/read back, all there/).waitFor()
  },
  '#/sheet/bar': async page => {
    await page.evaluate(() =>
      window.fixture.tablet({ invite: { home: 'http://bar.lan/', bar: 'http://bar.lan/#k=key' } }),
    )
    await go('#/sheet/bar')(page)
  },
  '#/sheet/guests': async page => {
    await page.evaluate(() => window.fixture.tablet({ invite: { home: 'http://bar.lan/', bar: '' } }))
    await go('#/sheet/guests')(page)
    await page.getByLabel('Wi-Fi').fill('camp')
  },
  '#/sheet/tally': go('#/sheet/tally'),
  '#/sheet/recipes': go('#/sheet/recipes'),
  '#/sheet/sign': go('#/sheet/sign'),
  'a wipe that is asked about': async page => {
    await page.evaluate(() => window.fixture.meeting({ name: 'Camp' }))
    await go('#/setup')(page)
    await button(page, 'Wipe this meeting').click()
    await page.getByText('1 order goes, for good').or(page.getByText('0 orders go, for good')).waitFor()
  },
  'codes to carry events by': async page => {
    await served(page)
    await go('#/setup')(page)
    await button(page, 'Show as codes').click()
    await page.getByRole('img', { name: /^Code 1/ }).waitFor()
  },
  'all that unfolds at the setup': async page => {
    await page.evaluate(() => {
      window.fixture.meeting({ name: 'Camp', practice: true })
      window.fixture.tablet({ invite: { home: 'http://bar.lan/', bar: 'http://bar.lan/#k=key' } })
    })
    await go('#/setup')(page)
    for (const summary of await page.locator('main summary').all()) await summary.click()
  },
  'Something is out': async page => {
    await page.evaluate(() => window.fixture.stock({ mate: 4000 }))
    await button(page, 'Something is out').click()
  },
  '#/board': async page => {
    await begun(page)
    await page.evaluate(() => {
      window.fixture.edit({ name: 'Camp', languages: ['en', 'es'], settings: { practice: true } })
      location.hash = '#/board'
    })
  },
  'a recipe on the board': async page => {
    await go('#/board')(page)
    await button(page, 'Tschunk').click()
  },
  'a board of which nothing is known': async page => {
    await page.evaluate(() => {
      window.fixture.links({ state: 'key' })
      window.fixture.tablet({ board: { shut: true } })
      location.hash = '#/board'
    })
  },
  '#/plan': async page => {
    await page.evaluate(() =>
      window.fixture.edit({ from: '2026-12-27', heads: [300, 500], plan: { moods: ['hot'] } }),
    )
    await go('#/plan')(page)
  },
  '#/stock': async page => {
    await page.evaluate(() => window.fixture.cellar())
    await go('#/stock')(page)
  },
  'an item of the stock': async page => {
    await page.evaluate(() => window.fixture.cellar())
    await go('#/stock/mate')(page)
  },
  ...Object.fromEntries(
    ['Delivery', 'Count', 'Loss', 'Transfer', 'Canister'].map(name => [
      name,
      async (page: Page) => {
        await page.evaluate(() => window.fixture.cellar())
        await go('#/stock')(page)
        await page.getByRole('button', { name, exact: true }).click()
      },
    ]),
  ),
}

describe('axe finds nothing in', () => {
  for (const [name, bring] of Object.entries(states))
    test(name, async () => {
      for (const size of [TABLET, PHONE]) {
        const page = await open({ size, reducedMotion: 'reduce' })
        await bring(page)
        await page.evaluate(axe.source)
        for (const theme of ['dark', 'day'] as const) {
          await page.evaluate(theme => window.fixture.theme(theme), theme)
          // Only colours change with the theme.
          const found = await page.evaluate(
            rules => window.axe.run(rules ? { runOnly: rules } : {}),
            theme === 'day' ? ['color-contrast'] : undefined,
          )
          const text = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)
          expect(text, `${theme}, ${size.width} px wide`).toEqual([])
          expect(found.passes.length).toBeGreaterThan(theme === 'day' ? 0 : 9)
        }
      }
    })
})

describe('fingers', () => {
  test('find nothing smaller than 48 px, and Done 76 to 92 px high', async () => {
    for (const size of [TABLET, PHONE]) {
      const page = await open({ size })
      await begun(page)
      if (size === PHONE) await button(page, 'Show the order').click()
      const small = () =>
        page.evaluate(() =>
          [...document.querySelectorAll('button, summary, input, nav a')]
            .filter(each => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
            .filter(each => {
              const { width, height } = each.getBoundingClientRect()
              return Math.min(width, height) < 48
            })
            .map(each => each.outerHTML),
        )
      expect(await small()).toEqual([])
      const { height } = (await button(page, 'Done').boundingBox())!
      expect(height).toBeGreaterThanOrEqual(76)
      expect(height).toBeLessThanOrEqual(92)
      await button(page, 'Recent orders').click()
      expect(await small()).toEqual([])
      await page.keyboard.press('Escape')
      await go('#/setup')(page)
      expect(await small()).toEqual([])
    }
  })

  test('lose nothing to the sides, with letters twice as large either', { timeout: 400_000 }, async () => {
    for (const size of [TABLET, PHONE, { width: 360, height: 640 }, { width: 320, height: 568 }])
      for (const large of [false, true])
        for (const bring of [
          begun,
          go('#/setup'),
          go('#/help'),
          go('#/cash'),
          go('#/report/accounts'),
          states['#/report']!,
          states['#/stock']!,
          states['#/plan']!,
          states['a drink being edited']!,
        ]) {
          const page = await open({ size })
          if (large) await page.addStyleTag({ content: 'html { font-size: 212.5% !important }' })
          await bring(page)
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect(wide, `${size.width} px, ${large ? 'large' : 'normal'}`).toBeLessThanOrEqual(0)
          await page.context().close()
        }
  })
})

describe('a keyboard', () => {
  /** The name of what has the focus: what is drawn only for the eye is no part of it. */
  const focused = (page: Page) =>
    page.evaluate(() => {
      const at = document.activeElement?.cloneNode(true) as Element | undefined
      for (const part of at?.querySelectorAll('[aria-hidden="true"]') ?? []) part.remove()
      return at?.getAttribute('aria-label') ?? at?.textContent
    })

  test('goes through the bar in the order that the eye does, and records an order', async () => {
    const page = await open()
    const seen: string[] = []
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab')
      seen.push((await focused(page))!.trim())
    }
    const names = seen.slice(0, seen.lastIndexOf('Done') + 1).map(name => name.split(/ (?:free|.[0-9])/)[0])
    expect(names).toEqual([
      ...['BarWRT', 'Bar', 'Stock', 'Board', 'Plan', 'Cash', 'Report', 'Setup', 'Help'],
      ...[
        'Tap water',
        'Club Mate',
        'Tschunk',
        'White Russian',
        'Kamikaze',
        'Backfire',
        'Attitude Adjustment',
      ],
      ...['Barrier Breaker', 'Chaos Calmer', 'Designated Driver'],
      ...[
        'One tap',
        'Wipe screen',
        'Something is out',
        'Enter a tally',
        'Daylight',
        'Undo',
        'Recent orders',
        'Done',
      ],
    ])
    await drink(page, 'Club Mate').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Space')
    await button(page, 'Done').focus()
    await page.keyboard.press('Enter')
    expect(await orders(page)).toMatchObject([{ lines: [{ n: 2 }] }])
  })

  test('sees where it is', async () => {
    const page = await open()
    await page.keyboard.press('Tab')
    for (let i = 0; i < 16; i++) {
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outline)
      expect(outline).toMatch(/solid 3px/)
      await page.keyboard.press('Tab')
    }
  })

  test('stays inside a dialog until it closes', async () => {
    const page = await open()
    await served(page)
    await button(page, 'Recent orders').click()
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('Tab')
      // The browser's own bar is the one place outside that a dialog lets the focus go.
      const inside = await page.evaluate(
        () => document.activeElement === document.body || !!document.activeElement?.closest('dialog'),
      )
      expect(inside).toBe(true)
    }
  })
})

describe('a screen reader', () => {
  test('hears the order as it grows, what was recorded and what was taken back, and no status chatter', async () => {
    const page = await open()
    const said = page.getByRole('region', { name: 'Order' }).getByRole('status')
    await drink(page, 'Club Mate').click()
    await drink(page, 'Club Mate').click()
    expect(await said.textContent()).toMatch(/^2 drinks, .5.00$/)
    await button(page, 'Done').click()
    expect(await said.textContent()).toBe('Recorded: 2 Club Mate')
    await button(page, 'Undo').click()
    expect(await said.textContent()).toBe('Taken back: 2 Club Mate')
    expect(await page.getByRole('status').first().getAttribute('aria-live')).toBe('off')
  })
})

describe('the strictest policy', () => {
  test('with nothing but the hashes of its own script and style lets the page work', async () => {
    const page = await open({
      headers: ({ csp }) => ({
        'content-security-policy': `default-src 'none'; script-src ${csp.script}; style-src ${csp.style}; img-src data:; form-action 'none'; base-uri 'none'`,
      }),
      // Playwright itself looks into pages by eval.
      bypassCSP: false,
    })
    await serve(page, 'Club Mate')
    expect(await button(page, 'Undo').textContent()).toBe('Undo 1 Club Mate')
    const edge = await drink(page, 'Tschunk').evaluate(tile => getComputedStyle(tile).backgroundImage)
    expect(edge).toContain('rgb(232, 185, 58)')
    await page.getByRole('link', { name: 'Setup' }).click()
    await page.getByRole('form', { name: 'Meeting' }).getByLabel('Name').fill('Camp')
    await page.getByRole('form', { name: 'Meeting' }).getByRole('button', { name: 'Save' }).click()
    expect(page.url()).toMatch(/#\/bar$/)
  })
})
