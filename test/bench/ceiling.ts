// `npx tsx test/bench/ceiling.ts`: how many stations and orders one router carries, on paper: the requests that the real
// client makes (in virtual time, so they are counted, not timed) times what each costs (docs/router.md). Prints the
// tables and writes them into docs/scale.md, in both languages.
import 'fake-indexeddb/auto'
import { readFile } from 'node:fs/promises'
import { Clock, countTasks } from '../sync/clock.ts'
import { type Call, Model } from '../sync/model.ts'
import { Random } from '../sync/random.ts'
import { fetchTo, Tablet } from '../sync/tablet.ts'
import { night } from './events.ts'
import { writeTables } from './tables.ts'

const STATIONS = 10
const MINUTES = 60
const JOINED = 10_000
/** A hacker camp's busiest hour, from its till. */
const PEAK = { orders: 312, drinks: 572 }
/** Instructions a second that a core of each kind gets done, in millions; half of them are for the bar. */
const CORES = { '580 MHz MIPS': 350, '1.2 GHz ARM': 1000 }

/** Requests of one kind: how many, and the bytes of their bodies, both ways. */
type Kinds = Record<'pulse' | 'GET DB' | '_changes' | '_bulk_docs', { n: number; bytes: number }>
const none = (): Kinds => ({
  pulse: { n: 0, bytes: 0 },
  'GET DB': { n: 0, bytes: 0 },
  _changes: { n: 0, bytes: 0 },
  _bulk_docs: { n: 0, bytes: 0 },
})

const kindOf = ({ method, path }: Call): keyof Kinds =>
  method === 'HEAD'
    ? 'pulse'
    : path.includes('_changes')
      ? '_changes'
      : path.includes('_bulk')
        ? '_bulk_docs'
        : 'GET DB'

let disks = 0

/** A router with tablets, whose requests are counted. */
class Counted {
  readonly clock = new Clock()
  readonly random = new Random(5)
  readonly model = new Model({ mono: () => this.clock.time, now: () => this.clock.time })
  kinds = none()

  constructor() {
    this.model.make('bar')
  }

  async tablet(): Promise<Tablet> {
    const handle = (call: Call) => {
      const reply = this.model.handle(call)
      const kind = this.kinds[kindOf(call)]
      kind.n++
      kind.bytes += call.body.length + (reply.body?.length ?? 0)
      return reply
    }
    const { clock, random } = this
    const disk = `ceiling-${disks++}`
    const tablet = await Tablet.start({ clock, random, disk, fetch: fetchTo(clock, { handle }) })
    return tablet
  }

  /** What was asked while time passed. */
  async during(ms: number): Promise<Kinds> {
    this.kinds = none()
    await this.clock.pass(ms)
    return this.kinds
  }
}

const each = (kinds: Kinds, by: number): Kinds => {
  const shares = none()
  for (const kind of Object.keys(kinds) as (keyof Kinds)[])
    shares[kind] = { n: kinds[kind].n / by, bytes: kinds[kind].bytes / by }
  return shares
}

/** An idle minute of one station; an order with so many stations, on top of that; a station that joins. */
const count = async () => {
  countTasks()
  const bar = new Counted()
  const tablets = []
  for (let i = 0; i < STATIONS; i++) {
    const tablet = await bar.tablet()
    tablet.replicator.start()
    tablets.push(tablet)
  }
  await bar.clock.pass(120_000)
  const idle = each(await bar.during(MINUTES * 60_000), MINUTES * STATIONS)
  const orders = 60
  bar.kinds = none()
  for (let i = 0; i < orders; i++) {
    tablets[i % STATIONS]!.tap()
    await bar.clock.pass(10_000)
  }
  const busy = each(bar.kinds, orders)
  // What ten seconds of all stations cost anyway is no cost of the order.
  const order = none()
  for (const kind of Object.keys(order) as (keyof Kinds)[]) {
    const anyway = (STATIONS * 10) / 60
    order[kind].n = Math.max(0, busy[kind].n - idle[kind].n * anyway)
    order[kind].bytes = Math.max(0, busy[kind].bytes - idle[kind].bytes * anyway)
  }
  for (const tablet of tablets) tablet.stop()

  const full = new Counted()
  for (const event of night(JOINED)) full.model.at('bar').add(event as never)
  const joins = await full.tablet()
  full.kinds = none()
  joins.replicator.start()
  await full.clock.pass(60_000, () => joins.events.length >= JOINED)
  const join = full.kinds
  if (joins.events.length < JOINED)
    throw new Error(`after a minute only ${joins.events.length} events are there`)
  joins.stop()
  return { idle, order, join }
}

