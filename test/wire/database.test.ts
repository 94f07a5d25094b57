import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Db, event, events } from './db.ts'
import { hosts, on } from './hosts.ts'

/** Every error is a name for programs and a sentence that says what to do. */
const isError = (answer: { json: unknown }) =>
  expect(answer.json).toEqual({
    error: expect.stringMatching(/^[a-z_]+$/),
    reason: expect.stringMatching(/^.{10,}[.:)]?$/),
  })

describe.each(hosts)('a database, $name', host => {
  it('is made once, and says what it is', async () => {
    await on(host, { version: '1.2.3' }, async ({ send, root }) => {
      const db = new Db(send, 'bar-7f3k2q')
      expect((await db.ask('GET')).status).toBe(404)
      const made = await db.ask('PUT')
      expect(made.status).toBe(201)
      expect(made.json.ok).toBe(true)
      const again = await db.ask('PUT')
      expect(again.status).toBe(412)
      isError(again)

      const info = await db.info()
      const epoch = info['instance_start_time'] as string
      expect(epoch).toMatch(/^[0-9a-z]+$/)
      expect(info).toEqual({
        db_name: 'bar-7f3k2q',
        doc_count: 0,
        update_seq: `0-${epoch}`,
        instance_start_time: epoch,
        barwrt: '1.2.3',
        pulse: `/pulse/bar-7f3k2q-${epoch}`,
        boot: readFileSync(join(root.root, 'boot_id'), 'utf8').trim(),
        up: 1234560,
      })
      await db.push(events('abc', 1, 3))
      const after = await db.info()
      const size = readFileSync(join(root.data, 'bar-7f3k2q.log')).length
      expect(after).toEqual({ ...info, doc_count: 3, update_seq: `${size}-${epoch}` })
      const head = await db.ask('HEAD')
      expect([head.status, head.body.length]).toEqual([200, 0])
      expect((await db.ask('GET', '/')).json).toEqual(after)
    })
  })

  it('answers with JSON that no cache keeps', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      for (const answer of [await db.ask('GET'), await db.changes(), await db.ask('GET', '/nothing')]) {
        expect(answer.headers['content-type']).toMatch(/^application\/json/)
        expect(answer.headers['cache-control']).toMatch(/no-store/)
      }
    })
  })

  // OpenWrt's Lua throws at %d of 2^31 and has builds that wrap there: 24.8 days of uptime, and every time stamp.
  it('counts milliseconds beyond 2^31 and 2^32', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      for (const [text, up] of [
        ['2147483.64 1.0', 2147483640],
        ['2147483.65 1.0', 2147483650],
        ['4294967.29 1.0', 4294967290],
        ['4294967.30 1.0', 4294967300],
        ['99999999.99 1.0', 99999999990],
        ['0.05 0.00', 50],
      ]) {
        writeFileSync(join(running.root.root, 'uptime'), `${text}\n`)
        expect((await db.info())['up']).toBe(up)
      }
    })
  })

  it('has a name by the rules', async () => {
    await on(host, {}, async ({ send, root }) => {
      for (const name of ['a', 'bar-7f3k2q', 'a_b-c9', `x${'y'.repeat(62)}`])
        expect((await new Db(send, name).ask('PUT')).status, name).toBe(201)
      for (const name of [
        `x${'y'.repeat(63)}`,
        'Bar',
        'bAr',
        '1bar',
        '-bar',
        '_users',
        'bar.log',
        'bar%20x',
        'bar%2Fx',
        '..%2Fbar',
        'b%C3%A4r',
        'bar%0A',
        'bar;x',
        "bar'x",
        'bar$x',
        'bar*',
      ]) {
        const put = await new Db(send, name).ask('PUT')
        expect([400, 404, 405], `${name}: ${put.status}`).toContain(put.status)
        expect([400, 404], name).toContain((await new Db(send, name).ask('GET')).status)
      }
      expect(readdirSync(root.data).filter(file => file.endsWith('.log'))).toHaveLength(4)
      // Nothing was made outside of where data and run files belong.
      expect(readdirSync(root.root).filter(file => /bar/.test(file))).toEqual([])
    })
  })

  it('is one of at most 32; tombstones do not count', async () => {
    await on(host, {}, async ({ send }) => {
      for (let i = 1; i <= 32; i++) expect((await new Db(send, `n${i}`).ask('PUT')).status).toBe(201)
      const more = await new Db(send, 'n33').ask('PUT')
      expect(more.status).toBeGreaterThanOrEqual(400)
      isError(more)
      expect((await new Db(send, 'n33').ask('GET')).status).toBe(404)
      expect((await new Db(send, 'n7').wipe()).status).toBe(200)
      expect((await new Db(send, 'n33').ask('PUT')).status).toBe(201)
    })
  })

  it('answers 404 and 405 to what is not there', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      await db.push([event('abc', 1)])
      for (const [method, path, statuses] of [
        ['DELETE', '', [405]],
        ['POST', '', [405]],
        ['PATCH', '', [405]],
        ['PUT', '/abc-1', [404, 405]],
        ['DELETE', '/abc-1', [404, 405]],
        ['GET', '/abc-1', [404]],
        ['GET', '/_all_docs', [404]],
        ['GET', '/_design/x', [404]],
        ['GET', '/_bulk_docs', [405]],
        ['POST', '/_changes', [405]],
        ['PUT', '/_changes', [405]],
        ['GET', '/_wipe', [405]],
        ['GET', '/_local', [404]],
        ['DELETE', '/_local/x', [405]],
        ['GET', '/_changes/x', [404]],
        ['GET', '//', [404, 200]],
      ] as const) {
        const answer = await db.ask(method, path, ['POST', 'PUT', 'PATCH'].includes(method) ? {} : undefined)
        expect(statuses, `${method} ${path}: ${answer.status}`).toContain(answer.status)
        if (answer.status !== 200) isError(answer)
      }
      for (const path of ['/cgi-bin/db', '/cgi-bin/db/', '/cgi-bin/db/_all_dbs', '/cgi-bin/db/nothere'])
        expect((await running.send('GET', path)).status).toBe(404)
      const gone = new Db(running.send, 'nothere')
      expect((await gone.bulk([event('abc', 1)])).status).toBe(404)
      expect((await gone.changes()).status).toBe(404)
      expect((await gone.ask('POST', '/_revs_diff', {})).status).toBe(404)
      expect(await db.ids()).toEqual(['abc-1'])
    })
  })

  it('tells the origins of the settings, and no others, that they may use it', async () => {
    const mine = 'https://bar.example:8443'
    await on(host, { origins: [mine, 'http://other.example'] }, async running => {
      const db = await running.db()
      for (const [origin, allowed] of [
        [mine, mine],
        ['http://other.example', 'http://other.example'],
        ['https://bar.example', undefined],
        ['https://bar.example:8443.evil.example', undefined],
        ['null', undefined],
      ] as const) {
        const ask = await db.ask('OPTIONS', '/_bulk_docs', undefined, {
          Origin: origin,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'authorization,content-type',
        })
        expect(ask.status).toBe(204)
        expect(ask.headers['access-control-allow-origin']).toBe(allowed)
        if (allowed) {
          expect(ask.headers['access-control-allow-methods']).toMatch(/POST/)
          expect(ask.headers['access-control-allow-methods']).toMatch(/PUT/)
          expect(ask.headers['access-control-allow-headers']).toMatch(/authorization/i)
          expect(ask.headers['access-control-allow-headers']).toMatch(/content-type/i)
        }
        for (const answer of [
          await db.ask('GET', '', undefined, { Origin: origin }),
          await db.ask('GET', '/nothing', undefined, { Origin: origin }),
        ])
          expect(answer.headers['access-control-allow-origin']).toBe(allowed)
      }
    })
  })

  // Keys come from the settings: a shim that ran without them would be open to anybody.
  it('is closed when the service did not write its settings', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      await db.push([event('abc', 1)])
      rmSync(running.root.conf)
      for (const answer of [await db.ask('GET'), await db.changes(), await db.bulk([event('abc', 2)])]) {
        expect(answer.status).toBe(503)
        expect(answer.json.reason).toMatch(/start/)
      }
    })
  })
})

