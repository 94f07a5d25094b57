import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bar, MenuEdit } from '../../src/domain/bar.ts'
import { cashOf } from '../../src/domain/cash.ts'
import { is, type Order } from '../../src/domain/event.ts'
import type { Strip } from '../../src/domain/strip.ts'
import { Journal } from '../../src/journal/journal.ts'
import { Station } from '../../src/station/station.ts'
import { startStation } from './start.ts'

/** A clock and timers that stand still until a test turns them. */
const fakeWorld = () => {
  let now = 1_750_000_000_000
  const timers = new Set<{ at: number; then: () => void }>()
  return {
    now: () => now,
    mono: () => now,
    random: (n: number) => crypto.getRandomValues(new Uint8Array(n)),
    after(ms: number, then: () => void) {
      const timer = { at: now + ms, then }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    pass(ms: number) {
      now += ms
      for (const timer of [...timers].sort((a, b) => a.at - b.at))
        if (timer.at <= now && timers.delete(timer)) timer.then()
    },
  }
}

const choices = { theme: 'dark', oneTap: false } as const
let world: ReturnType<typeof fakeWorld>
let name = 0
let journal: Journal
let station: Station

const start = async () => {
  journal = await Journal.open(`station-test-${name}`, { random: world.random })
  station = await startStation(journal, world, { ...choices })
}
const saved = async (): Promise<Bar> => {
  for (let i = 0; i < 200 && station.bar.saving.state === 'saving'; i++)
    await new Promise(r => setTimeout(r, 1))
  // One more round for a strip that is written after its order.
  await new Promise(r => setTimeout(r, 5))
  return station.bar
}
const menu = (slug: string) => station.bar.fold.entry(slug)!._id
const orders = () =>
  [...station.bar.fold.events.values()].filter((event): event is Order => is(event, 'order'))

beforeEach(async () => {
  world = fakeWorld()
  name++
  await start()
})
afterEach(() => journal.close())

describe('from a tap to the journal', () => {
  test('two quick taps are two drinks, and Done pressed twice is one order', async () => {
    station.tap(menu('club-mate'))
    station.tap(menu('club-mate'))
    station.done()
    station.done()
    await saved()
    expect(orders().map(order => [order.lines[0]!.n, order.sum, order.place])).toEqual([[2, 500, 'bar']])
    expect(station.bar.fold.totals).toMatchObject({ orders: 1, drinks: 2, suggested: 500 })
  })

  test('what was saved, and the unfinished strip, are there after a restart', async () => {
    station.tap(menu('tschunk'))
    station.done()
    station.tap(menu('kamikaze'))
    await saved()
    const id = journal.station
    journal.close()
    await start()
    await station.resume()
    expect(journal.station).toBe(id)
    expect(orders()).toHaveLength(1)
    expect(station.bar.strip.lines).toEqual([{ menu: menu('kamikaze'), n: 1 }])
    // and the next number does not collide with the first
    station.done()
    await saved()
    expect(orders().map(order => order._id)).toEqual([`${id}-1`, `${id}-2`])
  })

  test('the unfinished strip is written a moment after the tap, so that its paint goes first, or when the page goes', async () => {
    const kept = async () => {
      await saved()
      return (await journal.recall<Strip>('.strip'))?.lines.map(({ n }) => n)
    }
    station.tap(menu('tschunk'))
    expect(await kept()).toBeUndefined()
    world.pass(25)
    station.tap(menu('tschunk'))
    expect(await kept()).toBeUndefined()
    // The second tap does not put it off any further.
    world.pass(25)
    expect(await kept()).toEqual([2])
    station.tap(menu('tschunk'))
    station.flush()
    expect(await kept()).toEqual([3])
    // An order that is done before takes its strip along.
    station.tap(menu('tschunk'))
    station.done()
    expect(await kept()).toBeUndefined()
    world.pass(50)
    expect(await kept()).toBeUndefined()
    expect(orders().map(({ lines }) => lines[0]!.n)).toEqual([4])
  })

  test('a save is told of once, with the order in it', async () => {
    const told: string[] = []
    station.tap(menu('tschunk'))
    world.pass(50)
    await saved()
    station.onChange = ({ saving, version }) => told.push(`${saving.state} ${version}`)
    const { version } = station.bar
    station.done()
    await saved()
    expect(told).toEqual([`saving ${version}`, `saved ${version + 1}`])
  })

  test('an order and its emptied strip stand in one transaction: a restart never doubles it', async () => {
    station.tap(menu('tschunk'))
    await saved()
    station.done()
    await saved()
    journal.close()
    await start()
    await station.resume()
    expect(station.bar.strip.lines).toEqual([])
  })

  test('a strip left alone for 90 s records itself and says so', async () => {
    station.tap(menu('backfire'))
    world.pass(89_000)
    expect(station.bar.strip.lines).toHaveLength(1)
    station.tap(menu('backfire'))
    world.pass(89_999)
    expect(orders()).toHaveLength(0)
    world.pass(1)
    const bar = await saved()
    expect(bar.notice).toMatchObject({ kind: 'autoDone', lines: [{ n: 2 }] })
    expect(orders()).toHaveLength(1)
  })

  test('One tap: each tap is an order of its own', async () => {
    station.choose({ oneTap: true })
    station.tap(menu('tap-water'))
    station.tap(menu('club-mate'))
    await saved()
    expect(orders().map(order => order.sum)).toEqual([0, 250])
  })

  test('on the house: stock goes, suggested is 0', async () => {
    station.tap(menu('club-mate'))
    station.house('crew')
    await saved()
    expect(orders()[0]).toMatchObject({ house: 'crew', sum: 0 })
    expect(station.bar.fold.totals).toMatchObject({ suggested: 0, house: 1, drinks: 1 })
  })

  test('void twice is void once; put back is a new order that names the old, once', async () => {
    station.tap(menu('club-mate'))
    station.tap(menu('tschunk'))
    station.done(500)
    await saved()
    const order = orders()[0]!
    station.void(order._id, 'wrong', [0])
    await saved()
    station.void(order._id, 'wrong', [0])
    expect((await saved()).fold.totals).toMatchObject({ suggested: 450, drinks: 1, given: 500 })
    station.void(order._id, 'wrong')
    expect((await saved()).fold.totals).toMatchObject({ orders: 0, suggested: 0, drinks: 0, given: 0 })
    station.putBack(order._id)
    await saved()
    station.putBack(order._id)
    await saved()
    expect(station.bar.fold.totals).toMatchObject({ orders: 1, suggested: 700, drinks: 2, given: 500 })
    expect(orders()[1]).toMatchObject({ again: order._id })
  })

  test('a deposit is taken with its drink, given back by a tap of its own, and held apart from all that was given', async () => {
    station.setMenu({ slug: 'club-mate', type: 'drink', name: 'Club Mate', deposit: 50 })
    await saved()
    station.tap(menu('club-mate'))
    station.tap(menu('club-mate'))
    station.tap(menu('club-mate'), { deposit: 'back' })
    station.done(500)
    expect((await saved()).fold.totals).toMatchObject({ suggested: 500, deposits: 50, given: 500, drinks: 2 })
    const [order] = orders()
    expect(order).toMatchObject({
      sum: 550,
      lines: [{ n: 2 }, { n: 2, deposit: 'taken' }, { deposit: 'back' }],
    })
    station.void(order!._id, 'wrong', [2])
    expect((await saved()).fold.totals).toMatchObject({ suggested: 500, deposits: 100 })
    station.putBack(order!._id)
    expect((await saved()).fold.totals).toMatchObject({ suggested: 500, deposits: 50 })
  })

  test('a tally is one event with its times, and its drinks count', async () => {
    const { fold } = station.bar
    station.tally(1000, 9000, [
      { menu: fold.entry('club-mate')!, n: 12 },
      { menu: fold.entry('tschunk')!, n: 0 },
    ])
    await saved()
    expect(fold.totals).toMatchObject({ drinks: 12, suggested: 3000 })
  })
})

describe('a disk that does not take it', () => {
  test('NOT SAVING: what was tapped stays, and is saved once when the disk is back', async () => {
    const append = journal.append.bind(journal)
    let broken = true
    let tries = 0
    journal.append = async (drafts, extra, again) => {
      tries++
      if (!broken) return append(drafts, extra, again)
      // The worst case: it was committed, and the connection died before it could say so.
      if (tries === 1) await append(drafts, extra, again)
      throw new DOMException('full', 'QuotaExceededError')
    }
    station.tap(menu('club-mate'))
    station.done()
    await expect.poll(() => station.bar.saving).toEqual({ state: 'trouble', waiting: 1, why: 'full' })
    station.tap(menu('tschunk'))
    station.done()
    world.pass(1_000)
    await expect.poll(() => station.bar.saving).toMatchObject({ state: 'trouble', waiting: 2 })
    broken = false
    world.pass(60_000)
    await expect.poll(() => station.bar.saving).toEqual({ state: 'saved' })
    expect(orders().map(order => order.sum)).toEqual([250, 450])
  })
})

describe('meeting and station', () => {
  test('edits count up v and keep what they do not name', async () => {
    station.setMeeting({ name: 'Forest 2027', given: true })
    await saved()
    station.setMeeting({ autoDone: 30 })
    await saved()
    expect(station.bar.fold.meeting()).toMatchObject({
      v: 2,
      name: 'Forest 2027',
      settings: { given: true, autoDone: 30 },
    })
    expect(station.bar.fold.shownSeed()).toMatch(/^seed/)
    expect(station.bar.fold.drinks().length).toBe(10)
    station.setStation({ place: 'tent' })
    await saved()
    station.tap(menu('club-mate'))
    station.done()
    await saved()
    expect(orders()[0]!.place).toBe('tent')
  })
})

describe('practice', () => {
  const serve = async () => {
    station.tap(menu('club-mate'))
    station.done()
    await saved()
  }

  test('does not count once the bar is open; what was brought in does, where that was said', async () => {
    station.setMeeting({ name: 'Forest 2027', practice: true })
    await serve()
    expect(station.bar.fold.totals.orders).toBe(1)
    station.cash({ way: 'float', account: 'box', sum: 5000 })
    await saved()
    station.openBar(true)
    await saved()
    await serve()
    const { fold } = station.bar
    expect(fold.totals.orders).toBe(1)
    expect(fold.meeting()).toMatchObject({ name: 'Forest 2027', settings: { practice: false } })
    expect(cashOf(fold).accounts).toMatchObject([{ name: 'box', balance: 5000 }])
    station.openBar(false)
    await saved()
    expect(station.bar.fold.totals.orders).toBe(0)
    expect(cashOf(station.bar.fold).accounts).toEqual([])
  })
})

describe('the menu', () => {
  test('is edited entry by entry; what was sold before keeps its words', async () => {
    station.tap(menu('tschunk'))
    station.done()
    await saved()
    const { slug, type, name } = station.bar.fold.entry('tschunk')!
    station.setMenu({ slug, type, name, suggested: undefined, hours: [22, 4] } as unknown as MenuEdit)
    await saved()
    const { fold } = station.bar
    expect(fold.entry('tschunk')).toMatchObject({ v: 1, hours: [22, 4], color: '#e8b93a' })
    expect(fold.entry('tschunk')).not.toHaveProperty('suggested')
    expect(fold.totals.suggested).toBe(450)
  })

  test('takes a whole entry for an edit: the event it was is none of what it says', async () => {
    const entry = station.bar.fold.entry('tschunk')!
    station.setMenu({ ...entry, suggested: 500 })
    await saved()
    const now = station.bar.fold.entry('tschunk')!
    expect(now).toMatchObject({ v: 1, suggested: 500, at: world.now() })
    expect(now._id).toBe(`${station.bar.station}-1`)
  })
})

describe('a station that plays tricks', () => {
  test('does not count from a number on, and counts again', async () => {
    station.tap(menu('tschunk'))
    station.done()
    await saved()
    station.ignore(station.bar.station, 1)
    await saved()
    expect(station.bar.fold.totals.orders).toBe(0)
    station.ignore(station.bar.station)
    await saved()
    expect(station.bar.fold.totals.orders).toBe(1)
  })
})

describe('a start with a long journal', () => {
  test('takes taps before all is read, and says the truth when it is', async () => {
    station.setMeeting({ name: 'Forest 2027' })
    for (let i = 0; i < 12; i++) {
      station.tap(menu('club-mate'))
      station.done()
    }
    await saved()
    journal.close()
    journal = await Journal.open(`station-test-${name}`, { random: world.random })
    const read: string[] = []
    const pages = journal.pages.bind(journal)
    journal.pages = async function* () {
      for await (const page of pages()) {
        read.push(...page.map(event => event._id))
        yield page
      }
    }
    station = await Station.open(journal, world, { ...choices })
    // What is on offer is there, the orders are not, and nobody has read them.
    expect(read).toEqual([])
    expect(station.bar).toMatchObject({ loading: true, fold: { totals: { orders: 0 } } })
    expect(station.bar.fold.meeting()?.name).toBe('Forest 2027')
    station.tap(menu('tschunk'))
    station.done()
    await saved()
    const turning = setInterval(() => world.pass(1), 1)
    await station.load()
    clearInterval(turning)
    expect(station.bar.loading).toBeUndefined()
    expect(station.bar.fold.totals).toMatchObject({ orders: 13, drinks: 13 })
    expect(orders().map(order => order._id)).toContain(`${journal.station}-14`)
    expect(journal.runs[journal.station]).toEqual([1, 14])
  })

  test('reads a journal that has more than a page to its end', async () => {
    const one = (n: number) => ({
      _id: `other-${n}`,
      _rev: '1-0',
      kind: 'loss',
      at: n,
      place: 'bar',
      why: 'broken',
    })
    const rows = Array.from({ length: 1234 }, (_, i) => ({ ...one(i + 1), goods: [{ item: 'mate', n: 1 }] }))
    await journal.absorb('link', rows, {})
    const seen = new Set<string>()
    for await (const page of journal.pages()) for (const event of page) seen.add(event._id)
    expect(rows.every(({ _id }) => seen.has(_id))).toBe(true)
  })
})
