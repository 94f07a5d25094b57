// biome-ignore-all lint/performance/useDomNodeTextContent: what is on screen is the point here
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { shoppingTable } from '../build/shopping.ts'
import { button, PHONE, screens } from './fixture/screens.ts'

const open = screens()

const plan = async (options = {}) => {
  const page = await open({ locale: 'en-GB', ...options })
  await page.evaluate(() => {
    const { _id, ...mate } = window.fixture.drink('mate')
    window.fixture.add({ ...mate, v: 1, source: 'Shop', cost: 1600, deposit: 450 })
  })
  await page.evaluate(() => window.fixture.edit({ from: '2099-08-07', heads: [200, 800] }))
  await page.getByRole('link', { name: 'Plan' }).click()
  return page
}
const line = (page: Page, item: string) => page.getByRole('listitem').filter({ hasText: item })
// biome-ignore lint/suspicious/noExplicitAny: whatever the screens recorded is what a test looks at
const meeting = (page: Page) => page.evaluate((): any => window.fixture.fold.meeting())

describe('#/plan', () => {
  test('turns heads on each day into what to buy where, in whole crates, and what that costs', async () => {
    const page = await plan()
    expect(await page.getByText('Fri: 200').count()).toBe(1)
    // 200 Club Mate, and 134 Tschunk with half a bottle each, a tenth less as nothing goes back.
    expect(await line(page, 'Club Mate').innerText()).toMatch(
      /13 crates Club Mate\s+€208.00 · Deposit €58.50/,
    )
    expect(await page.getByText('€208.00, and €58.50 deposit').count()).toBe(1)
    expect(await page.getByText('EMF Camp 2024').count()).toBe(1)
  })

  test('knows congresses, hot days, what somebody knows better, and what the shop says', async () => {
    const page = await plan()
    const crates = async () => Number(/(\d+) crates/.exec(await line(page, 'Club Mate').innerText())![1])
    const usual = await crates()
    await page.getByText('hot', { exact: true }).last().click()
    expect(await crates()).toBeGreaterThan(usual)
    await page.getByText('a congress').click()
    const congress = await crates()
    expect(congress).toBeGreaterThan(usual * 2)
    await page.getByText('Drinks per head and day', { exact: true }).click()
    const rates = page.getByRole('form', { name: 'Drinks per head and day' })
    await rates.getByLabel('Club Mate').fill('0.1')
    await button(rates, 'Save').click()
    expect(await crates()).toBeLessThan(congress)
    await page.locator('summary', { hasText: 'Shop' }).click()
    const shop = page.getByRole('form', { name: 'Shop' })
    await shop.getByLabel('Minimum order').fill('5000')
    await shop.getByLabel('Opens').fill('08:00')
    await shop.getByLabel('Takes full crates back').check()
    await button(shop, 'Save').click()
    expect((await meeting(page)).sources).toEqual({
      Shop: { opens: 480, least: 500_000, closed: [], back: true },
    })
    expect(await page.getByText(/below the minimum order of €5,000.00/).count()).toBe(1)
  })

  test('is ticked off on a phone as it is bought, and what is ticked becomes the first delivery', async () => {
    const page = await plan({ size: PHONE })
    await line(page, 'Club Mate').getByRole('checkbox').check()
    expect((await meeting(page)).plan.bought).toEqual(['mate'])
    await button(page, 'Book what is ticked').click()
    expect(await page.evaluate(() => window.fixture.fold.level('mate', 'bar')?.n)).toBe(130_000)
    expect(await line(page, 'crates Club Mate').count()).toBe(0)
    await button(page, 'Copy').click()
    expect(await button(page, 'Copied').count()).toBe(1)
  })

  test('says for two days of a small meeting what the handbook prints for 20, 50, 150 and 500 people', async () => {
    const page = await plan()
    for (const [column, heads] of [20, 50, 150, 500].entries()) {
      await page.evaluate(
        heads => window.fixture.edit({ heads: [heads, heads], plan: { profile: 'small' } }),
        heads,
      )
      await page.getByText(`Fri: ${heads}`, { exact: true }).waitFor()
      for (const [item, packs] of shoppingTable()) {
        const bought = new RegExp(`^${packs[column]} (crates? |bottles? )?${item}\\b`)
        expect(await line(page, item).allInnerTexts(), item).toContainEqual(expect.stringMatching(bought))
      }
    }
  })

  test('begins with what was drunk last time where a kit brought that, and says whence its figures are', async () => {
    const page = await plan()
    expect(await page.getByText('last time', { exact: true }).count()).toBe(0)
    await page.evaluate(() => {
      const { _id, ...mate } = window.fixture.drink('club-mate')
      window.fixture.add({ ...mate, v: 1, profile: Array(24).fill(50) })
    })
    expect(await page.getByRole('radio', { name: 'last time' }).isChecked()).toBe(true)
    expect(await page.getByText('by the kit of that meeting').count()).toBe(1)
    // 1.2 a head and day, a tenth less as nothing goes back: 1,080 bottles for 1,000 heads.
    expect(await line(page, 'Club Mate').innerText()).toMatch(/54 crates Club Mate/)
  })

  test('says by when to leave or to order, what will go back, and what stands in for what comes too late', async () => {
    const page = await plan()
    const shops = (Shop: object) =>
      page.evaluate(
        Shop => window.fixture.edit({ from: '2099-08-07', heads: [1000], sources: { Shop } }),
        Shop,
      )
    await shops({ back: true })
    // 200 Club Mate and 67 bottles in Tschunk, a fifth more.
    expect(await line(page, 'Club Mate').innerText()).toMatch(
      /17 crates[\s\S]*leave by Fri 12:00[\s\S]*about 3 crates of it will go back/,
    )
    await shops({ brings: true })
    expect(await line(page, 'Club Mate').innerText()).toMatch(/order by Fri 12:00/)
    await shops({ closed: [0, 1, 2, 3, 4, 5, 6] })
    // Cold coffee is soft, too, and can be had.
    expect(await line(page, 'Club Mate').innerText()).toMatch(
      /cannot be had in time: stretch or replace: Cold coffee/,
    )
  })
})