describe.each(hosts)('_wipe, $name', host => {
  it('needs name and instance to be right, and leaves only the name', async () => {
    await on(host, {}, async running => {
      const { root } = running
      const db = await running.db('gone')
      const other = await running.db('stays')
      await db.push(events('abc', 1, 5))
      await other.push(events('abc', 1, 2))
      await db.ask('PUT', '/_local/x', { a: 'left behind?' })
      const { instance_start_time } = await db.info()
      for (const body of [
        {},
        { db_name: 'gone' },
        { instance_start_time },
        { db_name: 'stays', instance_start_time },
        { db_name: 'gone', instance_start_time: `${instance_start_time}0` },
        { db_name: 'gone', instance_start_time: '' },
        { db_name: 'gone', instance_start_time: '0' },
        { db_name: ['gone'], instance_start_time },
      ]) {
        const refused = await db.ask('POST', '/_wipe', body)
        expect([400, 412], JSON.stringify(body)).toContain(refused.status)
        isError(refused)
      }
      expect(await db.ids()).toHaveLength(5)

      const { pulse } = await db.info()
      expect((await db.ask('POST', '/_wipe', { db_name: 'gone', instance_start_time })).status).toBe(200)
      expect(readdirSync(root.data).filter(file => file.startsWith('gone'))).toEqual(['gone.wiped'])
      expect(readFileSync(join(root.data, 'gone.wiped')).length).toBeLessThan(16)
      const left = readdirSync(root.run, { recursive: true, withFileTypes: true }).filter(
        entry => entry.isFile() && /gone/.test(entry.name),
      )
      expect(left.map(entry => entry.name)).toEqual([])
      if (host.server !== 'no server') expect((await running.send('HEAD', pulse as string)).status).toBe(404)

      for (const [method, path, body] of [
        ['GET', '', undefined],
        ['GET', '/_changes', undefined],
        ['POST', '/_bulk_docs', { new_edits: false, docs: [event('abc', 9)] }],
        ['POST', '/_bulk_get', { docs: [] }],
        ['POST', '/_revs_diff', {}],
        ['GET', '/_local/x', undefined],
        ['PUT', '/_local/x', {}],
        ['POST', '/_ensure_full_commit', {}],
        ['POST', '/_wipe', { db_name: 'gone', instance_start_time }],
        ['GET', '/whatever', undefined],
        ['DELETE', '/whatever', undefined],
      ] as const) {
        const answer = await db.ask(method, path, body)
        expect([answer.status, answer.json.error], `${method} ${path}`).toEqual([404, 'wiped'])
      }
      expect((await db.ask('PUT')).status).toBe(412)
      expect(await other.ids()).toEqual(['abc-1', 'abc-2'])
      expect(readdirSync(root.data).filter(file => file.startsWith('gone'))).toEqual(['gone.wiped'])
    })
  })

  // The power goes after the tombstone was written and before the log is gone. Had the log been left, a listing of the
  // flash would show the evening that an organizer wiped.
  it('is finished by whoever comes next when it was cut off', async () => {
    await on(host, {}, async running => {
      const { data } = running.root
      const db = await running.db('gone')
      await db.push(events('abc', 1, 5))
      writeFileSync(join(data, 'gone.wiped'), '')
      const met = await db.ask('GET')
      expect([met.status, met.json.error]).toEqual([404, 'wiped'])
      expect(existsSync(join(data, 'gone.log'))).toBe(false)
      expect(existsSync(join(data, 'gone.life'))).toBe(false)

      for (const leftover of ['gone.log', 'gone.life']) {
        writeFileSync(join(data, leftover), `${JSON.stringify(event('abc', 1))}\t\n`)
        expect((await db.bulk([event('abc', 9)])).json.error).toBe('wiped')
        expect(readdirSync(data).filter(file => file.startsWith('gone'))).toEqual(['gone.wiped'])
      }
      expect((await db.ask('PUT')).status).toBe(412)
    })
  })
})
