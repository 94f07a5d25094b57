import { describe, expect, it } from 'vitest'
import { Upload } from './client.ts'
import { type Db, type Doc, event, events, inOrder } from './db.ts'
import { goodLines, hosts, on, type Running, readLog } from './hosts.ts'

const withServer = hosts.filter(host => host.server !== 'no server')
const batch = (docs: Doc[]) => JSON.stringify({ new_edits: false, docs })

/** The log has each of these events once, nothing else, and no line that is not whole. */
const holdsExactly = async (running: Running, db: Db, docs: Doc[]): Promise<void> => {
  const wanted = inOrder(docs.map(doc => doc._id))
  expect(inOrder(await db.ids())).toEqual(wanted)
  const log = await readLog(running, db.name)
  expect(inOrder(goodLines(log).map(line => JSON.parse(line)._id))).toEqual(wanted)
  expect(await db.missing([...wanted, 'nobody-1'])).toEqual(['nobody-1'])
  expect((await db.info())['doc_count']).toBe(wanted.length)
}

describe.each(withServer)('a crowd, $name', host => {
  it('20 stations write at once: no line is torn, doubled or lost', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const shared = events('shared', 1, 12, { note: 'y'.repeat(700) })
      const stations = Array.from({ length: 20 }, (_, i) => `st${i}`)
      await Promise.all(
        stations.map(async (station, i) => {
          for (let round = 0; round < 5; round++) {
            const own = events(station, round * 4 + 1, round * 4 + 4, { note: 'x'.repeat(i * 90) })
            // Everybody also brings what everybody has, each in an order of its own.
            await db.push([...own, ...[...shared.slice(i % 12), ...shared.slice(0, i % 12)]])
          }
        }),
      )
      const all = [...shared, ...stations.flatMap((s, i) => events(s, 1, 20, { note: 'x'.repeat(i * 90) }))]
      await holdsExactly(running, db, all)
      const log = await readLog(running, db.name)
      expect(log.toString().split('\n')).toHaveLength(all.length + 1)
      const { rows } = await db.pull()
      for (const row of rows) expect(row.doc).toEqual(all.find(doc => doc._id === row.id))
    })
  })

  // The battery is empty, the page is closed, the tablet walks out of the Wi-Fi: the script is killed, wherever it is.
  // uhttpd often does not see a connection end before its body does; the script waits then until its time is over, which
  // is why the package gives it little.
  const kills = host.server === 'stand-in' ? (['script', 'group'] as const) : (['script'] as const)
  it.each(kills)('clients that hang up in the middle leave nothing half done (kills the %s)', async kill => {
    await on(host, { kill, timeout: 6 }, async running => {
      const db = await running.db()
      const path = `/cgi-bin/db/${db.name}/_bulk_docs`
      const cut: { docs: Doc[]; whole: boolean }[] = []
      const honest: Doc[] = []
      const hangUp = async (i: number) => {
        const docs = events(`cut${i}`, 1, 10, { note: 'z'.repeat(i * 100) })
        const body = batch(docs)
        const share = [0, 0.3, 0.9, 1][i % 4]!
        const sent = share === 1 ? body.length : Math.floor(body.length * share)
        const upload = await Upload.open(running.url, path, body.length)
        await upload.write(body.slice(0, sent))
        // Some go at once, some when the script runs already.
        if (i % 3) await new Promise(resolve => setTimeout(resolve, (i % 3) * 8))
        await upload.cut(i % 2 ? 'reset' : 'end')
        cut.push({ docs, whole: sent === body.length })
      }
      const write = async (i: number) => {
        const docs = events('honest', i * 3 + 1, i * 3 + 3)
        await db.push(docs)
        honest.push(...docs)
      }
      for (let i = 0; i < (host.server === 'uhttpd' ? 12 : 28); i += 4)
        await Promise.all([hangUp(i), hangUp(i + 1), write(i), hangUp(i + 2), hangUp(i + 3), write(i + 1)])

      const there = new Set(await db.ids())
      for (const doc of honest) expect(there).toContain(doc._id)
      for (const { docs, whole } of cut) {
        if (!whole) for (const doc of docs) expect(there, 'of half a body').not.toContain(doc._id)
      }
      // The tablets come back and push again, for they never saw a 201.
      for (const { docs } of cut) await db.push(docs)
      await holdsExactly(running, db, [...honest, ...cut.flatMap(({ docs }) => docs)])
    })
  })

  // A tablet at the edge of the Wi-Fi needs minutes for its upload. Were the lock taken before the body is there,
  // the whole bar would wait for it.
  it('slow uploads hold up nobody', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const path = `/cgi-bin/db/${db.name}/_bulk_docs`
      const bodies = [1, 2].map(i => batch([event('slow', i)]))
      // uhttpd runs three scripts at once: two of them are held here.
      const slow = await Promise.all(bodies.map(body => Upload.open(running.url, path, body.length)))
      await Promise.all(slow.map((upload, i) => upload.write(bodies[i]!.slice(0, 40))))
      for (let i = 1; i <= 10; i++) {
        await db.push([event('quick', i)])
        expect(await db.ids()).toHaveLength(i)
      }
      await Promise.all(slow.map((upload, i) => upload.write(bodies[i]!.slice(40))))
      expect(await Promise.all(slow.map(upload => upload.status()))).toEqual([201, 201])
      await holdsExactly(running, db, [...events('quick', 1, 10), ...events('slow', 1, 2)])
    })
  })

  it('readers at any moment see whole events only, each once', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const docs = events('abc', 1, 60, { note: 'x'.repeat(900) })
      let writing = true
      const write = async () => {
        for (let i = 0; i < docs.length; i += 10) await db.push(docs.slice(i, i + 10))
        writing = false
      }
      const read = async () => {
        const seen: Doc[] = []
        let since: string | undefined
        for (let last = false; !last; ) {
          last = !writing
          const page = await db.pull(since, 7)
          seen.push(...page.rows.map(row => row.doc))
          since = page.last
        }
        return seen
      }
      const [, ...readers] = await Promise.all([write(), read(), read(), read()])
      for (const seen of readers) expect(seen).toEqual(docs)
    })
  })
})
