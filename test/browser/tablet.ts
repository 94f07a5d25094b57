import { type ChildProcess, spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findProgram } from '../../build/interpreter.ts'
import { PATIENCE } from './chromium.ts'

/** A Chromium on a profile that stays, started as people start it; its battery may die. */
export class Tablet {
  readonly #child: ChildProcess
  readonly #browser: Browser

  private constructor(child: ChildProcess, browser: Browser) {
    this.#child = child
    this.#browser = browser
    this.context.setDefaultTimeout(PATIENCE)
  }

  /**
   * @param profile a directory that exists
   * @param command what runs Chromium in an altered world, such as `faketime`
   */
  static async start(profile: string, ...command: string[]): Promise<Tablet> {
    const portFile = join(profile, 'DevToolsActivePort')
    await rm(portFile, { force: true })
    const [program, ...args] = [
      ...command,
      findProgram('BARWRT_CHROMIUM', 'chromium') ?? '/usr/bin/chromium',
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      `--host-resolver-rules=MAP *.lan 127.0.0.1`,
    ]
    // A process group of its own, so that all of its processes can be killed at once.
    const child = spawn(program!, args, { detached: true, stdio: 'ignore' })
    for (let tries = 0; tries < 600; tries++) {
      const [port] = (await readFile(portFile, 'utf8').catch(() => '')).split('\n')
      // While its first tab still opens, Chromium may leave the first caller without an answer; the second gets one.
      const browser =
        port &&
        (await chromium
          .connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 5000 + 100 * tries })
          .catch(() => undefined))
      if (browser) return new Tablet(child, browser)
      await sleep(100)
    }
    process.kill(-child.pid!, 'SIGKILL')
    throw new Error('Chromium did not open its door for tests')
  }

  get context(): BrowserContext {
    return this.#browser.contexts()[0]!
  }

  /** A new tab that opens an address as somebody does who types it; undefined when no page came. */
  async open(url: string): Promise<Page | undefined> {
    const page = await this.context.newPage()
    try {
      await page.goto(url)
      return page
    } catch {
      await page.close()
      return undefined
    }
  }

  /** Ends it as people do. */
  async close(): Promise<void> {
    const session = await this.#browser.newBrowserCDPSession().catch(() => undefined)
    session?.send('Browser.close').catch(() => {})
    await this.#gone()
  }

  /** Ends it, all its processes at once, without a word. */
  async kill(): Promise<void> {
    process.kill(-this.#child.pid!, 'SIGKILL')
    await this.#gone()
  }

  async #gone(): Promise<void> {
    const ended = () => this.#child.exitCode !== null || this.#child.signalCode !== null
    // One that is killed while it still writes its cache to the disk has lost it.
    for (let tries = 0; tries < 600 && !ended(); tries++) await sleep(50)
    try {
      process.kill(-this.#child.pid!, 'SIGKILL')
    } catch {
      // All of the group is gone.
    }
    await this.#browser.close().catch(() => {})
  }
}
