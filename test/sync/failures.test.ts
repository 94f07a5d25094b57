import { describe, expect, test } from 'vitest'
import { foreign, Lab, pushed, what } from './kit.ts'

const MINUTE = 60_000

describe('a router out of reach', () => {
  test('it is asked less and less often, at least twice a minute, and a tap asks at once', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    const tries: number[] = []
    lab.fate = path => {
      if (path.includes('/db/')) tries.push(lab.clock.time)
      return { lost: 'refused' }
    }
    await lab.pass(10 * MINUTE)
    expect(tablet.link.state).toBe('offline')
    const waits = tries.slice(1).map((time, i) => time - tries[i]!)
    expect(tries.length).toBeLessThan(45)
    expect(Math.max(...waits)).toBeLessThanOrEqual(38_000)
    expect(Math.min(...waits.slice(8))).toBeGreaterThan(20_000)
    // Not all tablets at the same moment.
    expect(new Set(waits.slice(8).map(wait => Math.round(wait / 100))).size).toBeGreaterThan(5)

    const before = tries.length
    tablet.tap()
    await lab.pass(100)
    expect(tries.length).toBe(before + 1)
    expect(tablet.link).toMatchObject({ state: 'offline', unsent: 1 })

    lab.fate = () => ({})
    await lab.pass(3000)
    expect(lab.ids).toHaveLength(1)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
  })

  test('somebody who asks, or the network’s return, ends the wait', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    lab.fate = () => ({ lost: 'refused' })
    await lab.pass(5 * MINUTE)
    lab.fate = () => ({})
    tablet.replicator.retry()
    await lab.pass(500)
    expect(tablet.link.state).toBe('ok')
  })

  test('an answer that never comes is given up after 20 s, body included', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    lab.fate = () => ({ lost: 'unheard' })
    tablet.tap()
    // The pulse is given up after 5 s, the changes after 20 s.
    await lab.pass(26_500)
    expect(tablet.link.state).toBe('offline')
  })

  test('an order whose answer was lost after the commit is there once, and marked when it comes back', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    lab.fate = path => (path.includes('_bulk_docs') ? { lost: 'unheard' } : {})
    tablet.tap()
    await lab.pass(5000)
    expect(lab.ids).toHaveLength(1)
    // Nothing but the changes says that it is there: until the time-out nobody has read them.
    expect(tablet.link.unsent).toBe(1)
    lab.fate = () => ({})
    await lab.pass(25_000)
    expect(lab.ids).toHaveLength(1)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
  })

  test('a lost look at the pulse costs nothing but a reading of the changes', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    lab.fate = path => (path.startsWith('/pulse/') ? { lost: 'refused' } : {})
    const scripts = await lab.scripts(() => lab.pass(MINUTE))
    expect(tablet.link.state).toBe('ok')
    expect(new Set(scripts.map(what))).toEqual(new Set(['changes']))
    expect(scripts.length).toBeLessThan(40)
  })
})

