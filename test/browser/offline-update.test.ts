import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launch } from './chromium.ts'
import { FAULTS, FaultyRouter } from './faults.ts'
import { buildTwo, done, drink } from './meeting.ts'

// The updater over the app as it ships, in Chromium on a plain-HTTP origin that is no secure context, with the router's
// own headers: whatever goes wrong, and at whichever step, a tablet must be left with an app that opens without the router.

let browser: Browser
let one: Uint8Array
let two: Uint8Array
let router: FaultyRouter
let page: Page

beforeAll(async () => {
  ;[browser, [one, two]] = await Promise.all([launch(), buildTwo()])
})
afterAll(() => browser?.close())

beforeEach(async () => {
  router = await new FaultyRouter(one).up()
  const context = await browser.newContext()
  await context.clock.install()
  page = await context.newPage()
  await page.goto(router.url)
  await drink(page, 'Club Mate').waitFor()
})
afterEach(async () => {
  await page.context().close()
  await router.down().catch(() => {})
})

const version = (where: Page): Promise<string | undefined> =>
  where
    .evaluate(() => /barwrt ([\d.]+) end/.exec(document.documentElement.outerHTML)?.[1])
    .catch(() => undefined)

const looks = () => router.met.length

/** Lets the app finish what it has begun: reads the cache as often as one look of it can. Not past a commit that hangs, which keeps the cache to itself. */
const settle = (): Promise<void> =>
  page.evaluate(async () => {
    for (let i = 0; i < 6; i++) {
      const signal = AbortSignal.timeout(500)
      const answer = await fetch('/', { cache: 'only-if-cached', mode: 'same-origin', signal }).catch(
        () => {},
      )
      await answer?.text().catch(() => {})
      if (signal.aborted) return
    }
  })

/**
 * Lets the page's time run ahead until something holds; fails after an hour of it. In steps that are shorter than the
 * app's patience with an answer: on a busy machine time would else run out before any answer came.
 */
const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 360; i++) {
    if (await holds()) return
    await page.clock.fastForward(10_000).catch(() => {})
    await settle().catch(() => {})
  }
  throw new Error(`it did not come to that; the page was asked for: ${router.asked}`)
}

/** The version that opens with the router off. */
const opensOffline = async (): Promise<string | undefined> => {
  await router.down()
  const other = await page.context().newPage()
  try {
    await other.goto(router.url)
    return await version(other)
  } catch {
    return undefined
  } finally {
    await other.close()
    await router.up()
  }
}

test('a new version on the router is on the tablet soon after, and opens without the router', async () => {
  router.deploy(two)
  await until(async () => (await version(page)) === '2.0.0')
  expect(await opensOffline()).toBe('2.0.0')
})

test.each(FAULTS)('%s, at each step and again and again, costs no tablet its app', async fault => {
  router.deploy(two)
  // Three looks.
  router.plan = [fault, fault, fault]
  await until(() => looks() > 3)
  expect(await version(page)).toBe('1.0.0')
  router.plan = []
  expect(await opensOffline()).toBe('1.0.0')
  // A good look and a commit that fails; then both, in turns.
  const before = looks()
  router.plan = ['ok', fault, 'ok', fault, fault, 'ok', fault]
  await until(async () => (await version(page)) === '2.0.0')
  // Chromium itself asks once more after a reset connection, so what follows may have met looks and commits otherwise.
  expect(router.met.slice(before, before + 2)).toEqual(['ok', fault])
  expect(await opensOffline()).toBe('2.0.0')
})

test('a router that is switched off between look and commit: the running app stays, and makes it good later', async () => {
  router.deploy(two)
  const closed = new Promise<void>(resolve => {
    const { asked } = router
    router.asked = new Proxy(asked, {
      set(list, key, value) {
        list[key as unknown as number] = value
        // Just after the look, before the commit can come.
        if (looks() === 2) setTimeout(() => router.down().then(resolve), 0)
        return true
      },
    })
  })
  await until(() => looks() >= 2)
  await closed
  for (let i = 0; i < 20; i++) await page.clock.fastForward(60_000)
  await drink(page, 'Club Mate').click()
  expect(await version(page)).toBe('1.0.0')
  await router.up()
  await done(page).click()
  await until(async () => (await version(page)) === '2.0.0')
  expect(await opensOffline()).toBe('2.0.0')
})
