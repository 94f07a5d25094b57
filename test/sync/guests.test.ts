import { expect, test } from 'vitest'
import type { Seen } from '../../src/domain/bar.ts'
import { followBoard } from '../../src/sync/board.ts'
import { Clock } from './clock.ts'
import { responseOf } from './model.ts'

const MATE = { name: 'Camp', drinks: [{ name: 'Club Mate' }] }
const TEA = { name: 'Next camp', drinks: [{ name: 'Tea' }] }

/** A screen for guests, and a host that has `boards` by the names of their databases. */
const setUp = (kept?: Seen) => {
  const clock = new Clock()
  const disk = new Map<string, object>(kept ? [['board', kept]] : [])
  const host = {
    boards: { bar: MATE } as Record<string, unknown>,
    status: 0,
    asked: [] as string[],
    shown: [] as Seen[],
    written: 0,
  }
  const world = {
    now: () => 1e12 + clock.time,
    mono: () => clock.time,
    after: (ms: number, then: () => void) => clock.after(ms, then),
    random: () => new Uint8Array([128]),
    fetch: (async (url: string, init: RequestInit) => {
      host.asked.push(url)
      expect([init.method, new Headers(init.headers).get('authorization')]).toEqual([undefined, null])
      if (host.status === -1) throw new TypeError('no route')
      if (url === '/settings.json') return responseOf({ status: 200, body: '{"database":"bar"}' })
      const name = /^http:\/\/bar\.lan\/cgi-bin\/db\/([\w-]+)\/_local\/board$/.exec(url)![1]!
      const board = host.boards[name]
      if (host.status) return responseOf({ status: host.status, body: '{}' })
      return responseOf(
        board
          ? { status: 200, body: JSON.stringify({ _id: '_local/board', _rev: '0-1', ...board }) }
          : { status: 404, body: '{}' },
      )
    }) as unknown as typeof fetch,
  }
  const store = {
    fetched: async (name: string) => disk.get(name),
    keepFetched: async (name: string, seen: Seen) => {
      host.written++
      disk.set(name, structuredClone(seen))
    },
  }
  const follower = followBoard(world, 'http://bar.lan', Promise.resolve(store), seen => host.shown.push(seen))
  follower.setVisible(true)
  const last = async (ms: number) => {
    await clock.pass(ms)
    return host.shown.at(-1)
  }
  return { clock, disk, host, follower, last }
}

test('it shows what the host has, asks for nothing else, and follows what changes', async () => {
  const { host, last } = setUp()
  expect(await last(1)).toEqual({ board: MATE, at: 1e12 })
  host.boards['bar'] = TEA
  expect(await last(13_000)).toMatchObject({ board: TEA })
  expect(new Set(host.asked)).toEqual(
    new Set(['/settings.json', 'http://bar.lan/cgi-bin/db/bar/_local/board']),
  )
})

test('with the router off it shows what was kept, and since when', async () => {
  const { host, disk, last } = setUp()
  await last(1)
  const again = setUp(disk.get('board') as Seen)
  again.host.status = host.status = -1
  expect(await again.last(60_000)).toEqual({ board: MATE, at: 1e12 })
  expect((await last(60_000))!.board).toEqual(MATE)
})

test('a router that restarted and has no board yet takes nothing off the screen', async () => {
  const { host, last } = setUp()
  await last(1)
  host.boards = {}
  expect(await last(60_000)).toMatchObject({ board: MATE })
})

test('a host that shows it to nobody is told, even where one was kept, and asked again', async () => {
  const { host, last } = setUp({ board: MATE as never, at: 1 })
  host.status = 401
  expect(await last(1)).toEqual({ shut: true })
  host.status = 0
  expect(await last(40_000)).toMatchObject({ board: MATE })
})

test('it goes on to the meeting that came after, and not in circles', async () => {
  const { host, last } = setUp()
  host.boards = { bar: { ...MATE, next: 'bar-two' }, 'bar-two': TEA }
  expect(await last(13_000)).toMatchObject({ board: TEA })
  host.boards = { bar: { ...MATE, next: 'bar-two' } }
  expect(await last(13_000)).toMatchObject({ board: MATE })
  host.boards = { bar: { ...MATE, next: 'bar' } }
  expect((await last(13_000))!.board!.name).toBe('Camp')
})

test('what is no board is none', async () => {
  const { host, last } = setUp()
  host.boards['bar'] = { drinks: 'many' }
  expect(await last(1)).toBeUndefined()
})

test('nobody looks: nothing is asked; the disk is spared while nothing changes', async () => {
  const { host, follower, last } = setUp()
  await last(300_000)
  expect(host.written).toBe(1)
  follower.setVisible(false)
  const before = host.asked.length
  await last(300_000)
  expect(host.asked.length).toBe(before)
  follower.setVisible(true)
  await last(1)
  expect(host.asked.length).toBe(before + 2)
  follower.stop()
  await last(60_000)
  expect(host.asked.length).toBe(before + 2)
})
