import 'fake-indexeddb/auto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { BarEvent } from '../../src/domain/event.ts'
import { eraseDisk } from '../../src/journal/disk.ts'
import { type Draft, Journal } from '../../src/journal/journal.ts'

const ROUTER = 'http://bar.lan/cgi-bin/db/bar'
const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
const open: Journal[] = []
let disks = 0
const disk = () => `journal-test-${disks++}`

const start = async (name = disk(), channel?: string): Promise<Journal> => {
  const journal = await Journal.open(name, {
    random,
    ...(channel && { channel: new BroadcastChannel(channel) }),
  })
  open.push(journal)
  return journal
}
const draft = (at: number, more: Record<string, unknown> = {}): Draft => ({
  kind: 'loss',
  at,
  place: 'bar',
  why: '',
  goods: [{ item: 'mate', n: 1 }],
  ...more,
})
const event = (id: string, at = 1, more: Record<string, unknown> = {}): BarEvent => ({
  _id: id,
  _rev: '1-0',
  ...draft(at, more),
})
const all = async (journal: Journal) => (await journal.events()).sort((a, b) => (a._id < b._id ? -1 : 1))
const ids = async (journal: Journal) => (await all(journal)).map(event => event._id)
const kept = async (journal: Journal, id: string) => (await journal.read([id]))[0]

/** The same IndexedDB as it is, under another name: a backup, or a cloned tablet. */
const copyDisk = async (from: string, to: string): Promise<void> => {
  const [source, target] = await Promise.all(
    [from, to].map(
      name =>
        new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open(name)
          request.onupgradeneeded = () => request.result.createObjectStore('journal')
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error)
        }),
    ),
  )
  const rows = source!.transaction('journal').objectStore('journal')
  const keys = rows.getAllKeys()
  const values = rows.getAll()
  await new Promise(resolve => {
    rows.transaction.oncomplete = resolve
  })
  const into = target!.transaction('journal', 'readwrite').objectStore('journal')
  for (const [i, key] of keys.result.entries()) into.put(values.result[i], key)
  await new Promise(resolve => {
    into.transaction.oncomplete = resolve
  })
  source!.close()
  target!.close()
}

afterEach(() => {
  for (const journal of open.splice(0)) journal.close()
})

describe('numbering', () => {
  test('a new journal has a random station id, and numbers from 1 without holes', async () => {
    const [a, b] = [await start(), await start()]
    expect(a.station).toMatch(/^[a-z0-9]{8}$/)
    expect(b.station).not.toBe(a.station)
    await a.append([draft(1), draft(2)])
    await a.append([draft(3)])
    expect(await ids(a)).toEqual([1, 2, 3].map(n => `${a.station}-${n}`))
    expect(a.runs).toEqual({ [a.station]: [1, 3] })
    expect((await all(a)).map(event => [event._rev, event.at])).toEqual([
      ['1-0', 1],
      ['1-0', 2],
      ['1-0', 3],
    ])
  })

  test('no station id can be taken for a seed’s', async () => {
    // "seed" in the letters that bytes stand for: the first draw is thrown away.
    const bytes = [
      [18, 4, 4, 3, 0, 0, 0, 0],
      [0, 1, 2, 3, 4, 5, 6, 7],
    ]
    const journal = await Journal.open(disk(), { random: () => Uint8Array.from(bytes.shift()!) })
    open.push(journal)
    expect(journal.station).toBe('abcdefgh')
  })

  test('goes on after a restart', async () => {
    const name = disk()
    const first = await start(name)
    await first.append([draft(1)])
    first.close()
    const again = await start(name)
    expect(again.station).toBe(first.station)
    await again.append([draft(2)])
    expect(await ids(again)).toEqual([`${first.station}-1`, `${first.station}-2`])
  })

  test('two tabs that write at once never get the same number, and hear of each other', async () => {
    const name = disk()
    const [a, b] = [await start(name, name), await start(name, name)]
    expect(b.station).toBe(a.station)
    const batches = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? a : b).append([draft(i)])),
    )
    const given = batches.flat().map(event => event._id)
    expect(new Set(given).size).toBe(40)
    expect(await ids(a)).toHaveLength(40)
    expect(a.runs).toEqual({ [a.station]: [1, 40] })
    // Nobody reads the disk meanwhile: it knows the other's by what it heard.
    for (let i = 0; i < 5000 && b.runs[a.station]?.join() !== '1,40'; i++)
      await new Promise(resolve => setTimeout(resolve, 1))
    expect(b.runs).toEqual({ [a.station]: [1, 40] })
  })
})

