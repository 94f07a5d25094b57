import { describe, expect, test } from 'vitest'
import { splitId } from '../../src/domain/event.ts'
import { foreign, Lab, pushed, what } from './kit.ts'

const MINUTE = 60_000

describe('in step with a router', () => {
  test('what is here goes there, what is there comes here, and the screens are told', async () => {
    const lab = new Lab()
    lab.database.add(foreign('other', 1))
    const tablet = await lab.tablet()
    tablet.tap()
    await lab.pass(10)
    tablet.replicator.start()
    await lab.pass(3000)
    expect(lab.ids).toEqual(['other-1', `${tablet.journal.station}-1`])
    expect(tablet.bar.fold.events.has('other-1')).toBe(true)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
    expect(tablet.link.synced).toBeGreaterThan(1_735_700_000_000)
  })

  test('before anything was tried the link is starting, and says how many are unsent', async () => {
    const lab = new Lab()
    lab.fate = () => ({ lost: 'lost' })
    const tablet = await lab.tablet()
    tablet.tap()
    tablet.tap()
    await lab.pass(10)
    tablet.replicator.start()
    await lab.pass(100)
    // The seeded menu is no loss to anybody, and not counted.
    expect(tablet.link).toEqual({ url: expect.any(String), state: 'starting', unsent: 2 })
  })

  for (const pulse of ['there', 'none', 'dead'] as const)
    test(`an order on one station shows on another within 3 s (pulse: ${pulse})`, async () => {
      const lab = new Lab()
      lab.model.pulse = pulse
      const [a, b] = [await lab.connected(), await lab.connected()]
      for (let i = 1; i <= 20; i++) {
        // Each time at another point of the other's rhythm.
        await lab.pass(5000 + 137 * i)
        a.tap()
        await lab.pass(3000)
        expect(b.orders).toHaveLength(i)
      }
      expect(lab.ids).toHaveLength(20)
    })

  test('an idle station looks at the pulse each second and starts a script once a minute', async () => {
    const lab = new Lab()
    await lab.connected()
    await lab.pass(MINUTE)
    const before = lab.model.calls.length
    const scripts = await lab.scripts(() => lab.pass(9 * MINUTE))
    const looks = lab.model.calls.length - before - scripts.length
    expect(looks).toBeGreaterThan(400)
    expect(looks).toBeLessThan(720)
    // Now and then it also asks the router about its clock.
    expect(scripts.length).toBeGreaterThanOrEqual(7)
    expect(scripts.length).toBeLessThanOrEqual(13)
    expect(new Set(scripts.map(what))).toEqual(new Set(['changes', 'about']))
  })

  test('while nobody looks at the page it asks five times less often, and at once when somebody does', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    tablet.replicator.setVisible(false)
    await lab.pass(2000)
    const before = lab.model.calls.length
    await lab.pass(MINUTE)
    expect(lab.model.calls.length - before).toBeLessThan(20)
    lab.database.add(foreign('other', 1))
    tablet.replicator.setVisible(true)
    await lab.pass(100)
    expect(tablet.bar.fold.events.has('other-1')).toBe(true)
  })

  test('without a pulse it reads the changes every two seconds', async () => {
    const lab = new Lab()
    lab.model.pulse = 'none'
    await lab.connected()
    const scripts = await lab.scripts(() => lab.pass(10 * MINUTE))
    expect(scripts.length).toBeGreaterThan(250)
    expect(scripts.length).toBeLessThan(350)
  })

  test('a pulse that is named and not served does not make it ask the router again and again', async () => {
    const lab = new Lab()
    lab.model.pulse = 'dead'
    await lab.connected()
    const scripts = await lab.scripts(() => lab.pass(10 * MINUTE))
    expect(scripts.filter(call => what(call) === 'about').length).toBeLessThanOrEqual(24)
  })

  test('an event that comes in while the changes are read is not missed: the tag is from before', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    let late = 1
    // Lands after the answer was made and before anything else is asked.
    lab.model.intercept = call => {
      if (what(call) !== 'changes' || late > 1) return undefined
      lab.model.intercept = () => undefined
      const { calls } = lab.model
      const answer = lab.model.handle(call)
      calls.pop()
      lab.database.add(foreign('late', ++late))
      return answer
    }
    lab.database.add(foreign('early', 1))
    await lab.pass(3000)
    expect(tablet.events.filter(event => /^(late|early)-/.test(event._id))).toHaveLength(2)
  })

  test('a router that booted has another pulse: found at once, its clock measured again', async () => {
    const lab = new Lab()
    const [a, b] = [await lab.connected(), await lab.connected()]
    expect(a.bar.ref?.boot).toBe(lab.model.boot)
    lab.model.reboot()
    const scripts = await lab.scripts(() => lab.pass(2000))
    expect(a.bar.ref?.boot).toBe(lab.model.boot)
    // What it knew of the log holds still: nothing is sent, nothing comes twice.
    expect(pushed(scripts)).toEqual([])
    for (const call of scripts.filter(call => what(call) === 'changes')) expect(call.path).toContain('since=')
    a.tap()
    await lab.pass(3000)
    expect(b.orders).toHaveLength(1)
  })

  test('catching up page by page, it says how much is still to come', async () => {
    const lab = new Lab({ kind: 'couch' })
    for (let n = 1; n <= 1200; n++) lab.database.add(foreign('other', n))
    const tablet = await lab.connected()
    expect(tablet.links.map(link => link.behind)).toEqual(expect.arrayContaining([700, 200]))
    expect(tablet.link.behind).toBeUndefined()
    expect(tablet.events.filter(event => event._id.startsWith('other-'))).toHaveLength(1200)
  })

  test('a router says only that there is more: how much, its count of events tells', async () => {
    const lab = new Lab()
    for (let n = 1; n <= 1200; n++) lab.database.add(foreign('other', n))
    const tablet = await lab.connected()
    expect(tablet.links.map(link => link.behind)).toEqual(expect.arrayContaining([700, 200]))
    expect(tablet.link.behind).toBeUndefined()
  })

  test('a screen that fails does not end it', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    // What a page would show as an uncaught error.
    const uncaught: unknown[] = []
    const real = globalThis.queueMicrotask
    globalThis.queueMicrotask = then =>
      real(() => {
        try {
          then()
        } catch (error) {
          uncaught.push(error)
        }
      })
    const { setLink } = tablet.station
    tablet.station.setLink = () => {
      throw new Error('no such element')
    }
    await lab.pass(10_000)
    tablet.station.setLink = setLink
    globalThis.queueMicrotask = real
    expect(uncaught.length).toBeGreaterThan(0)
    tablet.tap()
    await lab.pass(3000)
    expect(lab.ids).toHaveLength(1)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
  })

  test('after a restart it goes on from where it was', async () => {
    const lab = new Lab()
    for (let n = 1; n <= 40; n++) lab.database.add(foreign('other', n))
    const first = await lab.connected({ disk: 'goes-on' })
    first.tap()
    await lab.pass(3000)
    first.stop()
    const again = await lab.tablet({ disk: 'goes-on' })
    const scripts = await lab.scripts(async () => {
      again.replicator.start()
      await lab.pass(3000)
    })
    expect(pushed(scripts)).toEqual([])
    expect(scripts.map(what)).toEqual(['about', 'changes'])
    expect(scripts[1]!.path).toContain(`since=${lab.database.end}-`)
    expect(again.link).toMatchObject({ state: 'ok', unsent: 0 })
  })

  test('ended, it asks nothing any more', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    tablet.replicator.stop()
    await lab.pass(100)
    const before = lab.model.calls.length
    await lab.pass(MINUTE)
    expect(lab.model.calls.length).toBe(before)
  })

  test('two tabs of one tablet send each event and take in each once', async () => {
    const lab = new Lab()
    const a = await lab.connected({ disk: 'two-tabs', channel: new BroadcastChannel('two-tabs') })
    const b = await lab.connected({ disk: 'two-tabs', channel: new BroadcastChannel('two-tabs') })
    expect(a.journal.station).toBe(b.journal.station)
    for (let i = 0; i < 5; i++) {
      a.tap()
      b.tap()
      // Broadcast channels deliver in the real event loop's time.
      for (let k = 0; k < 20; k++) await new Promise(resolve => setTimeout(resolve, 1))
      await lab.pass(1500)
    }
    lab.database.add(foreign('other', 1))
    await lab.pass(3000)
    expect(lab.ids).toHaveLength(11)
    expect(lab.ids.map(id => splitId(id)!.n).sort((x, y) => x - y)).toEqual([
      1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ])
    for (const tab of [a, b]) {
      expect(tab.orders).toHaveLength(10)
      expect(tab.link).toMatchObject({ state: 'ok', unsent: 0 })
      expect(tab.bar.notice).toBeUndefined()
    }
  })
})

