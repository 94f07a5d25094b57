import { describe, expect, test } from 'vitest'
import { button, drink, order, orders, PHONE, screens, serve, sold } from './fixture/screens.ts'

const open = screens()

describe('Undo', () => {
  test('says what it takes back, and takes back the one before when pressed again', async () => {
    const page = await open()
    await serve(page, 'Club Mate', 'Club Mate')
    await serve(page, 'Tschunk')
    expect(await button(page, 'Undo').textContent()).toBe('Undo 1 Tschunk')
    await button(page, 'Undo').click()
    expect(await sold(page, 'tschunk')).toBe(0)
    expect(await button(page, 'Undo').textContent()).toBe('Undo 2 Club Mate')
    await button(page, 'Undo').click()
    await button(page, 'Undo').click()
    expect(await sold(page, 'club-mate')).toBe(0)
    expect(await page.evaluate(() => window.fixture.fold.events.size)).toBe(33 + 2 + 2)
  })

  test('leaves alone what is older than 15 minutes, and what other tablets recorded', async () => {
    const page = await open()
    await page.evaluate(() => {
      const { foreign, add, drink } = window.fixture
      foreign([['tschunk', 1]])
      const lines = [{ menu: drink('kamikaze')._id, n: 1, sum: 300 }]
      add({ kind: 'order', at: Date.now() - 16 * 60_000, lines, sum: 300 })
    })
    expect((await button(page, 'Undo').textContent())?.trim()).toBe('Undo')
    await button(page, 'Undo').click()
    expect(await sold(page, 'tschunk')).toBe(1)
    expect(await sold(page, 'kamikaze')).toBe(1)
  })

  // The order that is being saved is in no list yet, so Undo right after Done took back the order before it.
  test('waits for what is being saved', async () => {
    const page = await open()
    await serve(page, 'Club Mate')
    await page.evaluate(() => window.fixture.saving({ state: 'saving' }))
    await button(page, 'Undo').click()
    expect(await sold(page, 'club-mate')).toBe(1)
    await page.evaluate(() => {
      const { add, drink, saving } = window.fixture
      add({ kind: 'order', lines: [{ menu: drink('tschunk')._id, n: 1, sum: 450 }], sum: 450 })
      saving({ state: 'saved' })
    })
    expect(await sold(page, 'tschunk')).toBe(0)
    expect(await sold(page, 'club-mate')).toBe(1)
  })

  test('is at hand on a phone as soon as the order is recorded', async () => {
    const page = await open({ size: PHONE })
    await serve(page, 'Club Mate')
    await button(page, 'Undo 1 Club Mate').click()
    expect(await sold(page, 'club-mate')).toBe(0)
  })
})

