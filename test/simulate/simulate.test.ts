import { describe, expect, test } from 'vitest'
import type { Bar } from '../../src/domain/bar.ts'
import type { BarEvent } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { Random } from '../sync/random.ts'
import { interpreters } from '../wire/hosts.ts'
import { checkWorld } from './check.ts'
import { modelRouter } from './router.ts'
import { printScript, writeScript } from './script.ts'
import { World } from './world.ts'
import { runWorld } from './worlds.ts'

// Worlds from fixed seeds, the same in each run; `npm run simulate` finds new ones. A world that goes wrong says its
// seed, what is wrong, and the shortest list of what happened that still goes wrong.

const worlds = async (from: number, n: number, options: Parameters<typeof runWorld>[1] = {}) => {
  const sums = { orders: 0, clones: 0, joined: 0, buried: 0 }
  for (let seed = from; seed < from + n; seed++) {
    const outcome = await runWorld(seed, options)
    for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += outcome[key]
  }
  return sums
}
const TIME = 300_000

describe('all stations end equal, no order is lost or doubled, sums are conserved', () => {
  for (const from of [10_000, 20_000, 30_000, 40_000])
    test(`in 50 worlds from seed ${from}`, { timeout: TIME }, async () => {
      const sums = await worlds(from, 50)
      // Worlds in which nothing happens would be well, too.
      expect(sums.orders).toBeGreaterThan(500)
      expect(sums.clones).toBeGreaterThan(5)
      expect(sums.buried).toBeGreaterThan(5)
    })

  test('in 25 worlds on fake-indexeddb', { timeout: TIME }, async () => {
    expect((await worlds(50_000, 25, { storage: 'real' })).orders).toBeGreaterThan(250)
  })

  for (const { name } of interpreters)
    test(`in a world with the real shim (${name})`, { timeout: TIME }, async () => {
      expect((await worlds(60_002, 1, { shim: name })).orders).toBeGreaterThan(10)
    })
})

describe('the simulator', () => {
  test('writes the same world from the same seed, and plays it the same', async () => {
    const script = () => writeScript(new Random(77))
    expect(printScript(script())).toBe(printScript(script()))
    const play = () => World.run(77, script(), 'small', modelRouter)
    expect(await play()).toEqual(await play())
  })

  test('finds an order that is gone from the router', async () => {
    const script = writeScript(new Random(78))
    const robbed = World.run(78, script, 'small', clock => {
      const router = modelRouter(clock)
      const rob = (all: Record<string, unknown>[]) => {
        const last = all.filter(event => event['kind'] === 'order').at(-1)
        return all.filter(event => event !== last)
      }
      return { ...router, documents: async () => rob(await router.documents()) }
    })
    await expect(robbed).rejects.toThrow(/is not on the router/)
  })
})

describe('its check', () => {
  const order = (id: string, given: number): BarEvent => ({
    _id: id,
    _rev: '1-0',
    kind: 'order',
    at: 1,
    lines: [{ menu: 'm-1', n: 2, sum: 500 }],
    sum: 500,
    given,
  })
  const menu: BarEvent = {
    _id: 'm-1',
    _rev: '1-0',
    kind: 'menu',
    at: 0,
    slug: 'mate',
    v: 1,
    type: 'drink',
    name: 'Mate',
  }
  /** What it says of one tablet that shows some events, a router that has others, and what people saw. */
  const check = (shown: BarEvent[], there: BarEvent[], seen: string[], spoil = (_: Fold) => {}) => {
    const fold = new Fold()
    for (const event of shown) fold.add(event)
    spoil(fold)
    const bar = {
      fold,
      station: 'a',
      saving: { state: 'saved' },
      links: [{ url: '', state: 'ok', unsent: 0 }],
    }
    return checkWorld([bar as unknown as Bar], there as never, { seen: new Set(seen), buried: new Set() })
  }
  const all = [menu, order('a-1', 7), order('b-1', 8)]

  test('is content when all is well', () => {
    expect(check(all, all, ['given 7', 'given 8'])).toBeUndefined()
  })

  test('finds what is gone, what is there twice, what differs, and sums that are off', () => {
    expect(check(all, all, ['given 9'])).toBe('given 9 was saved and is gone')
    const twice = [...all, order('c-1', 7)]
    expect(check(twice, twice, [])).toBe('given 7 is there 2 times')
    expect(check(all, all.slice(0, 2), [])).toContain('b-1 is not on the router')
    expect(check(all.slice(0, 2), all, [])).toContain('lacks b-1')
    expect(check(all, [menu, order('a-1', 6), order('b-1', 8)], [])).toContain('a-1 has another value')
    expect(check(all.slice(1), all.slice(1), [])).toContain('wait for a menu entry')
    const spoil = (fold: Fold) => {
      fold.totals.given++
    }
    expect(check(all, all, [], spoil)).toContain('given is 16, its events make 15')
  })
})
