import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '../../build/interpreter.ts'
import { watch } from '../replay/peak.ts'
import { type Interpreter, interpreters, type Running, type Server, startHostKind } from '../wire/hosts.ts'
import { night } from './events.ts'
import { against, type Figure, flat, spread } from './figures.ts'
import { Client } from './http.ts'
import { PouchServer } from './pouch.ts'

const SECTION = 'shim'
/** As the tablets ask. */
const ROWS = 500
/** What a request may take longer in the largest log than in the smallest before it counts as growth, ms and KB. */
const GRAIN = { ms: 1, KB: 256 }

/** A database with so many events in it, and how to reach it. */
interface Place {
  size: number
  client: Client
  /** The database's path. */
  path: string
  since: string
  pulse?: { path: string; tag: string }
}

type Op = (place: Place) => Promise<unknown>

let made = 0
/** So many events that no database has seen. */
const fresh = (n: number): string => {
  const events = night(n + 33, [`new${++made}`]).slice(33)
  return `{"new_edits":false,"docs":[${events.map(event => JSON.stringify(event))}]}`
}

const write =
  (n: number): Op =>
  ({ client, path }) =>
    client.want([201], 'POST', `${path}/_bulk_docs`, fresh(n))

const idle: Op = ({ client, path, since }) =>
  client.want(
    [200],
    'GET',
    `${path}/_changes?include_docs=true&limit=${ROWS}&since=${encodeURIComponent(since)}`,
  )

const pulse: Op = ({ client, pulse }) =>
  client.want([304], 'HEAD', pulse!.path, undefined, { 'If-None-Match': pulse!.tag })

/** What is asked, how often in a round, and whether a CouchDB knows it. */
const OPS: { name: string; op: Op; times: number; script: boolean }[] = [
  { name: 'idle: pulse', op: pulse, times: 10, script: false },
  { name: 'idle: _changes, nothing new', op: idle, times: 5, script: true },
  { name: '_bulk_docs of 1', op: write(1), times: 5, script: true },
  { name: '_bulk_docs of 50', op: write(50), times: 2, script: true },
]

/** Looks anew at where a database stands. */
const look = async (place: Place): Promise<void> => {
  const { client, path } = place
  const info = JSON.parse((await client.want([200], 'GET', path)).text)
  place.since = String(info.update_seq)
  if (!info.pulse) return
  const { headers } = await client.want([200], 'HEAD', info.pulse)
  place.pulse = { path: info.pulse, tag: headers.etag! }
}

/** The databases of a router, each with its events already in the log. */
const fill = async (running: Running, client: Client, sizes: number[]): Promise<Place[]> => {
  const places: Place[] = []
  for (const size of sizes) {
    const path = `/cgi-bin/db/n${size}`
    await client.want([201], 'PUT', path)
    const lines = night(size).map(event => `${JSON.stringify(event)}\t\n`)
    await writeFile(logOf(running, size), lines.join(''))
    places.push({ size, client, path, since: '' })
  }
  return places
}

const logOf = (running: Running, size: number) => join(running.root.data, `n${size}.log`)

type Samples = Map<string, number[]>
const push = (samples: Samples, key: string, ms: number) =>
  samples.set(key, [...(samples.get(key) ?? []), ms])

const timed = async (what: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await what()
  return performance.now() - from
}

/** Asks everything of all places, in rounds, so that what disturbs the machine disturbs all alike. */
const rounds = async (
  n: number,
  places: Place[],
  ops: typeof OPS,
  after: (place: Place) => Promise<void>,
) => {
  const samples: Samples = new Map()
  // The first round is not counted: caches, and a connection to be made.
  for (let round = 0; round <= n; round++)
    for (const place of places) {
      await look(place)
      for (const { name, op, times } of ops)
        for (let i = 0; i < times; i++) {
          const ms = await timed(() => op(place))
          if (round) push(samples, `${name} ${place.size}`, ms)
        }
      await after(place)
    }
  return samples
}

/** What pouchdb-server takes for the same, and how much memory it has at the end of each size. */
const benchPouch = async (sizes: number[], n: number) => {
  const server = await PouchServer.start()
  const client = new Client(server.url)
  try {
    const places: Place[] = []
    const peaks = new Map<number, number>()
    for (const size of sizes) {
      const path = `/n${size}`
      await client.want([201], 'PUT', path)
      const events = night(size)
      for (let i = 0; i < size; i += 500)
        await client.want(
          [201],
          'POST',
          `${path}/_bulk_docs`,
          JSON.stringify({ new_edits: false, docs: events.slice(i, i + 500) }),
        )
      places.push({ size, client, path, since: '' })
      peaks.set(size, await server.peak())
    }
    const ops = OPS.filter(({ script }) => script)
    return { samples: await rounds(n, places, ops, async () => {}), peaks }
  } finally {
    client.close()
    await server.stop()
  }
}

