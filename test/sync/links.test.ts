import 'fake-indexeddb/auto'
import { afterEach, describe, expect, test } from 'vitest'
import { is } from '../../src/domain/event.ts'
import type { Databases } from '../../src/journal/directory.ts'
import { Journal } from '../../src/journal/journal.ts'
import { enter, follow, Links } from '../../src/sync/links.ts'
import { Replicator } from '../../src/sync/replicate.ts'
import { startStation } from '../station/start.ts'
import { Clock, countTasks } from './clock.ts'
import { Model, type ModelOptions } from './model.ts'
import { Random } from './random.ts'
import { fetchTo, YEAR_2025 } from './tablet.ts'

// A camp with several routers, each with a database of the same meeting, and tablets that know them all.

countTasks()

const at = (host: string) => `http://${host}/cgi-bin/db/bar`
let disks = 0
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

class Camp {
  readonly clock = new Clock()
  readonly random = new Random(11)
  readonly routers = new Map<string, Model>()

  router(host: string, options: ModelOptions = {}): Model {
    const model = new Model({
      mono: () => this.clock.time,
      now: () => YEAR_2025 + this.clock.time,
      ...options,
    })
    model.make('bar')
    this.routers.set(host, model)
    return model
  }

  orders(host: string): number {
    const docs = this.routers.get(host)!.at('bar').docs()
    return docs.filter(({ kind }) => kind === 'order').length
  }

  /** @param reach the hosts that answer it, to begin with */
  async tablet(databases: Databases, ...reach: string[]) {
    const { clock } = this
    const inReach = new Set(reach)
    const asked: string[] = []
    const world = {
      now: () => YEAR_2025 + clock.time,
      mono: () => clock.time,
      after: (ms: number, then: () => void) => clock.after(ms, then),
      random: (n: number) => this.random.bytes(n),
      fetch: ((url: string, init?: RequestInit) => {
        const { host } = new URL(url)
        asked.push(host)
        const lost = inReach.has(host) ? {} : { lost: 'lost' as const }
        return fetchTo(clock, this.routers.get(host)!, () => lost)(url, init)
      }) as typeof fetch,
    }
    const journal = await Journal.open(`links-test-${disks++}`, { random: world.random })
    const station = await startStation(journal, world, { theme: 'dark', oneTap: true })
    const links = new Links(
      url => new Replicator(url, journal, station, world),
      url => station.dropLink(url),
    )
    station.onNews = () => links.each(one => one.news())
    links.set(databases)
    stops.push(() => {
      links.each(one => one.stop())
      journal.close()
    })
    return {
      journal,
      links,
      inReach,
      asked,
      tap: () => station.tap(station.bar.fold.entry('club-mate')!._id),
      link: (host: string) => station.bar.links.find(({ url }) => url === at(host)),
      get orders() {
        return [...station.bar.fold.events.values()].filter(event => is(event, 'order')).length
      },
    }
  }
}

