import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { button, drink, screens, serve, TABLET } from './fixture/screens.ts'

// What an organizer does on the menu's, the cash's and the setup's screens, field by field.

const open = screens()

const at = async (route: string): Promise<Page> => {
  const page = await open()
  await page.evaluate(() =>
    window.fixture.edit({ places: ['bar', 'tent'], settings: { given: true }, languages: ['en', 'de'] }),
  )
  await page.evaluate(route => void (location.hash = `#/${route}`), route)
  return page
}
const entry = (page: Page, slug: string) =>
  page.evaluate(slug => window.fixture.fold.entry(slug) as unknown as Record<string, unknown>, slug)
const go = (page: Page, route: string) => page.evaluate(route => void (location.hash = `#/${route}`), route)

describe('the menu editor', () => {
  /** Opens an entry, changes it, saves. */
  const edit = async (
    page: Page,
    name: string,
    change: (form: ReturnType<Page['getByRole']>) => Promise<void>,
  ) => {
    await page.getByRole('button', { name, exact: true }).first().click()
    const form = page.getByRole('form', { name })
    await change(form)
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Menu' }).waitFor()
  }

  test('retires a drink and brings it back', async () => {
    const page = await at('menu')
    await edit(page, 'Kamikaze', form => form.getByLabel('Not on offer any more').check())
    await go(page, 'bar')
    expect(await drink(page, 'Kamikaze').count()).toBe(0)
    await go(page, 'menu')
    await edit(page, 'Kamikaze', form => form.getByLabel('Not on offer any more').uncheck())
    await go(page, 'bar')
    await drink(page, 'Kamikaze').waitFor()
  })

  test('sets colour, place on screen, name in a language, deposit, a range, and the places that serve it', async () => {
    const page = await at('menu')
    await edit(page, 'Kamikaze', async form => {
      await form.getByLabel('Colour').fill('#0000ff')
      await form.getByLabel('Place on screen').fill('-1')
      await form.getByLabel('Suggested').fill('3,50-2')
      await form.getByLabel('Deposit').fill('1')
      await form.getByLabel('tent').uncheck()
      await form.getByText('In other languages').click()
      await form.getByLabel('Deutsch').fill('Sturzflug')
    })
    expect(await entry(page, 'kamikaze')).toMatchObject({
      color: '#0000ff',
      order: -1,
      suggested: [200, 350],
      deposit: 100,
      places: ['bar'],
      names: { de: 'Sturzflug' },
    })
    await go(page, 'bar')
    expect(await page.locator('.tile').first().textContent()).toMatch(/^Kamikaze/)
    await page.evaluate(() => window.fixture.actions.choose({ language: 'de' }))
    await drink(page, 'Sturzflug').waitFor()
  })

  test('adds a drink behind the others, without a colour, at all places', async () => {
    const page = await at('menu')
    await button(page, '\\+ Add').first().click()
    const form = page.getByRole('form', { name: 'Add' })
    await form.getByLabel('Name', { exact: true }).fill('Aperitif')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Aperitif' }).waitFor()
    const made = await entry(page, 'aperitif')
    expect(made['order']).toBe(10)
    expect([made['color'], made['places']]).toEqual([undefined, undefined])
    await go(page, 'bar')
    expect(await page.locator('.tile').first().textContent()).toMatch(/^Tap water/)
  })

  test('suggests what the ingredients cost, plus what is added, while the recipe is being typed', async () => {
    const page = await at('menu')
    await page.evaluate(() => {
      const goods = [{ item: 'mate', n: 10_000, cost: 2000 }]
      window.fixture.add({ kind: 'delivery', place: 'bar', goods })
      window.fixture.actions.setMenu({ ...window.fixture.drink('vodka'), cost: 1400 })
    })
    await edit(page, 'Club Mate', async form => {
      await form.getByText('The ingredients cost €1.00').waitFor()
      await form.getByRole('combobox', { name: 'Ingredient' }).nth(1).selectOption('vodka')
      await form.getByLabel('How much').nth(1).fill('50')
      await form.getByLabel('The ingredients cost €2.00').fill('1.50')
    })
    expect(await entry(page, 'club-mate')).toMatchObject({ suggested: 350 })
  })

  test('says in which unit a crate is measured, and lets nothing in that no tablet could read', async () => {
    const page = await at('menu')
    await button(page, 'Vodka').click()
    const form = page.getByRole('form', { name: 'Vodka' })
    await form.getByLabel('A crate or pack holds (ml)').fill('0')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.waitFor()
    await form.getByLabel('A crate or pack holds (ml)').fill('4200')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Menu' }).waitFor()
    expect(await entry(page, 'vodka')).toMatchObject({ pack: 4200, bottle: 700 })
  })
})

