import 'fake-indexeddb/auto'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import type { Link } from '../../src/domain/bar.ts'
import { is } from '../../src/domain/event.ts'
import { Journal } from '../../src/journal/journal.ts'
import { Replicator } from '../../src/sync/replicate.ts'
import { startStation } from '../station/start.ts'
import { interpreters, startHostKind } from '../wire/hosts.ts'

// The client as it ships, in real time, over real HTTP, against the shims and against a server nobody here wrote.

let disks = 0
const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

const world = {
  now: () => Date.now(),
  mono: () => performance.now(),
  after: (ms: number, then: () => void) => {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
  // Waits at their shortest: no jitter for other stations' events.
  random: (n: number) => new Uint8Array(n),
  fetch: globalThis.fetch,
}

const connect = async (url: string, key?: string) => {
  const random = (n: number) => crypto.getRandomValues(new Uint8Array(n))
  const journal = await Journal.open(`http-test-${disks++}`, { random })
  const station = await startStation(journal, world, { theme: 'dark', oneTap: true })
  const replicator = new Replicator(url, journal, station, world, key)
  station.onNews = () => replicator.news()
  replicator.start()
  open.push(() => {
    replicator.stop()
    journal.close()
  })
  return {
    journal,
    station,
    replicator,
    tap: () => station.tap(station.bar.fold.entry('club-mate')!._id),
    get orders() {
      return [...station.bar.fold.events.values()].filter(event => is(event, 'order'))
    },
    get link(): Link | undefined {
      return station.bar.links[0]
    },
  }
}

const until = async (what: string, done: () => boolean) => {
  for (let i = 0; i < 2000; i++) {
    if (done()) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error(`not within 40 s: ${what}`)
}

/** The client's life with a server; `forget` makes the server lose everything and have the database anew. */
const livesWith = async (url: string, key: string | undefined, forget: () => Promise<void>) => {
  const [a, b] = [await connect(url, key), await connect(url, key)]
  for (let i = 0; i < 5; i++) {
    a.tap()
    b.tap()
  }
  await until('all orders on both', () => a.orders.length === 10 && b.orders.length === 10)
  const marked = () => [a, b].every(({ link }) => link?.state === 'ok' && link.unsent === 0)
  await until('all marked', marked)

  await forget()
  b.replicator.stop()
  a.replicator.retry()
  a.tap()
  await until('refilled', () => a.orders.length === 11 && a.link?.state === 'ok' && a.link.unsent === 0)
  const c = await connect(url, key)
  await until('a new tablet has it all', () => c.orders.length === 11)
  expect(c.station.bar.fold.totals).toEqual(a.station.bar.fold.totals)
  expect(c.station.bar.fold.events.size).toBe(a.station.bar.fold.events.size)
  expect([...c.station.bar.fold.waiting]).toEqual([])
  return { a, b, c }
}

describe.each(interpreters)('$name behind the stand-in', interpreter => {
  test('two tablets, a reboot, a lost log, a wipe', { timeout: 120_000 }, async () => {
    const running = await startHostKind(interpreter, 'stand-in', { barKey: 'beer', organizerKey: 'boss' })
    try {
      const db = await running.db('bar-7f3k2q')
      const url = `${running.url}/cgi-bin/db/bar-7f3k2q`
      const { a, c } = await livesWith(url, 'beer', async () => {
        await running.reboot()
        for (const name of ['log', 'life'])
          await rm(join(running.root.data, `bar-7f3k2q.${name}`), { force: true })
        await db.make()
      })
      const { boot } = a.station.bar.ref!
      expect(boot).toBe((await db.info())['boot'])
      await running.reboot()
      c.tap()
      await until('an order over a reboot', () => a.orders.length === 12 && c.link?.unsent === 0)
      await until('the new boot is known', () => a.station.bar.ref!.boot !== boot)

      const wrong = await connect(url, 'water')
      await until('a wrong key is told', () => wrong.link?.state === 'key')
      wrong.replicator.use('beer')
      await until('the right one works', () => wrong.orders.length === 12)

      expect((await db.wipe()).status).toBe(200)
      a.replicator.retry()
      await until('the wipe is told', () => a.link?.state === 'wiped')
      expect(a.orders).toHaveLength(12)
    } finally {
      await running.stop()
    }
  })
})

describe('pouchdb-server', () => {
  test('two tablets, and a database that was made anew', { timeout: 120_000 }, async () => {
    const dir = await mkdtemp(join(tmpdir(), 'barwrt-pouch-'))
    const port = await new Promise<number>(resolve => {
      const server = net.createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address() as net.AddressInfo
        server.close(() => resolve(port))
      })
    })
    const program = fileURLToPath(new URL('../../node_modules/.bin/pouchdb-server', import.meta.url))
    const child = spawn(
      program,
      ['--in-memory', '--no-stdout-logs', '--host', '127.0.0.1', '--port', `${port}`],
      {
        cwd: dir,
        stdio: 'ignore',
      },
    )
    const url = `http://127.0.0.1:${port}/bar`
    const ask = (method: string) => fetch(url, { method }).catch(() => undefined)
    try {
      for (let i = 0; i < 500 && !(await ask('PUT'))?.ok; i++)
        await new Promise(resolve => setTimeout(resolve, 20))
      const { a, b } = await livesWith(url, undefined, async () => {
        expect((await ask('DELETE'))?.status).toBe(200)
        expect((await ask('PUT'))?.status).toBe(201)
      })
      expect(b.orders).toHaveLength(10)
      expect(a.station.bar.ref?.boot).toBe('utc')
    } finally {
      child.kill('SIGKILL')
      await rm(dir, { recursive: true, force: true })
    }
  })
})
