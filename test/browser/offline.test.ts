import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FAULTS, type Fault, FaultyRouter } from './faults.ts'
import { anew, buildTwo, done, drink, pass, status } from './meeting.ts'
import { Tablet } from './tablet.ts'

// What Chromium really does with a page at http://bar.lan, an origin that is no secure context: each row of the tables
// in docs/reliability.md that the app relies on, with the app as it ships and a cache on a real disk.

let tablet: Tablet
let profile: string
let one: Uint8Array
let two: Uint8Array
let router: FaultyRouter

beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), 'barwrt-tablet-'))
  ;[tablet, [one, two]] = await Promise.all([Tablet.start(profile), buildTwo()])
})
afterAll(async () => {
  await tablet?.close()
  await rm(profile, { recursive: true, force: true })
})

beforeEach(async () => {
  router = await new FaultyRouter(one).up()
})
afterEach(async () => {
  for (const page of tablet.context.pages()) await page.close()
  await router.down().catch(() => {})
})

const opened = async (url = router.url): Promise<Page> => {
  const page = (await tablet.open(url))!
  await drink(page, 'Club Mate').waitFor()
  return page
}

/** Whether the page is still the one that was marked. */
const mark = (page: Page) => page.evaluate(() => void Object.assign(window, { marked: true }))
const isMarked = (page: Page) => page.evaluate(() => 'marked' in window)
const says = (page: Page, text: RegExp) => async () => text.test((await status(page).textContent()) ?? '')
const pageRequests = () => router.asked.filter(line => /^GET \/( |$|\?)/.test(line)).length

test('the origin is no secure context, so the tests play what a router has', async () => {
  const page = await opened()
  const has = await page.evaluate(() => [
    isSecureContext,
    'serviceWorker' in navigator,
    'storage' in navigator,
  ])
  expect(has).toEqual([false, false, false])
})

describe('opening with the router off', () => {
  test('works by address, and after the browser was closed', async () => {
    await opened()
    await router.down()
    expect(await tablet.open(router.url)).toBeDefined()
    await tablet.close()
    tablet = await Tablet.start(profile)
    const page = await opened()
    expect(page.url()).toBe(router.url)
  })

  test.each([-3, 3])('works when the router’s clock is %i years off', async years => {
    router.clock = years * 365.25 * 86400_000
    await opened()
    await router.down()
    await opened()
  })

  test('fails by the browser’s own reload, and works again by address after it', async () => {
    const page = await opened()
    await router.down()
    await expect(page.reload()).rejects.toThrow()
    await opened()
  })

  test('works after the file was not there when the tablet first came: such an answer is not kept', async () => {
    router.plan = [404]
    expect(await tablet.open(router.url)).toBeUndefined()
    await opened()
    await router.down()
    await opened()
  })
})

describe('asking for a page that is kept: what each fault costs with', () => {
  const kept = (page: Page, cache: RequestCache) =>
    page.evaluate(async cache => {
      const ask = async (cache: RequestCache) => {
        // Long enough for a fault to come to the cache; one that hangs takes all of it.
        const signal = AbortSignal.timeout(cache === 'only-if-cached' ? 20_000 : 2000)
        const answer = await fetch('/', { cache, mode: 'same-origin', signal })
        return answer.ok && (await answer.text()).endsWith('end-->')
      }
      const no = () => false
      return [await ask(cache).catch(no), await ask('only-if-cached').catch(no)]
    }, cache)

  test.for<RequestCache>(['no-store', 'reload'])('%s', async mode => {
    await (await opened()).close()
    // Not the app, which would ask, too.
    const page = (await tablet.open(`${router.url}none`))!
    await page.evaluate(async () => void (await (await fetch('/')).text()))
    const lost: Fault[] = []
    for (const fault of FAULTS) {
      // Chromium asks again, and again, after a reset connection.
      router.plan = Array(9).fill(fault)
      const [came, there] = await kept(page, mode)
      expect(came).toBe(false)
      if (!there) lost.push(fault)
      router.plan = []
      await page.evaluate(async () => void (await (await fetch('/')).text()))
    }
    expect(lost).toEqual(mode === 'no-store' ? [] : FAULTS)
  })
})

describe('opening anew with the router off', () => {
  test('works by location.replace() of an address without a fragment; with one it only moves to the fragment', async () => {
    const page = await opened()
    await router.down()
    const replace = () => page.evaluate(() => location.replace(location.href)).catch(() => {})
    await anew(page, replace)
    await page.evaluate(() => {
      location.hash = '#/help'
    })
    await mark(page)
    await Promise.all([page.waitForEvent('framenavigated'), replace()])
    expect(await isMarked(page)).toBe(true)
    const detour = () => {
      history.replaceState(null, '', '?')
      location.replace('/#/help')
    }
    await anew(page, () => page.evaluate(detour).catch(() => {}))
    expect(page.url()).toBe(`${router.url}#/help`)
  })
})

