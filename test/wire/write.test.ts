import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bodyOf } from './corpus.ts'
import { event, events, sized } from './db.ts'
import { goodLines, hosts, on, readLog } from './hosts.ts'

describe.each(hosts)('_bulk_docs, $name', host => {
  it('keeps the first write of an id, whoever comes later with what', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      await db.push([event('abc', 1, { sum: 250 }), event('abc', 2)])
      // Somebody forges the next events of a station, and then the station itself comes.
      await db.push([event('abc', 3, { sum: 1, note: 'forged' })])
      await db.push([event('abc', 1, { sum: 999 }), event('abc', 3), event('abc', 4)])
      // Twice in one batch.
      await db.push([
        event('abc', 5, { note: 'first' }),
        event('abc', 5, { note: 'second' }),
        event('abc', 4),
      ])
      const { rows } = await db.pull()
      expect(rows.map(row => row.doc)).toEqual([
        event('abc', 1, { sum: 250 }),
        event('abc', 2),
        event('abc', 3, { sum: 1, note: 'forged' }),
        event('abc', 4),
        event('abc', 5, { note: 'first' }),
      ])
      expect((await db.info())['doc_count']).toBe(5)
      // The same id, written with an escape.
      const escaped = '{"_id":"\\u0061bc-2","_rev":"1-0","kind":"x","at":1}'
      expect((await db.ask('POST', '/_bulk_docs', bodyOf(Buffer.from(escaped)))).status).toBe(201)
      expect((await db.info())['doc_count']).toBe(5)
    })
  })

  it('knows an id again that was written with an escape', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const escaped = '{"_id":"\\u0061bc\\u002d2","_rev":"1-0","kind":"x","at":1}'
      expect((await db.ask('POST', '/_bulk_docs', bodyOf(Buffer.from(escaped)))).status).toBe(201)
      await db.push([event('abc', 2)])
      expect(goodLines(await readLog(running, db.name))).toEqual([escaped])
      expect(await db.missing(['abc-1', 'abc-2'])).toEqual(['abc-1'])
      await running.reboot()
      await db.push([event('abc', 2), event('abc', 1)])
      expect(await db.ids()).toEqual(['abc-2', 'abc-1'])
    })
  })

  it('keeps number texts as they came', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const numbers =
        '1763850000123,0.10,1e400,-0,12345678901234567890,1E+2,9007199254740993,2147483648,4294967296,1e-7'
      const text = `{"_id":"abc-1","_rev":"1-0","kind":"x","at":1763850000123,"n":[${numbers}]}`
      expect((await db.ask('POST', '/_bulk_docs', bodyOf(Buffer.from(text)))).status).toBe(201)
      expect((await readLog(running, db.name)).toString()).toBe(`${text}\t\n`)
      expect((await db.changes()).text).toContain(text)
      const got = await db.ask('POST', '/_bulk_get', { docs: [{ id: 'abc-1', rev: '1-0' }] })
      expect(got.text).toContain(numbers)
    })
  })

  it('takes ids with numbers up to 2^53−1, in any order', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const numbers = [
        9007199254740991, 1, 2147483647, 2147483649, 2147483648, 4294967296, 4294967295, 9007199254740990, 2,
        4294967297, 99999, 100000, 9007199254740989,
      ]
      for (const n of numbers) await db.push([event('abc', n)])
      await db.push(numbers.map(n => event('abc', n)))
      expect(await db.ids()).toEqual(numbers.map(n => `abc-${n}`))
      const near = numbers.flatMap(n => [n - 1, n, n + 1]).filter(n => n > 0 && n <= 9007199254740991)
      const absent = near.filter(n => !numbers.includes(n)).map(n => `abc-${n}`)
      expect((await db.missing(near.map(n => `abc-${n}`))).sort()).toEqual([...new Set(absent)].sort())
      await running.reboot()
      expect((await db.missing(near.map(n => `abc-${n}`))).sort()).toEqual([...new Set(absent)].sort())
    })
  })

  it('takes a body of 262,144 bytes and not one more', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const docs = Array.from({ length: 63 }, (_, i) => sized('abc', i + 1, 4096))
      const body = JSON.stringify({ new_edits: false, docs })
      const exact = body + ' '.repeat(262_144 - body.length)
      const over = await db.ask('POST', '/_bulk_docs', `${exact} `)
      expect(over.status).toBe(413)
      expect(over.json.reason).toMatch(/262144|256/)
      expect(await db.ids()).toEqual([])
      expect((await db.ask('POST', '/_bulk_docs', exact)).status).toBe(201)
      expect(await db.ids()).toHaveLength(63)
      // Far over: the answer must still get to whoever is sending.
      expect((await db.ask('POST', '/_bulk_docs', ' '.repeat(3_000_000))).status).toBe(413)
      expect((await db.ask('POST', '/_bulk_docs', exact)).status).toBe(201)
    })
  })

  it('stores nothing of a batch with one event over 4,096 bytes', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const over = await db.bulk([event('abc', 1), sized('abc', 2, 4097), event('abc', 3)])
      expect(over.status).toBe(413)
      expect((await readLog(running, db.name)).length).toBe(0)
      await db.push([event('abc', 1), sized('abc', 2, 4096), event('abc', 3)])
      expect(await db.ids()).toEqual(['abc-1', 'abc-2', 'abc-3'])
    })
  })

  it('answers 507 at the size limit of all logs together, stores nothing then, and goes on reading', async () => {
    await on(host, { limit: 20_000 }, async running => {
      const db = await running.db()
      const other = await running.db()
      await other.push([sized('x', 1, 4000), sized('x', 2, 4000)])
      const docs = Array.from({ length: 4 }, (_, i) => sized('abc', i + 1, 3000))
      const full = await db.bulk(docs)
      expect(full.status).toBe(507)
      expect(full.json.reason.length).toBeGreaterThan(20)
      expect((await readLog(running, db.name)).length).toBe(0)
      expect(await db.missing(['abc-1'])).toEqual(['abc-1'])
      await db.push(docs.slice(0, 3))
      expect((await db.bulk([sized('abc', 9, 3500)])).status).toBe(507)
      // What is there already takes no room, and small ones still fit.
      await db.push(docs.slice(0, 3))
      await db.push([event('abc', 10)])
      expect(await db.ids()).toEqual(['abc-1', 'abc-2', 'abc-3', 'abc-10'])
      expect(await db.missing(['abc-4', 'abc-9', 'abc-10'])).toEqual(['abc-4', 'abc-9'])
      // An organizer wipes the other one: there is room again.
      expect((await other.wipe()).status).toBe(200)
      await db.push(docs)
      expect(await db.ids()).toHaveLength(5)
    })
  })

  it('takes a body that says no length (chunked)', async () => {
    if (host.server === 'no server') return
    await on(host, {}, async running => {
      const db = await running.db()
      const body = JSON.stringify({ new_edits: false, docs: events('abc', 1, 3) })
      const parts = [body.slice(0, 10), body.slice(10, 200), body.slice(200)]
      const answer = await fetch(`${running.url}/cgi-bin/db/${db.name}/_bulk_docs`, {
        method: 'POST',
        body: new ReadableStream({
          start(controller) {
            for (const part of parts) controller.enqueue(new TextEncoder().encode(part))
            controller.close()
          },
        }),
        duplex: 'half',
      } as RequestInit)
      expect(answer.status).toBe(201)
      expect(await db.ids()).toEqual(['abc-1', 'abc-2', 'abc-3'])
    })
  })

  it('writes lines that tail, wc and scp are content with', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      await db.push(events('abc', 1, 3))
      await db.push(events('abc', 4, 5))
      const log = readFileSync(join(running.root.data, `${db.name}.log`), 'utf8')
      expect(log).toBe(
        events('abc', 1, 5)
          .map(doc => `${JSON.stringify(doc)}\t\n`)
          .join(''),
      )
    })
  })
})