describe('the cash', () => {
  const move = async (page: Page, way: string, fields: Record<string, string>) => {
    const form = page.getByRole('form', { name: 'Money in and out' })
    await form.getByRole('combobox', { name: 'What', exact: true }).selectOption(way)
    for (const [label, value] of Object.entries(fields)) await form.getByLabel(label).fill(value)
    await form.getByRole('button', { name: 'Record' }).click()
    await page.getByRole('list', { name: 'Money in and out' }).getByRole('button').first().waitFor()
  }
  const account = (page: Page, name: string) =>
    page.getByRole('table', { name: 'Boxes and accounts' }).getByRole('row', { name })

  test('keeps several boxes and accounts, advances by initials until they are repaid, and what is void goes', async () => {
    const page = await at('cash')
    await move(page, 'float', { 'Box or account': 'Box', Sum: '100' })
    await move(page, 'float', { 'Box or account': 'Tent', Sum: '50' })
    await move(page, 'payout', { 'Box or account': 'Tent', Sum: '12,50', 'What for': 'ice' })
    await move(page, 'advance', { 'Whose advance': 'MK', Sum: '45', 'What for': 'limes' })
    await account(page, 'owed to MK €45.00').waitFor()
    await move(page, 'move', { From: 'Box', To: 'MK', Sum: '45' })
    await move(page, 'move', { From: 'Box', To: 'Bank', Sum: '20' })
    for (const row of ['Box €35.00', 'Tent €37.50', 'MK €0.00', 'Bank €20.00'])
      await account(page, row).waitFor()
    await button(page, 'Void Paid out').click()
    await account(page, 'Tent €50.00').waitFor()
  })

  test('says what a count comes to before it is one; other coins are worth about; the gift is told, no shortage', async () => {
    const page = await at('cash')
    await go(page, 'bar')
    await serve(page, 'Club Mate', 'Club Mate')
    await go(page, 'cash')
    await move(page, 'float', { 'Box or account': 'Box', Sum: '50' })
    const form = page.getByRole('form', { name: 'Count the box' })
    await form.getByLabel('€50.00').fill('1')
    await form.getByLabel('€0.20').fill('3')
    await form.getByLabel('Other coins').fill('0.40')
    await form.getByRole('status').getByText('€51.00').waitFor()
    await form.getByRole('button', { name: 'Counted' }).click()
    await form.getByRole('status').getByText('€0.00').waitFor()
    const told = page.getByRole('list', { name: 'Cash' }).getByRole('listitem')
    expect(await told.nth(0).textContent()).toBe('suggested until the last count€5.00')
    expect(await told.nth(1).textContent()).toBe('given, as counted€1.00')
    await page.getByText(/Counted · Box · €51.00/).waitFor()
  })

  test('reminds to empty a box, not a bank', async () => {
    const page = await at('cash')
    const hint = page.getByText(/in the box: empty it/)
    await move(page, 'float', { 'Box or account': 'Box', Sum: '600' })
    await hint.waitFor()
    await move(page, 'move', { From: 'Box', To: 'Bank', Sum: '550' })
    await hint.waitFor({ state: 'detached' })
  })

  test('closes a shift by a list, which leads to the end of it', async () => {
    const page = await at('cash')
    await page.getByText('The shift ends').click()
    await page.getByLabel('Box counted').check()
    await page.getByRole('link', { name: 'End my shift' }).click()
    await page.getByRole('form', { name: 'End my shift' }).waitFor()
  })
})