describe('a tab that was closed before it could say what it had kept', () => {
  test('is noticed at the second look: the other tab reads everything anew', async () => {
    // Its order was on the disk, and the other tab neither showed nor sent it until somebody opened the app anew; and
    // what it had taken in from the router never came again, since the place had moved on.
    const name = disk()
    const [told, closed] = [await start(name), await start(name)]
    await told.append([draft(1)])
    await closed.append([draft(2)])
    await closed.absorb(ROUTER, [event('other-1')], { since: '1-e' })
    let anew = 0
    told.onElsewhere = events => {
      if (!events) anew++
    }
    await told.marks(ROUTER)
    // The word may only be late.
    expect(anew).toBe(0)
    await told.marks(ROUTER)
    expect(anew).toBe(1)
    await told.events()
    expect(told.runs).toEqual({ [told.station]: [1, 2], other: [1, 1] })
    await told.marks(ROUTER)
    await told.marks(ROUTER)
    expect(anew).toBe(1)
  })

  test('is noticed without counting all that is kept, whatever way it came in', async () => {
    // Each pull of a long day counted 20,000 events in the IndexedDB.
    const name = disk()
    const [told, closed] = [await start(name), await start(name)]
    await told.append([draft(1)])
    await closed.keep([event('other-1')])
    await closed.keep([event('other-1')])
    const [mine] = await closed.append([draft(2)])
    await closed.append([draft(2)], {}, true)
    // A clone: one own event is replaced and moves out, one is new.
    await closed.absorb(ROUTER, [{ ...mine, at: 7 }, event('other-1'), event('other-2')], { since: '1-e' })
    await told.events()
    let anew = 0
    told.onElsewhere = () => void anew++
    const count = vi.spyOn(IDBObjectStore.prototype, 'count')
    await told.marks(ROUTER)
    await told.marks(ROUTER)
    expect(anew).toBe(0)
    await closed.append([draft(3)])
    await told.marks(ROUTER)
    await told.marks(ROUTER)
    expect(anew).toBe(1)
    expect(count).not.toHaveBeenCalled()
    count.mockRestore()
  })

  test('is noticed in a journal of a version that kept no count', async () => {
    const name = disk()
    const [told, closed] = [await start(name), await start(name)]
    await told.append([draft(1), draft(2)])
    await told.remember('.kept', undefined)
    const elsewhere = vi.fn()
    told.onElsewhere = elsewhere
    await told.marks(ROUTER)
    await told.marks(ROUTER)
    expect(elsewhere).not.toHaveBeenCalled()
    await closed.append([draft(3)])
    await told.marks(ROUTER)
    await told.marks(ROUTER)
    expect(elsewhere).toHaveBeenCalledTimes(1)
  })

  test('is not suspected while this tab itself is writing', async () => {
    const journal = await start()
    journal.onElsewhere = () => expect.unreachable()
    for (let i = 0; i < 30; i++)
      await Promise.all([journal.marks(ROUTER), journal.append([draft(i)]), journal.marks(ROUTER)])
    await journal.marks(ROUTER)
    await journal.marks(ROUTER)
  })
})

