import { appendFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { basic, Db, event } from './db.ts'
import { hosts, on } from './hosts.ts'

const keys = { barKey: 'kMq7-xT2nP4vRw', organizerKey: 'Zt9-bLe3:cHs5/dF+' }

describe.each(hosts)('keys, $name', host => {
  it('the bar key reads and writes events, the organizer key also makes and wipes databases', async () => {
    await on(host, keys, async ({ send }) => {
      const bar = new Db(send, 'bar', keys.barKey)
      const organizer = new Db(send, 'bar', keys.organizerKey)
      expect((await bar.ask('PUT')).status).toBe(401)
      expect((await organizer.ask('PUT')).status).toBe(201)
      for (const db of [bar, organizer]) {
        await db.push([event('abc', 1)])
        expect(await db.ids()).toEqual(['abc-1'])
        expect(await db.missing(['abc-2'])).toEqual(['abc-2'])
        expect((await db.ask('POST', '/_bulk_get', { docs: [{ id: 'abc-1' }] })).status).toBe(200)
        expect((await db.ask('PUT', '/_local/board', { a: 1 })).status).toBe(201)
        expect((await db.ask('GET', '/_local/board')).status).toBe(200)
        expect((await db.ask('POST', '/_ensure_full_commit', {})).status).toBe(201)
        expect((await db.ask('HEAD')).status).toBe(200)
      }
      const { instance_start_time } = await bar.info()
      const body = { db_name: 'bar', instance_start_time }
      expect((await bar.ask('POST', '/_wipe', body)).status).toBe(401)
      expect(await bar.ids()).toEqual(['abc-1'])
      expect((await organizer.ask('POST', '/_wipe', body)).status).toBe(200)
      expect((await bar.ask('GET')).json.error).toBe('wiped')
    })
  })

  it('no key, a wrong one, or something like one opens nothing, and no browser is told to ask for it', async () => {
    await on(host, keys, async running => {
      const db = await running.db('bar', keys.organizerKey)
      await db.push([event('abc', 1)])
      await db.ask('PUT', '/_local/board', { a: 1 })
      const { instance_start_time } = await db.info()
      const k = keys.barKey
      const wrong: (string | undefined)[] = [
        undefined,
        '',
        'Basic',
        'Basic ',
        'Basic !!!!',
        basic(''),
        basic(k.slice(0, -1)),
        basic(`${k}x`),
        basic(` ${k}`),
        basic(k.toUpperCase()),
        basic(`${k}\0`),
        basic('x'.repeat(2000)),
        basic('', k),
        basic(k, k).replace('Basic', 'Bearer'),
        `Bearer ${k}`,
        k,
        `Basic ${Buffer.from(k).toString('base64')}`,
        `Basic ${k}`,
      ]
      const requests: [string, string, unknown?][] = [
        ['GET', ''],
        ['HEAD', ''],
        ['GET', '/_changes'],
        ['POST', '/_bulk_docs', { new_edits: false, docs: [event('evil', 1)] }],
        ['POST', '/_bulk_get', { docs: [{ id: 'abc-1' }] }],
        ['POST', '/_revs_diff', { 'abc-1': ['1-0'] }],
        ['GET', '/_local/board'],
        ['PUT', '/_local/board', { a: 'evil' }],
        ['POST', '/_ensure_full_commit', {}],
        ['POST', '/_wipe', { db_name: 'bar', instance_start_time }],
        ['PUT', ''],
        ['GET', '/whatever'],
      ]
      for (const authorization of wrong)
        for (const [method, path, body] of authorization === undefined ? requests : requests.slice(2, 4)) {
          const stranger = new Db(running.send, 'bar')
          const headers: Record<string, string> =
            authorization === undefined ? {} : { Authorization: authorization }
          const answer = await stranger.ask(method, path, body, headers)
          expect(answer.status, `${method} ${path} ${authorization}`).toBe(401)
          expect(answer.headers['www-authenticate']).toBeUndefined()
          if (method !== 'HEAD') {
            expect(answer.json.error).toMatch(/^[a-z_]+$/)
            expect(answer.text).not.toContain(k)
          }
        }
      // Who has no key does not learn which databases there are.
      for (const name of ['bar', 'nothere', 'Not%20a%20name'])
        expect((await new Db(running.send, name).ask('GET')).status, name).toBe(401)
      // A new database needs the organizer key, an existing one does not tell that it is there.
      expect((await new Db(running.send, 'new').ask('PUT')).status).toBe(401)
      expect((await new Db(running.send, 'new', keys.barKey).ask('PUT')).status).toBe(401)
      expect(await db.ids()).toEqual(['abc-1'])
      expect((await db.ask('GET', '/_local/board')).json.a).toBe(1)
    })
  })

  it('the user name is ignored, and a key may hold a colon', async () => {
    await on(host, keys, async running => {
      const db = await running.db('bar', keys.organizerKey)
      const stranger = new Db(running.send, db.name)
      for (const user of ['', 'bar', 'Anybody else', 'ü'])
        for (const key of [keys.barKey, keys.organizerKey])
          expect((await stranger.ask('GET', '', undefined, { Authorization: basic(key, user) })).status).toBe(
            200,
          )
    })
  })

  it('an open board shows _local/board to anybody, and nothing else', async () => {
    await on(host, { ...keys, board: true }, async running => {
      const db = await running.db('bar', keys.organizerKey)
      await db.push([event('abc', 1)])
      await db.ask('PUT', '/_local/board', { menu: ['Club Mate'] })
      await db.ask('PUT', '/_local/secret', { a: 1 })
      const guest = new Db(running.send, db.name)
      const board = await guest.ask('GET', '/_local/board')
      expect([board.status, board.json.menu]).toEqual([200, ['Club Mate']])
      for (const [method, path, body] of [
        ['PUT', '/_local/board', { menu: [] }],
        ['GET', '/_local/secret'],
        ['GET', '/_local/board%00'],
        ['GET', '/_local/board/'],
        ['GET', '/_local/boar'],
        ['GET', ''],
        ['GET', '/_changes'],
        ['POST', '/_bulk_get', { docs: [{ id: 'abc-1' }] }],
        ['POST', '/_revs_diff', { 'abc-1': ['1-0'] }],
        ['POST', '/_bulk_docs', { new_edits: false, docs: [event('evil', 1)] }],
      ] as const) {
        const { status } = await guest.ask(method, path, body)
        // A web server may refuse the NUL itself.
        expect(path.includes('%00') ? [400, 404, 401] : [401], `${method} ${path}`).toContain(status)
      }
      expect((await guest.ask('GET', '/_local/board')).json.menu).toEqual(['Club Mate'])
    })
  })

  it('where no key is set all is open, whatever key is sent', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const other = new Db(running.send, db.name, 'some key of another bar')
      await other.push([event('abc', 1)])
      expect(await db.ids()).toEqual(['abc-1'])
      expect((await other.wipe()).status).toBe(200)
    })
  })

  // `service barwrt reload` writes new settings while tablets go on asking.
  it('a changed key counts from the next request on', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      appendFileSync(running.root.conf, 'bar_key new-bar-key\norganizer_key new-organizer-key\n')
      expect((await db.ask('GET')).status).toBe(401)
      expect((await new Db(running.send, db.name, 'new-bar-key').ask('GET')).status).toBe(200)
    })
  })
})
