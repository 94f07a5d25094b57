import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runScript } from './cgi.ts'
import { Db, event } from './db.ts'
import { goodLines, type HostKind, on, type Running, readLog, shims } from './hosts.ts'

// The index is derived: whatever happened, it must say what one that is made from the log anew would say.

/** What may happen to a log, by people, tablets and power cuts. */
type Step =
  | { do: 'push'; ids: string[] }
  | { do: 'reboot' }
  | { do: 'ask'; what: 'info' | 'missing' | 'get' | 'changes' }
  | { do: 'tear'; bytes: number }
  | { do: 'cut'; share: number }
  | { do: 'copy'; share: number; ids: string[] }
  | { do: 'foreign'; ids: string[] }
  | { do: 'hole'; share: number; bytes: number }
  | { do: 'lose the index' }

// Few stations and numbers near each other, so that runs grow, join, split in two and meet again.
const number = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 14 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(2147483647, 2147483648, 4294967296, 9007199254740990, 9007199254740991),
  },
)
const id = fc.tuple(fc.constantFrom('a', 'ab', 'b7'), number).map(([station, n]) => `${station}-${n}`)
const ids = fc.array(id, { minLength: 1, maxLength: 8 })
const share = fc.double({ min: 0, max: 1, noNaN: true })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: ids.map(list => ({ do: 'push' as const, ids: list })) },
  { weight: 2, arbitrary: fc.constant({ do: 'reboot' as const }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('info' as const, 'missing' as const, 'get' as const, 'changes' as const)
      .map(what => ({ do: 'ask' as const, what })),
  },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 150 }).map(bytes => ({ do: 'tear' as const, bytes })) },
  { weight: 1, arbitrary: share.map(s => ({ do: 'cut' as const, share: s })) },
  {
    weight: 1,
    arbitrary: fc.tuple(share, ids).map(([s, list]) => ({ do: 'copy' as const, share: s, ids: list })),
  },
  { weight: 1, arbitrary: ids.map(list => ({ do: 'foreign' as const, ids: list })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(share, fc.integer({ min: 1, max: 400 }))
      .map(([s, bytes]) => ({ do: 'hole' as const, share: s, bytes })),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'lose the index' as const }) },
)

const docOf = (one: string) => {
  const [station, n] = one.split('-')
  return event(station!, Number(n))
}
const line = (one: string) => `${JSON.stringify(docOf(one))}\t\n`

const take = async (running: Running, db: Db, one: Step): Promise<void> => {
  const path = join(running.root.data, `${db.name}.log`)
  const log = readFileSync(path)
  if (one.do === 'push') await db.push(one.ids.map(docOf))
  if (one.do === 'reboot') await running.reboot()
  if (one.do === 'ask' && one.what === 'info') await db.info()
  if (one.do === 'ask' && one.what === 'missing') await db.missing(['a-1', 'ab-2'])
  if (one.do === 'ask' && one.what === 'get') await db.ask('POST', '/_bulk_get', { docs: [{ id: 'a-1' }] })
  if (one.do === 'ask' && one.what === 'changes') await db.pull()
  // A writer that was killed, before its TAB. (Nobody goes on right behind it: the next one begins a line of its own.)
  if (one.do === 'tear') appendFileSync(path, JSON.stringify(docOf('a-1')).slice(0, one.bytes))
  if (one.do === 'cut') writeFileSync(path, log.subarray(0, Math.floor(log.length * one.share)))
  if (one.do === 'copy') {
    const end = log.lastIndexOf(10, Math.floor(log.length * one.share)) + 1
    const own = new Set(goodLines(log.subarray(0, end)).map(text => JSON.parse(text)._id))
    const others = [...new Set(one.ids)].filter(other => !own.has(other))
    writeFileSync(path, log.subarray(0, end))
    appendFileSync(path, others.map(line).join(''))
  }
  // Somebody appends with an editor, or another writer of the same format.
  if (one.do === 'foreign') {
    const own = new Set(goodLines(log).map(text => JSON.parse(text)._id))
    const fresh = [...new Set(one.ids)].filter(other => !own.has(other))
    appendFileSync(path, `${log.length && log.at(-1) !== 10 ? ' \n' : ''}${fresh.map(line).join('')}`)
  }
  // Holes are made by power cuts, so a boot comes with them.
  if (one.do === 'hole') {
    const at = Math.floor(log.length * one.share)
    log.fill(0, at, Math.min(at + one.bytes, log.length))
    writeFileSync(path, log)
    await running.reboot()
  }
  if (one.do === 'lose the index') rmSync(join(running.root.run, `${db.name}.index`), { force: true })
}

const stations = ['a', 'ab', 'b7', 'c']
const probes = [
  ...stations.flatMap(station => Array.from({ length: 16 }, (_, i) => `${station}-${i + 1}`)),
  ...stations.flatMap(station =>
    [2147483646, 2147483647, 2147483648, 2147483649, 4294967295, 4294967296, 4294967297]
      .concat([9007199254740989, 9007199254740990, 9007199254740991])
      .map(n => `${station}-${n}`),
  ),
]

