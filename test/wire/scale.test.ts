// What docs/scale.md tells the host of several bars to type and to write into files is typed and written here, word for
// word: only what stands for something else (PASSWORD, a router's address) is replaced.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { findProgram } from '../../build/interpreter.ts'
import { makesNamespaces } from '../../build/need.ts'
import { Network } from '../simulate/networks/namespaces.ts'
import { basic, events, inOrder } from './db.ts'
import { hosts } from './hosts.ts'
import { couchDbVariables, findCouchDb, hubs, layCouchDb } from './hubs.ts'

const NAME = 'bar-7f3k2q'
const STANDS_FOR = {
  PASSWORD: 'of-the-administrator',
  STATIONS: 'of-the-stations',
  KEY: 'the-bar-key-of-this-test',
  ORGANIZER: 'the-organizer-key',
  COOKIE: 'whoever-has-it-has-the-cluster',
  SECRET: '72f0e9d3b1a84c56',
  UUID: '5bd5a0f6c1de4a7c9e0d3f2b1a090807',
}
const KEYS = { barKey: STANDS_FOR.KEY, organizerKey: STANDS_FOR.ORGANIZER }
const ORIGIN = 'http://bar.lan:8409'

const page = await readFile(new URL('../../docs/scale.md', import.meta.url), 'utf8')

/** Puts in the text what its words in capitals stand for, and what is elsewhere here. */
const here = (text: string, places: Record<string, string> = {}): string => {
  const words = text.replace(/"?\b([A-Z]+)\b"?/g, (whole, word: string) =>
    word in STANDS_FOR ? whole.replace(word, STANDS_FOR[word as keyof typeof STANDS_FOR]) : whole,
  )
  return Object.entries(places).reduce((so, [there, place]) => {
    expect(so).toContain(there)
    return so.replaceAll(there, place)
  }, words)
}

/** What is below a heading: the lines to be typed, block by block, and the files by their kind. */
const section = (heading: string) => {
  const text = page.split(/^#+ /m).find(part => part.startsWith(`${heading}\n`))!
  const typed = [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/(?:^(?: {4}.*)?\n)*^ {4}.*\n/gm)].map(
    ([block]) => block.replace(/^ {4}/gm, ''),
  )
  const files = (kind: string) =>
    [...text.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, file]) => file!)
  return { typed, files }
}

const sh = async (text: string, cwd?: string): Promise<string> =>
  (await promisify(execFile)('sh', ['-c', text], { cwd })).stdout
/** Typed by somebody who looks whether it went well. */
const careful = (text: string): string =>
  `set -e\ncurl() { command curl -sS --fail-with-body "$@"; }\n${text}`

const hub = section('A hub: one CouchDB')
const replication = section('Replication with a router, both ways')
const tablets = section('Tablets that talk to the hub')

