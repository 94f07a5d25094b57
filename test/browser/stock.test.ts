// biome-ignore-all lint/performance/useDomNodeTextContent: what is on screen is the point here
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { button, drink, order, PHONE, screens, serve, TABLET } from './fixture/screens.ts'

const open = screens()

const stock = async (options = {}) => {
  const page = await open(options)
  await page.evaluate(() => window.fixture.cellar())
  // Its link is in the page's language.
  await page.evaluate(() => void (location.hash = '#/stock'))
  await page.getByRole('table').first().waitFor()
  return page
}
const row = (page: Page, name: string) => page.getByRole('row', { name })
const level = (page: Page, item = 'mate', place = 'bar') =>
  page.evaluate(([item, place]) => window.fixture.fold.level(item!, place!)?.n, [item, place])
const tool = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const last = (page: Page) =>
  // biome-ignore lint/suspicious/noExplicitAny: whatever the screens recorded is what a test looks at
  page.evaluate((): any => [...window.fixture.fold.events.values()].at(-1))

describe('#/stock', () => {
  test('has a row for each item: what is left the way people count it, what is short first', async () => {
    const page = await stock({ locale: 'en-GB' })
    expect(await row(page, 'Club Mate').innerText()).toMatch(/76 bottles\s+3 crates \+ 16 bottles/)
    expect(await page.getByRole('row').first().innerText()).toMatch(/White rum\s+0 bottles\s+nothing left/)
    expect(await row(page, 'Vodka').innerText()).toMatch(/0.5 bottles\s+low/)
    expect(await row(page, 'Gin').count()).toBe(0)
  })

  // A plan asks for prices and shops weeks before the first delivery.
  test('leads to what an item costs and where it is bought before any of it is here', async () => {
    const page = await stock({ locale: 'en-GB' })
    await page.getByRole('link', { name: 'Gin', exact: true }).click()
    await page.getByText('About it', { exact: true }).click()
    await page.getByLabel('Bought at').fill('Shop')
    await page.getByRole('button', { name: 'Save' }).click()
    expect(await last(page)).toMatchObject({ kind: 'menu', slug: 'gin', source: 'Shop' })
  })

  test('follows each order', async () => {
    const page = await stock({ locale: 'en-GB' })
    await page.evaluate(() => window.fixture.foreign([['club-mate', 4]], 0, 200))
    expect(await row(page, 'Club Mate').innerText()).toMatch(/72 bottles/)
  })

  test('a delivery is crates and bottles, with what was paid and from whom', async () => {
    const page = await stock()
    await tool(page, 'Delivery').click()
    const form = page.getByRole('form', { name: 'Delivery' })
    await form.getByLabel('Item').selectOption({ label: 'Club Mate' })
    await form.getByLabel('Crates').fill('2')
    await form.getByLabel('Bottles').fill('3')
    await form.getByLabel('Cost').fill('32.50')
    await form.getByLabel('Deposit').fill('6,20')
    await form.getByLabel('From').fill('Shop')
    await button(form, 'Record').click()
    expect(await last(page)).toMatchObject({
      kind: 'delivery',
      place: 'bar',
      goods: [{ item: 'mate', n: 21_500, cost: 3250, deposit: 620 }],
      from: 'Shop',
    })
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('what was ordered waits in the list until it is here', async () => {
    const page = await stock()
    const before = (await level(page))!
    expect(await page.getByText(/5 crates Club Mate/).count()).toBe(0)
    await expect(page.getByText('10 crates Club Mate').innerText()).resolves.toBeTruthy()
    await button(page, 'It is here').click()
    expect(await level(page)).toBe(before + 100_000)
    expect(await button(page, 'It is here').count()).toBe(0)
  })

  test('a loss has a reason; a transfer takes from one place what it brings to another', async () => {
    const page = await stock()
    const before = (await level(page))!
    await tool(page, 'Loss').click()
    await page.getByLabel('Bottles').fill('2')
    await page.getByText('staff').click()
    await button(page, 'Record').click()
    expect(await last(page)).toMatchObject({ kind: 'loss', why: 'staff' })
    await tool(page, 'Transfer').click()
    await page.getByLabel('Crates', { exact: true }).fill('1')
    await page.getByLabel('To', { exact: true }).fill('fridge')
    await button(page, 'Record').click()
    expect(await level(page)).toBe(before - 11_000)
    expect(await level(page, 'mate', 'fridge')).toBe(10_000)
    await page.getByText('fridge', { exact: true }).click()
    expect(await row(page, 'Club Mate').innerText()).toMatch(/20 bottles/)
  })

  test('what nobody taps goes with one tap on Opened one, or on Empty', async () => {
    const page = await stock()
    const before = (await level(page))!
    await page.evaluate(() =>
      window.fixture.menu({ ...window.fixture.drink('mate'), _id: 'fixture-999', v: 2, counted: true }),
    )
    await button(row(page, 'Club Mate'), 'Opened one').click()
    await button(row(page, 'Club Mate'), 'Empty').click()
    expect(await level(page)).toBeLessThanOrEqual(before)
    expect(await last(page)).toMatchObject({
      kind: 'opened',
      empty: true,
      goods: [{ item: 'mate', n: 10_000 }],
    })
  })

  test('a canister goes by its servings, and the tile says what it is poured from', async () => {
    const page = await stock()
    const before = (await level(page))!
    await tool(page, 'Canister').click()
    await page.getByLabel('Drink').selectOption({ label: 'Tschunk' })
    await page.getByLabel('Servings').fill('10')
    await button(page, 'Record').click()
    expect(await level(page)).toBe(before - 2500)
    await page.getByRole('link', { name: 'Bar', exact: true }).click()
    expect(await drink(page, 'Tschunk').innerText()).toMatch(/with Tschunk canister[\s\S]*10 left/)
    await serve(page, 'Tschunk')
    expect(await level(page)).toBe(before - 2500)
    expect(await level(page, 'tschunk-mix')).toBe(9)
  })

  test('breaks of the programme are typed as people write them, in the page’s language; what cannot be read is not saved', async () => {
    const page = await stock({ locale: 'de-DE' })
    await page.evaluate(() => window.fixture.edit({}))
    await page.locator('summary', { hasText: 'When it is busy' }).click()
    const form = page.getByRole('form', { name: 'When it is busy' })
    const breaks = form.getByLabel('Breaks of the programme')
    // biome-ignore lint/suspicious/noExplicitAny: whatever the screens recorded is what a test looks at
    const said = () => page.evaluate((): any => window.fixture.fold.meeting()?.hours)
    await breaks.fill('at noon')
    await button(form, 'Save').click()
    expect(await said()).toBeUndefined()
    expect(await breaks.evaluate((input: HTMLInputElement) => input.validationMessage)).toMatch(
      /Sa 13:00–14:00/,
    )
    await breaks.fill('12-13, Sa 13:00-14:00, Sunday 18:30-19')
    await form.getByLabel('The bar is open').fill('10-2')
    await button(form, 'Save').click()
    expect(await said()).toEqual({
      open: [{ from: 600, to: 120 }],
      breaks: [
        { from: 720, to: 780 },
        { day: 6, from: 780, to: 840 },
        { day: 0, from: 1110, to: 1140 },
      ],
    })
  })

  test('empties go back item by item: how many there are, the refund of their deposit, and what went by mistake', async () => {
    for (const size of [TABLET, PHONE]) {
      const page = await stock({ locale: 'en-GB', size })
      expect(await tool(page, 'Empties').count()).toBe(0)
      await page.evaluate(() => {
        const { _id, ...mate } = window.fixture.drink('mate')
        window.fixture.add({ ...mate, v: 1, deposit: 450 })
        const goods = [{ item: 'mate', n: 20_000, deposit: 900 }]
        window.fixture.add({ kind: 'delivery', place: 'bar', goods })
      })
      await tool(page, 'Empties').click()
      const line = page.getByRole('form', { name: 'Club Mate' })
      // 100 l came, 58 are left, and one broke.
      expect(await line.innerText()).toMatch(/4 crates \+ 2 bottles empty, not back yet/)
      await line.getByLabel('Crates').fill('2')
      await line.getByLabel('To').fill('Shop')
      await button(line, 'Goes back').click()
      expect(await last(page)).toMatchObject({
        kind: 'empties',
        goods: [{ item: 'mate', n: 20_000, deposit: 900 }],
        to: 'Shop',
      })
      expect(await line.innerText()).toMatch(
        /2 crates \+ 2 bottles empty[\s\S]*2 crates back so far, €9.00 refunded of €9.00/,
      )
      await button(page, 'Void: 2 crates Club Mate').click()
      expect(await line.innerText()).toMatch(/4 crates \+ 2 bottles empty/)
    }
  })
})

describe('an item, opened', () => {
  test('shows how it ran as a chart, and its movements, each of which can be void', async () => {
    const page = await stock({ locale: 'en-GB' })
    await row(page, 'Club Mate').getByRole('link').click()
    const chart = page.getByRole('img', { name: 'Club Mate' })
    expect(await chart.textContent()).toMatch(/\+8 crates.*now.*3 crates \+ 16 bottles/)
    expect(await chart.locator('circle').count()).toBe(1)
    const moves = page.getByRole('list', { name: 'What came and went' })
    expect(await moves.innerText()).toMatch(/−2 bottles · Loss: broken/)
    await moves.getByRole('button', { name: /^Void.*Counted/ }).click()
    expect(await level(page)).toBe(80_000 - 28 * 1000 - 1000)
    await page.getByRole('link', { name: '‹ Stock' }).click()
    expect(await page.getByRole('row').count()).toBe(3)
  })
})

describe('the forecast', () => {
  test('says when an item is gone, by when to order or to leave, and how much of it is tapped', async () => {
    const page = await stock({ locale: 'en-GB' })
    expect(await row(page, 'Club Mate').innerText()).toMatch(/(gone|lasts till) \w{3}.* \d\d:\d\d/)
    expect(await row(page, 'Vodka').innerText()).toMatch(/too early to tell/)
    await page.evaluate(() => {
      const { _id, ...mate } = window.fixture.drink('mate')
      window.fixture.add({ ...mate, v: 1, source: 'Shop' })
      window.fixture.edit({ sources: { Shop: { lead: 1 } } })
    })
    expect(await row(page, 'Club Mate').innerText()).toMatch(/leave (by|now)/)
    await page.evaluate(() => window.fixture.edit({ sources: { Shop: { lead: 1, brings: true } } }))
    expect(await row(page, 'Club Mate').innerText()).toMatch(/order (by|now)/)
    await row(page, 'Club Mate').getByRole('link').click()
    expect(await page.locator('.chart .band').count()).toBe(1)
  })
})

describe('a count', () => {
  test('hides what is expected until the line is entered, and keeps each line at once', async () => {
    const page = await stock({ size: PHONE, locale: 'en-GB' })
    await tool(page, 'Count').click()
    const line = page.getByRole('form', { name: 'Vodka' })
    expect(await page.getByRole('dialog').innerText()).not.toMatch(/0\.5/)
    await line.getByLabel('Bottles').fill('1')
    await line.getByLabel('Open, tenths').fill('3')
    await button(line, 'Counted').click()
    expect(await page.getByText('1.3 bottles, expected 0.5 bottles').count()).toBe(1)
    expect(await last(page)).toMatchObject({ kind: 'count', place: 'bar', items: { vodka: 910 } })
    await button(page, 'Again: Vodka').click()
    expect(await page.getByRole('form', { name: 'Vodka' }).count()).toBe(1)
  })

  test('that another tablet began is gone on with: its lines are done here, too', async () => {
    const page = await stock()
    await page.evaluate(() =>
      window.fixture.add({ kind: 'count', place: 'bar', items: { vodka: 700 }, seen: {} }, 'other', 300),
    )
    await tool(page, 'Count').click()
    expect(await page.getByRole('form', { name: 'Vodka' }).count()).toBe(0)
    expect(await page.getByRole('form', { name: 'Gin' }).count()).toBe(1)
    expect(await page.getByText('counted').count()).toBeGreaterThan(0)
  })
})

describe('at the bar', () => {
  test('what runs short is said until somebody told the organizers, on every tablet', async () => {
    for (const size of [TABLET, PHONE]) {
      const page = await open({ size, locale: 'en-GB' })
      await page.evaluate(() => window.fixture.stock({ mate: 8000 }))
      const said = order(page).getByRole('alert')
      expect(await said.innerText()).toMatch(/Club Mate: 16 bottles left, tell the organizers/)
      expect(await page.getByRole('status').first().innerText()).toMatch(/Club Mate: 16 bottles left/)
      await button(said, 'Told them').click()
      expect(await said.count()).toBe(0)
      // Nothing left is news again; and so is, after more came, running short once more.
      await page.evaluate(() =>
        window.fixture.add({ kind: 'loss', place: 'bar', goods: [{ item: 'mate', n: 8000 }], why: '' }),
      )
      expect(await said.innerText()).toMatch(/Club Mate: nothing left/)
      await button(said, 'Told them').click()
      await page.evaluate(() => window.fixture.stock({ mate: 500 }))
      expect(await said.innerText()).toMatch(/1 bottle left/)
    }
  })

  test('a drink is marked sold out and back; it can be tapped all the same', async () => {
    const page = await open()
    await button(page, 'Something is out').click()
    const mark = page.getByRole('switch', { name: 'Kamikaze sold out' })
    await mark.click()
    expect(await mark.getAttribute('aria-checked')).toBe('true')
    await page.keyboard.press('Escape')
    expect(await drink(page, 'Kamikaze').innerText()).toMatch(/sold out/)
    await serve(page, 'Kamikaze')
    expect(await page.evaluate(() => window.fixture.orders().length)).toBe(1)
    await button(page, 'Something is out').click()
    await mark.click()
    await page.keyboard.press('Escape')
    expect(await drink(page, 'Kamikaze').innerText()).not.toMatch(/sold out/)
  })

  test('Use instead is one tap, both ways, in every drink with it, and orders keep to what they were', async () => {
    const page = await open()
    await page.evaluate(() => window.fixture.stock({ mate: 9e6, 'white-rum': 700, 'dark-rum': 700 }))
    await serve(page, 'Tschunk')
    await button(page, 'Something is out').click()
    await button(page, 'Use Dark rum instead of White rum').click()
    await page.keyboard.press('Escape')
    expect(await drink(page, 'Tschunk').innerText()).toMatch(/with Dark rum/)
    await serve(page, 'Tschunk')
    expect([await level(page, 'white-rum'), await level(page, 'dark-rum')]).toEqual([660, 660])
    await button(page, 'Something is out').click()
    await button(page, 'White rum again').click()
    await page.keyboard.press('Escape')
    await serve(page, 'Tschunk')
    expect([await level(page, 'white-rum'), await level(page, 'dark-rum')]).toEqual([620, 660])
  })
})