describe('a router that refuses', () => {
  const states = {
    key: (lab: Lab) => {
      lab.model.key = 'beer'
    },
    missing: (lab: Lab) => {
      lab.model.databases.clear()
    },
    wiped: (lab: Lab) => lab.model.wipe('bar'),
  }
  for (const [state, refuse] of Object.entries(states))
    test(`${state}: it says so, is not hammered, and taps do not make it worse`, async () => {
      const lab = new Lab()
      const tablet = await lab.connected()
      refuse(lab)
      await lab.pass(2 * MINUTE)
      expect(tablet.link.state).toBe(state)
      const scripts = await lab.scripts(async () => {
        for (let i = 0; i < 60; i++) {
          tablet.tap()
          await lab.pass(10_000)
        }
      })
      expect(tablet.link).toMatchObject({ state, unsent: 60 })
      expect(tablet.bar.saving.state).toBe('saved')
      expect(scripts.length).toBeLessThanOrEqual(14)
      expect(scripts.length).toBeGreaterThanOrEqual(7)
    })

  test('the key that somebody enters is tried at once', async () => {
    const lab = new Lab({ key: 'Käse:rei' })
    // As a browser puts it: Basic authentication in UTF-8; with a colon the name is its own.
    lab.model.key = undefined
    const authorizations: (string | undefined)[] = []
    lab.model.intercept = call => {
      if (call.method !== 'HEAD') authorizations.push(call.headers['authorization'])
      return undefined
    }
    const tablet = await lab.connected({ key: 'old' })
    lab.model.key = 'beer'
    await lab.pass(2 * MINUTE)
    expect(tablet.link.state).toBe('key')
    tablet.station.setKey('beer')
    await lab.pass(500)
    expect(tablet.link.state).toBe('ok')
    expect(authorizations[0]).toBe(`Basic ${btoa('bar:old')}`)
    expect(authorizations.at(-1)).toBe(`Basic ${btoa('bar:beer')}`)
    for (const call of lab.model.calls) {
      expect(call.path).not.toContain('beer')
      // The pulse is a static file that anyone may look at: it is not told the key.
      if (call.method === 'HEAD') expect(call.headers['authorization']).toBeUndefined()
    }
  })

  test('full: others’ events still come in, sending is tried once a minute, and goes on when there is space', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    lab.model.full = true
    tablet.tap()
    await lab.pass(2000)
    expect(tablet.link).toMatchObject({ state: 'full', unsent: 1 })
    lab.database.add(foreign('other', 1))
    const scripts = await lab.scripts(async () => {
      for (let i = 0; i < 60; i++) {
        tablet.tap()
        await lab.pass(10_000)
      }
    })
    expect(scripts.filter(call => what(call) === 'push').length).toBeLessThanOrEqual(14)
    expect(tablet.bar.fold.events.has('other-1')).toBe(true)
    expect(tablet.link.state).toBe('full')
    lab.model.full = false
    await lab.pass(80_000)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
    expect(lab.ids).toHaveLength(62)
  })

  test('enough from this address: nobody is told that the router is full, and the rest goes bit by bit', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    lab.model.slow = true
    for (let i = 0; i < 3; i++) tablet.tap()
    await lab.pass(2000)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 3 })
    lab.database.add(foreign('other', 1))
    const scripts = await lab.scripts(() => lab.pass(10 * MINUTE))
    expect(scripts.filter(call => what(call) === 'push').length).toBeLessThanOrEqual(14)
    expect(tablet.bar.fold.events.has('other-1')).toBe(true)
    lab.model.slow = false
    await lab.pass(80_000)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
  })

  test('full, and then there is nothing left to send: it is not full for ever', async () => {
    // The state stayed `full` when the events that did not fit came there by another way.
    const lab = new Lab()
    const tablet = await lab.connected()
    lab.model.full = true
    tablet.tap()
    await lab.pass(2000)
    lab.model.full = false
    lab.database.add({ ...tablet.orders[0]! })
    await lab.pass(80_000)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
  })

  test('a server in trouble gets a rest that grows', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    lab.model.intercept = () => ({ status: 500, body: '{"error":"crash","reason":"out of memory"}' })
    const scripts = await lab.scripts(async () => {
      for (let i = 0; i < 60; i++) {
        tablet.tap()
        await lab.pass(10_000)
      }
    })
    expect(tablet.link.state).toBe('trouble')
    expect(scripts.length).toBeLessThan(45)
    lab.model.intercept = () => undefined
    await lab.pass(40_000)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
  })

  test('a login page of the Wi-Fi that answers everything with 200 does no harm', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    tablet.tap()
    await lab.pass(3000)
    lab.model.intercept = () => ({ status: 200, body: '<html>Welcome</html>' })
    tablet.tap()
    await lab.pass(5 * MINUTE)
    expect(tablet.link).toMatchObject({ state: 'trouble', unsent: 1 })
    lab.model.intercept = () => undefined
    const scripts = await lab.scripts(() => lab.pass(40_000))
    expect(pushed(scripts)).toHaveLength(1)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
  })
})

