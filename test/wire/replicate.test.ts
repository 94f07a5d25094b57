import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import PouchDB from 'pouchdb'
import { describe, expect, it } from 'vitest'
import { event, events, inOrder, sized } from './db.ts'
import { goodLines, hosts, on, readLog, shims } from './hosts.ts'

describe.each(hosts)('what real replicators need, $name', host => {
  it('_revs_diff names what is missing', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      await db.push(events('abc', 1, 3))
      const ask = async (body: unknown) => {
        const answer = await db.ask('POST', '/_revs_diff', body)
        expect(answer.status, answer.text).toBe(200)
        return answer.json
      }
      expect(await ask({})).toEqual({})
      expect(await ask({ 'abc-1': ['1-0'], 'abc-4': ['1-0'], 'xyz-1': ['1-0'] })).toEqual({
        'abc-4': { missing: ['1-0'] },
        'xyz-1': { missing: ['1-0'] },
      })
      expect(await ask({ 'abc-1': ['2-x', '1-0'], 'abc-9': ['1-0', '2-x'] })).toEqual({
        'abc-1': { missing: ['2-x'] },
        'abc-9': { missing: ['1-0', '2-x'] },
      })
      for (const body of ['', '[]', '{', '{"abc-1":"1-0"}', '{"abc-1":[1]}', 'null', '{"a":["1-0"]}{}'])
        expect((await db.ask('POST', '/_revs_diff', body)).status, body).toBe(400)
    })
  })

  it('_bulk_get gives documents in the order asked for, and says which are missing', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const docs = [...events('abc', 1, 40), ...events('xyz', 1, 3)]
      await db.push(docs)
      const ask = ['xyz-2', 'abc-40', 'abc-41', 'abc-1', 'nope-1', 'abc-1']
      for (const query of ['', '?revs=true&latest=true', '?revs=true&attachments=true']) {
        const answer = await db.ask('POST', `/_bulk_get${query}`, {
          docs: ask.map(id => ({ id, rev: '1-0' })),
        })
        expect(answer.status, answer.text).toBe(200)
        const results: { id: string; docs: { ok?: Record<string, unknown>; error?: unknown }[] }[] =
          answer.json.results
        expect(results.map(result => result.id)).toEqual(ask)
        for (const { id, docs: got } of results) {
          const known = docs.find(doc => doc._id === id)
          expect(got).toHaveLength(1)
          if (known) expect(got[0]!.ok).toEqual(expect.objectContaining(known))
          else
            expect(got[0]).toEqual({
              error: expect.objectContaining({ id, rev: '1-0', error: 'not_found' }),
            })
        }
      }
      expect((await db.ask('POST', '/_bulk_get', { docs: [] })).json).toEqual({ results: [] })
      for (const body of ['', '{}', '{"docs":1}', '{"docs":[{}]}', '{"docs":[{"id":1}]}'])
        expect((await db.ask('POST', '/_bulk_get', body)).status, body).toBe(400)
    })
  })

  it('_local documents are kept until a reboot, each under its own name', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const other = await running.db()
      const names = [
        'abc',
        'a%2Fb',
        'a/b',
        'h..Gz6xU=',
        '%F0%9F%8D%B9',
        'x%20y',
        "it's",
        'a%22b%5Cn',
        '%24%28id%29',
      ]
      expect((await db.ask('GET', '/_local/abc')).status).toBe(404)
      for (const [i, name] of names.entries()) {
        const put = await db.ask('PUT', `/_local/${name}`, { last_seq: `${i}-x`, deep: [{ a: [] }, {}] })
        expect(put.status, `${name}: ${put.text}`).toBe(201)
        expect(put.json).toEqual(expect.objectContaining({ ok: true, rev: expect.any(String) }))
      }
      for (const [i, name] of names.entries()) {
        const got = await db.ask('GET', `/_local/${name}`)
        expect(got.status, name).toBe(200)
        // `a%2Fb` and `a/b` are one name: ids are compared decoded.
        const last = name === 'a%2Fb' ? 2 : i
        expect(got.json).toEqual({
          _id: `_local/${decodeURIComponent(name)}`,
          _rev: expect.any(String),
          last_seq: `${last}-x`,
          deep: [{ a: [] }, {}],
        })
      }
      expect((await other.ask('GET', '/_local/abc')).status).toBe(404)

      // As PouchDB renews its checkpoint: the whole document, with the revision that it read.
      const old = (await db.ask('GET', '/_local/abc')).json
      const renewed = await db.ask('PUT', '/_local/abc', { ...old, last_seq: 'renewed' })
      expect(renewed.status).toBe(201)
      const now = (await db.ask('GET', '/_local/abc')).json
      expect(now).toEqual({ ...old, last_seq: 'renewed', _rev: renewed.json.rev })

      expect(await db.ids()).toEqual([])
      for (const body of ['', '[]', '{"a":1,}', '1', '{"a":1}x'])
        expect((await db.ask('PUT', '/_local/abc', body)).status, body).toBe(400)
      expect((await db.ask('PUT', '/_local/big', { a: 'x'.repeat(300_000) })).status).toBe(413)

      await running.reboot()
      for (const name of names) expect((await db.ask('GET', `/_local/${name}`)).status).toBe(404)
    })
  })

  it('_ensure_full_commit names the instance', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const { instance_start_time } = await db.info()
      for (const body of ['', '{}', undefined]) {
        const answer = await db.ask('POST', '/_ensure_full_commit', body)
        expect([answer.status, answer.json]).toEqual([201, { ok: true, instance_start_time }])
      }
    })
  })
})

