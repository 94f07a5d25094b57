// What docs/scale.md tells the host of several bars to type and to write into files is typed and written here, word for
// word: only what stands for something else (PASSWORD, a router's address) is replaced.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { findProgram } from '../../build/interpreter.ts'
import { makesNamespaces } from '../../build/need.ts'
import { Cluster } from './cluster.ts'
import { basic, events, inOrder } from './db.ts'
import { hosts } from './hosts.ts'
import { findCouchDb, hubs } from './hubs.ts'
import { barIni, here, layTimer, NAME, page, STANDS_FOR, section, setUp, type } from './page.ts'

const KEYS = { barKey: STANDS_FOR.KEY, organizerKey: STANDS_FOR.ORGANIZER }
const ORIGIN = 'http://bar.lan:8409'

const typed = (heading: string): number => section(heading).typed.length

test('all blocks to be typed are typed below', () => {
  const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading!)
  expect(headings.filter(heading => typed(heading) > 0)).toEqual([
    // By test/package/docs.test.ts.
    'Tablets that know several databases',
    'A hub: one CouchDB',
    'Replication with a router, both ways',
    // By test/package/docs.test.ts, too.
    'Tablets that talk to the hub',
    'A cluster of three',
  ])
  expect(typed('A hub: one CouchDB')).toBe(1)
  expect(typed('Replication with a router, both ways')).toBe(1)
  expect(typed('A cluster of three')).toBe(2)
})

const curl = findProgram(undefined, 'curl')
if (curl)
  describe.each(hubs)('a hub as the page has it: $name', kind => {
    test('it is set up, brings what one router has to the other, and lets tablets of their pages in', async () => {
      const dir = await mkdtemp(join(tmpdir(), 'barwrt-scale-'))
      const [one, other] = [await hosts[0]!.start(KEYS), await hosts[0]!.start(KEYS)]
      const running = await kind.start({ 'bar.ini': barIni })
      try {
        const at = new URL(running.url).host
        await type(here(setUp, { '127.0.0.1:5984': at }))

        const ask = (path: string, authorization?: string) =>
          fetch(`${running.url}/${path}`, { headers: authorization ? { authorization } : {} })
        const stations = basic(STANDS_FOR.STATIONS)
        expect((await ask(NAME)).status).toBe(401)
        expect((await ask(NAME, basic('a wrong one'))).status).toBe(401)
        expect((await ask(NAME, stations)).status).toBe(200)

        // The script, as its timer runs it.
        const script = await layTimer(dir, at, [new URL(one.url).host, new URL(other.url).host])
        const [, timed] = /`\* \* \* \* \* root (\S+)`/.exec(page)!
        expect(page).toContain(`The script, as \`${timed}\``)
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

const cluster = section('A cluster of three')
const couchdb = findCouchDb()
if (curl && couchdb && makesNamespaces())
  test('a cluster of three as the page has it: it goes on with two, and with one', async () => {
    const names = ['hub1.lan', 'hub2.lan', 'hub3.lan']
    const dir = await mkdtemp(join(tmpdir(), 'barwrt-cluster-'))
    const three = new Cluster(couchdb, dir)
    try {
      const [bar] = cluster.files('ini')
      const [settings, joining] = cluster.typed
      await three.build(names, { 'bar.ini': here(bar!) }, settings!)
      const said = await three.type('hub1.lan', here(joining!))
      const { cluster_nodes } = JSON.parse(said.trim().split('\n').at(-1)!)
      expect(cluster_nodes.sort()).toEqual(names.map(name => `couchdb@${name}`))
      await three.type('hub1.lan', here(setUp))

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