describe('one transaction', () => {
  test('an event and what goes with it are kept together, or not at all', async () => {
    const journal = await start()
    await journal.append([draft(1)], { '.strip': { lines: [] } })
    await expect(
      journal.append([draft(2), draft(3)], { '.strip': () => 'no clone of a function' }),
    ).rejects.toThrow()
    expect(await ids(journal)).toEqual([`${journal.station}-1`])
    expect(await journal.recall('.strip')).toEqual({ lines: [] })
    // The numbers of what was not kept are given again.
    const [next] = await journal.append([draft(4)], { '.strip': undefined })
    expect(next!._id).toBe(`${journal.station}-2`)
    expect(await journal.recall('.strip')).toBeUndefined()
  })

  test('an event that cannot be kept takes nothing else with it', async () => {
    const journal = await start()
    await expect(journal.append([draft(1), draft(2, { why: () => 'no' })])).rejects.toThrow()
    expect(await ids(journal)).toEqual([])
    expect(journal.runs).toEqual({})
  })

  test('an id that is there already is never written over', async () => {
    const journal = await start()
    await journal.absorb(ROUTER, [event(`${journal.station}x-1`)], { since: '1-a' })
    const name = `${journal.station}-1`
    // A number that was lost sight of: the counter says 1, the event is there.
    await journal.keep([event(name, 77)])
    await expect(journal.append([draft(1)])).rejects.toMatchObject({ name: 'ConstraintError' })
    expect(await kept(journal, name)).toMatchObject({ at: 77 })
  })

  test('what was tried before, and got through without saying so, is not added twice', async () => {
    const journal = await start()
    await journal.append([draft(1), draft(2)])
    const again = await journal.append([draft(1), draft(2), draft(3)], {}, true)
    expect(again.map(event => event._id)).toEqual([1, 2, 3].map(n => `${journal.station}-${n}`))
    expect(await ids(journal)).toHaveLength(3)
    // Nor when a clone was noticed in between, and the station is another one now.
    await journal.absorb(ROUTER, [event(`${journal.station}-9`, 9)], {})
    expect(await journal.append([draft(2)], {}, true)).toEqual([again[1]])
    // Without that word two equal orders are two.
    await journal.append([draft(3)])
    expect(await ids(journal)).toHaveLength(5)
  })
})

describe('a disk in trouble', () => {
  const real = indexedDB.open.bind(indexedDB)
  afterEach(() => {
    indexedDB.open = real
  })

  test('an open that fails is told, and forgotten: the next try opens anew', async () => {
    indexedDB.open = () => {
      throw new DOMException('no', 'UnknownError')
    }
    const name = disk()
    await expect(start(name)).rejects.toMatchObject({ name: 'UnknownError' })
    indexedDB.open = real
    const journal = await start(name)
    await journal.append([draft(1)])
    expect(await ids(journal)).toHaveLength(1)
  })

  test('a connection that dies without a word while the app runs is replaced', async () => {
    const journal = await start()
    await journal.append([draft(1)])
    let opens = 0
    indexedDB.open = (...args: Parameters<typeof real>) => {
      opens++
      return real(...args)
    }
    const { transaction } = IDBDatabase.prototype
    IDBDatabase.prototype.transaction = () => {
      IDBDatabase.prototype.transaction = transaction
      throw new DOMException('The database connection is closing.', 'InvalidStateError')
    }
    await journal.append([draft(2)])
    expect(opens).toBe(1)
    expect(await ids(journal)).toHaveLength(2)
  })

  test('a journal that was closed keeps nothing more, and makes no erased database anew', async () => {
    // A wiped meeting's copy was erased while a page of its rows was still on its way.
    const name = disk()
    const journal = await start(name)
    journal.close()
    await eraseDisk(name)
    await expect(journal.absorb(ROUTER, [event('other-1')], {})).rejects.toMatchObject({
      name: 'InvalidStateError',
    })
    await expect(journal.append([draft(1)])).rejects.toMatchObject({ name: 'InvalidStateError' })
    expect((await indexedDB.databases()).map(each => each.name)).not.toContain(name)
  })

  test('a journal that another tab erases lets go of it', async () => {
    const name = disk()
    const journal = await start(name)
    await journal.append([draft(1)])
    await eraseDisk(name)
    expect(await ids(await start(name))).toEqual([])
  })
})