describe.each(shims)('_local, $name', shim => {
  // Web servers take `..` out of a path themselves, so only the shim alone is asked here.
  it('writes in the run directory and nowhere else, whatever the id', async () => {
    await on(shim, {}, async running => {
      const db = await running.db()
      const { root } = running
      const outside = () =>
        readdirSync(root.root, { recursive: true, withFileTypes: true })
          .filter(entry => entry.isFile())
          .map(entry => join(entry.parentPath, entry.name))
          .filter(file => !file.startsWith(root.run))
      const before = outside()
      const ids = [
        '..',
        '../x',
        '../../../x',
        '..%2F..%2F..%2Fetc%2Fbarwrt%2Fx.log',
        '/x',
        '%2Fetc%2Fx',
        'a%0Ab',
        '.',
      ]
      for (const id of ids) {
        const put = await db.ask('PUT', `/_local/${id}`, { mine: id })
        expect([201, 400, 404], id).toContain(put.status)
        const got = await db.ask('GET', `/_local/${id}`)
        expect(got.status).toBe(put.status === 201 ? 200 : 404)
        if (got.status === 200) expect(got.json.mine).toBe(id)
      }
      expect(outside()).toEqual(before)
      expect(await db.ids()).toEqual([])
    })
  })
})

describe.each(hosts.filter(host => host.server !== 'no server'))('PouchDB, $name', host => {
  const key = 'the-bar-key-of-this-test'
  const keys = { barKey: key, organizerKey: 'the-organizer-key' }

  it('replicates both ways, and has nothing to do the second time', async () => {
    await on(host, keys, async running => {
      const db = await running.db()
      const mine = new PouchDB(join(running.root.root, 'pouch-a'))
      const theirs = new PouchDB(join(running.root.root, 'pouch-b'))
      const router = () =>
        new PouchDB(`${running.url}/cgi-bin/db/${db.name}`, {
          skip_setup: true,
          auth: { username: 'bar', password: key },
        })
      try {
        const local = [...events('pouch', 1, 130), sized('pouch', 131, 4096)]
        const remote = [
          ...events('router', 1, 120),
          event('router', 121, { note: 'Kahlúa 🍸 ½ oz', n: [0.1] }),
        ]
        await mine.bulkDocs(local, { new_edits: false })
        await db.push(remote)

        const pulled = await mine.replicate.from(router(), { batch_size: 50 })
        expect([pulled.ok, pulled.docs_written, pulled.doc_write_failures]).toEqual([true, 121, 0])
        const pushed = await mine.replicate.to(router(), { batch_size: 50 })
        expect([pushed.ok, pushed.docs_written, pushed.doc_write_failures]).toEqual([true, 131, 0])
        const all = [...local, ...remote]
        expect(inOrder(await db.ids())).toEqual(inOrder(all.map(doc => doc._id)))
        const byId = (docs: Record<string, unknown>[]) => new Map(docs.map(doc => [doc['_id'], doc]))
        const held = async (pouch: PouchDB) =>
          byId((await pouch.allDocs({ include_docs: true })).rows.map(row => row.doc))
        expect(byId((await db.pull()).rows.map(row => row.doc))).toEqual(byId(all))
        expect(await held(mine)).toEqual(byId(all))

        expect((await mine.replicate.from(router())).docs_read).toBe(0)
        expect((await mine.replicate.to(router())).docs_written).toBe(0)

        // A copy of the bar's log for somebody who was never there, and one event more.
        await db.push([event('late', 1)])
        const copied = await theirs.replicate.from(router())
        expect([copied.ok, copied.docs_written]).toEqual([true, all.length + 1])
        expect(await held(theirs)).toEqual(byId([...all, event('late', 1)]))
        // And from there into a new database.
        const second = await running.db('second')
        const target = new PouchDB(`${running.url}/cgi-bin/db/second`, {
          skip_setup: true,
          auth: { username: '', password: key },
        })
        await theirs.replicate.to(target, { batch_size: 50 })
        expect(inOrder(await second.ids())).toEqual(inOrder(await db.ids()))
        expect(goodLines(await readLog(running, 'second'))).toHaveLength(all.length + 1)
      } finally {
        await mine.close()
        await theirs.close()
      }
    })
  })
})