describe('Recent orders', () => {
  const list = (on: Awaited<ReturnType<typeof open>>) => on.getByRole('dialog', { name: 'Recent orders' })

  test('opens a list with one item an order; Escape closes it and gives the focus back', async () => {
    const page = await open()
    await serve(page, 'Club Mate', 'Tschunk')
    await page.evaluate(() => window.fixture.foreign([['kamikaze', 3]], 5))
    await button(page, 'Recent orders').click()
    const items = list(page).locator('.recent > li')
    expect(await items.allTextContents()).toEqual([
      expect.stringMatching(/This tablet.*7.00.*1 Club Mate.*1 Tschunk/s),
      expect.stringMatching(/other.*3 Kamikaze/s),
    ])
    await page.keyboard.press('Escape')
    expect(await list(page).count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Recent orders')
  })

  test('voids an order of any station, with the chosen reason, at any time', async () => {
    const page = await open()
    await page.evaluate(() => window.fixture.foreign([['kamikaze', 3]], 600))
    await button(page, 'Recent orders').click()
    await list(page).getByText('tapped twice').click()
    await button(list(page), 'Void').click()
    expect(await sold(page, 'kamikaze')).toBe(0)
    const voids = await page.evaluate(() =>
      [...window.fixture.fold.events.values()].filter(({ kind }) => kind === 'void'),
    )
    expect(voids).toMatchObject([{ of: 'other-1', why: 'twice' }])
    expect(await button(list(page), 'Void').count()).toBe(0)
  })

  test('voids a line of an order, and puts back what was voided, once', async () => {
    const page = await open()
    await serve(page, 'Club Mate', 'Club Mate', 'Tschunk')
    await button(page, 'Recent orders').click()
    await button(list(page), 'Take back 2 Club Mate').click()
    expect(await sold(page, 'club-mate')).toBe(0)
    expect(await sold(page, 'tschunk')).toBe(1)
    await button(list(page), 'Put it back').click()
    expect(await sold(page, 'club-mate')).toBe(2)
    expect(await button(list(page), 'Put it back').count()).toBe(0)
    expect(await orders(page)).toMatchObject([{}, { again: 'fixture-1', lines: [{ n: 2 }] }])
  })

  // "Void" turned into "Put it back" in its place, so a double tap voided an order and put it back.
  test('takes a double tap on Void for one', async () => {
    const page = await open()
    await serve(page, 'Club Mate')
    await button(page, 'Recent orders').click()
    await button(list(page), 'Void').dblclick()
    expect(await sold(page, 'club-mate')).toBe(0)
    expect(await orders(page)).toHaveLength(1)
  })

  // An order that came in from another tablet pushed the list down: the finger met the neighbour's Void.
  test('does not move under the finger when orders come in', async () => {
    const page = await open()
    await page.evaluate(() => {
      for (let n = 1; n < 12; n++) window.fixture.foreign([['tschunk', n]], 20 - n, n)
    })
    await button(page, 'Recent orders').click()
    const place = () => list(page).locator('li', { hasText: '9 Tschunk' }).first().boundingBox()
    const before = await place()
    await page.evaluate(() => {
      for (let n = 12; n < 15; n++) window.fixture.foreign([['kamikaze', 1]], 0, n)
    })
    await list(page).locator('li', { hasText: '1 Kamikaze' }).first().waitFor()
    expect(await place()).toEqual(before)
  })

  // A list of ten thousand events was sorted anew at each tap.
  test('is not looked through while it is closed: a tap costs the same after ten thousand events', async () => {
    const page = await open()
    await page.evaluate(() => {
      window.fixture.foreign([['tschunk', 1]])
      const refuse = () => {
        throw new Error('a tap looked at every event')
      }
      Object.assign(window.fixture.fold.events, { values: refuse, entries: refuse, forEach: refuse })
    })
    await serve(page, 'Club Mate')
    await button(page, 'Undo').click()
    expect(await sold(page, 'club-mate')).toBe(0)
  })
})

describe('One tap', () => {
  test('makes each tap an order; the last five stand beside, each with a minus', async () => {
    const page = await open()
    await page.getByRole('switch', { name: 'One tap' }).click()
    for (const name of ['Backfire', 'Club Mate', 'Tschunk', 'Kamikaze', 'Club Mate', 'Tap water'])
      await drink(page, name).click()
    expect(await orders(page)).toHaveLength(6)
    expect(await order(page).getByRole('listitem').allInnerTexts()).toEqual(
      ['Tap water', 'Club Mate', 'Kamikaze', 'Tschunk', 'Club Mate'].map(name =>
        expect.stringContaining(name),
      ),
    )
    await button(order(page), 'Take back 1 Kamikaze').dblclick()
    expect(await sold(page, 'kamikaze')).toBe(0)
    expect(await sold(page, 'tschunk')).toBe(1)
    expect(await order(page).getByRole('listitem').count()).toBe(5)
  })

  test('lets an order that was begun before be finished', async () => {
    const page = await open()
    await drink(page, 'Club Mate').click()
    await page.getByRole('switch', { name: 'One tap' }).click()
    await button(page, 'Done').click()
    expect(await sold(page, 'club-mate')).toBe(1)
  })

  test('shows its taps on a phone, too', async () => {
    const page = await open({ size: PHONE })
    await page.getByRole('switch', { name: 'One tap' }).click()
    await drink(page, 'Tschunk').click()
    await button(page, 'Show the order').click()
    await button(page, 'Take back 1 Tschunk').click()
    expect(await sold(page, 'tschunk')).toBe(0)
  })
})

describe('a tally', () => {
  test('takes a paper list: place, from, to, how many of each', async () => {
    const page = await open({ timezoneId: 'Europe/Berlin' })
    await button(page, 'Enter a tally').click()
    const form = page.getByRole('dialog', { name: 'Enter a tally' })
    expect(await form.getByLabel('Place').inputValue()).toBe('bar')
    await form.getByLabel('Place').fill('tent')
    await form.getByLabel('From').fill('2026-08-01T21:30')
    await form.getByLabel('To').fill('2026-08-02T00:15')
    await form.getByLabel('Club Mate').fill('23')
    await form.getByLabel('Tschunk').fill('4')
    await button(form, 'Record').click()
    const tallies = await page.evaluate(() =>
      [...window.fixture.fold.events.values()].filter(({ kind }) => kind === 'tally'),
    )
    expect(tallies).toMatchObject([
      {
        place: 'tent',
        from: Date.parse('2026-08-01T19:30Z'),
        to: Date.parse('2026-08-01T22:15Z'),
        lines: [{ n: 23 }, { n: 4 }],
        sum: 23 * 250 + 4 * 450,
      },
    ])
    expect(await form.count()).toBe(0)
  })

  test('with no drinks in it is none', async () => {
    const page = await open()
    const before = await page.evaluate(() => window.fixture.fold.events.size)
    await button(page, 'Enter a tally').click()
    await button(page, 'Record').click()
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await page.evaluate(() => window.fixture.fold.events.size)).toBe(before)
  })
})
