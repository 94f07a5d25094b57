import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import PouchDB from 'pouchdb'
import { describe, expect, it } from 'vitest'
import { basic, event, events, inOrder, sized } from './db.ts'
import { type HostKind, hosts, type Running } from './hosts.ts'
import { adminIni, type Hub, type HubKind, hubs, type Replication } from './hubs.ts'
import { here, NAME, STANDS_FOR, section } from './page.ts'

// Two bars' routers and a hub between them, as docs/scale.md has it; the requests are the ones that stand there.

const KEYS = { barKey: STANDS_FOR.KEY, organizerKey: STANDS_FOR.ORGANIZER }

/** The two requests of the docs, with a router and a hub in place. */
const replications = (router: string, hub: string): [from: Replication, to: Replication] => {
  const [from, to] = section('Replication with a router, both ways')
    .files('json')
    .map(file => here(file, { 'http://ROUTER': router, 'http://127.0.0.1:5984': hub }))
  return [JSON.parse(from!), JSON.parse(to!)]
}

const ask = async ({ url }: Hub, method: string, path: string, body?: unknown) => {
  const answer = await fetch(url + path, {
    method,
    headers: { authorization: basic(STANDS_FOR.STATIONS), 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const json = await answer.json()
  expect(answer.ok, JSON.stringify(json)).toBe(true)
  return json
}

/** Carries out one request of the docs. */
const replicate = async (hub: Hub, replication: Replication): Promise<void> => {
  expect((await ask(hub, 'POST', '/_replicate', replication)).ok).toBe(true)
}

const idsOf = async (hub: Hub): Promise<string[]> => {
  const { rows } = await ask(hub, 'GET', `/${NAME}/_all_docs`)
  return rows.map(({ id }: { id: string }) => id)
}

/** What no router takes: whatever else people leave in a database. */
const addAliens = async (hub: Hub): Promise<void> => {
  await ask(hub, 'PUT', `/${NAME}/_design/sums`, { views: {} })
  await ask(hub, 'PUT', `/${NAME}/Notes`, { text: 'not an event' })
  await ask(hub, 'PUT', `/${NAME}/abc-1000001`, { text: 'an id like ours, with a revision of its own' })
  const { rev } = await ask(hub, 'PUT', `/${NAME}/abc-1000002`, { text: 'edited' })
  await ask(hub, 'PUT', `/${NAME}/abc-1000002`, { _rev: rev, text: 'edited again' })
  const gone = await ask(hub, 'PUT', `/${NAME}/abc-1000003`, { text: 'deleted' })
  await ask(hub, 'DELETE', `/${NAME}/abc-1000003?rev=${gone.rev}`)
}
const ALIENS = ['Notes', '_design/sums', 'abc-1000001', 'abc-1000002']

/** The timer fires: each router with the hub, both ways. */
const runTimer = async (hub: Hub, ...routers: Running[]): Promise<void> => {
  for (const { url } of routers) for (const one of replications(url, hub.url)) await replicate(hub, one)
}

/** Two routers, a hub, and aliens on it from the start and in between. */
const play = async (host: HostKind, hub: Hub): Promise<void> => {
  const [a, b] = [await host.start(KEYS), await host.start(KEYS)]
  try {
    const [inA, inB] = [await a.db(NAME), await b.db(NAME)]
    await ask(hub, 'PUT', `/${NAME}`)
    await addAliens(hub)
    const here = [
      ...events('bara', 1, 120),
      ...Array.from({ length: 60 }, (_, i) => sized('large', i + 1, 4096)),
    ]
    const there = [...events('barb', 1, 90), event('barb', 91, { note: 'Kahlúa 🍸 ½ oz', n: [0.1] })]
    for (let i = 0; i < here.length; i += 50) await inA.push(here.slice(i, i + 50))
    await inB.push(there)

    await runTimer(hub, a, b)
    await runTimer(hub, a, b)
    const all = [...here, ...there].map(({ _id }) => _id)
    const everywhere = async (ids: string[]) => {
      expect(inOrder(await inA.ids())).toEqual(inOrder(ids))
      expect(inOrder(await inB.ids())).toEqual(inOrder(ids))
      expect((await idsOf(hub)).sort()).toEqual([...ids, ...ALIENS].sort())
    }
    await everywhere(all)
    const values = async (db: typeof inA) => new Map((await db.pull()).rows.map(({ id, doc }) => [id, doc]))
    expect(await values(inB)).toEqual(await values(inA))

    // Later events come after aliens on the hub, and pass them.
    await inA.push([event('late', 1)])
    await inB.push([event('late', 2)])
    await runTimer(hub, a, b)
    await runTimer(hub, a, b)
    const more = [...all, 'late-1', 'late-2']
    await everywhere(more)

    // A router comes back with an empty disk: the hub has it all.
    for (const file of [`${NAME}.log`, `${NAME}.life`]) await rm(join(b.root.data, file))
    await b.reboot()
    await inB.make()
    await runTimer(hub, b)
    await everywhere(more)
  } finally {
    await a.stop()
    await b.stop()
  }
}

const withHub = async (kind: HubKind, work: (hub: Hub) => Promise<void>): Promise<void> => {
  const hub = await kind.start({ 'bar.ini': adminIni })
  try {
    await work(hub)
  } finally {
    await hub.stop()
  }
}

// One kind of each server: what else differs between them other tests ask.
const kinds = hosts.filter(
  ({ server, interpreter }, i) =>
    ['stand-in', 'uhttpd'].includes(server) &&
    (server === 'uhttpd' || i === 0) &&
    !/BARWRT/.test(interpreter.name),
)

for (const kind of hubs) {
  // Each web server has its turn with one of the hubs.
  describe.each(kind === hubs[0] ? kinds : kinds.slice(0, 1))(
    `a hub between two routers, ${kind.name}, $name`,
    host => {
      it('brings all events everywhere once, keeps what is not ours, and refills an empty router', async () => {
        await withHub(kind, hub => play(host, hub))
      })
    },
  )

  describe.each(kinds.slice(0, 1))(`the selector of the docs, ${kind.name}, $name`, host => {
    it('is what keeps a document that is not ours from holding up all that comes after it', async () => {
      await withHub(kind, async hub => {
        const router = await host.start(KEYS)
        try {
          const db = await router.db(NAME)
          await ask(hub, 'PUT', `/${NAME}`)
          await addAliens(hub)
          await ask(hub, 'POST', `/${NAME}/_bulk_docs`, { new_edits: false, docs: events('abc', 1, 3) })
          const [, to] = replications(router.url, hub.url)
          const { selector, ...without } = to
          await replicate(hub, without).catch(() => {})
          expect(await db.ids()).toEqual([])
          await replicate(hub, to)
          expect(inOrder(await db.ids())).toEqual(['abc-1', 'abc-2', 'abc-3'])
        } finally {
          await router.stop()
        }
      })
    })
  })
}

describe.each(kinds.slice(0, 1))('the selector of the docs, $name', host => {
  it('means the same to a replicator that has selectors of its own', async () => {
    const router = await host.start(KEYS)
    const copy = new PouchDB(join(router.root.root, 'copy'))
    try {
      const db = await router.db(NAME)
      await copy.bulkDocs(events('abc', 1, 3), { new_edits: false })
      await copy.bulkDocs([{ _id: 'Notes' }, { _id: '_design/sums' }, { _id: 'abc-4' }, { _id: 'abc-05' }])
      await copy.bulkDocs(events('xyz', 1, 3), { new_edits: false })
      const [, { selector }] = replications(router.url, '')
      const target = new PouchDB(`${router.url}/cgi-bin/db/${NAME}`, {
        skip_setup: true,
        auth: { username: 'bar', password: KEYS.barKey },
      })
      await copy.replicate.to(target, { batch_size: 50, selector: selector! })
      expect(inOrder(await db.ids())).toEqual(['abc-1', 'abc-2', 'abc-3', 'xyz-1', 'xyz-2', 'xyz-3'])
    } finally {
      await copy.close()
      await router.stop()
    }
  })
})
