// `npx tsx test/bench/crowd.ts [--stations 50] [--minutes 10] [--rate 3120] [--shim Lua | --couchdb]`: so many stations at
// so many orders an hour, ten times a hacker camp's busiest hour unless said otherwise, against the real shim behind the
// real web server, or at a real CouchDB (BARWRT_COUCHDB). Says how long it took until an order was everywhere, what the
// server took of memory and processor, and fails when anything is lost.
import 'fake-indexeddb/auto'
import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { findProgram } from '../../build/interpreter.ts'
import { is } from '../../src/domain/event.ts'
import { Journal } from '../../src/journal/journal.ts'
import { Replicator } from '../../src/sync/replicate.ts'
import { startStation } from '../station/start.ts'
import { Random } from '../sync/random.ts'
import { basic } from '../wire/db.ts'
import {
  goodLines,
  type Interpreter,
  interpreters,
  type Running,
  readLog,
  startHostKind,
} from '../wire/hosts.ts'
import { adminIni, hubs } from '../wire/hubs.ts'
import { STANDS_FOR } from '../wire/page.ts'
import { quantile } from './figures.ts'

const DATABASE = 'bar-crowd'
/** An order is to be on all screens within this, ms, 95 times of 100. */
const AIM = 5000
/** How long the rest may take to arrive after the last order, ms. */
const PATIENCE = 120_000

const world = {
  now: () => Date.now(),
  mono: () => performance.now(),
  after(ms: number, then: () => void): () => void {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
  random: (n: number) => new Uint8Array(randomBytes(n)),
  requests: 0,
  fetch: ((url, init) => {
    world.requests++
    return globalThis.fetch(url, init)
  }) as typeof fetch,
}

/** When each order was tapped and on how many other stations it is, by the number given in it. */
class Watch {
  readonly taken: number[] = []
  readonly #tapped = new Map<number, { at: number; missing: number }>()

  constructor(readonly others: number) {}

  tapped(given: number): void {
    this.#tapped.set(given, { at: performance.now(), missing: this.others })
  }

  arrived(given: number): void {
    const order = this.#tapped.get(given)
    if (order && --order.missing === 0) this.taken.push(performance.now() - order.at)
  }
}

const open = async (i: number, { url, key }: Place, watch: Watch) => {
  const journal = await Journal.open(`crowd-${i}`, world)
  const station = await startStation(journal, world, { theme: 'dark', oneTap: false })
  const replicator = new Replicator(
    url,
    journal,
    {
      async absorb(...page) {
        const absorbed = await station.absorb(...page)
        for (const event of absorbed.fresh) if (is(event, 'order')) watch.arrived(event.given!)
      },
      shownSeed: () => station.shownSeed(),
      board: () => station.board(),
      setLink: link => station.setLink(link),
      setRef: ref => station.setRef(ref),
    },
    world,
    key,
  )
  station.onNews = () => replicator.news()
  replicator.start()
  return {
    station,
    stop() {
      replicator.stop()
      journal.close()
    },
    /** How many orders it shows. */
    get orders() {
      return station.bar.fold.totals.orders
    },
    get inStep() {
      const [link] = station.bar.links
      return link?.state === 'ok' && !link.unsent
    },
  }
}

/** Where the stations of a run meet. */
interface Place {
  name: string
  url: string
  key?: string
  /** The process that serves it; undefined where that is this one itself. */
  pid: number | undefined
  /** All that it holds. */
  events(): Promise<{ _id: string; kind: string }[]>
  stop(): Promise<void>
}

const pidOf = async ({ root }: Running): Promise<number | undefined> => {
  for (const pid of await readdir('/proc')) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (/^\d+$/.test(pid) && /^[^\0]*uhttpd\0/.test(command) && command.includes(root.www)) return Number(pid)
  }
  return undefined
}

const router = async (interpreter: Interpreter): Promise<Place> => {
  const server = findProgram('BARWRT_UHTTPD', 'uhttpd') ? 'uhttpd' : 'stand-in'
  const running = await startHostKind(interpreter, server, { limit: 1 << 30 })
  await running.db(DATABASE)
  return {
    name: `${interpreter.name} behind ${server}`,
    url: `${running.url}/cgi-bin/db/${DATABASE}`,
    pid: await pidOf(running),
    events: async () => goodLines(await readLog(running, DATABASE)).map(line => JSON.parse(line)),
    stop: () => running.stop(),
  }
}

