import { describe, expect, test } from 'vitest'
import { seedEvents } from '../../src/domain/menu.ts'
import { foreign, Lab, pushed, what } from './kit.ts'
import { URL_OF_BAR } from './tablet.ts'

const MINUTE = 60_000

describe('a router that lost its memory', () => {
  test('is refilled by any one tablet: own events at once, others’ within half a minute', async () => {
    const lab = new Lab()
    const [a, b] = [await lab.connected(), await lab.connected()]
    for (let i = 0; i < 10; i++) {
      a.tap()
      b.tap()
    }
    await lab.pass(5000)
    const before = new Set(lab.database.ids)
    expect(lab.ids).toHaveLength(20)
    b.stop()
    lab.model.erase('bar')
    await lab.pass(4000)
    const mine = lab.ids.filter(id => id.startsWith(a.journal.station))
    expect(mine).toHaveLength(10)
    await lab.pass(31_000)
    expect(new Set(lab.database.ids)).toEqual(before)
    expect(a.link).toMatchObject({ state: 'ok', unsent: 0 })
  })

  test('gets nothing twice when a tablet has pushed while the others waited', async () => {
    const lab = new Lab()
    const tablets = await Promise.all(Array.from({ length: 6 }, () => lab.tablet()))
    for (const tablet of tablets) tablet.replicator.start()
    lab.database.add(foreign('gone', 1))
    await lab.pass(3000)
    for (const tablet of tablets) for (let i = 0; i < 20; i++) tablet.tap()
    await lab.pass(5000)
    lab.model.erase('bar')
    const scripts = await lab.scripts(() => lab.pass(MINUTE))
    expect(lab.ids).toHaveLength(121)
    // Each its own, and the first whose time came those of nobody who is here.
    expect(pushed(scripts).filter(doc => !String(doc['_id']).startsWith('seed')).length).toBeLessThan(160)
  })

  test('gets what it had taken and does not list, again and again, ever less often', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    let swallow = Number.POSITIVE_INFINITY
    lab.model.intercept = call =>
      what(call) === 'push' && swallow-- > 0 ? { status: 201, body: '[]' } : undefined
    tablet.tap()
    const scripts = await lab.scripts(() => lab.pass(10 * MINUTE))
    const pushes = scripts.filter(call => what(call) === 'push').length
    expect(pushes).toBeGreaterThan(3)
    expect(pushes).toBeLessThan(45)
    expect(tablet.link.unsent).toBe(1)
    swallow = 1
    await lab.pass(2 * MINUTE)
    expect(lab.ids).toHaveLength(1)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
  })

  test('in part, as after a power cut: what is missing goes again', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    for (let i = 0; i < 10; i++) tablet.tap()
    await lab.pass(5000)
    lab.model.cut('bar', lab.database.log.length - 4)
    expect(lab.ids).toHaveLength(6)
    await lab.pass(5000)
    expect(lab.ids).toHaveLength(10)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
  })

  for (const kind of ['couch', 'pouch'] as const)
    test(`${kind}: made anew under an old name, it says so only by its instance_start_time`, async () => {
      const lab = new Lab({ kind })
      const tablet = await lab.connected()
      for (let i = 0; i < 10; i++) tablet.tap()
      await lab.pass(5000)
      lab.model.make('bar')
      await lab.pass(90_000)
      expect(lab.ids).toHaveLength(10)
      expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
    })

  test('a PouchDB server that was started anew and filled by others tells it by its instance_start_time', async () => {
    // It holds more than before, and gives what is behind the old place: nothing but the life says that it is another.
    const lab = new Lab({ kind: 'pouch' })
    const tablet = await lab.connected()
    for (let i = 0; i < 10; i++) tablet.tap()
    await lab.pass(5000)
    lab.model.reboot()
    const filled = lab.model.make('bar')
    filled.add({ ...tablet.orders[3]! })
    for (let n = 1; n <= 100; n++) filled.add(foreign('other', n))
    await lab.pass(90_000)
    expect(lab.ids).toHaveLength(110)
    expect(tablet.events.filter(event => event._id.startsWith('other-'))).toHaveLength(100)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
  })

  test('a tablet that was away for all of that notices when it is back, after a restart, too', async () => {
    const lab = new Lab()
    const away = await lab.connected({ disk: 'away' })
    away.tap()
    await lab.pass(3000)
    away.stop()
    lab.model.erase('bar')
    const back = await lab.connected({ disk: 'away' })
    expect(lab.ids).toEqual([`${away.journal.station}-1`])
    expect(back.link).toMatchObject({ state: 'ok', unsent: 0 })
  })
})

