// What docs/wire.md tells to type for a copy of a meeting, word for word: by PouchDB, and from the log itself.
import { execFileSync } from 'node:child_process'
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PouchDB from 'pouchdb'
import { expect, it } from 'vitest'
import { events } from './db.ts'
import { hosts, on, readLog } from './hosts.ts'

const page = await readFile(new URL('../../docs/wire.md', import.meta.url), 'utf8')
/** The indented block that begins so. */
const block = (begin: string): string => {
  const [lines] = new RegExp(`^ {4}${begin}.*\\n(?: {4}.*\\n)*`, 'm').exec(page)!
  return lines.replace(/^ {4}/gm, '')
}

const KEY = 'kMq7-xT2nP4vRw'
const keys = { barKey: KEY, organizerKey: 'Zt9-bLe3:cHs5' }
/** More than two batches. */
const docs = events('abc', 1, 120)

it.each(hosts)('PouchDB copies all of a meeting with the bar key, $name', async host => {
  const dir = await mkdtemp(join(tmpdir(), 'barwrt-copy-'))
  /** The page's PouchDB, with its files in a place of this test's own. */
  class Here extends PouchDB {
    constructor(name: string, options = {}) {
      super(name, name.startsWith('http') ? options : { ...options, prefix: `${dir}/` })
    }
  }
  try {
    await on(host, keys, async running => {
      const db = await running.db('bar-7f3k2q', keys.organizerKey)
      await db.push(docs)
      const typed = new Function('PouchDB', 'DB', 'KEY', `return ${block('new PouchDB')}`)
      const DB = `${running.url}/cgi-bin/db/bar-7f3k2q`
      expect(await typed(Here, DB, KEY)).toMatchObject({ ok: true, docs_written: docs.length })
      const copy = new Here('copy')
      const { rows } = await copy.allDocs({ include_docs: true })
      await copy.close()
      expect(rows.map(({ doc }) => doc)).toEqual([...docs].sort((a, b) => (a._id < b._id ? -1 : 1)))
    })
  } finally {
    await rm(dir, { recursive: true })
  }
})

it('sed takes every whole line out of a log, and no torn one', async () => {
  await on(hosts[0]!, {}, async running => {
    const db = await running.db('bar-7f3k2q')
    await db.push(docs)
    const log = join(running.root.data, 'bar-7f3k2q.log')
    await appendFile(log, '{"_id":"torn-1","_rev":"1-0",')
    await db.push(events('abc', 121, 122))
    expect((await readLog(running, 'bar-7f3k2q')).includes('torn-1')).toBe(true)
    const typed = block('sed ').replace('NAME.log', log)
    const lines = execFileSync('sh', ['-c', typed], { encoding: 'utf8' }).trimEnd().split('\n')
    const ids = lines.map(line => (JSON.parse(line) as { _id: string })._id)
    expect(ids).toEqual(events('abc', 1, 122).map(({ _id }) => _id))
  })
})
