import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { ConsoleMessage, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findProgram } from '../../build/interpreter.ts'
import { HOST } from './chromium.ts'
import { FAULTS } from './faults.ts'
import { anew, buildTwo, done, drink, Meeting, onRouter, pass, status, undo } from './meeting.ts'
import { Tablet } from './tablet.ts'

// The app behind HTTPS, in a Chromium that trusts the authority of build/https-ca.sh as docs/https.md has people do it:
// by its store of certificates, with no switch that looks away. TLS ends in front of the router that may fail.

const SCRIPT = fileURLToPath(new URL('../../build/https-ca.sh', import.meta.url))
const CERTUTIL = findProgram(undefined, 'certutil')

const run = (program: string, ...args: string[]): void => {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
}

/** What uhttpd's TLS is to a router's port: takes the bytes out of it and hands them on. */
class Tls {
  readonly #server: Server
  readonly #open = new Set<Socket>()

  constructor(dir: string, port: () => number) {
    const [key, cert] = ['leaf.key', 'leaf.crt'].map(name => readFileSync(join(dir, name)))
    this.#server = createServer({ key, cert }, inside => {
      const outside = connect(port(), '127.0.0.1')
      for (const [one, other] of [
        [inside, outside],
        [outside, inside],
      ] as const) {
        this.#open.add(one)
        one.pipe(other)
        one.on('error', () => other.destroy())
        one.on('close', () => {
          this.#open.delete(one)
          other.destroy()
        })
      }
    })
    // A browser that does not trust the certificate hangs up.
    this.#server.on('tlsClientError', () => {})
  }

  /** On a free port. @returns the router's address over HTTPS */
  async up(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
    return `https://${HOST}:${(this.#server.address() as AddressInfo).port}/`
  }

  async down(): Promise<void> {
    const closed = new Promise(resolve => this.#server.close(resolve))
    for (const socket of this.#open) socket.destroy()
    await closed
  }
}

let one: Uint8Array
let two: Uint8Array
beforeAll(async () => {
  ;[one, two] = await buildTwo()
})

/** Whether the page logged an error. That a host has no handbook, which the help asks for, is none. */
const isError = (message: ConsoleMessage): boolean =>
  message.type() === 'error' && !message.location().url.includes('/handbook/')

if (CERTUTIL)
  describe('over HTTPS', () => {
    let dir: string
    let meeting: Meeting
    let tls: Tls
    let url: string
    let tablet: Tablet
    let tablets = 0

    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'barwrt-trusted-'))
      run('sh', SCRIPT, '-d', join(dir, 'ca'), HOST)
      const store = join(dir, 'home/.pki/nssdb')
      mkdirSync(store, { recursive: true })
      run(CERTUTIL, '-N', '-d', `sql:${store}`, '--empty-password')
      run(CERTUTIL, '-A', '-d', `sql:${store}`, '-t', 'C,,', '-n', 'barwrt', '-i', join(dir, 'ca/ca.crt'))
      mkdirSync(join(dir, 'stranger'))
    })
    afterAll(() => rm(dir, { recursive: true, force: true }))

    beforeEach(async () => {
      meeting = await Meeting.start(one)
      tls = new Tls(join(dir, 'ca'), () => meeting.router.port)
      url = await tls.up()
    })
    afterEach(async () => {
      await tablet?.close()
      await tls.down()
      await meeting.stop()
    })

    /** A new tablet, of somebody who has that home directory, and its certificates in it. */
    const newTablet = async (home = 'home'): Promise<Tablet> => {
      const profile = join(dir, `tablet${++tablets}`)
      mkdirSync(profile)
      tablet = await Tablet.start(profile, 'env', `HOME=${join(dir, home)}`)
      return tablet
    }

    const opened = async (): Promise<Page> => {
      const page = (await tablet.open(url))!
      await drink(page, 'Club Mate').waitFor()
      return page
    }

    /** What the worker keeps: the version of each page in its stores. */
    const kept = (page: Page): Promise<string[]> =>
      page.evaluate(async () => {
        const found: string[] = []
        for (const name of await caches.keys()) {
          const answer = await (await caches.open(name)).match('/')
          found.push(/barwrt (\S+) end-->$/.exec((await answer?.text()) ?? '')?.[1] ?? 'none')
        }
        return found
      })

    /** The app on a new tablet, once its worker is at work. */
    const installed = async (): Promise<Page> => {
      await newTablet()
      const page = await opened()
      await page.evaluate(async () => {
        await navigator.serviceWorker.ready
        while (!navigator.serviceWorker.controller) await new Promise(next => setTimeout(next, 20))
      })
      expect(await kept(page)).toEqual(['1.0.0'])
      return page
    }

    /** The same, in a tab that is not the app: nobody but the test asks for anything. */
    const quiet = async (): Promise<Page> => {
      const page = await installed()
      await page.goto(`${url}settings.json`)
      return page
    }

    const says = (page: Page, text: RegExp) => async () => text.test((await status(page).textContent()) ?? '')

    const version = (page: Page): Promise<string | undefined> =>
      page.evaluate(() => /barwrt ([\d.]+) end/.exec(document.documentElement.outerHTML)?.[1])

    /** Asks for the page as the updater does. @returns whether something whole came */
    const ask = (page: Page, cache: RequestCache): Promise<boolean> =>
      page.evaluate(async cache => {
        const signal = AbortSignal.timeout(3000)
        const answer = await fetch('/', { cache, mode: 'same-origin', redirect: 'error', signal }).catch(
          () => {},
        )
        const text = await answer?.text().catch(() => {})
        return !!answer?.ok && !!text?.endsWith('end-->')
      }, cache)

    test('the worker keeps the page; it opens without the router by every way there is', async () => {
      const page = await installed()
      await drink(page, 'Club Mate').click()
      await done(page).click()
      await undo(page, 'Club Mate').waitFor()
      await expect.poll(async () => (await meeting.orders()).length).toBe(1)
      await onRouter(page)
      await meeting.router.down()
      await anew(page, () => page.keyboard.press('F5'))
      await drink(page, 'Club Mate').waitFor()
      // The browser's own button, which on plain HTTP shows an error page.
      await page.reload()
      await drink(page, 'Club Mate').waitFor()
      expect(await version(page)).toBe('1.0.0')
      for (const to of ['?x', 'index.html', '#/help']) {
        await page.goto(url + to)
        await page.getByRole('link', { name: 'Bar', exact: true }).first().waitFor()
      }
      await meeting.router.up()
    })

    test('it says that it is safe to restart, and goes on with orders without the router', async () => {
      await newTablet()
      const page = await tablet.context.newPage()
      await page.clock.install()
      await page.goto(url)
      await drink(page, 'Club Mate').waitFor()
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
      await meeting.router.down()
      await pass(page, 60_000, says(page, /(?<!not )safe to restart/))
      await drink(page, 'Club Mate').click()
      await done(page).click()
      await status(page)
        .getByText(/1 not on the router yet/)
        .waitFor()
      await meeting.router.up()
    })

    test('the page renews itself through the worker', async () => {
      await newTablet()
      const page = await tablet.context.newPage()
      await page.clock.install()
      await page.goto(url)
      await drink(page, 'Club Mate').waitFor()
      await page.evaluate(async () => {
        await navigator.serviceWorker.ready
        while (!navigator.serviceWorker.controller) await new Promise(next => requestAnimationFrame(next))
      })
      meeting.router.deploy(two)
      await pass(page, 600_000, async () => (await version(page)) === '2.0.0')
      expect(await kept(page)).toEqual(['2.0.0'])
      await meeting.router.down()
      await page.reload()
      await drink(page, 'Club Mate').waitFor()
      expect(await version(page)).toBe('2.0.0')
      await meeting.router.up()
    })

    test('no fault of a router costs the page that is kept, nor that of the browser’s own cache', async () => {
      const page = await quiet()
      meeting.router.deploy(two)
      for (const fault of FAULTS)
        for (const cache of ['no-store', 'reload'] as const) {
          // Chromium asks once more after a reset connection.
          meeting.router.plan = [fault, fault, fault]
          expect(await ask(page, cache), `${fault} ${cache}`).toBe(false)
          meeting.router.plan = []
          expect(await kept(page), `${fault} ${cache}`).toEqual(['1.0.0'])
          expect(await ask(page, 'only-if-cached')).toBe(true)
        }
      // The worker and its stores are gone, as if the browser had cleared them: the browser's own copy opens.
      await page.evaluate(async () => {
        for (const name of await caches.keys()) await caches.delete(name)
      })
      await meeting.router.down()
      const other = (await tablet.open(url))!
      await drink(other, 'Club Mate').waitFor()
      expect(await version(other)).toBe('1.0.0')
      await meeting.router.up()
    })

    test('another worker takes over and keeps the page; with no whole page to be had none is installed', async () => {
      const page = await quiet()
      await page.evaluate(() => Object.assign(window, { first: navigator.serviceWorker.controller }))
      const file = join(meeting.www, 'sw.js')
      const script = gunzipSync(readFileSync(file)).toString()
      writeFileSync(file, gzipSync(`${script}\n// another`))
      meeting.router.plan = ['half', 'half']
      // Asked for more than once: the browser may just be looking by itself, and what it then sees is the script from before.
      const changed = () =>
        page.evaluate(async () => {
          await (await navigator.serviceWorker.ready).update()
          return navigator.serviceWorker.controller !== (window as unknown as { first: unknown }).first
        })
      await expect.poll(changed).toBe(true)
      expect(await kept(page)).toEqual(['1.0.0'])
      // It had a page, and asked for none.
      expect(meeting.router.plan).toHaveLength(2)
      meeting.router.plan = []
      await tablet.close()
      const before = meeting.router.met.length
      meeting.router.plan = ['ok', ...Array(99).fill('half')]
      await newTablet()
      const fresh = await opened()
      await expect.poll(() => meeting.router.met.slice(before, before + 2)).toEqual(['ok', 'half'])
      const registered = () =>
        fresh.evaluate(async () => !!(await navigator.serviceWorker.getRegistration())?.active)
      expect([await registered(), await kept(fresh)]).toEqual([false, []])
      // Seen again, it tries again.
      meeting.router.plan = []
      const seenAgain = async () => {
        await fresh.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
        return registered()
      }
      await expect.poll(seenAgain).toBe(true)
      expect(await kept(fresh)).toEqual(['1.0.0'])
    })

    test('the worker answers for the page alone', async () => {
      const page = await installed()
      const before = meeting.router.asked.length
      await page.evaluate(async () => {
        for (const path of ['/settings.json', '/sw.js', '/', '/texts/de.json'])
          await (await fetch(path, { cache: 'no-store' })).text()
      })
      const asked = meeting.router.asked.slice(before)
      for (const line of ['GET /settings.json', 'GET /sw.js', 'GET /', 'GET /texts/de.json'])
        expect(asked).toContain(line)
    })

    test('the screen stays on while the page is seen, and the app can be installed', async () => {
      await newTablet()
      const page = await tablet.context.newPage()
      const errors: string[] = []
      page.on('console', message => isError(message) && errors.push(message.text()))
      await page.addInitScript(() => {
        const got: unknown[] = []
        Object.assign(window, { got })
        const { request } = WakeLock.prototype
        WakeLock.prototype.request = async function (type) {
          const lock = await request.call(this, type)
          got.push(lock.released)
          return lock
        }
      })
      await page.goto(url)
      await drink(page, 'Club Mate').waitFor()
      const locks = () => page.evaluate(() => (window as unknown as { got: unknown[] }).got)
      await expect.poll(locks).toEqual([false])
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
      await expect.poll(locks).toEqual([false, false])
      const session = await tablet.context.newCDPSession(page)
      const manifest = await session.send('Page.getAppManifest')
      expect(manifest.errors).toEqual([])
      expect(JSON.parse(manifest.data!)).toMatchObject({ name: 'BarWRT', display: 'standalone' })
      const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
      expect(installabilityErrors).toEqual([])
      for (const size of [192, 512])
        expect(
          await page.evaluate(async src => {
            const image = new Image()
            image.src = src
            await image.decode()
            return [image.naturalWidth, image.naturalHeight]
          }, `/icon-${size}.png`),
        ).toEqual([size, size])
      await page.goto(`${url}#/help`)
      await page.getByRole('heading', { name: 'Help' }).waitFor()
      expect(await page.getByText('Never tap it away').count()).toBe(0)
      expect(errors).toEqual([])
    })

    test('a certificate that the tablet does not trust is not helped along', async () => {
      await newTablet('stranger')
      expect(await tablet.open(url)).toBeUndefined()
      // Somebody clicks through the warning.
      const page = await tablet.context.newPage()
      const session = await tablet.context.newCDPSession(page)
      await session.send('Security.setIgnoreCertificateErrors', { ignore: true })
      await page.clock.install()
      await page.goto(url)
      await drink(page, 'Club Mate').waitFor()
      await pass(page, 60_000, says(page, /not safe to restart.*the certificate is not trusted here/))
      expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
        0,
      )
    })
  })

test('over plain HTTP nothing of it is asked for, and the help says what is missing', async () => {
  const meeting = await Meeting.start(one)
  const profile = await mkdtemp(join(tmpdir(), 'barwrt-plain-'))
  const tablet = await Tablet.start(profile)
  try {
    const page = await tablet.context.newPage()
    const errors: string[] = []
    page.on('console', message => isError(message) && errors.push(message.text()))
    await page.goto(`${meeting.router.url}#/help`)
    await page.getByRole('heading', { name: 'Keep the screen on' }).waitFor()
    await page.getByText('Never tap it away').waitFor()
    expect(meeting.router.asked.filter(line => /sw\.js|manifest|icon/.test(line))).toEqual([])
    expect(errors).toEqual([])
  } finally {
    await tablet.close()
    await meeting.stop()
    await rm(profile, { recursive: true, force: true })
  }
})