describe('rows from a database', () => {
  test('come in once, however often; marks and place with them', async () => {
    const journal = await start()
    const rows = [event('other-1'), event('other-2'), event('other-4')]
    const first = await journal.absorb(ROUTER, rows, { since: '9-e', life: 'e' })
    expect(first.fresh.map(event => event._id)).toEqual(['other-1', 'other-2', 'other-4'])
    expect(await journal.marks(ROUTER)).toEqual({ on: { other: [1, 2, 4, 4] }, since: '9-e', life: 'e' })
    const again = await journal.absorb(ROUTER, [...rows, ...rows], { after: '9-e', since: '9-e', life: 'e' })
    expect(again).toMatchObject({ fresh: [], clone: false, replaced: false })
    expect(await ids(journal)).toHaveLength(3)
    expect(journal.runs).toEqual({ other: [1, 2, 4, 4] })
  })

  test('that are no events, by their envelope, are passed over; unknown kinds and fields are kept', async () => {
    const journal = await start()
    const odd = [
      null,
      7,
      'x',
      [],
      {},
      { _id: 'a-1' },
      { _id: 'a-0', _rev: '1-0' },
      { _id: 'a-1', _rev: '2-0' },
      { ...event('a-2'), _deleted: true },
      event('a-3', 1, { why: 'x'.repeat(5000) }),
    ]
    const poem = { _id: 'b-1', _rev: '1-0', kind: 'poem', at: 1, lines: ['roses'] }
    const { fresh } = await journal.absorb(ROUTER, [...odd, poem], { since: '1-e' })
    expect(fresh).toEqual([poem])
    expect((await journal.marks(ROUTER)).on).toEqual({ b: [1, 1] })
  })

  test('of another station with another value than here change nothing: the first one stays', async () => {
    const journal = await start()
    await journal.absorb(ROUTER, [event('other-1', 1)], {})
    const { fresh, clone } = await journal.absorb('second', [event('other-1', 2)], {})
    expect([fresh, clone]).toEqual([[], false])
    expect(await kept(journal, 'other-1')).toMatchObject({ at: 1 })
    expect((await journal.marks('second')).on).toEqual({ other: [1, 1] })
  })

  test('leave nothing when the transaction is aborted', async () => {
    const journal = await start()
    await journal.absorb(ROUTER, [event('other-1')], { since: '1-e' })
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (value, key) {
      if (String(key).startsWith('.link')) throw new DOMException('full', 'QuotaExceededError')
      return put.call(this, value, key)
    }
    try {
      await expect(
        journal.absorb(ROUTER, [event('other-2')], { after: '1-e', since: '2-e' }),
      ).rejects.toMatchObject({
        name: 'QuotaExceededError',
      })
    } finally {
      IDBObjectStore.prototype.put = put
    }
    expect(await ids(journal)).toEqual(['other-1'])
    expect(journal.runs).toEqual({ other: [1, 1] })
    expect(await journal.marks(ROUTER)).toEqual({ on: { other: [1, 1] }, since: '1-e' })
  })

  test('asked for before the marks were forgotten mark nothing: that life is over', async () => {
    // Two tabs: one had a page on its way while the other found that the router had been erased, and began anew. The
    // page's marks came back, and its events were never sent again.
    const journal = await start()
    await journal.absorb(ROUTER, [event('other-1')], { since: '1-old' })
    await journal.forgetMarks(ROUTER)
    const late = await journal.absorb(ROUTER, [event('other-2')], { after: '1-old', since: '2-old' })
    expect(late.fresh).toHaveLength(1)
    expect(await journal.marks(ROUTER)).toEqual({ on: {} })
  })

  test('of one database mark nothing for another', async () => {
    const journal = await start()
    await journal.absorb(ROUTER, [event('other-1')], { since: '1-e' })
    expect(await journal.marks('second')).toEqual({ on: {} })
  })
})