describe('another meeting’s router', () => {
  /** A tablet of one meeting that finds another’s events under its database’s name. */
  const strange = async () => {
    const lab = new Lab()
    const tablet = await lab.connected({ disk: `strange-${Math.random()}` })
    tablet.tap()
    await lab.pass(3000)
    const other = lab.model.erase('bar')
    for (const seed of tablet.events.filter(event => event._id.startsWith('seed'))) other.add({ ...seed })
    other.add(foreign('stranger', 1))
    await lab.pass(2 * MINUTE)
    return { lab, tablet }
  }

  test('is left alone: nothing is taken in, nothing sent, and the screen says so', async () => {
    const { lab, tablet } = await strange()
    expect(tablet.link.state).toBe('other')
    expect(lab.ids).toEqual(['stranger-1'])
    expect(tablet.bar.fold.events.has('stranger-1')).toBe(false)
    const scripts = await lab.scripts(async () => {
      for (let i = 0; i < 10; i++) {
        tablet.tap()
        await lab.pass(MINUTE)
      }
    })
    expect(scripts.length).toBeLessThan(45)
    expect(lab.ids).toEqual(['stranger-1'])
  })

  test('is still another one after a restart', async () => {
    const lab = new Lab()
    const first = await lab.connected({ disk: 'still-another' })
    first.tap()
    await lab.pass(3000)
    lab.model.erase('bar').add(foreign('stranger', 1))
    await lab.pass(2 * MINUTE)
    first.stop()
    const again = await lab.connected({ disk: 'still-another' })
    await lab.pass(2 * MINUTE)
    expect(again.link.state).toBe('other')
    expect(lab.ids).toEqual(['stranger-1'])
  })

  test('ends when the own router is back, with nothing sent twice', async () => {
    const { lab, tablet } = await strange()
    const own = lab.model.make('bar')
    own.add({ ...tablet.orders[0]! })
    await lab.pass(2 * MINUTE)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
    expect(lab.ids).toEqual([tablet.orders[0]!._id])
  })

  test('ends when a person says that it is the same meeting after all', async () => {
    const { lab, tablet } = await strange()
    await tablet.replicator.join()
    await lab.pass(5000)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
    expect(lab.ids.sort()).toEqual([tablet.orders[0]!._id, 'stranger-1'].sort())
    expect(tablet.bar.fold.events.has('stranger-1')).toBe(true)
  })

  test('is none where a tablet comes for the first time, whatever it brings', async () => {
    const lab = new Lab()
    lab.database.add(foreign('stranger', 1))
    const tablet = await lab.tablet()
    tablet.tap()
    await lab.pass(100)
    tablet.replicator.start()
    await lab.pass(5000)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
    expect(lab.ids).toHaveLength(2)
  })

  test('is none where the tablet had only brought the seeded menu', async () => {
    // Two tablets had been started, nobody had sold anything; the router was erased, and the other sold the first drink.
    const lab = new Lab()
    const tablet = await lab.connected()
    lab.model.erase('bar').add(foreign('stranger', 1))
    await lab.pass(5000)
    expect(tablet.link.state).toBe('ok')
    expect(tablet.bar.fold.events.has('stranger-1')).toBe(true)
  })
})