const curl = findProgram(undefined, 'curl')
if (curl)
  describe.each(hubs)('a hub as the page has it: $name', kind => {
    test('it is set up, brings what one router has to the other, and lets tablets of their pages in', async () => {
      const dir = await mkdtemp(join(tmpdir(), 'barwrt-scale-'))
      const [one, other] = [await hosts[0]!.start(KEYS), await hosts[0]!.start(KEYS)]
      const [bar, cors] = [hub.files('ini')[0]!, tablets.files('ini')[0]!]
      const running = await kind.start({ 'bar.ini': here(bar + cors) })
      try {
        const at = new URL(running.url).host
        expect(hub.typed).toHaveLength(1)
        await sh(careful(here(hub.typed[0]!, { '127.0.0.1:5984': at })))

        const ask = (path: string, authorization?: string) =>
          fetch(`${running.url}/${path}`, { headers: authorization ? { authorization } : {} })
        const stations = basic(STANDS_FOR.STATIONS)
        expect((await ask(NAME)).status).toBe(401)
        expect((await ask(NAME, basic('a wrong one'))).status).toBe(401)
        expect((await ask(NAME, stations)).status).toBe(200)

        // The script, as its timer runs it.
        const [first, second] = [new URL(one.url).host, new URL(other.url).host]
        for (const [i, name] of ['from.json', 'to.json'].entries())
          await writeFile(join(dir, name), here(replication.files('json')[i]!, { '127.0.0.1:5984': at }))
        expect(replication.typed).toHaveLength(1)
        const script = join(dir, 'bar-hub')
        const [, timed] = /`\* \* \* \* \* root (\S+)`/.exec(page)!
        expect(page).toContain(`The script, as \`${timed}\``)
        const places = {
          '127.0.0.1:5984': at,
          '/etc/bar-hub': dir,
          '10.1.0.1:8409': first,
          '10.2.0.1:8409': second,
        }
        await writeFile(script, here(replication.typed[0]!, places), { mode: 0o755 })
        const [inOne, inOther] = [await one.db(NAME), await other.db(NAME)]
        const [theirs, ours] = [events('bara', 1, 120), events('barb', 1, 60)]
        for (let i = 0; i < 120; i += 60) await inOne.push(theirs.slice(i, i + 60))
        await inOther.push(ours)
        const run = async () => (await promisify(execFile)(script, { cwd: '/' })).stdout
        const said = (await run()) + (await run())
        expect(said.match(/"ok":true/g), said).toHaveLength(8)
        const all = inOrder([...theirs, ...ours].map(({ _id }) => _id))
        for (const db of [inOne, inOther]) expect(inOrder(await db.ids())).toEqual(all)
        const { rows } = (await (await ask(`${NAME}/_all_docs`, stations)).json()) as {
          rows: { id: string }[]
        }
        expect(inOrder(rows.map(({ id }) => id))).toEqual(all)

        // What a browser asks before it lets the page of a router ask anything.
        const preflight = (origin: string) =>
          fetch(`${running.url}/${NAME}/_bulk_docs`, {
            method: 'OPTIONS',
            headers: {
              origin,
              'access-control-request-method': 'POST',
              'access-control-request-headers': 'authorization,content-type',
            },
          })
        const allowed = await preflight(ORIGIN)
        expect(allowed.ok).toBe(true)
        expect(allowed.headers.get('access-control-allow-origin')).toBe(ORIGIN)
        expect(allowed.headers.get('access-control-allow-methods')).toMatch(/\bPOST\b/)
        const headers = allowed.headers.get('access-control-allow-headers')!.toLowerCase().split(/, */)
        expect(headers).toEqual(expect.arrayContaining(['authorization', 'content-type']))
        const answer = await fetch(`${running.url}/${NAME}`, {
          headers: { origin: ORIGIN, authorization: stations },
        })
        expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN)
        const stranger = await preflight('http://elsewhere.example')
        expect(stranger.headers.get('access-control-allow-origin')).toBeNull()
      } finally {
        await running.stop()
        await one.stop()
        await other.stop()
        await rm(dir, { recursive: true })
      }
    })
  })

/** Three machines of a network of their own, which know each other by the names of the page. */
class Cluster {
  readonly #network: Network
  readonly #program: string
  readonly #dir: string

  constructor(program: string, dir: string) {
    this.#program = program
    this.#dir = dir
    this.#network = new Network(dir)
  }

