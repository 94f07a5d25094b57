import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Db, type Doc, event, inOrder, sized } from './db.ts'
import { goodLines, on, type Running, readLog, shims } from './hosts.ts'

const mount = (...args: string[]): boolean => spawnSync('mount', args, { stdio: 'ignore' }).status === 0

/** Runs a test with a small RAM disk, which is gone afterwards. */
const withDisk = async (bytes: number, test: (dir: string) => Promise<void>): Promise<void> => {
  const dir = mkdtempSync(join(tmpdir(), 'barwrt-disk-'))
  expect(mount('-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', dir)).toBe(true)
  try {
    await test(dir)
  } finally {
    spawnSync('umount', ['-l', dir])
    rmSync(dir, { recursive: true, force: true })
  }
}

const canMount = (): boolean => {
  const dir = mkdtempSync(join(tmpdir(), 'barwrt-disk-'))
  const mounted = mount('-t', 'tmpfs', '-o', 'size=65536', 'tmpfs', dir)
  if (mounted) spawnSync('umount', ['-l', dir])
  rmSync(dir, { recursive: true, force: true })
  return mounted
}

/** The database holds all that was accepted, nothing torn or double, and its index knows it. */
const sound = async (running: Running, db: Db, accepted: Doc[], tried: Doc[]): Promise<void> => {
  const ids = await db.ids()
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(expect.arrayContaining(accepted.map(doc => doc._id)))
  expect(goodLines(await readLog(running, db.name)).map(line => JSON.parse(line)._id)).toEqual(ids)
  const names = tried.map(doc => doc._id)
  expect(inOrder(await db.missing(names))).toEqual(inOrder(names.filter(id => !ids.includes(id))))
  expect((await db.info())['doc_count']).toBe(ids.length)
}

const possible = canMount()
if (!possible) console.log('not run: a full disk (no RAM disk may be mounted here)')

describe.each(possible ? shims : [])('a full disk, $name', shim => {
  // A full disk is silent in ucode: write() and close() say that all is well.
  it('answers 507 and never 201 for what is not there; with room again all goes on', async () => {
    await withDisk(160 * 1024, async dataDir => {
      await on(shim, { dataDir, limit: 100_000_000 }, async running => {
        const db = await running.db()
        const accepted: Doc[] = []
        const tried: Doc[] = []
        let full = 0
        // Batches that leave a part of a page, then single ones into what is left of it.
        for (const [round, size] of [2900, 3100, 1500, 700, 300, 300, 300].entries())
          for (let i = 0; i < 8; i++) {
            const count = round < 2 ? 9 : 1
            const docs = Array.from({ length: count }, (_, j) => sized(`r${round}`, i * count + j + 1, size))
            tried.push(...docs)
            const answer = await db.bulk(docs)
            expect([201, 507], answer.text).toContain(answer.status)
            if (answer.status === 201) accepted.push(...docs)
            else {
              expect(answer.json.reason.length).toBeGreaterThan(20)
              full++
            }
          }
        expect(full).toBeGreaterThan(5)
        expect(statfsSync(dataDir).bavail).toBeLessThanOrEqual(1)
        await sound(running, db, accepted, tried)
        // What is known already is accepted however full the disk is.
        await db.push(accepted.slice(0, 3))

        expect(mount('-o', 'remount,size=8m', dataDir)).toBe(true)
        for (let i = 0; i < tried.length; i += 20) await db.push(tried.slice(i, i + 20))
        await sound(running, db, tried, tried)
        await running.reboot()
        await sound(running, db, tried, tried)
      })
    })
  })

  it('a boot with a full disk loses nothing', async () => {
    await withDisk(96 * 1024, async dataDir => {
      await on(shim, { dataDir, limit: 100_000_000 }, async running => {
        const db = await running.db()
        const docs = Array.from({ length: 8 }, (_, i) => sized('abc', i + 1, 4000))
        await db.push(docs)
        const filler = join(dataDir, 'filler')
        const { bavail, bsize } = statfsSync(dataDir)
        writeFileSync(filler, Buffer.alloc(bavail * bsize))
        await running.reboot()
        const info = await db.ask('GET')
        expect([200, 507]).toContain(info.status)
        const more = await db.bulk([sized('abc', 9, 4000), sized('abc', 10, 4000)])
        expect(more.status).toBe(507)
        rmSync(filler)
        await db.push([...docs, event('abc', 11)])
        await sound(
          running,
          db,
          [...docs, event('abc', 11)],
          [...docs, sized('abc', 9, 4000), event('abc', 11)],
        )
      })
    })
  })

  it('no database is made on a full disk, and one can be made when there is room', async () => {
    await withDisk(32 * 1024, async dataDir => {
      await on(shim, { dataDir }, async running => {
        const { bavail, bsize } = statfsSync(dataDir)
        writeFileSync(join(dataDir, 'filler'), Buffer.alloc(bavail * bsize))
        const made = await running.send('PUT', '/cgi-bin/db/bar')
        expect(made.status).toBe(507)
        rmSync(join(dataDir, 'filler'))
        const db = await running.db('bar')
        await db.push([event('abc', 1)])
        await sound(running, db, [event('abc', 1)], [event('abc', 1)])
      })
    })
  })

  // The index, the pulse and the lock are in RAM, which may be full, too: other programs write to /tmp.
  it('a full run directory costs no event', async () => {
    await withDisk(64 * 1024, async runDir => {
      await on(shim, { runDir }, async running => {
        const db = await running.db()
        const first = Array.from({ length: 10 }, (_, i) => event('abc', i + 1))
        await db.push(first)
        const filler = join(runDir, 'filler')
        const { bavail, bsize } = statfsSync(runDir)
        writeFileSync(filler, Buffer.alloc(bavail * bsize))
        const accepted = [...first]
        const tried = [...first]
        for (let i = 0; i < 12; i++) {
          const docs = [sized('big', i * 2 + 1, 2000), sized('big', i * 2 + 2, 2000)]
          tried.push(...docs)
          const answer = await db.bulk(docs)
          if (answer.status === 201) accepted.push(...docs)
          else expect(answer.status).toBe(507)
        }
        await db.ask('PUT', '/_local/x', { a: 'x'.repeat(20_000) })
        rmSync(filler)
        await sound(running, db, accepted, tried)
        await db.push(tried)
        await sound(running, db, tried, tried)
      })
    })
  })
})
