// `npx tsx test/bench/hub.ts [--minutes 10] [--rate 312]`: two routers and a real CouchDB (BARWRT_COUCHDB) between them,
// with the script of docs/scale.md once a minute; orders at random moments at one router, and how long each took until the
// other one had it. The script's waits and CouchDB's own make up nearly all of that, so a busy machine changes little.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import { Random } from '../sync/random.ts'
import { event } from '../wire/db.ts'
import { hosts } from '../wire/hosts.ts'
import { hubs } from '../wire/hubs.ts'
import { barIni, here, layTimer, NAME, STANDS_FOR, setUp, type } from '../wire/page.ts'
import { quantile } from './figures.ts'

const EACH = 60_000
const KEYS = { barKey: STANDS_FOR.KEY, organizerKey: STANDS_FOR.ORGANIZER }

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '10' }, rate: { type: 'string', default: '312' } },
  })
  const [minutes, rate] = [Number(values.minutes), Number(values.rate)]
  const kind = hubs.find(({ name }) => name === 'CouchDB')
  if (!kind) throw new Error('no CouchDB in BARWRT_COUCHDB')
  const dir = await mkdtemp(join(tmpdir(), 'barwrt-hub-'))
  // As it comes: the tests have CouchDB begin each replication at once.
  const hub = await kind.start({ 'bar.ini': barIni, 'waits.ini': '[replicator]\nstartup_jitter = 5000\n' })
  const [one, other] = [await hosts[0]!.start(KEYS), await hosts[0]!.start(KEYS)]
  try {
    const [inOne, inOther] = [await one.db(NAME), await other.db(NAME)]
    const { host } = new URL(hub.url)
    await type(here(setUp, { '127.0.0.1:5984': host }))
    const script = await layTimer(dir, host, [new URL(one.url).host, new URL(other.url).host])
    const random = new Random(1)
    const end = performance.now() + minutes * 60_000
    const made = new Map<string, number>()
    const taken: number[] = []
    const runs: number[] = []
    let arrived = false

    const timer = async () => {
      while (!arrived) {
        const begun = performance.now()
        await promisify(execFile)(script)
        runs.push(performance.now() - begun)
        await sleep(Math.max(0, begun + EACH - performance.now()))
      }
    }
    const bar = async () => {
      for (let n = 1; ; n++) {
        await sleep((-Math.log(1 - random.next()) * 3_600_000) / rate)
        if (performance.now() > end) return
        const order = event('bar', n)
        await inOne.push([order])
        made.set(order._id, performance.now())
      }
    }
    const watch = async () => {
      for (
        let since: string | undefined;
        performance.now() < end || taken.length < made.size;
        await sleep(500)
      ) {
        const { rows, last } = await inOther.pull(since)
        since = last
        for (const { id } of rows) taken.push(performance.now() - made.get(id)!)
      }
      arrived = true
    }
    const running = timer()
    await Promise.all([bar(), watch()])
    await running
    const s = (all: number[], q: number) => (quantile(all, q) / 1000).toFixed(1)
    process.stdout.write(
      `${made.size} orders in ${minutes} min: at the other router after ${s(taken, 0.5)} s (median), ${s(taken, 0.95)} s (p95), ${s(taken, 1)} s (most)\n` +
        `a run of the script took ${s(runs, 0.5)} s (median), ${s(runs, 1)} s (most)\n`,
    )
  } finally {
    await one.stop()
    await other.stop()
    await hub.stop()
    await rm(dir, { recursive: true })
  }
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
  process.exitCode = 1
})
