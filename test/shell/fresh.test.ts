import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type FreshPage, keepFresh, type Light } from '../../src/shell/fresh.ts'
import { BrowserCache, type Sent, type Weather } from './browser-cache.ts'

const TEN_YEARS = { 'cache-control': 'max-age=315360000', 'content-security-policy': "default-src 'none'" }
const app = (version: string, heads: Record<string, string> = TEN_YEARS): Sent => ({
  text: `<script>run(${version})</script><!--barwrt ${version} end-->`,
  heads,
})
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const start = (cache: BrowserCache, page: Partial<FreshPage> = {}) => {
  const lights: Light[] = []
  const open = vi.fn()
  const world = {
    fetch: cache.fetch,
    mono: () => Date.now(),
    after(ms: number, then: () => void) {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
  }
  const fresh = keepFresh(world, {
    path: '/',
    script: 'run(1)',
    busy: () => false,
    open,
    onLight: light => lights.push(light),
    ...page,
  })
  return { ...fresh, open, light: () => lights.at(-1), pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) }
}

const commits = (cache: BrowserCache) => cache.asked.filter(([mode]) => mode === 'reload').length

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('while nothing changes, the cache is never written to and the page stays', async () => {
  const cache = new BrowserCache(app('1'))
  const { open, pass, light } = start(cache)
  await pass(24 * HOUR)
  expect(cache.asked.length).toBeGreaterThan(100)
  expect(commits(cache)).toBe(0)
  expect(open).not.toHaveBeenCalled()
  expect(light()).toEqual({ safe: true })
})

test('another version: seen, put into the cache, opened', async () => {
  const cache = new BrowserCache(app('1'))
  const { open, pass } = start(cache)
  await pass(MINUTE)
  cache.host = app('2')
  await pass(HOUR)
  expect(cache.kept).toEqual(app('2'))
  expect(commits(cache)).toBe(1)
  expect(open).toHaveBeenCalled()
})

test('the same version with other bytes is another app, too', async () => {
  const cache = new BrowserCache({ ...app('1'), text: `<style>a{}</style>${app('1').text}` }, app('1'))
  const { open, pass } = start(cache)
  await pass(MINUTE)
  expect(cache.kept).toEqual(cache.host)
  expect(open).toHaveBeenCalledOnce()
})

test('other security headers alone renew the page: they stand in the cache with it for ten years', async () => {
  const further = {
    ...TEN_YEARS,
    'content-security-policy': "default-src 'none'; connect-src https://c.example",
  }
  const cache = new BrowserCache(app('1', further), app('1'))
  const { open, pass } = start(cache)
  await pass(MINUTE)
  expect(cache.kept).toEqual(cache.host)
  expect(open).toHaveBeenCalledOnce()
})

test('a page with the policy of another version is not taken: its script would not run, for ten years', async () => {
  // While a package is upgraded, the new file is there before the web server has read the new headers.
  const policy = (source: string) => ({
    ...TEN_YEARS,
    'content-security-policy': `script-src 'sha256-${source}='`,
  })
  const page = (version: string, source: string): Sent => ({
    text: `<script data-policy="'sha256-${source}='">run(${version})</script><!--barwrt ${version} end-->`,
    heads: policy(source),
  })
  const cache = new BrowserCache({ ...page('2', 'new'), heads: policy('old') }, page('1', 'old'))
  const { open, pass } = start(cache)
  await pass(HOUR)
  expect(cache.kept).toEqual(page('1', 'old'))
  expect(open).not.toHaveBeenCalled()
  cache.host = page('2', 'new')
  await pass(HOUR)
  expect(cache.kept).toEqual(page('2', 'new'))
  expect(open).toHaveBeenCalled()
})

test('an older version is another one: a tablet follows the router that it stands at', async () => {
  const cache = new BrowserCache(app('0'), app('1'))
  const { open, pass } = start(cache)
  await pass(MINUTE)
  expect(cache.kept).toEqual(app('0'))
  expect(open).toHaveBeenCalledOnce()
})

test('what another tab put into the cache is opened, not fetched again', async () => {
  const cache = new BrowserCache(app('1'))
  const { open, pass } = start(cache)
  await pass(MINUTE)
  cache.host = cache.kept = app('2')
  await pass(HOUR)
  expect(commits(cache)).toBe(0)
  expect(open).toHaveBeenCalled()
})

test.each<Weather>(['off', 'hang', 'cut', 'half', 'login', 404, 500])(
  'a look that meets %s never costs the kept page',
  async met => {
    const cache = new BrowserCache(app('2'), app('1'))
    cache.weather = Array(1000).fill(met)
    const { open, pass } = start(cache)
    await pass(HOUR)
    expect(cache.kept).toEqual(app('1'))
    expect(commits(cache)).toBe(0)
    expect(open).not.toHaveBeenCalled()
  },
)