describe('the clock', () => {
  test('the offset to the router’s clock is taken at the middle of the way, half of it is the error', async () => {
    const lab = new Lab()
    lab.fate = () => ({ delay: 40 })
    await lab.pass(500)
    const tablet = await lab.connected({ skew: 7_200_000 })
    // The router was asked when its clock said 540, half-way: 0 is when it booted.
    expect(tablet.bar.ref).toEqual({ boot: 'boot-1', off: 1_735_700_000_000 + 7_200_000, err: 40 })
  })

  test('a tablet whose clock is set drops the offset and measures it again', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    tablet.skew = -3_600_000
    tablet.tap()
    await lab.pass(10)
    expect(tablet.orders[0]!.ref).toBeUndefined()
    await lab.pass(1000)
    expect(tablet.bar.ref).toMatchObject({ boot: 'boot-1', off: 1_735_700_000_000 - 3_600_000 })
    tablet.tap()
    await lab.pass(10)
    expect(tablet.orders[1]!.ref).toEqual(tablet.bar.ref)
  })

  test('a CouchDB’s clock is the Date of its answer, when no cache kept it', async () => {
    const lab = new Lab({ kind: 'couch' })
    await lab.pass(700)
    const tablet = await lab.connected({ skew: 60_000 })
    const { boot, off, err } = tablet.bar.ref!
    expect(boot).toBe('utc')
    expect(err).toBe(505)
    expect(Math.abs(off - 60_000)).toBeLessThanOrEqual(err)

    const stale = new Lab({ kind: 'couch' })
    stale.model.intercept = call => {
      if (what(call) !== 'about') return undefined
      stale.model.intercept = () => undefined
      const reply = stale.model.handle(call)
      return { ...reply, headers: { ...reply.headers, age: '30' } }
    }
    expect((await stale.connected()).bar.ref).toBeUndefined()
  })
})
