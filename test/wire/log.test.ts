import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { abc, bytesOf, fixtures, line, lines, nuls } from './damage.ts'
import { Db, type Doc, event, events, inOrder } from './db.ts'
import { goodLines, on, type Running, readLog, shims } from './hosts.ts'

const logPath = (running: Running, name: string) => join(running.root.data, `${name}.log`)
const lifePath = (running: Running, name: string) => join(running.root.data, `${name}.life`)

/** The life file's whole lines. */
const life = (running: Running, name: string): { epoch: string; offset: number }[] =>
  readFileSync(lifePath(running, name), 'utf8')
    .split('\n')
    .filter(one => /^[0-9a-z]+ [0-9]+$/.test(one))
    .map(one => ({ epoch: one.split(' ')[0]!, offset: Number(one.split(' ')[1]) }))

/** All of `docs`, each once, in the log, the index and by id. */
const holds = async (running: Running, db: Db, docs: Doc[]): Promise<void> => {
  const ids = docs.map(doc => doc._id)
  expect(inOrder(await db.ids())).toEqual(inOrder(ids))
  expect(inOrder(goodLines(await readLog(running, db.name)).map(one => JSON.parse(one)._id))).toEqual(
    inOrder(ids),
  )
  expect((await db.info())['doc_count']).toBe(docs.length)
  const probes = [...abc, event('abc', 10), event('nobody', 1)].map(doc => doc._id)
  expect(await db.missing(probes)).toEqual(probes.filter(id => !ids.includes(id)))
  const got = await db.ask('POST', '/_bulk_get', { docs: probes.map(id => ({ id, rev: '1-0' })) })
  expect(got.json.results.map((result: { docs: { ok?: Doc }[] }) => result.docs[0]!.ok)).toEqual(
    probes.map(id => docs.find(doc => doc._id === id)).map(doc => doc && expect.objectContaining(doc)),
  )
}

describe.each(shims)('a log with damage, $name', shim => {
  it.each(fixtures)('$name', async ({ log, whole }) => {
    await on(shim, {}, async running => {
      const db = await running.db()
      writeFileSync(logPath(running, db.name), log)
      const there = whole.map(n => abc[n - 1]!)
      await holds(running, db, there)
      // A station that holds them all pushes; then nothing is missing, nothing is doubled, and the damage is still
      // no event.
      await db.push(abc.slice(5))
      await db.push(abc)
      await holds(running, db, abc)
      await running.reboot()
      await holds(running, db, abc)
      expect((await readLog(running, db.name)).subarray(0, log.length)).toEqual(log)
    })
  })

  it('is found by a reader, a writer and a replicator alike, whoever comes first', async () => {
    for (const first of ['write', 'missing', 'get', 'read'])
      await on(shim, {}, async running => {
        const db = await running.db()
        await db.push(abc.slice(0, 3))
        await running.reboot()
        const log = logPath(running, db.name)
        writeFileSync(log, bytesOf(readFileSync(log), lines[3]!.slice(0, 50), nuls(30)))
        if (first === 'write') await db.push([abc[4]!])
        if (first === 'missing') expect(await db.missing(['abc-3', 'abc-4'])).toEqual(['abc-4'])
        if (first === 'get')
          expect(
            (await db.ask('POST', '/_bulk_get', { docs: [{ id: 'abc-4' }] })).json.results[0].docs[0].error,
          ).toBeTruthy()
        if (first === 'read') expect(await db.ids()).toHaveLength(3)
        await db.push(abc)
        await holds(running, db, abc)
      })
  })
})

