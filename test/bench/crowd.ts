// `npx tsx test/bench/crowd.ts [--stations 50] [--minutes 10] [--rate 3120] [--shim Lua]`: so many stations at so many
// orders an hour, ten times a hacker camp's busiest hour unless said otherwise, against the real shim behind the real web
// server. Says how long it took until an order was everywhere, what memory did, and fails when anything is lost.
import 'fake-indexeddb/auto'
import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { findProgram } from '../../build/interpreter.ts'
import { is } from '../../src/domain/event.ts'
import { Journal } from '../../src/journal/journal.ts'
import { Station } from '../../src/station.ts'
import { Replicator } from '../../src/sync/replicate.ts'
import { Random } from '../sync/random.ts'
import { goodLines, interpreters, type Running, readLog, startHostKind } from '../wire/hosts.ts'
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
  fetch: globalThis.fetch,
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

const open = async (i: number, url: string, watch: Watch) => {
  const journal = await Journal.open(`crowd-${i}`, world)
  const station = await Station.start(journal, world, { theme: 'dark', oneTap: false })
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

/** Resident memory of the web server of this run, KB; undefined where it is this process itself. */
const memoryOf = async (running: Running): Promise<number | undefined> => {
  for (const pid of await readdir('/proc')) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (!/^\d+$/.test(pid) || !/^[^\0]*uhttpd\0/.test(command) || !command.includes(running.root.www))
      continue
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1])
  }
  return undefined
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      stations: { type: 'string', default: '50' },
      minutes: { type: 'string', default: '10' },
      rate: { type: 'string', default: '3120' },
      shim: { type: 'string', default: interpreters[0]!.name },
      seed: { type: 'string', default: '1' },
    },
  })
  const interpreter = interpreters.find(({ name }) => name === values.shim)
  if (!interpreter)
    throw new Error(`no ${values.shim}; there are ${interpreters.map(({ name }) => name).join(', ')}`)
  const server = findProgram('BARWRT_UHTTPD', 'uhttpd') ? 'uhttpd' : 'stand-in'
  const [n, minutes, rate] = [values.stations, values.minutes, values.rate].map(Number) as [
    number,
    number,
    number,
  ]
  const random = new Random(Number(values.seed))
  const running = await startHostKind(interpreter, server, { limit: 1 << 30 })
  try {
    await running.db(DATABASE)
    const watch = new Watch(n - 1)
    const url = `${running.url}/cgi-bin/db/${DATABASE}`
    const stations = await Promise.all(Array.from({ length: n }, (_, i) => open(i, url, watch)))
    while (!stations.every(({ inStep }) => inStep)) await sleep(200)
    process.stdout.write(
      `${n} stations, ${rate} orders an hour, ${minutes} min; ${interpreter.name} behind ${server}\n`,
    )

    const memory: number[] = []
    const begun = performance.now()
    let made = 0
    for (let next = 0, look = 0; ; ) {
      next += (-Math.log(1 - random.next()) * 3_600_000) / rate
      if (next > minutes * 60_000) break
      for (; look < next; look += 10_000) memory.push((await memoryOf(running)) ?? 0)
      await sleep(Math.max(0, begun + next - performance.now()))
      const { station } = random.pick(stations)
      for (let drinks = random.int(1, 3); drinks > 0; drinks--)
        station.more({ menu: random.pick(station.bar.fold.drinks())._id, n: 1 })
      watch.tapped(++made)
      station.done(made)
    }
    for (const end = performance.now() + PATIENCE; performance.now() < end; await sleep(200))
      if (watch.taken.length === made && stations.every(({ inStep }) => inStep)) break

    const log = goodLines(await readLog(running, DATABASE)).map(line => JSON.parse(line))
    const orders = log.filter(({ kind }) => kind === 'order')
    const well =
      orders.length === made &&
      new Set(log.map(({ _id }) => _id)).size === log.length &&
      stations.every(station => station.orders === made)
    const seconds = (q: number) => (quantile(watch.taken, q) / 1000).toFixed(2)
    const p95 = quantile(watch.taken, 0.95)
    process.stdout.write(
      `${made} orders, ${orders.length} in the log, ${stations.filter(({ orders }) => orders === made).length} of ${n} stations have all: ${well ? 'nothing lost' : 'SOMETHING IS LOST'}\n` +
        `on all stations after ${seconds(0.5)} s (median), ${seconds(0.95)} s (p95), ${seconds(1)} s (most)${p95 <= AIM ? '' : ': TOO LATE'}\n` +
        `the web server's memory, KB, each 10 s: ${memory.join(' ')}\n`,
    )
    process.exitCode = well && p95 <= AIM ? 0 : 1
    for (const station of stations) station.stop()
  } finally {
    await running.stop()
  }
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
  process.exitCode = 1
})