/** How long requests take through a web server, and how long the first one after a boot. */
const benchTimes = async (interpreter: Interpreter, server: Server, sizes: number[], n: number) => {
  const running = await startHostKind(interpreter, server, { limit: 1 << 30 })
  const client = new Client(running.url)
  try {
    const places = await fill(running, client, sizes)
    const lengths = new Map(places.map(({ size }) => [size, lengthOf(size)]))
    const samples = await rounds(n, places, OPS, async ({ size }) => {
      // The largest grows by a few per cent; the others are cut back to what their name says.
      if (size < 50_000) await truncate(logOf(running, size), lengths.get(size)!)
    })
    for (let i = 0; i < Math.max(3, n / 4); i++) {
      await running.reboot()
      for (const { path, size } of places)
        push(samples, `${REBUILD} ${size}`, await timed(() => client.want([200], 'GET', path)))
    }
    return samples
  } finally {
    client.close()
    await running.stop()
  }
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

const REBUILD = 'the first request after a boot: index made anew'

const lengthOf = (size: number): number =>
  night(size).reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)) + 2, 0)

/** The most memory that a script has, by request; behind the stand-in, with GNU time around the interpreter. */
const benchMemory = async (
  interpreter: Interpreter,
  sizes: number[],
  n: number,
): Promise<Samples | undefined> => {
  const dir = await mkdtemp(join(tmpdir(), 'barwrt-peak-'))
  const { interpreter: kind, lua, ucode } = interpreter.conf
  const watched = watch((lua ?? ucode)!, join(dir, 'interpreter'))
  if (!watched) return undefined
  const conf = { ...interpreter.conf, [kind!]: watched.path }
  const running = await startHostKind({ ...interpreter, conf }, 'stand-in', { limit: 1 << 30 })
  const client = new Client(running.url)
  const samples: Samples = new Map()
  let read = 0
  // The answer comes before the script has ended, and its end before its peak is noted.
  const note = async (key?: string) => {
    let peaks = await watched.peaks()
    for (let waits = 0, was = 0; (peaks.length === read && waits < 100) || peaks.length > was; waits++) {
      was = peaks.length
      await pause(40)
      peaks = await watched.peaks()
    }
    if (peaks.length === read) throw new Error('GNU time noted nothing of a script')
    if (key) push(samples, key, Math.max(...peaks.slice(read)))
    read = peaks.length
  }
  try {
    const places = await fill(running, client, sizes)
    await note()
    for (let i = 0; i < n; i++) {
      await running.reboot()
      for (const place of places) {
        await client.want([200], 'GET', place.path)
        await note(`${REBUILD} ${place.size}`)
        await look(place)
        await note()
        for (const { name, op, script } of OPS)
          if (script) {
            await op(place)
            await note(`${name} ${place.size}`)
          }
      }
    }
    return samples
  } finally {
    client.close()
    await running.stop()
    await rm(dir, { recursive: true })
  }
}

const events = (size: number) => `${size.toLocaleString('en')} events`

/** Rows for one kind of figure: each request at each size, the peer's beside it, flat or not at the last size. */
const figures = (
  title: string,
  unit: 'ms' | 'KB',
  samples: Samples,
  sizes: number[],
  peer: (name: string, size: number) => Figure['peer'],
): Figure[] =>
  [...OPS.map(({ name }) => name), REBUILD].flatMap(name =>
    sizes.flatMap((size): Figure[] => {
      const here = samples.get(`${name} ${size}`)
      if (!here) return []
      const found = peer(name, size)
      const last = size === sizes.at(-1) && name !== REBUILD
      return [
        {
          section: SECTION,
          name: `${title}, ${name}`,
          at: events(size),
          unit,
          ...spread(here),
          ...(unit === 'ms' && { rate: (here.length / here.reduce((sum, ms) => sum + ms, 0)) * 1000 }),
          ...(found && { peer: found }),
          ...(last && { aim: flat(samples.get(`${name} ${sizes[0]}`)!, here, GRAIN[unit]) }),
        },
      ]
    }),
  )

/** Requests a second and memory of the shim, in each interpreter and behind each web server that is here. */
export const benchShim = async (quick: boolean): Promise<Figure[]> => {
  const sizes = quick ? [100, 5000] : [100, 5000, 50_000]
  const n = quick ? 4 : 20
  const pouch = await benchPouch(sizes, n)
  const peerTime = (name: string, size: number) => {
    const [as, samples] = name.includes('pulse') ? ['_changes', idleName] : ['', name]
    const times = pouch.samples.get(`${samples} ${size}`)
    return times && against(`pouchdb-server${as && `, ${as}`}`, times)
  }
  const idleName = OPS[1]!.name
  const all: Figure[] = []
  const uhttpd = findProgram('BARWRT_UHTTPD', 'uhttpd')
  for (const interpreter of interpreters) {
    for (const server of ['stand-in', ...(uhttpd ? ['uhttpd'] : [])] as Server[])
      all.push(
        ...figures(
          `${interpreter.name}, ${server}`,
          'ms',
          await benchTimes(interpreter, server, sizes, n),
          sizes,
          peerTime,
        ),
      )
    const memory = await benchMemory(interpreter, sizes, quick ? 2 : 5)
    if (memory)
      all.push(
        ...figures(`${interpreter.name}, peak memory`, 'KB', memory, sizes, (_, size) =>
          against('pouchdb-server, whole process', [pouch.peaks.get(size)!]),
        ),
      )
  }
  return all
}
