import { expect, test } from 'vitest'
import { bringOffice, type Office } from '../../src/sync/office.ts'
import { Clock } from './clock.ts'
import { responseOf } from './model.ts'

/** A host and a tablet's disk; the page's policy lets through what says that it belongs to the page's version. */
const setUp = (kept?: Office) => {
  const world = {
    clock: new Clock(),
    kept,
    has: 'screens of 1' as string | undefined,
    asked: [] as string[],
    ran: [] as string[],
  }
  const net = {
    after: (ms: number, then: () => void) => world.clock.after(ms, then),
    fetch: (async (url: string) => {
      world.asked.push(url)
      if (world.has === undefined) throw new TypeError('no route')
      return responseOf({ status: world.has ? 200 : 404, body: world.has })
    }) as unknown as typeof fetch,
  }
  const store = {
    fetched: async () => world.kept,
    keepFetched: async (_: string, office: Office) => void (world.kept = office),
  }
  const open = async (version: string) => {
    const done = bringOffice(net, store, version, script => {
      const runs = script.endsWith(` of ${version}`)
      if (runs) world.ran.push(script)
      return runs
    })
    await world.clock.pass(1)
    return done
  }
  return { world, open }
}

test('organizers’ screens are fetched once and kept: from then on they are there with the router off', async () => {
  const { world, open } = setUp()
  await open('1')
  expect(world).toMatchObject({ asked: ['/office.js'], ran: ['screens of 1'] })
  world.has = undefined
  await open('1')
  expect(world.ran).toEqual(['screens of 1', 'screens of 1'])
  expect(world.asked).toHaveLength(1)
})

test('a page of another version runs none that were kept for the one before', async () => {
  const { world, open } = setUp({ script: 'screens of 1', version: '1' })
  world.has = 'screens of 2'
  await open('2')
  expect(world.ran).toEqual(['screens of 2'])
  expect(world.kept).toEqual({ script: 'screens of 2', version: '2' })
})

test.each([
  ['no answer', undefined],
  ['a 404', ''],
  ['half a file', 'screens o'],
  ['those of a version that the page is not yet', 'screens of 2'],
])('%s is asked for again, and not kept', async (_, answer) => {
  const { world, open } = setUp()
  world.has = answer
  const done = open('1')
  await world.clock.pass(19_000)
  expect(world.asked).toHaveLength(1)
  expect(world.kept).toBeUndefined()
  world.has = 'screens of 1'
  await world.clock.pass(2_000)
  await done
  expect(world.ran).toEqual(['screens of 1'])
  expect(world.kept).toEqual({ script: 'screens of 1', version: '1' })
})

test('a disk that breaks keeps nobody from them', async () => {
  const { world } = setUp()
  const net = {
    after: (ms: number, then: () => void) => world.clock.after(ms, then),
    fetch: (async () => responseOf({ status: 200, body: 'screens' })) as unknown as typeof fetch,
  }
  const broken = () => Promise.reject(new Error('no disk'))
  const ran: string[] = []
  await bringOffice(net, { fetched: broken, keepFetched: broken }, '1', script => ran.push(script) > 0)
  expect(ran).toEqual(['screens'])
})