describe('the setup', () => {
  test('opens the bar after a practice, of which nothing counts', async () => {
    const page = await at('setup')
    await page.evaluate(() => window.fixture.meeting({ practice: true }))
    await page.locator('.practice').waitFor()
    await go(page, 'bar')
    await serve(page, 'Club Mate')
    await go(page, 'setup')
    await page.getByText('1 order until now was practice.').waitFor()
    await page.getByRole('form', { name: 'Open the bar' }).getByRole('button').click()
    await page.locator('.practice').waitFor({ state: 'detached' })
    await go(page, 'report')
    await page.getByRole('row', { name: /^Orders 0$/ }).waitFor()
    await go(page, 'bar')
    await serve(page, 'Club Mate')
    await go(page, 'report')
    await page.getByRole('row', { name: /^Orders 1$/ }).waitFor()
  })

  test('ignores a joker’s tablet from a number on, and takes it back', async () => {
    const page = await at('setup')
    await page.evaluate(() => {
      for (let n = 1; n <= 3; n++) window.fixture.foreign([['club-mate', 50]], 10, n)
    })
    const form = page.getByRole('form', { name: 'Tablets' })
    const orders = () => page.evaluate(() => window.fixture.fold.totals.orders)
    await form.getByLabel(/^other/).fill('2')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect.poll(orders).toBe(1)
    await form.getByLabel(/^other/).fill('')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect.poll(orders).toBe(3)
  })
})

test('the report says why stock was lost', async () => {
  const page = await at('report')
  await page.evaluate(() => {
    const lose = (n: number, why: string) =>
      window.fixture.add({ kind: 'loss', place: 'bar', goods: [{ item: 'mate', n }], why })
    lose(1000, 'broken')
    lose(500, 'broken')
    lose(2000, 'staff')
  })
  const lost = page.getByRole('table', { name: 'lost' }).getByRole('row', { name: 'Club Mate' })
  expect(await lost.getByRole('cell').allTextContents()).toEqual(['3 broken · 4 staff'])
})

test('the report and the accounts print in black on white, without what is only for the screen', async () => {
  for (const route of ['report', 'report/accounts']) {
    const page = await at(route)
    await page.setViewportSize({ ...TABLET, width: 720 })
    await page.evaluate(() => window.fixture.cellar())
    await page.emulateMedia({ media: 'print' })
    const main = page.getByRole('main')
    expect(await main.getByRole('button').filter({ visible: true }).count()).toBe(0)
    expect(await main.evaluate(each => getComputedStyle(each).color)).toBe('rgb(0, 0, 0)')
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    )
  }
})

describe('paper', () => {
  const sheet = async (name: string): Promise<Page> => {
    const page = await at('setup')
    await page.evaluate(() => {
      window.fixture.actions.setMenu({ ...window.fixture.drink('kamikaze'), retired: true })
      window.fixture.actions.setMenu({
        ...window.fixture.drink('backfire'),
        name: 'Backfire of the house',
        suggested: 425,
      })
    })
    await page.getByRole('link', { name, exact: true }).click()
    await page.getByRole('button', { name: 'Print' }).waitFor()
    await page.emulateMedia({ media: 'print' })
    return page
  }

  test('for strokes has a row for each drink of this meeting’s menu, with what is suggested', async () => {
    const page = await sheet('Tally sheet')
    const rows = page.getByRole('row')
    expect(await rows.filter({ hasText: 'Backfire of the house' }).textContent()).toContain('4.25')
    expect(await rows.filter({ hasText: 'Tap water' }).textContent()).toContain('free')
    expect(await rows.filter({ hasText: 'Kamikaze' }).count()).toBe(0)
    expect(await rows.count()).toBe(1 + (await page.evaluate(() => window.fixture.fold.drinks().length)))
    // Room for a dozen strokes in a row.
    const { width, height } = (await rows.last().getByRole('cell').last().boundingBox())!
    expect(Math.min(width / 6, height)).toBeGreaterThan(30)
  })

  test('has a card for each drink that is mixed, and none for a bottle', async () => {
    const page = await sheet('Recipes')
    const cards = page.getByRole('listitem')
    expect(await cards.filter({ hasText: 'BACKFIRE OF THE HOUSE' }).count()).toBe(1)
    expect(await cards.filter({ hasText: /CLUB MATE|KAMIKAZE/ }).count()).toBe(0)
  })

  test('says in the languages of the meeting that nothing is fine', async () => {
    const page = await sheet('0 is fine')
    expect(await page.locator('.sign').allTextContents()).toEqual(['0 is fine', '0 ist auch okay'])
  })
})
