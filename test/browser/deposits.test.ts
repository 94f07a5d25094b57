import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { button, drink, order, orders, PHONE, screens, serve, sold, TABLET } from './fixture/screens.ts'

const open = screens()

/** A bar where Tschunk comes in halves and doubles, and its glass, like a bottle of Club Mate, with a deposit. */
const bar = async (size = TABLET): Promise<Page> => {
  const page = await open({ size })
  await page.evaluate(() => {
    const { menu } = window.fixture
    menu({ slug: 'club-mate', name: 'Club Mate', order: 1, suggested: 250, deposit: 50 })
    menu({
      slug: 'tschunk',
      name: 'Tschunk',
      order: 2,
      suggested: 450,
      deposit: 200,
      portions: [50, 100, 200],
    })
    menu({ slug: 'backfire', name: 'Backfire', order: 3, suggested: 350, portions: [33] })
  })
  return page
}
const totals = (page: Page) => page.evaluate(() => ({ ...window.fixture.fold.totals }))
const sum = (page: Page) => order(page).locator('.sum').textContent()

describe('portions', () => {
  test('are buttons of their own below the tile, named by portion and drink, and lines of their own', async () => {
    for (const size of [TABLET, PHONE]) {
      const page = await bar(size)
      expect(await button(page, '½ Tschunk').textContent()).toMatch(/2.25/)
      expect(await button(page, '2× Tschunk').textContent()).toMatch(/9.00/)
      expect(await button(page, '33 % Backfire').textContent()).toMatch(/1.16/)
      const before = await drink(page, 'Tschunk').boundingBox()
      await button(page, '½ Tschunk').dblclick()
      await drink(page, 'Tschunk').click()
      // Nothing has moved under the finger.
      expect(await drink(page, 'Tschunk').boundingBox()).toEqual(before)
      expect(await drink(page, 'Tschunk').textContent()).toMatch(/3 in the order/)
      if (size === PHONE) await button(page, 'Show the order').click()
      await button(page, 'One less Tschunk ½').click()
      await button(page, 'Done').click()
      const [only] = await orders(page)
      expect(only.lines).toMatchObject([
        { n: 1, portion: 50, sum: 225 },
        { n: 1, sum: 200, deposit: 'taken' },
        { n: 1, sum: 450 },
        { n: 1, sum: 200, deposit: 'taken' },
      ])
      expect(await button(page, 'Undo').textContent()).toBe('Undo 1 Tschunk ½, 1 Tschunk')
      expect(await page.evaluate(() => window.fixture.fold.sold.get('tschunk'))).toEqual({
        n: 2,
        portions: 150,
      })
    }
  })

  test('with One tap are one tap, too', async () => {
    const page = await bar()
    await page.getByRole('switch', { name: 'One tap' }).click()
    await button(page, '2× Tschunk').click()
    expect((await orders(page))[0].lines[0]).toMatchObject({ n: 1, portion: 200, sum: 900 })
  })
})