  /** A machine for each name, each with the page's files and settings; CouchDB runs on all when it is done. */
  async build(names: string[], files: Record<string, string>, settings: string): Promise<void> {
    for (const name of names) this.#network.add(name)
    const known = names.map(name => `${this.#network.addressOf(name)} ${name}\n`)
    await writeFile(join(this.#dir, 'hosts'), `127.0.0.1 localhost\n${known.join('')}`)
    for (const name of names) {
      await mkdir(join(this.#dir, name))
      const etc = await layCouchDb(this.#program, join(this.#dir, name), files)
      await sh(careful(here(settings, { '/opt/couchdb/etc': etc, 'hub1.lan': name })))
    }
    for (const name of names) await this.start(name)
  }

  async start(name: string): Promise<void> {
    // Erlang would start its port mapper itself, and leave it behind.
    const root = join(dirname(await realpath(this.#program)), '..')
    const erts = (await readdir(root)).find(entry => entry.startsWith('erts-'))!
    this.#run(name, join(root, erts, 'bin/epmd'))
    const variables = Object.entries(await couchDbVariables(join(this.#dir, name)))
    this.#run(name, 'env', ...variables.map(([key, value]) => `${key}=${value}`), this.#program)
    await this.type(
      name,
      'command curl -s -o /dev/null --retry 60 --retry-delay 1 --retry-connrefused http://127.0.0.1:5984/',
    )
  }

  /** Everything on one of the machines ends at once. */
  stop(name: string): Promise<void> {
    return this.#network.stop(name)
  }

  /** Types lines on one of the machines. @returns what they print; @throws when they fail */
  async type(name: string, lines: string): Promise<string> {
    const child = this.#run(name, 'sh', '-c', careful(lines))
    let said = ''
    child.stdout!.on('data', data => (said += data))
    const code = await new Promise<number | null>(resolve => child.once('close', resolve))
    if (code !== 0) throw new Error(`exit ${code}: ${said}`)
    return said
  }

  close(): Promise<void> {
    return this.#network.close()
  }

  #run(name: string, ...command: string[]) {
    const named = 'mount --bind "$0" /etc/hosts && exec "$@"'
    return this.#network.start(name, 'sh', '-c', named, join(this.#dir, 'hosts'), ...command)
  }
}

const cluster = section('A cluster of three')
const couchdb = findCouchDb()
if (curl && couchdb && makesNamespaces())
  test('a cluster of three as the page has it: it goes on with two, and with one', async () => {
    const names = ['hub1.lan', 'hub2.lan', 'hub3.lan']
    const dir = await mkdtemp(join(tmpdir(), 'barwrt-cluster-'))
    const three = new Cluster(couchdb, dir)
    try {
      const [bar, cors] = [cluster.files('ini')[0]!, tablets.files('ini')[0]!]
      expect(cluster.typed).toHaveLength(2)
      const [settings, joining] = cluster.typed
      await three.build(names, { 'bar.ini': here(bar + cors) }, settings!)
      const said = await three.type('hub1.lan', here(joining!))
      const { cluster_nodes } = JSON.parse(said.trim().split('\n').at(-1)!)
      expect(cluster_nodes.sort()).toEqual(names.map(name => `couchdb@${name}`))
      await three.type('hub1.lan', here(hub.typed[0]!))

      const db = here(`http://bar:STATIONS@127.0.0.1:5984/${NAME}`)
      const push = (at: string, from: number, to: number) => {
        const body = JSON.stringify({ new_edits: false, docs: events('abc', from, to) })
        return three.type(
          at,
          `curl -w '%{http_code}' -H 'Content-Type: application/json' -d '${body}' ${db}/_bulk_docs`,
        )
      }
      const count = async (at: string) => JSON.parse(await three.type(at, `curl ${db}`)).doc_count
      expect(JSON.parse(await three.type('hub3.lan', `curl ${db}`)).cluster.n).toBe(3)
      await push('hub2.lan', 1, 20)
      for (const name of names) await expect.poll(() => count(name), { timeout: 60_000 }).toBe(20)

      await three.stop('hub1.lan')
      expect(await push('hub2.lan', 21, 40)).toMatch(/201$/)
      await expect.poll(() => count('hub3.lan'), { timeout: 60_000 }).toBe(40)
      await three.stop('hub2.lan')
      // The last one goes on alone, and tells the others when they are back.
      expect(await push('hub3.lan', 41, 60)).toMatch(/201$/)
      for (const name of ['hub1.lan', 'hub2.lan']) await three.start(name)
      for (const name of names) await expect.poll(() => count(name), { timeout: 60_000 }).toBe(60)
    } finally {
      await three.close()
      await rm(dir, { recursive: true, force: true })
    }
  })
else
  test('a cluster of three is not set up: this takes a CouchDB in BARWRT_COUCHDB, and network namespaces', () => {
    console.log('not run: a cluster of three (needs root, iproute2 and a CouchDB in BARWRT_COUCHDB)')
  })