// Flash is empty, and the first to write there is a tablet that is new: all others would stop, and the bar with them.
describe('a router that came back empty, and was first written to by a tablet that nobody here knows', () => {
  /** The same, under a name; `there` is what the new tablet wrote. */
  const replaced = async (name: string, ...there: Record<string, unknown>[]) => {
    const lab = new Lab()
    lab.model.make(name)
    const tablet = await lab.connected({ url: `${URL_OF_BAR.slice(0, -3)}${name}` })
    tablet.tap()
    await lab.pass(3000)
    const database = lab.model.erase(name)
    for (const each of there) database.add(each)
    await lab.pass(5000)
    return { lab, tablet, ids: () => [...database.ids].filter(id => !id.startsWith('seed')) }
  }
  const meeting = foreign('new', 2, { kind: 'meeting', v: 1, name: 'Camp' })

  test.each(['bar-7f3k2q', 'bar-m4kpz7wd'])('is this meeting’s, where its name was drawn: %s', async name => {
    const { tablet, ids } = await replaced(name, foreign('new', 1))
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
    expect(ids().sort()).toEqual([tablet.orders[0]!._id, 'new-1'].sort())
    expect(tablet.bar.fold.events.has('new-1')).toBe(true)
  })

  test.each(['bar', 'summer', 'bar-evening', 'camp-2026', 'bar-10l10l'])(
    'is another meeting’s, where somebody chose its name: %s',
    async name => {
      const { tablet, ids } = await replaced(name, foreign('new', 1))
      expect(tablet.link).toMatchObject({ state: 'other', other: { n: 1 } })
      expect(ids()).toEqual(['new-1'])
    },
  )

  test('is another meeting’s, where one was set up that nobody knows here', async () => {
    const { lab, tablet, ids } = await replaced('bar-7f3k2q', foreign('new', 1), meeting)
    expect(tablet.link).toMatchObject({ state: 'other', other: { n: 2, name: 'Camp' } })
    expect(ids()).toEqual(['new-1', 'new-2'])
    tablet.station.join(tablet.link.url)
    await lab.pass(5000)
    expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
    expect(tablet.link.other).toBeUndefined()
    expect(ids()).toHaveLength(3)
  })

  test('is this meeting’s, whatever was set up there, once it has an event that is known here', async () => {
    const lab = new Lab()
    const name = 'bar-7f3k2q'
    lab.model.make(name)
    const url = `${URL_OF_BAR.slice(0, -3)}${name}`
    const disk = 'knows-one'
    const [tablet, other] = [await lab.connected({ url, disk }), await lab.connected({ url })]
    tablet.tap()
    other.tap()
    await lab.pass(5000)
    tablet.stop()
    lab.model.erase(name).add(meeting)
    other.stop()
    lab.model.at(name).add({ ...other.orders.find(({ _id }) => _id.startsWith(other.journal.station))! })
    const again = await lab.connected({ url, disk })
    expect(again.link).toMatchObject({ state: 'ok', unsent: 0 })
  })
})

describe('seeds', () => {
  const other = seedEvents([
    { slug: 'beer', type: 'drink', name: 'Beer', suggested: 300 },
    { slug: 'wine', type: 'drink', name: 'Wine', suggested: 400 },
  ])
  const [beer, wine] = other.map(entry => entry._id) as [string, string]
  const order = (menu: string) => ({ kind: 'order', at: 5, lines: [{ menu, n: 1, sum: 300 }], sum: 300 })
  const seedsOn = (lab: Lab) => [...lab.database.ids].filter(id => id.startsWith('seed'))

  test('the shown one goes to an empty router as an own event does', async () => {
    const lab = new Lab()
    const tablet = await lab.connected()
    expect(seedsOn(lab)).toHaveLength(tablet.bar.fold.events.size)
    // Another tablet with the same app finds them all there.
    const next = await lab.tablet()
    next.replicator.start()
    expect(pushed(await lab.scripts(() => lab.pass(3000)))).toEqual([])
  })

  test('one that is not shown is not sent by itself', async () => {
    const lab = new Lab()
    lab.database.add({
      _id: 'boss-1',
      _rev: '1-0',
      kind: 'meeting',
      at: 1,
      v: 1,
      name: 'Camp',
      seed: other[0]!._id.slice(0, 12),
    })
    for (const entry of other) lab.database.add({ ...entry })
    await lab.connected()
    await lab.pass(MINUTE)
    expect(seedsOn(lab)).toEqual([beer, wine])
  })

  test('one that is not shown goes with the orders that name it, before them, and only what they name', async () => {
    const lab = new Lab()
    lab.fate = () => ({ lost: 'refused' })
    const tablet = await lab.tablet()
    tablet.replicator.start()
    await tablet.journal.keep(other)
    const [named] = await tablet.journal.append([order(beer)])
    lab.database.add({
      _id: 'boss-1',
      _rev: '1-0',
      kind: 'meeting',
      at: 1,
      v: 1,
      name: 'Camp',
      seed: 'seed00000000',
    })
    lab.fate = () => ({})
    tablet.replicator.retry()
    await lab.pass(5000)
    expect([...lab.database.ids]).toEqual(['boss-1', beer, named!._id])
    expect(tablet.link.unsent).toBe(0)
  })

  test('an order of another station brings its entry along, so that nobody waits for it', async () => {
    const lab = new Lab()
    const holder = await lab.connected()
    await holder.journal.keep(other)
    lab.database.add({ _id: 'gone-1', _rev: '1-0', ...order(wine) })
    await lab.pass(3000)
    lab.model.erase('bar')
    await lab.pass(40_000)
    expect([...lab.database.ids].filter(id => id === wine || id === beer)).toEqual([wine])
    const next = await lab.connected()
    expect(next.bar.fold.events.has('gone-1')).toBe(true)
    expect([...next.bar.fold.waiting]).toEqual([])
  })
})