const hub = async (): Promise<Place> => {
  const kind = hubs.find(({ name }) => name === 'CouchDB')
  if (!kind) throw new Error('no CouchDB in BARWRT_COUCHDB')
  const key = STANDS_FOR.STATIONS
  const { url, pid, stop } = await kind.start({ 'bar.ini': adminIni })
  const headers = { authorization: basic(key) }
  await fetch(`${url}/${DATABASE}`, { method: 'PUT', headers })
  return {
    name: kind.name,
    url: `${url}/${DATABASE}`,
    key,
    pid,
    async events() {
      const answer = await fetch(`${url}/${DATABASE}/_all_docs?include_docs=true`, { headers })
      const { rows } = (await answer.json()) as { rows: { doc: { _id: string; kind: string } }[] }
      return rows.map(({ doc }) => doc)
    },
    stop,
  }
}

/** Resident memory of a process, KB. */
const memoryOf = async (pid: number | undefined): Promise<number> =>
  pid ? Number(/VmRSS:\s*(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) : 0

/** What a process and those that it waited for took of the processor, s. */
const processorOf = async (pid: number | undefined): Promise<number> => {
  if (!pid) return 0
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/.*\) /, '').split(' ').map(Number)
  return (fields[11]! + fields[12]! + fields[13]! + fields[14]!) / 100
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      stations: { type: 'string', default: '50' },
      minutes: { type: 'string', default: '10' },
      rate: { type: 'string', default: '3120' },
      shim: { type: 'string', default: interpreters[0]!.name },
      couchdb: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
    },
  })
  const interpreter = interpreters.find(({ name }) => name === values.shim)
  if (!interpreter)
    throw new Error(`no ${values.shim}; there are ${interpreters.map(({ name }) => name).join(', ')}`)
  const [n, minutes, rate] = [values.stations, values.minutes, values.rate].map(Number) as [
    number,
    number,
    number,
  ]
  const random = new Random(Number(values.seed))
  const place = await (values.couchdb ? hub() : router(interpreter))
  try {
    const watch = new Watch(n - 1)
    const stations = await Promise.all(Array.from({ length: n }, (_, i) => open(i, place, watch)))
    while (!stations.every(({ inStep }) => inStep)) await sleep(200)
    process.stdout.write(`${n} stations, ${rate} orders an hour, ${minutes} min; ${place.name}\n`)

    const memory: number[] = []
    const [begun, processor, requests] = [performance.now(), await processorOf(place.pid), world.requests]
    let made = 0
    for (let next = 0, look = 0; ; ) {
      next += (-Math.log(1 - random.next()) * 3_600_000) / rate
      const then = Math.min(next, minutes * 60_000)
      for (; look < then; look += 10_000) {
        await sleep(Math.max(0, begun + look - performance.now()))
        memory.push(await memoryOf(place.pid))
      }
      await sleep(Math.max(0, begun + then - performance.now()))
      if (then < next) break
      const { station } = random.pick(stations)
      for (let drinks = random.int(1, 3); drinks > 0; drinks--)
        station.more({ menu: random.pick(station.bar.fold.drinks())._id, n: 1 })
      watch.tapped(++made)
      station.done(made)
    }
    const seconds = (performance.now() - begun) / 1000
    const took = (await processorOf(place.pid)) - processor
    const asked = world.requests - requests
    for (const end = performance.now() + PATIENCE; performance.now() < end; await sleep(200))
      if (watch.taken.length === made && stations.every(({ inStep }) => inStep)) break

    const log = await place.events()
    const orders = log.filter(({ kind }) => kind === 'order')
    const well =
      orders.length === made &&
      new Set(log.map(({ _id }) => _id)).size === log.length &&
      stations.every(station => station.orders === made)
    const after = (q: number) => (quantile(watch.taken, q) / 1000).toFixed(2)
    const p95 = quantile(watch.taken, 0.95)
    process.stdout.write(
      `${made} orders, ${orders.length} in the log, ${stations.filter(({ orders }) => orders === made).length} of ${n} stations have all: ${well ? 'nothing lost' : 'SOMETHING IS LOST'}\n` +
        `on all stations after ${after(0.5)} s (median), ${after(0.95)} s (p95), ${after(1)} s (most)${p95 <= AIM ? '' : ': TOO LATE'}\n` +
        `${(asked / seconds).toFixed(1)} requests a second; of the processor the server and its scripts took ${((100 * took) / seconds).toFixed(1)} %\n` +
        `the server's memory, KB, each 10 s: ${memory.join(' ')}\n`,
    )
    process.exitCode = well && p95 <= AIM ? 0 : 1
    for (const station of stations) station.stop()
  } finally {
    await place.stop()
  }
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
  process.exitCode = 1
})