test.each<Weather>(['off', 'hang', 'cut', 'half', 'login', 404, 500])(
  'a commit that meets %s is made good within a minute of the host being well',
  async met => {
    const cache = new BrowserCache(app('2'), app('1'))
    cache.weather = ['ok', met, met, 'ok', met]
    const { open, pass, light } = start(cache)
    await pass(5 * MINUTE)
    expect(cache.kept).toEqual(app('2'))
    expect(open).toHaveBeenCalled()
    expect(light()).toEqual({ safe: true })
  },
)

test('never opens anew while somebody is busy; opens soon after', async () => {
  let busy = true
  const cache = new BrowserCache(app('2'), app('1'))
  const { open, pass } = start(cache, { busy: () => busy })
  await pass(HOUR + MINUTE)
  expect(cache.kept).toEqual(app('2'))
  expect(open).not.toHaveBeenCalled()
  busy = false
  await pass(5000)
  expect(open).toHaveBeenCalledOnce()
})

test('never opens what is not in the cache any more, as after somebody cleared it while an order was open', async () => {
  let busy = true
  const cache = new BrowserCache(app('2'), app('1'))
  const { open, pass, light } = start(cache, { busy: () => busy })
  await pass(MINUTE)
  cache.kept = undefined
  cache.weather = Array(1000).fill('off')
  busy = false
  await pass(MINUTE)
  expect(open).not.toHaveBeenCalled()
  expect(light()).toEqual({ safe: false, why: 'missing' })
})

test('a version that came between look and commit is looked at anew before it is opened', async () => {
  const cache = new BrowserCache(app('2'), app('1'))
  cache.before = mode => {
    if (mode === 'reload') cache.host = app('3')
  }
  const { open, pass } = start(cache)
  await pass(MINUTE)
  expect(cache.asked.map(([mode]) => mode)).toEqual(['no-store', 'reload', 'no-store'])
  expect(cache.kept).toEqual(app('3'))
  expect(open).toHaveBeenCalledOnce()
})

test('an app that the browser does not keep for this site, as after a link from another, is put into the cache', async () => {
  const cache = new BrowserCache(app('1'))
  cache.kept = undefined
  const { open, pass, light } = start(cache)
  await pass(4000)
  expect(light()).toBeUndefined()
  await pass(2000)
  expect(cache.kept).toEqual(app('1'))
  expect(light()).toEqual({ safe: false, why: 'soon' })
  await pass(MINUTE)
  expect(light()).toEqual({ safe: true })
  expect(open).not.toHaveBeenCalled()
})

test('the light does not shine for a page that is kept for a year only: a clock three years behind ends that', async () => {
  const cache = new BrowserCache(app('1', { 'cache-control': 'max-age=31536000' }))
  const { pass, light } = start(cache)
  await pass(5 * MINUTE)
  expect(light()).toEqual({ safe: false, why: 'expires' })
})

test('the light waits a minute after the page was put into the cache: before, a power cut loses it', async () => {
  const cache = new BrowserCache(app('1'))
  const { pass, light } = start(cache, { busy: () => true })
  await pass(59_000)
  expect(light()).toEqual({ safe: false, why: 'soon' })
  await pass(2000)
  expect(light()).toEqual({ safe: true })
  cache.host = app('2')
  await pass(10 * MINUTE)
  expect(cache.kept).toEqual(app('2'))
  expect(light()).toEqual({ safe: false, why: 'soon' })
  await pass(MINUTE)
  expect(light()).toEqual({ safe: true })
})

test('somebody who wants the page anew gets it when it can be had, and else keeps what is there', async () => {
  const cache = new BrowserCache(app('1'))
  const { open, refresh } = start(cache)
  await refresh()
  expect(open).toHaveBeenCalledTimes(1)
  cache.kept = undefined
  cache.weather = ['off']
  await refresh()
  expect(open).toHaveBeenCalledTimes(1)
  await refresh()
  expect(open).toHaveBeenCalledTimes(2)
  expect(commits(cache)).toBe(0)
})

test('whatever the weather: commits only what was just seen whole, and ends with the host’s page kept and opened', async () => {
  const weather = fc.constantFrom<Weather>('ok', 'off', 'hang', 'cut', 'half', 'login', 404, 500)
  await fc.assert(
    fc.asyncProperty(
      fc.array(weather, { maxLength: 40 }),
      fc.array(fc.nat(40), { maxLength: 3 }),
      async (bad, upgrades) => {
        const cache = new BrowserCache(app('1'))
        let version = 1
        cache.before = () => {
          if (upgrades.includes(cache.asked.length)) cache.host = app(`${++version}`)
        }
        cache.weather = bad
        const opened: unknown[] = []
        const { pass } = start(cache, { open: () => opened.push(cache.kept) })
        await pass(3 * HOUR)
        cache.host = app(`${++version}`)
        await pass(HOUR)
        cache.asked.forEach(([mode], i) => {
          if (mode === 'reload') expect(cache.asked[i - 1]).toEqual(['no-store', 'ok'])
        })
        expect(cache.kept).toEqual(cache.host)
        expect(opened.at(-1)).toEqual(cache.host)
        for (const page of opened) expect((page as Sent).text).toMatch(/end-->$/)
        vi.clearAllTimers()
      },
    ),
    { numRuns: 40 },
  )
})