/** Million instructions of each request, by shim, from the table in docs/router.md. */
const costs = async (): Promise<Map<string, Record<keyof Kinds | 'page', number>>> => {
  const text = await readFile(new URL('../../docs/router.md', import.meta.url), 'utf8')
  const cell = (row: string): number => {
    const found = text.split('\n').find(line => line.startsWith(`| ${row} |`))
    if (!found) throw new Error(`docs/router.md has no row "${row}"`)
    return Number(found.split('|').at(-2))
  }
  const pulse = cell('a pulse that has not changed (304), million instructions')
  return new Map(
    ['Lua', 'ucode'].map(shim => [
      shim,
      {
        pulse,
        'GET DB': cell(`${shim}: \`GET DB\``),
        _changes: cell(`${shim}: \`_changes\`, nothing new`),
        page: cell(`${shim}: \`_changes\`, 500 events`),
        _bulk_docs: cell(`${shim}: \`_bulk_docs\`, one order`),
      },
    ]),
  )
}

const whole = (n: number): string => Math.round(n).toLocaleString('en')
const table = (rows: (string | number)[][]): string =>
  [rows[0]!, rows[0]!.map((_, i) => (i ? '---:' : '---')), ...rows.slice(1)]
    .map(row => `| ${row.join(' | ')} |`)
    .join('\n')

const main = async (): Promise<void> => {
  const { idle, order, join } = await count()
  const row = (name: string, { pulse, _changes, _bulk_docs, ...rest }: Kinds) => [
    name,
    ...[pulse, rest['GET DB'], _changes, _bulk_docs].map(({ n }) => n.toFixed(1)),
    whole(pulse.bytes + rest['GET DB'].bytes + _changes.bytes + _bulk_docs.bytes),
  ]
  const requests = table([
    ['what', 'pulse', '`GET DB`', '`_changes`', '`_bulk_docs`', 'bytes of bodies'],
    row('a station, an idle minute', idle),
    row(`an order, with ${STATIONS} stations`, order),
    row(`a station joins at ${whole(JOINED)} events`, join),
  ])
  // Each station reads an order once; the rest of what an order costs is its writing.
  const reads = order._changes.n / STATIONS
  const rows: (string | number)[][] = [
    [
      'core, half of it for the bar',
      'shim',
      `stations at ${PEAK.orders} orders an hour`,
      `at ${PEAK.orders * 10}`,
      'orders an hour with 10 stations',
    ],
  ]
  for (const [core, million] of Object.entries(CORES))
    for (const [shim, cost] of await costs()) {
      const rest =
        (idle.pulse.n * cost.pulse + idle['GET DB'].n * cost['GET DB'] + idle._changes.n * cost._changes) / 60
      const stations = (orders: number): number =>
        Math.max(
          0,
          (million / 2 - (orders / 3600) * cost._bulk_docs) /
            (rest + (orders / 3600) * reads * cost._changes),
        )
      const orders =
        ((million / 2 - STATIONS * rest) / (cost._bulk_docs + STATIONS * reads * cost._changes)) * 3600
      rows.push([core, shim, whole(stations(PEAK.orders)), whole(stations(PEAK.orders * 10)), whole(orders)])
    }
  const text = `${requests}\n\n${table(rows)}`
  process.stdout.write(`${text}\n`)
  await writeTables('scale.md', 'ceiling', text)
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
  process.exitCode = 1
})
