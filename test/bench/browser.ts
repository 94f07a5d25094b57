import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core'
import { buildApp } from '../../build/app.ts'
import type { BarEvent } from '../../src/domain/event.ts'
import { HOST, launch, serveHtml } from '../browser/chromium.ts'
import { interpreters, type Running, startHostKind } from '../wire/hosts.ts'
import { night } from './events.ts'
import type { Probe } from './page/probe.ts'

/** How much slower than this machine the browser is made: about what an old tablet is. */
export const THROTTLE = 6

const DATABASE = 'bar-bench'

const script = async (entry: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [new URL(`page/${entry}`, import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'chrome92',
    define: { global: 'globalThis' },
  })
  return outputFiles[0]!.text
}

/** A page with its throttle. */
export interface Watched {
  page: Page
  cdp: CDPSession
  /** What the page noted so far. */
  probe: () => Promise<Probe>
  throttle: (times: number) => Promise<void>
  /** Processor time of the page's main thread since it was opened, s: how busy the machine is does not touch it. */
  cpu: () => Promise<number>
}

/** A tablet's browser with the app of a router, or the peer's page, and so many events in it. */
export class Tablet {
  private constructor(
    private readonly context: BrowserContext,
    readonly url: string,
    private readonly probeScript: string,
    private readonly end: () => Promise<void>,
  ) {}

  /** The app, on a router that holds `size` events; all of them are on the tablet when this resolves. */
  static async app(browser: Browser, size: number, events?: readonly BarEvent[]): Promise<Tablet> {
    const tablet = await Tablet.fresh(browser, size, events)
    const { page } = await tablet.open()
    await tablet.join(page, size)
    await page.close()
    return tablet
  }

  /** The app, on a router that holds `size` events, before its page was ever opened. */
  static async fresh(
    browser: Browser,
    size: number,
    events: readonly BarEvent[] = night(size),
  ): Promise<Tablet> {
    const { html } = await buildApp()
    const running = await startHostKind(interpreters[0]!, 'stand-in', {
      html,
      limit: 1 << 30,
      settings: { database: DATABASE },
    })
    const url = `${running.url.replace('127.0.0.1', HOST)}/`
    const tablet = new Tablet(await contextOf(browser), url, await script('probe.ts'), running.stop)
    await fill(running, events)
    return tablet
  }

  /** Waits until all of the router's events are on the tablet. @param patience ms */
  async join(page: Page, size: number, patience = 120_000): Promise<void> {
    await page.getByRole('status').filter({ hasText: 'synced' }).waitFor({ timeout: patience })
    await until(page, `(${COUNT}) >= ${size}`)
  }

  /** A page with a script of this bench alone, on no router. @param entry below page/ */
  static async script(browser: Browser, entry: string): Promise<Tablet> {
    const html = `<!doctype html><meta charset="utf-8"><title>bench</title><body><script>${await script(entry)}</script>`
    const served = await serveHtml(Buffer.from(html))
    return new Tablet(await contextOf(browser), served.url, await script('probe.ts'), served.close)
  }

  /** The peer's page, with `size` events in its PouchDB. */
  static async pouch(browser: Browser, size: number): Promise<Tablet> {
    const tablet = await Tablet.script(browser, 'pouch.ts')
    const { page } = await tablet.open()
    await page.evaluate(`fill(${size})`)
    await page.close()
    return tablet
  }

  /** A new page, with what watches it. @param before runs before the page begins, in the page */
  async open(before = '', throttle = 1): Promise<Watched> {
    const page = await this.context.newPage()
    const cdp = await this.context.newCDPSession(page)
    const watched: Watched = {
      page,
      cdp,
      probe: () => page.evaluate('window.probe') as Promise<Probe>,
      cpu: async () => {
        const { metrics } = await cdp.send('Performance.getMetrics')
        return metrics.find(({ name }) => name === 'TaskDuration')!.value
      },
      throttle: async rate => void (await cdp.send('Emulation.setCPUThrottlingRate', { rate })),
    }
    await page.addInitScript({ content: `${before}\n${this.probeScript}` })
    await watched.throttle(throttle)
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
    await page.goto(this.url)
    return watched
  }

  async close(): Promise<void> {
    await this.context.close()
    await this.end()
  }
}

const contextOf = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ viewport: { width: 1280, height: 800 }, hasTouch: true, locale: 'en-GB' })

const fill = async (running: Running, events: readonly BarEvent[]): Promise<void> => {
  const made = await fetch(`${running.url}/cgi-bin/db/${DATABASE}`, { method: 'PUT' })
  if (made.status !== 201) throw new Error(await made.text())
  const lines = events.map(event => `${JSON.stringify(event)}\t\n`)
  await writeFile(join(running.root.data, `${DATABASE}.log`), lines.join(''))
}

/** How many events the app's journal has; an expression for the page. */
const COUNT = `await (async () => {
  const known = (await indexedDB.databases()).find(({ name }) => name.includes('${DATABASE}'))
  if (!known) return 0
  const result = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const db = await result(indexedDB.open(known.name))
  const count = await result(db.transaction('journal').objectStore('journal').count(IDBKeyRange.lowerBound('0')))
  db.close()
  return count
})()`

/** Waits until an expression is true in a page. From outside: the page's policy lets nobody eval inside. */
export const until = async (page: Page, expression: string, each = 100): Promise<void> => {
  for (const end = performance.now() + 120_000; performance.now() < end; await pause(each))
    if (await page.evaluate(`(async () => ${expression})()`)) return
  throw new Error(`never true in the page: ${expression}`)
}

/** Runs something with a Chromium that is gone afterwards. */
export const inBrowser = async <T>(what: (browser: Browser) => Promise<T>): Promise<T> => {
  const browser = await launch()
  try {
    return await what(browser)
  } finally {
    await browser.close()
  }
}

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