describe('an event that is refused', () => {
  test('does not block the rest: the batch is halved down to it, it stays here and is counted', async () => {
    const lab = new Lab()
    lab.fate = () => ({ lost: 'refused' })
    const tablet = await lab.connected()
    for (let i = 0; i < 40; i++) tablet.tap()
    await lab.pass(100)
    const bad = `${tablet.journal.station}-17`
    lab.model.hates = doc => doc['_id'] === bad
    lab.fate = () => ({})
    tablet.replicator.retry()
    await lab.pass(5000)
    expect(lab.ids).toHaveLength(39)
    expect(lab.ids).not.toContain(bad)
    expect(tablet.link).toMatchObject({
      state: 'ok',
      unsent: 1,
      refused: { n: 1, reason: `${bad}: malformed` },
    })
    // Not again, until an hour has passed, though others are sent meanwhile.
    const scripts = await lab.scripts(async () => {
      for (let i = 0; i < 50; i++) {
        tablet.tap()
        await lab.pass(MINUTE)
      }
    })
    expect(pushed(scripts).filter(doc => doc['_id'] === bad)).toEqual([])
    lab.model.hates = () => false
    await lab.pass(15 * MINUTE)
    expect(lab.ids).toContain(bad)
    expect(tablet.link.refused).toBeUndefined()
  })

  test('goes again when somebody asks', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    lab.model.hates = () => true
    tablet.tap()
    await lab.pass(5000)
    expect(tablet.link.refused?.n).toBe(1)
    lab.model.hates = () => false
    tablet.station.retry()
    await lab.pass(3000)
    expect(lab.ids).toHaveLength(1)
  })

  test('as too large: alone as well', async () => {
    const lab = new Lab()
    const tablet = await lab.tablet()
    tablet.station.void(`x-1`, 'a long story '.repeat(400))
    for (let i = 0; i < 10; i++) tablet.tap()
    await lab.pass(100)
    tablet.replicator.start()
    await lab.pass(5000)
    expect(lab.ids).toHaveLength(10)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 1, refused: { n: 1 } })
  })

  test('by a CouchDB’s own rules, one by one in a 201, is not taken for sent', async () => {
    const lab = new Lab({ kind: 'couch' })
    const tablet = await lab.connected()
    lab.model.forbids = doc => doc['_id'] === `${tablet.journal.station}-2`
    for (let i = 0; i < 3; i++) tablet.tap()
    await lab.pass(5000)
    expect(lab.ids).toHaveLength(2)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 1, refused: { n: 1, reason: 'not here' } })
  })

  test('with all others: a server that refuses everything is not asked for each of them', async () => {
    const lab = new Lab()
    lab.model.hates = doc => !String(doc['_id']).startsWith('seed')
    const tablet = await lab.tablet()
    for (let i = 0; i < 300; i++) tablet.tap()
    await lab.pass(500)
    tablet.replicator.start()
    const scripts = await lab.scripts(() => lab.pass(MINUTE))
    expect(tablet.link.state).toBe('trouble')
    expect(scripts.length).toBeLessThan(300)
  })

  test('a proxy with a smaller limit gets smaller batches', async () => {
    const lab = new Lab()
    lab.model.maxBody = 5000
    const tablet = await lab.tablet()
    for (let i = 0; i < 100; i++) tablet.tap()
    await lab.pass(500)
    tablet.replicator.start()
    await lab.pass(20_000)
    expect(lab.ids).toHaveLength(100)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
    expect(tablet.link.refused).toBeUndefined()
  })

  test('no batch is over 256 KB, whatever letters it has', async () => {
    const lab = new Lab()
    const tablet = await lab.tablet()
    for (let i = 0; i < 400; i++) tablet.station.void(`x-${i + 1}`, '€'.repeat(1200))
    await lab.pass(1000)
    tablet.replicator.start()
    const scripts = await lab.scripts(() => lab.pass(20_000))
    const sizes = scripts.filter(call => what(call) === 'push').map(call => new Blob([call.body]).size)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(256 * 1024)
    expect(Math.max(...sizes)).toBeGreaterThan(128 * 1024)
    expect(lab.ids).toHaveLength(400)
  })
})

describe('a page that cannot be read', () => {
  test('is asked for again with half the rows, and what comes after it in full pages', async () => {
    const lab = new Lab()
    for (let n = 1; n <= 700; n++) lab.database.add(foreign('other', n))
    lab.fate = path => ({ cut: Number(/limit=([0-9]+)/.exec(path)?.[1]) > 100 })
    const tablet = await lab.connected()
    expect(tablet.events.filter(event => event._id.startsWith('other-'))).toHaveLength(700)
    // At once: that is no trouble to anybody.
    expect(tablet.links.map(link => link.state)).not.toContain('trouble')
    lab.fate = () => ({})
    lab.database.add(foreign('other', 701))
    const scripts = await lab.scripts(() => lab.pass(3000))
    expect(scripts[0]!.path).toContain('limit=500')
  })

  test('that does not come in time either', async () => {
    const lab = new Lab()
    for (let n = 1; n <= 700; n++) lab.database.add(foreign('other', n))
    // 100 ms a row, as over a weak Wi-Fi.
    lab.fate = path => ({ delay: 50 * Math.min(700, Number(/limit=([0-9]+)/.exec(path)?.[1] ?? 1)) })
    const tablet = await lab.tablet()
    tablet.replicator.start()
    await lab.pass(5 * MINUTE)
    expect(tablet.events.filter(event => event._id.startsWith('other-'))).toHaveLength(700)
  })

  test('that brings nothing and says there is more is no reason to ask for ever', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    lab.model.intercept = call =>
      what(call) === 'changes'
        ? {
            status: 200,
            body: JSON.stringify({ results: [], last_seq: /since=([^&]+)/.exec(call.path)?.[1], pending: 1 }),
          }
        : undefined
    lab.database.pulse++
    const scripts = await lab.scripts(() => lab.pass(10 * MINUTE))
    expect(tablet.link.state).toBe('trouble')
    expect(scripts.length).toBeLessThan(90)
  })

  test('rows that are no events are passed over, the place moves on', async () => {
    const lab = new Lab({ kind: 'couch' })
    const odd = [
      { _id: '_design/rules', _rev: '1-0', language: 'query' },
      { _id: 'gone-1', _rev: '1-0', _deleted: true },
      { _id: 'later-1', _rev: '2-0', kind: 'loss' },
    ]
    for (const doc of odd) lab.database.add(doc)
    lab.database.add(foreign('other', 1))
    const tablet = await lab.connected()
    expect(tablet.bar.fold.events.has('other-1')).toBe(true)
    expect(Object.keys(tablet.journal.runs).sort()).toEqual(['other', expect.stringMatching(/^seed/)])
    expect(tablet.link.state).toBe('ok')
  })
})
