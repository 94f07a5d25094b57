import { describe, expect, test } from 'vitest'
import { button, drink, order, orders, PHONE, screens, serve, sold } from './fixture/screens.ts'

const open = screens()

describe('an order', () => {
  test('of one drink takes two taps, and says its sum before', async () => {
    const page = await open()
    await drink(page, 'Club Mate').click()
    expect(await button(page, 'Done').textContent()).toMatch(/2.50/)
    await button(page, 'Done').click()
    const [only, ...more] = await orders(page)
    expect(more).toEqual([])
    expect(only.lines).toEqual([{ menu: expect.any(String), n: 1, sum: 250 }])
    expect(only).not.toHaveProperty('given')
  })

  test('counts two quick taps as two drinks, shown on the tile and in the strip', async () => {
    const page = await open()
    await drink(page, 'Tschunk').dblclick()
    expect(await drink(page, 'Tschunk').textContent()).toMatch(/2 in the order$/)
    expect(await order(page).getByRole('listitem').textContent()).toMatch(/Tschunk.*2/)
    await button(page, 'Done').click()
    expect(await sold(page, 'tschunk')).toBe(2)
  })

  test('is recorded once when Done is pressed twice', async () => {
    const page = await open()
    await drink(page, 'Club Mate').click()
    await button(page, 'Done').dblclick()
    await button(page, 'Done').click()
    expect(await orders(page)).toHaveLength(1)
  })

  test('is recorded once when Done is pressed twice on a drawn-up sheet that folds away under the finger', async () => {
    const page = await open({ size: PHONE })
    await drink(page, 'Club Mate').click()
    await button(page, 'Show the order').click()
    const box = (await button(page, 'Done').boundingBox())!
    await button(page, 'Done').dblclick()
    expect(await orders(page)).toHaveLength(1)
    expect(await button(page, 'Done').boundingBox()).toEqual(box)
  })

  test.each(['crew', 'speaker', 'kitchen', 'spilled'])('goes on the house for %s with one tap', async why => {
    const page = await open()
    await drink(page, 'Kamikaze').click()
    await page.getByRole('group', { name: 'On the house' }).getByText(why).click()
    expect(await orders(page)).toMatchObject([{ house: why, sum: 0, lines: [{ n: 1, sum: 0 }] }])
    expect(await order(page).getByRole('listitem').count()).toBe(0)
  })

  test('that is empty goes nowhere', async () => {
    const page = await open()
    await page.evaluate(() => window.fixture.meeting({ name: 'Camp', given: true }))
    for (const name of ['Done', 'Given', 'Undo']) await button(page, name).click()
    expect(await orders(page)).toEqual([])
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('can be thrown away', async () => {
    const page = await open()
    await drink(page, 'Backfire').click()
    await button(page, 'Clear').click()
    await button(page, 'Done').click()
    expect(await orders(page)).toEqual([])
  })
})

describe('the strip', () => {
  test('has one less and one more for each line', async () => {
    const page = await open()
    await drink(page, 'Club Mate').click()
    await drink(page, 'Tschunk').click()
    await button(page, 'One more Club Mate').click()
    await button(page, 'One less Tschunk').click()
    await button(page, 'Done').click()
    expect(await sold(page, 'club-mate')).toBe(2)
    expect(await sold(page, 'tschunk')).toBe(0)
  })

  // A line that went at 0 let the next line slide up: a quick second tap on minus took another drink off the order.
  test('keeps a line that reached 0 in its place until the next tap elsewhere', async () => {
    const page = await open()
    for (const name of ['Club Mate', 'Tschunk', 'Kamikaze']) await drink(page, name).click()
    const { x, y } = (await button(page, 'One less Club Mate').boundingBox())!
    for (let taps = 0; taps < 3; taps++) await page.mouse.click(x + 9, y + 9)
    expect(await order(page).getByRole('listitem').count()).toBe(3)
    await drink(page, 'Tschunk').click()
    expect(await order(page).getByRole('listitem').allTextContents()).toEqual([
      expect.stringMatching(/Tschunk.*2/),
      expect.stringMatching(/Kamikaze.*1/),
    ])
  })
})

describe('the tiles', () => {
  test('say name, suggested sum and what is left; sold out can still be tapped', async () => {
    const page = await open()
    await page.evaluate(() => window.fixture.stock({ mate: 12_400, kahlua: 0 }))
    expect(await drink(page, 'Club Mate').textContent()).toMatch(/^Club Mate .*2.50 24 left$/)
    expect(await drink(page, 'White Russian').textContent()).toMatch(/ sold out$/)
    expect(await drink(page, 'Kamikaze').textContent()).toMatch(/^Kamikaze .*3.00 $/)
    await serve(page, 'White Russian')
    expect(await sold(page, 'white-russian')).toBe(1)
  })

  // "The first button whose name begins with the drink's name" is how tests, and people who search a page, find one.
  test('come before every other button, and a short name before the longer one that begins with it', async () => {
    const page = await open()
    await page.evaluate(() => {
      const { menu } = window.fixture
      for (const [i, name] of ['Club Mate Winter', 'Clu', 'Done', 'Undo', 'Void', 'One', 'Wipe'].entries())
        menu({ slug: `x${i}`, name, order: i - 9 })
    })
    const names = await page.evaluate(() => window.fixture.fold.drinks().map(({ name }) => name))
    expect(names).toHaveLength(17)
    for (const name of names) await drink(page, name).click()
    const counts = await page.evaluate(() =>
      [...document.querySelectorAll('.tile')].map(
        tile => tile.querySelector('.badge')?.firstChild?.textContent,
      ),
    )
    expect(counts).toEqual(names.map(() => '1'))
  })

  test.each([{ size: undefined }, { size: PHONE }])('never move: $size', async ({ size }) => {
    const page = await open(size && { size })
    const places = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('.tile')].map(tile => JSON.stringify(tile.getBoundingClientRect())),
      )
    const before = await places()
    for (const tile of await page.locator('.tile').all()) await tile.dispatchEvent('click')
    await page.evaluate(() => {
      const { links, notice, drink } = window.fixture
      links({ state: 'offline', unsent: 1234, synced: Date.now() })
      notice({ kind: 'autoDone', lines: [{ menu: drink('tschunk')._id, n: 12 }] })
    })
    await page.getByRole('alert').getByText('Recorded').waitFor()
    expect(await places()).toEqual(before)
    await button(page, 'OK').click()
    await button(page, 'Done').click()
    expect(await places()).toEqual(before)
  })

  test('fill one view of a tablet up to 20 drinks, and six of them a phone', async () => {
    const inView = (slugs: number) =>
      [...document.querySelectorAll('.tile')].filter((tile, i) => {
        const { left, right, top, bottom } = tile.getBoundingClientRect()
        const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
        const corner = document.elementFromPoint(right - 20, bottom - 3)
        return i < slugs && tile.contains(middle) && tile.contains(corner) && bottom - top >= 88
      }).length
    const more = () => {
      for (let i = 0; i < 10; i++)
        window.fixture.menu({ slug: `x${i}`, name: `Lemonade ${i}`, suggested: 150, order: 50 })
    }
    for (const size of [
      { width: 1280, height: 800 },
      { width: 1024, height: 768 },
    ]) {
      const page = await open({ size })
      await page.evaluate(more)
      await drink(page, 'Lemonade 9').click()
      expect(await page.evaluate(inView, 99)).toBe(20)
    }
    for (const size of [PHONE, { width: 360, height: 640 }]) {
      const page = await open({ size })
      await drink(page, 'Tschunk').click()
      expect(await page.evaluate(inView, 6)).toBe(6)
    }
  })
})