describe('a clone', () => {
  test('an own event that comes back equal is only marked, whatever the order of its keys', async () => {
    const journal = await start()
    const [own] = await journal.append([draft(1, { ref: { boot: 'b', off: 1, err: 2 } })])
    const { ref, ...rest } = own as BarEvent & { ref: object }
    const back = {
      ref: Object.fromEntries(Object.entries(ref).reverse()),
      ...Object.fromEntries(Object.entries(rest).reverse()),
    }
    const station = journal.station
    expect(await journal.absorb(ROUTER, [back], {})).toMatchObject({ fresh: [], clone: false })
    expect(journal.station).toBe(station)
    expect((await journal.marks(ROUTER)).on).toEqual({ [station]: [1, 1] })
  })

  test('an own id that is not here: a new station id, counting from 1; the event is taken in', async () => {
    const journal = await start()
    await journal.append([draft(1)])
    const before = journal.station
    const result = await journal.absorb(ROUTER, [event(`${before}-2`, 99)], {})
    expect(result).toMatchObject({ clone: true, replaced: false })
    expect(result.fresh.map(event => event._id)).toEqual([`${before}-2`])
    expect(journal.station).not.toBe(before)
    expect(journal.isMine(before)).toBe(true)
    const [next] = await journal.append([draft(3)])
    expect(next!._id).toBe(`${journal.station}-1`)
    expect(await ids(journal)).toHaveLength(3)
  })

  test('an own id with another value: what came stays, the own event is added again under the new id', async () => {
    const journal = await start()
    await journal.append([draft(1), draft(2)])
    const before = journal.station
    const result = await journal.absorb(ROUTER, [event(`${before}-2`, 99)], {})
    expect(result).toMatchObject({ clone: true, replaced: true })
    expect((await all(journal)).map(event => [event._id, event.at]).sort()).toEqual(
      [
        [`${before}-1`, 1],
        [`${before}-2`, 99],
        [`${journal.station}-1`, 2],
      ].sort(),
    )
    const [next] = await journal.append([draft(3)])
    expect(next!._id).toBe(`${journal.station}-2`)
  })

  test('of an id that this station was once, too', async () => {
    const journal = await start()
    await journal.append([draft(1)])
    const first = journal.station
    await journal.absorb(ROUTER, [event(`${first}-7`)], {})
    const second = journal.station
    const { clone } = await journal.absorb(ROUTER, [event(`${first}-1`, 50)], {})
    expect(clone).toBe(true)
    expect(new Set([first, second, journal.station]).size).toBe(3)
    for (const station of [first, second, journal.station]) expect(journal.isMine(station)).toBe(true)
    expect((await all(journal)).map(event => event.at).sort()).toEqual([1, 1, 50])
  })

  test('survives a restart: the new id and the old ones are on the disk', async () => {
    const name = disk()
    const journal = await start(name)
    const before = journal.station
    await journal.absorb(ROUTER, [event(`${before}-7`)], {})
    journal.close()
    const again = await start(name)
    expect(again.station).toBe(journal.station)
    expect(again.isMine(before)).toBe(true)
  })

  test('an own void that is on no router follows its order, and one that is on a router keeps its words', async () => {
    const journal = await start()
    const station = journal.station
    await journal.append([
      draft(1),
      { kind: 'void', at: 2, of: `${station}-1`, why: 'sent' },
      { kind: 'void', at: 3, of: `${station}-1`, why: 'unsent' },
      {
        kind: 'order',
        at: 4,
        again: `${station}-1`,
        sum: 0,
        lines: [{ menu: `${station}-1`, n: 1, sum: 0 }],
      },
    ])
    const sent = (await journal.read([`${station}-2`]))[0]!
    await journal.absorb('second', [sent], { since: '1-e' })
    await journal.absorb(ROUTER, [event(`${station}-1`, 99)], {})
    const moved = `${journal.station}-1`
    expect(await kept(journal, moved)).toMatchObject({ at: 1 })
    // That another database has it counts as much.
    expect(await kept(journal, `${station}-2`)).toMatchObject({ of: `${station}-1` })
    expect(await kept(journal, `${station}-3`)).toMatchObject({ of: moved })
    expect(await kept(journal, `${station}-4`)).toMatchObject({ again: moved, lines: [{ menu: moved }] })
  })

  test('moves an order and its void together when both were taken', async () => {
    const journal = await start()
    const station = journal.station
    await journal.append([draft(1), { kind: 'void', at: 2, of: `${station}-1`, why: 'mine' }])
    const theirs = [
      event(`${station}-1`, 50),
      { _id: `${station}-2`, _rev: '1-0', kind: 'void', at: 51, of: `${station}-1`, why: 'theirs' },
    ]
    await journal.absorb(ROUTER, theirs, {})
    const now = journal.station
    expect(await kept(journal, `${now}-1`)).toMatchObject({ at: 1 })
    expect(await kept(journal, `${now}-2`)).toMatchObject({ of: `${now}-1`, why: 'mine' })
    expect(await kept(journal, `${station}-2`)).toMatchObject({ of: `${station}-1`, why: 'theirs' })
  })

  test('two tablets with one disk’s copy end with all that either of them made', async () => {
    const [one, two] = [disk(), disk()]
    const original = await start(one)
    await original.append([draft(1)])
    await copyDisk(one, two)
    const copy = await start(two)
    expect(copy.station).toBe(original.station)
    await original.append([draft(10), draft(11)])
    await copy.append([draft(20)])
    // The first to reach the router keeps its ids; the other learns of it there.
    const rows = await all(original)
    await original.absorb(ROUTER, rows, {})
    const result = await copy.absorb(ROUTER, rows, {})
    expect(result.clone).toBe(true)
    expect((await all(copy)).map(event => event.at).sort((a, b) => a - b)).toEqual([1, 10, 11, 20])
    expect(copy.station).not.toBe(original.station)
    await original.absorb(ROUTER, await all(copy), {})
    expect(await all(original)).toEqual(await all(copy))
    expect(original.station).toBe(rows[0]!._id.split('-')[0])
  })

  test('another tab of the same journal hears of the new id before it numbers again', async () => {
    const name = disk()
    const [a, b] = [await start(name, name), await start(name, name)]
    await a.append([draft(1)])
    let anew = false
    b.onElsewhere = events => {
      anew = anew || events === undefined
    }
    await a.absorb(ROUTER, [event(`${a.station}-1`, 9)], {})
    const [next] = await b.append([draft(2)])
    expect(next!._id).toBe(`${a.station}-2`)
    for (let i = 0; i < 5000 && !anew; i++) await new Promise(resolve => setTimeout(resolve, 1))
    expect(anew).toBe(true)
    expect(b.station).toBe(a.station)
  })
})

describe('small values', () => {
  test('are kept, changed and erased, and are no events', async () => {
    const journal = await start()
    await journal.remember('.strip', { lines: [1] })
    expect(await journal.recall('.strip')).toEqual({ lines: [1] })
    expect(await ids(journal)).toEqual([])
    await journal.remember('.strip', undefined)
    expect(await journal.recall('.strip')).toBeUndefined()
  })

  test('a seeded menu is kept once, and marked nowhere', async () => {
    const journal = await start()
    const seed = [event('seed00000000-1'), event('seed00000000-2')]
    expect(await journal.keep(seed)).toHaveLength(2)
    expect(await journal.keep(seed)).toHaveLength(0)
    expect(await ids(journal)).toHaveLength(2)
    expect(await journal.marks(ROUTER)).toEqual({ on: {} })
  })
})
