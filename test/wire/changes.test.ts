import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { event, events, sized } from './db.ts'
import { hosts, on } from './hosts.ts'

const MB = 1024 * 1024

describe.each(hosts)('_changes, $name', host => {
  it('of an empty database is empty, and its seq is one to go on from', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const empty = await db.changes()
      const { instance_start_time } = await db.info()
      expect(empty.json).toEqual({ results: [], last_seq: `0-${instance_start_time}`, pending: 0 })
      expect((await db.changes(`since=${empty.json.last_seq}`)).json).toEqual(empty.json)
      expect((await db.changes('since=0&limit=1')).json).toEqual(empty.json)
      await db.push([event('abc', 1)])
      expect((await db.pull(empty.json.last_seq)).rows.map(row => row.id)).toEqual(['abc-1'])
    })
  })

  it('has rows with seq, id, rev and document, and goes on from any row', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const docs = [...events('abc', 1, 5), event('xyz', 1, { note: 'Tschunk für 2 € 😀' })]
      await db.push(docs)
      const { results, last_seq, pending } = (await db.changes()).json
      expect(pending).toBe(0)
      expect(last_seq).toBe(results.at(-1).seq)
      let offset = 0
      const { instance_start_time } = await db.info()
      for (const [i, row] of results.entries()) {
        offset += Buffer.byteLength(JSON.stringify(docs[i])) + 2
        expect(row).toEqual({
          seq: `${offset}-${instance_start_time}`,
          id: docs[i]!._id,
          changes: [{ rev: '1-0' }],
          doc: docs[i],
        })
        const rest = await db.pull(row.seq)
        expect(rest.rows.map(one => one.id)).toEqual(docs.slice(i + 1).map(doc => doc._id))
        // As CouchDB's replicator writes it.
        const quoted = await db.changes(`since=${encodeURIComponent(JSON.stringify(row.seq))}`)
        expect(quoted.json.results).toHaveLength(docs.length - i - 1)
      }
      const bare = await db.ask('GET', '/_changes')
      expect(bare.json.results[0]).toEqual({ seq: results[0].seq, id: 'abc-1', changes: [{ rev: '1-0' }] })
      expect((await db.changes('since=%220%22')).json.results).toHaveLength(6)
      expect((await db.changes('style=all_docs&since=0&limit=100')).json.results).toHaveLength(6)
    })
  })

  it('comes in pages of limit rows, and says when there is more', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      await db.push(events('abc', 1, 7))
      const sizes: number[] = []
      let since = '0'
      for (let more = true; more; ) {
        const { results, last_seq, pending } = (await db.changes(`limit=3&since=${since}`)).json
        sizes.push(results.length)
        since = last_seq
        more = pending !== 0
        if (more) expect(pending).toBeGreaterThanOrEqual(1)
      }
      expect(sizes).toEqual([3, 3, 1])
      // All of them at once, and nothing behind it.
      expect((await db.changes('limit=7')).json.pending).toBe(0)
      expect((await db.changes('limit=6')).json.pending).toBeGreaterThanOrEqual(1)
      const first = (await db.changes('limit=1')).json.last_seq
      const none = await db.changes(`limit=0&since=${first}`)
      expect(none.json.results).toEqual([])
      expect(none.json.last_seq).toBe(first)
      expect(none.json.pending).toBeGreaterThanOrEqual(1)
      expect((await db.changes(`limit=0&since=${since}`)).json.pending).toBe(0)
    })
  })

  it('never has more than 1,000 rows or 1 MB in a page, whatever limit says', async () => {
    await on(host, {}, async running => {
      const small = await running.db()
      for (let i = 0; i < 3; i++) await small.push(events('abc', i * 350 + 1, i * 350 + 350))
      for (const query of ['', 'limit=5000', 'limit=999999999999999999999']) {
        const page = (await small.changes(query)).json
        expect([page.results.length, page.pending > 0]).toEqual([1000, true])
        expect((await small.pull(page.last_seq)).rows).toHaveLength(50)
      }
      const large = await running.db()
      for (let i = 0; i < 5; i++)
        await large.push(Array.from({ length: 60 }, (_, j) => sized('abc', i * 60 + j + 1, 4096)))
      const page = await large.changes()
      expect(page.body.length).toBeLessThanOrEqual(MB)
      expect(page.json.results.length).toBeGreaterThan(200)
      expect(page.json.pending).toBeGreaterThanOrEqual(1)
      const { rows } = await large.pull()
      expect(rows.map(row => row.id)).toEqual(events('abc', 1, 300).map(doc => doc._id))
    })
  })

  it('answers 400 to a since that it never gave', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      await db.push(events('abc', 1, 3))
      const { rows, last } = await db.pull()
      const [offset, epoch] = last.split('-') as [string, string]
      const size = Number(offset)
      for (const since of [
        'x',
        '-1',
        '5',
        offset,
        '-',
        `-${epoch}`,
        `${offset}-`,
        `${offset}-${epoch}x`,
        `${offset}-x${epoch}`,
        `${offset}-ffffffffffffffff`,
        `x${last}`,
        `${last}x`,
        `${size + 1}-${epoch}`,
        `${size - 1}-${epoch}`,
        `${size + 1_000_000}-${epoch}`,
        `1-${epoch}`,
        `${Number.parseInt(rows[0]!.seq, 10) + 1}-${epoch}`,
        `-${size}-${epoch}`,
        `1e1-${epoch}`,
        `0x10-${epoch}`,
        `99999999999999999999999999-${epoch}`,
        `${offset}.0-${epoch}`,
        'now',
        '%22',
        '%00',
        'null',
      ]) {
        const answer = await db.changes(`since=${since}`)
        expect(answer.status, `${since}: ${answer.text}`).toBe(400)
      }
      for (const since of ['0', `0-${epoch}`, last])
        expect((await db.changes(`since=${since}`)).status, since).toBe(200)
    })
  })

  // A replicator that is answered at once to a live feed asks again at once: 20,470 requests in 12 seconds.
  it('answers 400 to any feed but normal', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      for (const feed of ['continuous', 'longpoll', 'eventsource', 'live', 'x'])
        expect((await db.changes(`feed=${feed}`)).status, feed).toBe(400)
      expect((await db.changes('feed=normal&timeout=9000&heartbeat=10000')).status).toBe(200)
    })
  })

  it('shows nothing beyond the last line feed', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      await db.push(events('abc', 1, 2))
      const log = join(running.root.data, `${db.name}.log`)
      const line = `${JSON.stringify(event('abc', 3))}\t`
      appendFileSync(log, line)
      const { rows, last } = await db.pull()
      expect(rows).toHaveLength(2)
      expect(Number.parseInt(last, 10)).toBe(readFileSync(log).length - line.length)
      // The writer was only slow: its line feed comes, and with it the event.
      appendFileSync(log, '\n')
      expect((await db.pull(last)).rows.map(row => row.id)).toEqual(['abc-3'])
      expect((await db.info())['doc_count']).toBe(3)
    })
  })
})