describe('several databases', () => {
  test('a tablet that is carried from one router to the other brings the news, both ways', async () => {
    const camp = new Camp()
    camp.router('a')
    camp.router('b')
    const inA = await camp.tablet({ [at('a')]: {} }, 'a')
    const inB = await camp.tablet({ [at('b')]: {} }, 'b')
    const carried = await camp.tablet({ [at('a')]: {}, [at('b')]: { by: 'host' } }, 'a')
    inA.tap()
    inB.tap()
    inB.tap()
    await camp.clock.pass(40_000)
    expect([carried.orders, inA.orders, inB.orders]).toEqual([1, 1, 2])
    expect(carried.link('b')).toMatchObject({ by: 'host', state: 'offline', unsent: 1 })
    expect(carried.link('a')).toMatchObject({ state: 'ok', unsent: 0 })

    carried.inReach.clear()
    carried.inReach.add('b')
    carried.tap()
    await camp.clock.pass(120_000)
    expect([camp.orders('b'), inB.orders, carried.orders]).toEqual([4, 4, 4])
    expect([camp.orders('a'), inA.orders]).toEqual([1, 1])

    carried.inReach.delete('b')
    carried.inReach.add('a')
    await camp.clock.pass(120_000)
    expect([camp.orders('a'), inA.orders]).toEqual([4, 4])
    expect(carried.link('a')).toMatchObject({ state: 'ok', unsent: 0 })
  })

  test('one that never answers slows no other', async () => {
    const camp = new Camp()
    for (const host of ['a', 'dead1', 'dead2', 'dead3']) camp.router(host)
    const dead = Object.fromEntries(
      ['dead1', 'dead2', 'dead3'].map(host => [at(host), { by: 'host' as const }]),
    )
    const tablet = await camp.tablet({ [at('a')]: {}, ...dead }, 'a')
    const other = await camp.tablet({ [at('a')]: {} }, 'a')
    await camp.clock.pass(5 * 60_000)
    tablet.tap()
    await camp.clock.pass(3000)
    expect([camp.orders('a'), other.orders]).toEqual([1, 1])
    // And it is not asked all the time: its time-out, then a wait of up to 30 s and jitter.
    const before = tablet.asked.filter(host => host === 'dead1').length
    await camp.clock.pass(10 * 60_000)
    expect(tablet.asked.filter(host => host === 'dead1').length - before).toBeLessThan(35)
  })

  test('another meeting is told for each database by itself, and gets nothing', async () => {
    const camp = new Camp()
    camp.router('a')
    const b = camp.router('b')
    const tablet = await camp.tablet({ [at('a')]: {}, [at('b')]: { by: 'tablet' } }, 'a', 'b')
    tablet.tap()
    await camp.clock.pass(60_000)
    expect([camp.orders('a'), camp.orders('b')]).toEqual([1, 1])

    const strange = b.erase('bar')
    strange.add({ _id: 'other-1', _rev: '1-0', kind: 'order', at: 1, place: 'bar', lines: [], sum: 0 })
    tablet.tap()
    await camp.clock.pass(60_000)
    expect(tablet.link('b')!.state).toBe('other')
    expect(tablet.link('a')).toMatchObject({ state: 'ok', unsent: 0 })
    expect([...strange.ids]).toEqual(['other-1'])
    expect(tablet.journal.runs['other']).toBeUndefined()
  })

  test('each has a key of its own; a new one is tried at once, and the others are not disturbed', async () => {
    const camp = new Camp()
    camp.router('a', { key: 'one' })
    camp.router('b', { key: 'two' })
    const first: Databases = { [at('a')]: { key: 'one' }, [at('b')]: { by: 'host', key: 'one' } }
    const tablet = await camp.tablet(first, 'a', 'b')
    tablet.tap()
    await camp.clock.pass(10_000)
    expect([tablet.link('a')!.state, tablet.link('b')!.state]).toEqual(['ok', 'key'])
    const asked = tablet.asked.filter(host => host === 'a').length
    tablet.links.set({ ...first, [at('b')]: { by: 'host', key: 'two' } })
    await camp.clock.pass(1500)
    expect(camp.orders('b')).toBe(1)
    // The pulse, no more than once a second or so.
    expect(tablet.asked.filter(host => host === 'a').length - asked).toBeLessThanOrEqual(2)
  })

  test('one that is taken away is asked no more, and shown no more', async () => {
    const camp = new Camp()
    camp.router('a')
    camp.router('b')
    const tablet = await camp.tablet({ [at('a')]: {}, [at('b')]: { by: 'tablet' } }, 'a', 'b')
    await camp.clock.pass(5000)
    tablet.links.set({ [at('a')]: {} })
    await camp.clock.pass(1000)
    const asked = tablet.asked.filter(host => host === 'b').length
    tablet.tap()
    await camp.clock.pass(120_000)
    expect(tablet.asked.filter(host => host === 'b')).toHaveLength(asked)
    expect(tablet.link('b')).toBeUndefined()
    // It comes back where it was left: nothing is read twice.
    tablet.links.set({ [at('a')]: {}, [at('b')]: { by: 'tablet' } })
    await camp.clock.pass(5000)
    expect(camp.orders('b')).toBe(1)
  })
})

describe('which they are', () => {
  test('somebody enters an address and a key, another key, and takes it away again', () => {
    const one = enter(undefined, 'https://hub.example:6984/bar/', 'cook:beer')
    expect(one).toEqual({ 'https://hub.example:6984/bar': { by: 'tablet', key: 'cook:beer' } })
    const other = enter(one, 'https://cook:beer@hub.example:6984/bar', 'cook:mate')
    expect(other).toEqual({ 'https://hub.example:6984/bar': { by: 'tablet', key: 'cook:mate' } })
    expect(enter(other, 'https://hub.example:6984/bar')).toEqual({})
    for (const wrong of ['', 'bar', 'hub.example:5984/bar', 'ftp://hub/bar', 'http://hub', 'http://hub/'])
      expect(enter(other, wrong, 'x'), wrong).toBe(other)
  })

  test('the host lists its own: keys stay, what was added here stays, what it no longer lists goes', () => {
    const known: Databases = {
      [at('a')]: { by: 'host', key: 'one' },
      [at('b')]: { by: 'host', key: 'two' },
      [at('c')]: { by: 'tablet', key: 'three' },
      [at('d')]: { by: 'tablet', key: 'four' },
    }
    expect(follow(known, [`${at('a')}/`, at('d'), at('e'), 'nonsense'])).toEqual({
      [at('a')]: { by: 'host', key: 'one' },
      [at('c')]: { by: 'tablet', key: 'three' },
      [at('d')]: { by: 'host', key: 'four' },
      [at('e')]: { by: 'host' },
    })
    expect(follow(undefined, undefined)).toEqual({})
    for (const odd of [7, {}, 'http', [7, null]]) expect(follow(undefined, odd as never)).toEqual({})
  })
})