describe('what is given', () => {
  const sevenEuros = async () => {
    const page = await open()
    await page.evaluate(() => window.fixture.meeting({ name: 'Camp', given: true }))
    await drink(page, 'Club Mate').click()
    await drink(page, 'Tschunk').click()
    return page
  }

  test('is not asked for until the meeting records it, and Done never asks', async () => {
    const page = await open()
    expect(await button(page, 'Given').count()).toBe(0)
    const camp = await sevenEuros()
    await button(camp, 'Done').click()
    expect((await orders(camp))[0]).not.toHaveProperty('given')
  })

  test.each([
    ['Nothing', 0],
    ['gives .7.00', 700],
    ['gives .10.00', 1000],
    ['pays with .10.00, hand back .3.00', 700],
    ['pays with .20.00, hand back .13.00', 700],
  ])('%s', async (name, given) => {
    const page = await sevenEuros()
    await button(page, 'Given').click()
    await button(page.getByRole('dialog', { name: 'Given' }), name).click()
    expect(await orders(page)).toMatchObject([{ given, sum: 700 }])
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('can be any amount, typed with a comma', async () => {
    const page = await sevenEuros()
    await button(page, 'Given').click()
    await page.getByLabel('Another amount').fill('50,50')
    expect(await button(page, 'pays with .50.50, hand back .43.50').count()).toBe(1)
    await button(page, 'gives .50.50').click()
    expect(await orders(page)).toMatchObject([{ given: 5050 }])
  })
})

// A tap was slow on an old tablet because everything was worked out and drawn anew for it, and because a button that
// was let go grew back through ten frames. How long it takes only a quiet machine can tell; what it touches, any.
test('a tap writes only its tile and the order, works nothing else out, and sets nothing in motion', async () => {
  const page = await open({
    // Each sum and number on the screen is written by a format.
    before: page =>
      page.addInitScript({
        content: `const { get } = Object.getOwnPropertyDescriptor(Intl.NumberFormat.prototype, 'format')
          window.written = 0
          Object.defineProperty(Intl.NumberFormat.prototype, 'format', { get() { written++; return get.call(this) } })`,
      }),
  })
  await drink(page, 'Club Mate').click()
  await page.evaluate(`window.touched = new Set()
    window.written = 0
    new MutationObserver(records => {
      for (const { target } of records) {
        const part = (target.closest ? target : target.parentElement).closest('.tile, .order, #app > *')
        touched.add(part.className.includes('tile') ? part.textContent.slice(0, 9) : part.className)
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })`)
  await drink(page, 'Club Mate').click()
  await order(page).getByRole('status').filter({ hasText: '2 drinks' }).waitFor({ state: 'attached' })
  expect(await page.evaluate('[...touched].sort()')).toEqual(['Club Mate', 'order'])
  expect(await page.evaluate('written')).toBeLessThan(8)
  expect(await page.evaluate('document.getAnimations().length')).toBe(0)
  expect(await page.evaluate(`getComputedStyle(document.querySelector('.tile')).transitionDuration`)).toBe(
    '0s',
  )
})