describe.each(shims)('the life of a log, $name', shim => {
  it('begins with an epoch at 0, and has another for each boot', async () => {
    await on(shim, {}, async running => {
      const db = await running.db()
      const epochs: string[] = []
      const sizes: number[] = []
      for (let boot = 0; boot < 4; boot++) {
        sizes.push((await readLog(running, db.name)).length)
        const { instance_start_time } = await db.info()
        epochs.push(instance_start_time as string)
        expect(life(running, db.name)).toEqual(epochs.map((epoch, i) => ({ epoch, offset: sizes[i] })))
        await db.push([event('abc', boot + 1)])
        // Asking again does not begin another one.
        expect((await db.info())['instance_start_time']).toBe(instance_start_time)
        await running.reboot()
      }
      expect(new Set(epochs).size).toBe(4)
    })
  })

  it('keeps a seq true over reboots while the log lost nothing', async () => {
    await on(shim, {}, async running => {
      const db = await running.db()
      const seqs: string[] = [(await db.pull()).last]
      for (let i = 1; i <= 4; i++) {
        await db.push([event('abc', i)])
        seqs.push((await db.pull()).last)
        await running.reboot()
      }
      for (const [n, since] of seqs.entries()) {
        const { rows } = await db.pull(since)
        expect(rows.map(row => row.id)).toEqual(events('abc', n + 1, 4).map(doc => doc._id))
      }
    })
  })

  it.each(['at the same boot', 'at the next boot'])(
    'a log cut short %s takes back the seqs beyond the cut',
    async when => {
      await on(shim, {}, async running => {
        const db = await running.db()
        await db.push(abc)
        const { rows, last } = await db.pull()
        const before = await db.info()
        const log = readFileSync(logPath(running, db.name))
        // In the middle of the sixth line.
        const at = Number.parseInt(rows[4]!.seq, 10)
        if (when === 'at the next boot') await running.reboot()
        writeFileSync(logPath(running, db.name), log.subarray(0, at + 33))
        for (const row of rows.slice(5)) expect((await db.changes(`since=${row.seq}`)).status).toBe(400)
        expect((await db.changes(`since=${last}`)).status).toBe(400)
        for (const [i, row] of rows.slice(0, 5).entries())
          expect((await db.pull(row.seq)).rows.map(one => one.id)).toEqual(
            abc.slice(i + 1, 5).map(doc => doc._id),
          )
        const after = await db.info()
        expect(after['instance_start_time']).not.toBe(before['instance_start_time'])
        expect(after['pulse']).not.toBe(before['pulse'])
        // The tablets refill it. Their old seqs do not become true again by that.
        await db.push(abc)
        await holds(running, db, abc)
        for (const row of rows.slice(5)) expect((await db.changes(`since=${row.seq}`)).status).toBe(400)
        const offsets = life(running, db.name).map(one => one.offset)
        expect(offsets.every(offset => offset <= at)).toBe(true)
      })
    },
  )

  it('a log replaced by an older copy takes back the seqs of what the copy lacks', async () => {
    for (const reboot of [false, true])
      await on(shim, {}, async running => {
        const db = await running.db()
        await db.push(abc.slice(0, 4))
        const copy = readFileSync(logPath(running, db.name))
        await db.push(abc.slice(4))
        const { rows, last } = await db.pull()
        if (reboot) await running.reboot()
        writeFileSync(logPath(running, db.name), copy)
        expect((await db.changes(`since=${last}`)).status).toBe(400)
        expect((await db.pull(rows[3]!.seq)).rows).toEqual([])
        expect(await db.missing(abc.map(doc => doc._id))).toEqual(abc.slice(4).map(doc => doc._id))
        await db.push([event('other', 1), ...abc])
        await holds(running, db, [...abc, event('other', 1)])
        expect((await db.changes(`since=${last}`)).status).toBe(400)
      })
  })

  // The copy went on living on another router, or somebody edited it: it is no shorter, so only the bytes tell.
  it('a log replaced by another that is longer is found, too', async () => {
    await on(shim, {}, async running => {
      const db = await running.db()
      await db.push(abc.slice(0, 4))
      const copy = readFileSync(logPath(running, db.name))
      await db.push(abc.slice(4))
      const { last } = await db.pull()
      const others = events('other', 1, 30)
      writeFileSync(logPath(running, db.name), bytesOf(copy, ...others.map(line)))
      expect((await db.changes(`since=${last}`)).status).toBe(400)
      const held = [...abc.slice(0, 4), ...others]
      expect(inOrder(await db.ids())).toEqual(inOrder(held.map(doc => doc._id)))
      expect(await db.missing(abc.map(doc => doc._id))).toEqual(abc.slice(4).map(doc => doc._id))
      await db.push(abc)
      await holds(running, db, [...abc, ...others])
    })
  })

  // After a power cut the file system may give a file its size but not its bytes: NULs, where events were that
  // stations have marked as safe. Their seqs beyond the hole must not count any more.
  it('a NUL hole found at a boot takes back the seqs beyond its line; one that was known does not', async () => {
    await on(shim, {}, async running => {
      const db = await running.db()
      await db.push(abc.slice(0, 3))
      await running.reboot()
      await db.push(abc.slice(3))
      const { rows, last } = await db.pull()
      await running.reboot()
      const log = readFileSync(logPath(running, db.name))
      const start = Number.parseInt(rows[5]!.seq, 10)
      log.fill(0, start + 10, log.length)
      writeFileSync(logPath(running, db.name), log)
      expect((await db.changes(`since=${last}`)).status).toBe(400)
      expect((await db.changes(`since=${rows[6]!.seq}`)).status).toBe(400)
      expect((await db.pull(rows[5]!.seq)).rows).toEqual([])
      expect((await db.pull(rows[1]!.seq)).rows.map(row => row.id)).toEqual(
        abc.slice(2, 6).map(doc => doc._id),
      )
      expect(life(running, db.name).map(one => one.offset)).toContain(start)
      await db.push(abc)
      await holds(running, db, abc)
      const mended = (await db.pull()).last
      // The hole stays in the log for ever. Did each boot fall back behind it, every station would push all again.
      await running.reboot()
      expect((await db.pull(mended)).rows).toEqual([])
      expect(life(running, db.name).at(-1)!.offset).toBe((await readLog(running, db.name)).length)
      await holds(running, db, abc)
    })
  })

  it('counts a seq only as far as every later epoch goes', async () => {
    await on(shim, {}, async running => {
      const db = await running.db()
      await db.push(abc)
      const ends = (await db.pull()).rows.map(row => Number.parseInt(row.seq, 10))
      await running.reboot()
      writeFileSync(lifePath(running, db.name), `aa 0\nbb ${ends[6]}\ncc ${ends[2]}\ndd ${ends[4]}\n`)
      const { instance_start_time: now } = await db.info()
      for (const [epoch, last] of [
        ['aa', 2],
        ['bb', 2],
        ['cc', 4],
        ['dd', 8],
        [now as string, 8],
      ] as const)
        for (const [i, end] of ends.entries()) {
          const { status } = await db.changes(`since=${end}-${epoch}&limit=1`)
          expect(status, `${epoch} after line ${i + 1}`).toBe(i <= last ? 200 : 400)
        }
      expect((await db.changes(`since=${ends[0]}-ee`)).status).toBe(400)
      expect((await db.changes('since=0-aa')).status).toBe(200)
    })
  })

  it('goes on with a life file that is torn, empty or gone', async () => {
    for (const damage of ['torn', 'empty', 'gone', 'NULs', 'garbage'])
      await on(shim, {}, async running => {
        const db = await running.db()
        await db.push(abc.slice(0, 5))
        await running.reboot()
        const path = lifePath(running, db.name)
        const old = readFileSync(path, 'utf8')
        if (damage === 'torn') writeFileSync(path, `${old}0123ab`)
        if (damage === 'empty') writeFileSync(path, '')
        if (damage === 'gone') rmSync(path)
        if (damage === 'NULs') writeFileSync(path, bytesOf(old, nuls(100)))
        if (damage === 'garbage') writeFileSync(path, 'x y\n-1 -1\n12\n\n \nabc 99999999999999999999\n')
        const { instance_start_time } = await db.info()
        expect(life(running, db.name).at(-1)).toEqual({
          epoch: instance_start_time,
          offset: (await readLog(running, db.name)).length,
        })
        const { last, rows } = await db.pull()
        expect(rows).toHaveLength(5)
        await db.push(abc)
        await holds(running, db, abc)
        expect((await db.pull(last)).rows).toHaveLength(4)
        await running.reboot()
        expect((await db.pull(last)).rows).toHaveLength(4)
      })
  })

  // A copy that somebody put back with scp: the log and nothing else.
  it('takes a log that came alone for a database', async () => {
    await on(shim, {}, async running => {
      await running.db()
      writeFileSync(logPath(running, 'copied'), bytesOf(...lines))
      const db = new Db(running.send, 'copied')
      await holds(running, db, abc)
      expect((await db.ask('PUT')).status).toBe(412)
    })
  })

  it('keeps what RAM held of another boot out of the new one', async () => {
    await on(shim, {}, async running => {
      const db = await running.db()
      await db.push(abc)
      const before = await db.info()
      // A boot id changes without the run directory being emptied: a laptop that was rebooted, or /tmp on a disk.
      writeFileSync(join(running.root.root, 'boot_id'), '11111111-2222-4333-8444-555555555555\n')
      const after = await db.info()
      expect(after['boot']).toBe('11111111-2222-4333-8444-555555555555')
      expect(after['instance_start_time']).not.toBe(before['instance_start_time'])
      await holds(running, db, abc)
    })
  })
})