describe('deposits', () => {
  test('are taken with the drink, and the sum says what of it they are', async () => {
    const page = await bar()
    const height = (await order(page).locator('.sum').boundingBox())!.height
    await drink(page, 'Club Mate').dblclick()
    expect(await sum(page)).toMatch(/suggested €5.00\+ deposit €1.00€6.00/)
    expect((await order(page).locator('.sum').boundingBox())!.height).toBe(height)
    expect(await button(page, 'Done').textContent()).toMatch(/6.00/)
    await button(page, 'Done').click()
    expect(await totals(page)).toMatchObject({ suggested: 500, deposits: 100, drinks: 2, given: 0 })
  })

  test('are given back by Return, one for each sum: hand back 7.00', async () => {
    const page = await bar()
    await drink(page, 'Return -€2.00').click({ clickCount: 3 })
    await drink(page, 'Return -€0.50').dblclick()
    expect(await drink(page, 'Return -€2.00').textContent()).toMatch(/3 in the order/)
    expect(await sum(page)).toMatch(/− deposit €7.00hand back €7.00/)
    await button(page, 'Done hand back €7.00').click()
    const [only] = await orders(page)
    expect(only).toMatchObject({ sum: -700, lines: [{ sum: -600, deposit: 'back' }, { sum: -100 }] })
    expect(await totals(page)).toMatchObject({ suggested: 0, deposits: -700, drinks: 0 })
    await button(page, 'Undo 3 Return €2.00, 2 Return €0.50').click()
    expect(await totals(page)).toMatchObject({ orders: 0, deposits: 0 })
  })

  test('come off a new drink’s sum when a glass goes back with it', async () => {
    const page = await bar()
    await drink(page, 'Tschunk').click()
    await drink(page, 'Return -€2.00').click()
    expect(await sum(page)).toMatch(/^suggested€4.50$/)
    await button(page, 'Done').click()
    expect(await totals(page)).toMatchObject({ suggested: 450, deposits: 0, drinks: 1 })
  })

  test('on the house are not taken; one that comes back is given back', async () => {
    const page = await bar()
    await serve(page, 'Club Mate')
    await drink(page, 'Club Mate').click()
    await drink(page, 'Return -€0.50').click()
    await page.getByRole('group', { name: 'On the house' }).getByText('crew').click()
    expect((await orders(page))[1]).toMatchObject({ house: 'crew', sum: -50 })
    expect(await totals(page)).toMatchObject({ suggested: 250, deposits: 0, house: 1 })
  })

  test('go with their drink when a line is struck or put back, from Recent orders', async () => {
    const page = await bar()
    await serve(page, 'Club Mate', 'Club Mate', 'Backfire')
    await button(page, 'Recent orders').click()
    const list = page.getByRole('dialog')
    expect(await list.getByRole('listitem').first().textContent()).not.toMatch(/deposit/)
    await button(list, 'Take back 2 Club Mate').click()
    expect(await totals(page)).toMatchObject({ suggested: 350, deposits: 0, drinks: 1 })
    await button(list, 'Put it back').click()
    expect(await totals(page)).toMatchObject({ suggested: 850, deposits: 100, drinks: 3 })
    // What was put back is one drink with its deposit: no part of it can be struck.
    const first = list.getByRole('list').first().getByRole('listitem').first()
    expect(await button(first, 'Take back').count()).toBe(0)
    await button(list, 'Void').first().click()
    expect(await totals(page)).toMatchObject({ suggested: 350, deposits: 0, drinks: 1 })
  })

  describe('are held money, and no gift:', () => {
    const given = async (page: Page, name: string) => {
      await button(page, 'Given').click()
      await button(page.getByRole('dialog'), name).click()
      return totals(page)
    }
    const asking = async () => {
      const page = await bar()
      await page.evaluate(() => window.fixture.meeting({ given: true }))
      return page
    }

    test.each([
      ['Nothing', 0],
      ['gives €3.00', 250],
      ['gives €10.00', 950],
      ['pays with €10.00, hand back €7.00', 250],
    ])('a Club Mate, “%s”', async (name, sum) => {
      const page = await asking()
      await drink(page, 'Club Mate').click()
      expect(await given(page, name)).toMatchObject({ given: sum, suggested: 250, deposits: 50 })
    })

    test.each([
      ['Nothing hand back €4.00', 0],
      ['gives €3.50 hand back €0.50', 350],
    ])('a Backfire and two glasses that go back, “%s”', async (name, sum) => {
      const page = await asking()
      await drink(page, 'Backfire').click()
      await drink(page, 'Return -€2.00').dblclick()
      expect(await given(page, name)).toMatchObject({ given: sum, suggested: 350, deposits: -400 })
    })

    test('glasses that go back, and a part of it into the tin', async () => {
      const page = await asking()
      await drink(page, 'Return -€2.00').dblclick()
      await button(page, 'Given').click()
      await page.getByLabel('Another amount').fill('1.5')
      await button(page.getByRole('dialog'), 'gives €1.50 hand back €2.50').click()
      expect(await totals(page)).toMatchObject({ given: 150, deposits: -400 })
    })
  })

  test('are not guessed for a tally', async () => {
    const page = await bar()
    await button(page, 'Enter a tally').click()
    await page.getByLabel('Club Mate').fill('4')
    await page.keyboard.press('Enter')
    expect(await sold(page, 'club-mate')).toBe(4)
    expect(await totals(page)).toMatchObject({ suggested: 1000, deposits: 0 })
  })
})