/** All that the index decides, seen from outside. */
const view = async (db: Db): Promise<unknown> => {
  const got = await db.ask('POST', '/_bulk_get', { docs: probes.map(one => ({ id: one, rev: '1-0' })) })
  return {
    missing: await db.missing(probes),
    count: (await db.info())['doc_count'],
    got: got.json.results.map((one: { docs: { ok?: unknown }[] }) => one.docs[0]!.ok ?? null),
    end: String((await db.info())['update_seq']).split('-')[0],
  }
}

const agrees = async (shim: HostKind, running: Running, db: Db): Promise<void> => {
  const here = await view(db)
  const held = new Set(goodLines(await readLog(running, db.name)).map(text => JSON.parse(text)._id as string))
  expect(here).toMatchObject({
    missing: probes.filter(one => !held.has(one)),
    count: held.size,
    got: probes.map(one => (held.has(one) ? docOf(one) : null)),
  })
  await on(shim, {}, async fresh => {
    cpSync(running.root.data, fresh.root.data, { recursive: true })
    expect(await view(new Db(fresh.send, db.name))).toEqual(here)
  })
}

describe.each(shims)('the index, $name', shim => {
  it('says what one made anew would say, after any history', { timeout: 180_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async steps => {
        await on(shim, {}, async running => {
          const db = await running.db('bar')
          for (const one of steps) await take(running, db, one)
          await agrees(shim, running, db)
        })
      }),
      { numRuns: 14, interruptAfterTimeLimit: 150_000, markInterruptAsFailure: false, endOnFailure: true },
    )
  })

  // A router's flash reads a few MB a second: work that grew with the log would make the bar slower with each order.
  it('spares every request from reading the log again', async () => {
    await on(shim, { limit: 10_000_000 }, async running => {
      const db = await running.db('bar')
      const docs = Array.from({ length: 2000 }, (_, i) => event('abc', i + 1, { note: 'x'.repeat(900) }))
      writeFileSync(
        join(running.root.data, 'bar.log'),
        docs.map(doc => `${JSON.stringify(doc)}\t\n`).join(''),
      )
      await running.reboot()
      const { update_seq } = await db.info()
      const file = join(running.root.root, 'trace')
      const strace = [
        'strace',
        '-f',
        '-q',
        '-o',
        file,
        '-P',
        join(running.root.data, 'bar.log'),
        '-e',
        'trace=/read',
      ]
      for (const [method, path, body] of [
        ['GET', ''],
        ['GET', `/_changes?since=${update_seq}`],
        ['POST', '/_bulk_docs', { new_edits: false, docs: [event('abc', 2001)] }],
        ['POST', '/_bulk_docs', { new_edits: false, docs: docs.slice(900, 1000) }],
        ['POST', '/_revs_diff', { 'abc-1': ['1-0'], 'abc-3000': ['1-0'] }],
        ['POST', '/_bulk_get', { docs: [{ id: 'abc-1000' }, { id: 'abc-1001' }] }],
        ['PUT', '/_local/x', { a: 1 }],
      ] as const) {
        const request = body === undefined ? {} : { body: JSON.stringify(body) }
        const run = await runScript(running.root, method, `/cgi-bin/db/bar${path}`, request, strace)
        expect(run.status).toBeLessThan(300)
        const reads = [...readFileSync(file, 'utf8').matchAll(/read\w*\(.*= (\d+)$/gm)].map(match =>
          Number(match[1]),
        )
        // Two blocks of 64 KB at most of more than 2 MB: where the wanted documents lie, and stdio reads ahead.
        expect(
          reads.reduce((sum, n) => sum + n, 0),
          `${method} ${path}`,
        ).toBeLessThan(200_000)
      }
    })
  })

  // Each 64 KB of log has a mark in the index with what lies in it; a document is found through them.
  it('finds every document of a log of many blocks, written in an order that no station has', async () => {
    await on(shim, {}, async running => {
      const db = await running.db('bar')
      const docs = Array.from({ length: 420 }, (_, i) =>
        event(stations[(i * 7) % 3]!, ((i * 191) % 420) + 1, { note: 'x'.repeat(300 + ((i * 37) % 900)) }),
      )
      const one = new Map(docs.map(doc => [doc._id, doc]))
      for (let i = 0; i < docs.length; i += 70) await db.push(docs.slice(i, i + 70))
      const check = async () => {
        const all = [...one.keys()]
        for (let i = 0; i < all.length; i += 140) {
          const some = all.slice(i, i + 140)
          const got = await db.ask('POST', '/_bulk_get', { docs: some.map(doc => ({ id: doc, rev: '1-0' })) })
          expect(got.json.results.map((r: { docs: { ok: unknown }[] }) => r.docs[0]!.ok)).toEqual(
            some.map(doc => one.get(doc)),
          )
        }
        expect(await db.missing([...all, 'a-421', 'c-1'])).toEqual(['a-421', 'c-1'])
      }
      await check()
      await running.reboot()
      await check()
    })
  })
})
