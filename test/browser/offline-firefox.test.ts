import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FAULTS, type Fault } from './faults.ts'
import { FIREFOX, Firefox, takeMessages } from './firefox.ts'
import { LoopDisk } from './loop-disk.ts'
import { buildTwo, Meeting } from './meeting.ts'

// The rows on caching and durability once more, in Firefox ESR, where there is one.

let one: Uint8Array
let two: Uint8Array
let meeting: Meeting
/** A disk of its own where mounting is allowed, so that its power can go. */
let disk: LoopDisk | undefined
if (!FIREFOX)
  process.stderr.write(
    'not run: caching and durability in Firefox (no firefox-esr on the PATH or in BARWRT_FIREFOX)\n',
  )
let dir: string
let firefox: Firefox

const profileIn = (root: string) => join(root, 'profile')

/** A button by the beginning of its name. */
const button = (name: string) =>
  `[...document.querySelectorAll('button')].find(each => (each.ariaLabel ?? each.innerText).startsWith('${name}'))`
const press = (name: string) => firefox.evaluate(`void ${button(name)}.click()`)
const status = `document.querySelector('[role=status]').innerText`
const stripIsOnDisk = `new Promise(resolve => {
  const request = indexedDB.open('barwrt-bar-7f3k2q')
  request.onsuccess = () => {
    const got = request.result.transaction('journal').objectStore('journal').get('.strip')
    got.onsuccess = () => resolve(got.result?.lines.length === 1, request.result.close())
  }
})`
const order = async (name: string) => {
  await press(name)
  await firefox.until(`${button('Done')} && !${button('Done')}.disabled`)
  await press('Done')
  await firefox.until(`${button('Undo')}?.innerText.includes('${name}')`)
}
const opened = async () => {
  expect(await firefox.open(meeting.router.url)).toBe(true)
  await firefox.until(`!!${button('Club Mate')}`)
}

test('what Firefox says is read whole, in whatever pieces it comes', () => {
  const said = Buffer.from('14:["Grüße", 1]12:[1,2,null,3')
  for (let cut = 0; cut < said.length; cut++) {
    const first = takeMessages(said.subarray(0, cut))
    const then = takeMessages(Buffer.concat([first.rest, said.subarray(cut), Buffer.from(']')]))
    expect([...first.messages, ...then.messages]).toEqual([
      ['Grüße', 1],
      [1, 2, null, 3],
    ])
    expect(then.rest).toHaveLength(0)
  }
})

describe.each(FIREFOX ? ['Firefox'] : [])('%s', () => {
  beforeAll(async () => {
    if (LoopDisk.allowed) disk = LoopDisk.make()
    dir = disk?.path ?? (await mkdtemp(join(tmpdir(), 'barwrt-firefox-')))
    await mkdir(profileIn(dir))
    ;[firefox, [one, two]] = await Promise.all([Firefox.start(profileIn(dir)), buildTwo()])
  })
  afterAll(async () => {
    await firefox?.kill()
    await meeting?.stop()
    await rm(profileIn(dir), { recursive: true, force: true })
    disk?.destroy()
  })
  beforeEach(async () => {
    await meeting?.stop()
    meeting = await Meeting.start(one)
  })

  test('opens the app with the router off; a reload fails, and afterwards it opens again; F5 is caught', async () => {
    await opened()
    expect(await firefox.evaluate('isSecureContext')).toBe(false)
    await meeting.router.down()
    await opened()
    await firefox.reload()
    expect(await firefox.evaluate('document.URL')).toMatch(/^about:neterror/)
    await opened()
    await firefox.evaluate(
      `void (location.hash = '#/setup', window.marked = true, location.replace(location.href))`,
    )
    expect(await firefox.evaluate('window.marked')).toBe(true)
    await firefox.press('\uE035')
    await firefox.until(`!window.marked && !!document.querySelector('h1')`)
    expect(await firefox.evaluate('location.href')).toBe(`${meeting.router.url}#/setup`)
    await meeting.router.up()
  })

  test.for<RequestCache>(['no-store', 'reload'])(
    'asking with %s: never, or always, costs the kept page',
    async mode => {
      await opened()
      const ask = (cache: RequestCache) =>
        firefox.evaluate<boolean>(
          `fetch('/', { cache: '${cache}', mode: 'same-origin', signal: AbortSignal.timeout(500) })
            .then(async answer => answer.ok && (await answer.text()).endsWith('end-->')).catch(() => false)`,
        )
      const lost: Fault[] = []
      for (const fault of FAULTS) {
        meeting.router.plan = Array(20).fill(fault)
        expect(await ask(mode), `${fault}`).toBe(false)
        if (!(await ask('only-if-cached'))) lost.push(fault)
        meeting.router.plan = []
        await firefox.until(`fetch('/').then(answer => answer.text()).then(text => text.endsWith('end-->'))`)
      }
      expect(lost).toEqual(mode === 'no-store' ? [] : FAULTS)
    },
  )

  test('gets another version through a failed commit, and opens it with the router off', async () => {
    await opened()
    meeting.router.deploy(two)
    meeting.router.plan = ['ok', 500, 'ok', 'cut']
    await firefox.until(`/barwrt 2.0.0 end/.test(document.documentElement.outerHTML)`, 40_000)
    expect(meeting.router.plan).toEqual([])
    await firefox.until(`${status}.includes('safe to restart')`)
    await meeting.router.down()
    await opened()
    expect(await firefox.evaluate(`/barwrt 2.0.0 end/.test(document.documentElement.outerHTML)`)).toBe(true)
    await meeting.router.up()
  })

  test('killed, or the power cut, right after “saved”: the orders are there, and the unfinished one', async () => {
    await opened()
    await firefox.until(`${status}.includes('all on the router')`)
    await order('Club Mate')
    await meeting.router.down()
    await order('Tap water')
    const cut = disk?.cut('after-order')
    await press('Tschunk')
    await firefox.until(stripIsOnDisk)
    await firefox.kill()
    firefox = await Firefox.start(profileIn(dir))
    await opened()
    await firefox.until(`${button('Undo')}?.innerText.includes('Tap water')`)
    await firefox.until(`!!${button('One less Tschunk')}`)
    await meeting.router.up()
    await firefox.evaluate(`void dispatchEvent(new Event('online'))`)
    await expect.poll(async () => (await meeting.orders()).length).toBe(2)
    if (!cut) return
    // The app itself reaches the disk some time later, so here it comes over the network; what was saved does not.
    meeting.router.broken = /^\/cgi-bin/
    await firefox.kill()
    firefox = await Firefox.start(profileIn(cut))
    await opened()
    await firefox.until(`${button('Undo')}?.innerText.includes('Tap water')`)
  })
})