describe('guards', () => {
  test('F5, Ctrl+R and their kin open the page anew from the cache, on the same screen, and ask nobody', async () => {
    const page = await opened()
    await page.evaluate(() => {
      location.hash = '#/setup'
    })
    await router.down()
    const asked = pageRequests()
    for (const keys of ['F5', 'Control+F5', 'Control+r', 'Control+Shift+R', 'Meta+r']) {
      await anew(page, () => page.keyboard.press(keys))
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(page.url()).toBe(`${router.url}#/setup`)
    }
    expect(pageRequests()).toBe(asked)
  })

  test('F5 where nothing is kept and nobody answers leaves the bar as it is', async () => {
    router.headers = { 'Cache-Control': 'no-store' }
    const page = await opened()
    await router.down()
    await mark(page)
    await page.keyboard.press('F5')
    await page.waitForTimeout(500)
    expect(await isMarked(page)).toBe(true)
    await drink(page, 'Club Mate').click()
  })

  test('pulling down and swiping sideways do nothing to the page', async () => {
    const page = await opened()
    const styles = await page.evaluate(() =>
      [document.documentElement, document.body].map(element => getComputedStyle(element).overscrollBehavior),
    )
    expect(styles).toEqual(['none', 'none'])
  })
})

describe('the light', () => {
  test('says in a minute, then safe; and not when the browser keeps nothing', async () => {
    await tablet.context.clock.install()
    const page = await opened()
    await page.clock.fastForward(6000)
    await expect
      .poll(() => status(page).textContent())
      .toMatch(/not safe to restart without the router: .*minute/i)
    await pass(page, 60_000, says(page, /(?<!not )safe to restart without the router/i))

    router.headers = { 'Cache-Control': 'no-store' }
    await pass(page, 600_000, says(page, /not safe to restart .*keep/i))
  })

  test('says so when the host does not say ten years', async () => {
    await tablet.context.clock.install()
    router.headers = { 'Cache-Control': 'max-age=3600' }
    const page = await opened()
    await pass(page, 70_000, says(page, /not safe to restart .*how long/i))
  })
})

describe('an app that was opened through a link from another site', () => {
  test('is kept for that site only, until it has looked once; then it opens by address, too', async () => {
    const site = createServer((_, answer) =>
      answer.writeHead(200, { 'content-type': 'text/html' }).end(`<a href="${router.url}">the bar</a>`),
    )
    await new Promise<void>(listening => site.listen(0, listening))
    await tablet.context.clock.install()
    const page = (await tablet.open(`http://elsewhere.lan:${(site.address() as AddressInfo).port}/`))!
    await page.click('a')
    await drink(page, 'Club Mate').waitFor()
    await router.down()
    expect(await tablet.open(router.url)).toBeUndefined()
    await router.up()
    // Not before a minute, should it just have looked in vain.
    await pass(page, 61_000, says(page, /(not safe .*minute|(?<!not )safe to restart)/i))
    await router.down()
    await opened()
    site.close()
  })
})

describe('another version', () => {
  const version = (page: Page) =>
    page
      .evaluate(() => /barwrt ([\d.]+) end/.exec(document.documentElement.outerHTML)?.[1])
      .catch(() => undefined)

  test('waits for an open order, and for a moment in which nobody touches the page', async () => {
    await tablet.context.clock.install()
    // Should it look before the other version is there, it has seen nothing, and looks again in a minute.
    router.plan = ['ok', ...Array(99).fill(500)]
    const page = await opened()
    await drink(page, 'Club Mate').click()
    router.deploy(two)
    router.plan = []
    const cached = () =>
      page.evaluate(async () => (await fetch('/', { cache: 'only-if-cached', mode: 'same-origin' })).text())
    await pass(page, 61_000, async () => (await cached()).endsWith('2.0.0 end-->'))
    await page.clock.fastForward(30_000)
    expect(await version(page)).toBe('1.0.0')
    await done(page).click()
    await page.clock.fastForward(3000)
    await page.waitForTimeout(300)
    expect(await version(page)).toBe('1.0.0')
    await page.clock.fastForward(10_000)
    await expect.poll(() => version(page)).toBe('2.0.0')
    await page.getByRole('button', { name: /^Undo/ }).waitFor()
  })

  test('of the headers alone is one, too: a further database may be talked to at once', async () => {
    await tablet.context.clock.install()
    const page = await opened()
    await mark(page)
    const before = await page.evaluate(async () => {
      const answer = await fetch('/', { cache: 'only-if-cached', mode: 'same-origin' })
      return answer.headers.get('content-security-policy')!
    })
    router.headers = {
      'Content-Security-Policy': before.replace(
        "connect-src 'self'",
        "connect-src 'self' http://couch.lan:5984",
      ),
    }
    await pass(page, 600_000, async () => !(await isMarked(page)))
    await drink(page, 'Club Mate').waitFor()
    await router.down()
    await opened()
  })
})
