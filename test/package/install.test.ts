// docs/install.md from its top to its bottom, as a host goes through it: the package comes onto the router, what
// `barwrt key` draws before a tablet's camera, the first order, the second tablet, the plug out and in again. All that
// the page quotes is looked for where the host would see it.
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { headerRules, scriptHashes } from '../../build/standin/headers.ts'
import { type Host, startHost } from '../../build/standin/host.ts'
import { en } from '../../src/texts/en.ts'
import { HOST, launch, page as newPage } from '../browser/chromium.ts'
import { done, drink, onRouter, status } from '../browser/meeting.ts'
import { scan } from './code.ts'
import { type Manager, managers } from './managers.ts'
import { first, html } from './packages.ts'
import { type Router, real } from './router.ts'

const PAGE = readFileSync(new URL('../../docs/install.md', import.meta.url), 'utf8')
/** The lines to type of one part of the page. */
const typed = (part: string): string[] => {
  const text = PAGE.split(/^## /m).find(each => each.startsWith(part))!
  return [...text.matchAll(/^ {4}(.*)$/gm)].map(([, line]) => line!)
}

const WWW = '/usr/share/barwrt/www'

/**
 * The router's plug. Without the real uhttpd the laptop's stand-in takes its place, and runs the installed script inside
 * the root.
 */
class Plug {
  readonly #router: Router
  readonly #front = mkdtempSync(join(tmpdir(), 'barwrt-front-'))
  #host: Host | undefined

  constructor(router: Router) {
    this.#router = router
  }

  async in(): Promise<void> {
    if (real.uhttpd) return this.#router.reboot()
    this.#router.sh('/etc/rc.d/S95barwrt start')
    rmSync(this.#front, { recursive: true })
    const pulse = this.#router.path('/var/run/barwrt/pulse')
    cpSync(this.#router.path(WWW), this.#front, { recursive: true, filter: path => !path.endsWith('/pulse') })
    symlinkSync(pulse, join(this.#front, 'pulse'))
    const script = `${WWW}/cgi-bin/db`
    const [program, args] = this.#router.command([script])
    const quoted = [program, ...args].map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
    const text = `#!/bin/sh\nSCRIPT_FILENAME=${script} exec ${quoted}\n`
    writeFileSync(join(this.#front, 'cgi-bin/db'), text, { mode: 0o755 })
    const rules = headerRules({ scripts: scriptHashes(Buffer.from(html).toString()) })
    this.#host = await startHost({ www: this.#front, host: '127.0.0.1', port: this.#router.port, rules })
  }

  async out(): Promise<void> {
    await this.#router.stop()
    await this.#host?.stop()
    this.#host = undefined
  }

  async remove(): Promise<void> {
    await this.out()
    rmSync(this.#front, { recursive: true })
    await this.#router.remove()
  }
}

let browser: Browser
let plug: Plug | undefined
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())
afterEach(async () => {
  await Promise.all(browser.contexts().map(context => context.close()))
  await plug?.remove()
  plug = undefined
})

const order = async (page: Page, name: string) => {
  await drink(page, name).click()
  await done(page).click()
}
const orders = async (page: Page): Promise<string[]> => {
  await page.getByRole('button', { name: 'Recent orders' }).click()
  const items = await page.getByRole('dialog').getByRole('listitem').allTextContents()
  await page.keyboard.press('Escape')
  return items
}

/** What `barwrt status` says. It asks the service, which may be the stand-in: in this very process, so nothing may block. */
const statusOf = async (router: Router): Promise<string> => {
  const [program, args] = router.command(['barwrt', 'status'])
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }
  return (await promisify(execFile)(program, args, { env })).stdout
}

/** Those that are here; where none is, what stands for one. */
const here = managers.length > 1 ? managers.slice(1) : managers

/** Installs as the page says for that package manager. */
const install = (router: Router, manager: Manager): void => {
  const line = typed('3.').find(each => each.startsWith(`${manager.name} `))
  if (!line) return void manager.install(router, first)
  const path = /(\/\S+)$/.exec(line)![1]!
  router.write(path, first.files.get(path.replace(/.*\//, ''))!)
  const said = router.sh(line)
  for (const word of manager.name === 'apk'
    ? ['OK:']
    : [`Installing barwrt (${first.meta.version}) to root...`])
    expect(
      [PAGE, said].every(text => text.includes(word)),
      `${word} in ${said}`,
    ).toBe(true)
}

describe.each(here)('by $name', manager => {
  test('a host goes from the package to the first order as the page says', { timeout: 240_000 }, async () => {
    const router = await manager.start({
      ucode: real.ucode,
      lua: real.lua,
      uhttpd: real.uhttpd ?? '/bin/true',
    })
    plug = new Plug(router)
    install(router, manager)
    // The page's port may be taken on this machine.
    router.sh(`uci set barwrt.main.port=${await router.freePort()}; uci commit barwrt`)
    await plug.in()
    const home = `http://${HOST}:${router.port}/`

    // 4. The first tablet.
    const [key, organizer] = typed('4.')
    const code = scan(router.sh(key!))
    const scanned = await newPage(browser)
    await scanned.goto(code)
    await order(scanned, 'Club Mate')
    await onRouter(scanned)
    expect(scanned.url()).toBe(`${home}#/bar`)
    // One without a camera: the address typed, and the key.
    const second = await newPage(browser)
    await second.goto(home)
    await status(second).getByText(en.link.key).waitFor()
    await status(second).getByRole('link', { name: en.enterKey }).click()
    await second.getByLabel('Key', { exact: true }).fill(code.split('#k=')[1]!)
    await second.keyboard.press('Enter')
    await onRouter(second)

    // 5. Does it work?
    const counted = / `(\d+ events)`/.exec(PAGE)![1]!
    const said = await statusOf(router)
    for (const words of ['service    answers', counted]) expect(said).toContain(words)
    await second.getByRole('link', { name: 'Bar', exact: true }).click()
    await expect.poll(() => orders(second)).toEqual([expect.stringContaining('Club Mate')])
    await plug.out()
    await order(scanned, 'Tschunk')
    await status(scanned).getByText('1 not on the router yet').waitFor()
    const opened = await scanned.context().newPage()
    await opened.goto(home)
    await drink(opened, 'Club Mate').waitFor()
    await plug.in()
    await expect.poll(() => orders(second), { timeout: 120_000 }).toHaveLength(2)

    // Whoever plans has more screens than the bar.
    const planner = await newPage(browser)
    await planner.goto(scan(router.sh(organizer!)))
    await planner.getByRole('link', { name: 'Plan' }).waitFor()
    expect(await second.getByRole('link', { name: 'Plan' }).count()).toBe(0)

    // The next meeting.
    for (const line of typed('The next meeting')) router.sh(line)
    expect(await statusOf(router)).toContain(', 0 events')
  })
})

test('what the page quotes of the screen is what the screen says', () => {
  for (const words of [en.link.key, en.enterKey, en.link.full, en.safe])
    expect(PAGE).toContain(`*${words.replace(/\..*/, '')}*`)
})

if (real.uhttpd)
  test('a port that is taken is said as the page quotes it', async () => {
    const router = await managers[0]!.start({ ucode: real.ucode, lua: real.lua, uhttpd: real.uhttpd })
    plug = new Plug(router)
    managers[0]!.install(router, first)
    router.sh(`uci set barwrt.main.port=${await router.freePort()}; uci commit barwrt`)
    await plug.in()
    const words = 'Address already in use'
    expect(PAGE).toContain(words)
    expect(router.run(router.instance()!.command!).stderr).toContain(words)
  })
