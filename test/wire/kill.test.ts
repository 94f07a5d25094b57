import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Run, runScript } from './cgi.ts'
import { Db, type Doc, event, events, sized } from './db.ts'
import { goodLines, on, type Running, readLog, shims } from './hosts.ts'
import { killAt, pointsOf, trace, type Victim } from './kill.ts'

// The battery is pulled, the client goes, the kernel runs out of memory: a script may end before any of its steps.
// strace ends it there, right before a call that would change something, one run for each such call, without the
// shim knowing of it. (What a power cut does on top, NULs and cut files, is in log.test.ts.)

/** Every file of a database that a script may change. */
const files = (running: Running, name: string): string[] => {
  const { data, run } = running.root
  const found = [data, run, join(run, 'pulse')].flatMap(dir => readdirSync(dir).map(file => join(dir, file)))
  const known = ['log', 'life', 'wiped'].map(end => join(data, `${name}.${end}`))
  return [...new Set([...known, join(run, `${name}.index`), ...found])]
}

const bulk = (docs: Doc[]) => JSON.stringify({ new_edits: false, docs })
const url = '/cgi-bin/db/bar'

const log = (running: Running) => join(running.root.data, 'bar.log')
const database = (running: Running) => new Db(running.send, 'bar')
const pulse = (running: Running): number => {
  const dir = join(running.root.run, 'pulse')
  return readdirSync(dir).reduce((sum, file) => sum + statSync(join(dir, file)).size, 0)
}

/** Index, log and pages say the same; nothing is there twice; all of `atLeast` and nothing beyond `atMost`. */
const sound = async (running: Running, atLeast: Doc[], atMost: Doc[]): Promise<string[]> => {
  const db = database(running)
  const info = await db.info()
  const { rows } = await db.pull()
  const ids = rows.map(row => row.id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const row of rows) expect(row.doc).toEqual(atMost.find(doc => doc._id === row.id))
  expect(ids).toEqual(expect.arrayContaining(atLeast.map(doc => doc._id)))
  expect(info['doc_count']).toBe(ids.length)
  expect(goodLines(await readLog(running, 'bar')).map(line => JSON.parse(line)._id)).toEqual(ids)
  const probes = [...atMost.map(doc => doc._id), 'nobody-1']
  expect(await db.missing(probes)).toEqual(probes.filter(id => !ids.includes(id)))
  return ids
}

const before = events('abc', 1, 3)
// Longer than a stdio buffer, so that a runtime that splits its write can be killed between the parts.
const batch = [event('abc', 4), sized('abc', 5, 4000), sized('xyz', 1, 4000), event('xyz', 2)]
const big = Array.from({ length: 640 }, (_, i) => sized('big', i + 1, 4000))

/** What must hold after a write was killed, on whatever state it began. */
const checkWrite = async (running: Running, run: Run, held: Doc[]): Promise<void> => {
  const db = database(running)
  const all = [...held, ...batch]
  const there = await sound(running, run.status === 201 ? all : held, all)
  // The others go on, and the station that saw no answer pushes again.
  await db.push([event('other', 1)])
  await db.push(batch)
  await sound(running, [...all, event('other', 1)], [...all, event('other', 1)])
  expect((await db.ids()).filter(id => there.includes(id))).toEqual(there)
  await running.reboot()
  await sound(running, [...all, event('other', 1)], [...all, event('other', 1)])
}

/** How long the pulse was before the write. */
let beats = 0

const victims: Victim[] = [
  {
    name: 'a write',
    prepare: async running => {
      await database(running).push(before)
      beats = pulse(running)
    },
    request: async () => ['POST', `${url}/_bulk_docs`, bulk(batch)],
    check: async (running, run) => {
      const stored = goodLines(await readLog(running, 'bar')).length - before.length
      await database(running).info()
      // Killed between the log and the pulse: whoever finds the lines that the index lacks wakes the others.
      if (stored > 0) expect(pulse(running)).toBeGreaterThan(beats)
      await checkWrite(running, run, before)
    },
  },
  {
    name: 'a write onto a torn line, the first after a boot',
    prepare: async running => {
      await database(running).push(before)
      writeFileSync(log(running), `${readFileSync(log(running))}{"_id":"abc-9","_rev":"1-0","kind":"x"}\t`)
      await running.reboot()
    },
    request: async () => ['POST', `${url}/_bulk_docs`, bulk(batch)],
    check: (running, run) => checkWrite(running, run, before),
  },
  {
    name: 'the first look after a cut',
    prepare: async running => {
      await database(running).push([...before, event('abc', 9)])
      writeFileSync(log(running), readFileSync(log(running)).subarray(0, -20))
    },
    request: async () => ['GET', url],
    check: async running => {
      const life = readFileSync(join(running.root.data, 'bar.life'), 'utf8')
      const [, old] = /^([0-9a-z]+) 0\n/.exec(life)!
      const db = database(running)
      await sound(running, before, before)
      // The seq of the line that is cut must not count, whatever was killed.
      const end = before.reduce((sum, doc) => sum + JSON.stringify(doc).length + 2, 0)
      expect((await db.changes(`since=${end}-${old}`)).status).toBe(200)
      expect(
        (await db.changes(`since=${end + JSON.stringify(event('abc', 9)).length + 2}-${old}`)).status,
      ).toBe(400)
      await db.push([event('abc', 9)])
      await sound(running, [...before, event('abc', 9)], [...before, event('abc', 9)])
      expect(
        (await db.changes(`since=${end + JSON.stringify(event('abc', 9)).length + 2}-${old}`)).status,
      ).toBe(400)
    },
  },
  {
    name: 'a rebuild of the index',
    prepare: async running => {
      // 2.5 MB: the index is written twice on the way.
      writeFileSync(log(running), big.map(doc => `${JSON.stringify(doc)}\t\n`).join(''))
      await running.reboot()
    },
    request: async () => ['GET', url],
    check: async running => {
      const db = database(running)
      expect((await db.info())['doc_count']).toBe(big.length)
      const probes = [1, 2, 262, 263, 524, 525, 639, 640, 641].map(n => `big-${n}`)
      expect(await db.missing(probes)).toEqual(['big-641'])
      const got = await db.ask('POST', '/_bulk_get', { docs: probes.map(id => ({ id })) })
      expect(got.json.results.map((one: { docs: { ok?: Doc }[] }) => one.docs[0]!.ok?._id)).toEqual([
        ...probes.slice(0, -1),
        undefined,
      ])
      await db.push([event('abc', 1), big[5]!])
      expect((await db.info())['doc_count']).toBe(big.length + 1)
    },
  },
  {
    name: 'the making of a database',
    prepare: async () => {},
    request: async () => ['PUT', `${url}2`],
    check: async (running, run) => {
      const db = new Db(running.send, 'bar2')
      const again = await db.ask('PUT')
      expect(run.status === 201 ? [412] : [201, 412]).toContain(again.status)
      const { instance_start_time, doc_count } = await db.info()
      expect(doc_count).toBe(0)
      await db.push(before)
      expect(await db.ids()).toHaveLength(3)
      expect((await db.info())['instance_start_time']).toBe(instance_start_time)
    },
  },
  {
    name: 'a wipe',
    prepare: async running => {
      await database(running).push(before)
      await database(running).ask('PUT', '/_local/x', { a: 1 })
    },
    request: async running => ['POST', `${url}/_wipe`, JSON.stringify(await database(running).info())],
    check: async running => {
      const db = database(running)
      const wiped = existsSync(join(running.root.data, 'bar.wiped'))
      const met = await db.ask('GET')
      if (wiped) expect([met.status, met.json.error]).toEqual([404, 'wiped'])
      else {
        await sound(running, before, before)
        expect((await db.wipe()).status).toBe(200)
        expect((await db.ask('GET')).json.error).toBe('wiped')
      }
      expect(readdirSync(running.root.data)).toEqual(['bar.wiped'])
      expect(
        files(running, 'bar').filter(file => existsSync(file) && /\/bar[.-](?!wiped)/.test(file)),
      ).toEqual([])
      expect((await db.ask('PUT')).status).toBe(412)
    },
  },
  {
    name: 'the writing of a _local document',
    prepare: async running => {
      await database(running).ask('PUT', '/_local/a', { v: 'old' })
      await database(running).ask('PUT', '/_local/b', { v: 'other' })
    },
    request: async () => ['PUT', `${url}/_local/a`, '{"v":"new"}'],
    check: async (running, run) => {
      const db = database(running)
      const { v } = (await db.ask('GET', '/_local/a')).json
      expect(run.status === 201 ? ['new'] : ['old', 'new']).toContain(v)
      expect((await db.ask('GET', '/_local/b')).json.v).toBe('other')
      expect((await db.ask('PUT', '/_local/a', { v: 'newer' })).status).toBe(201)
      expect((await db.ask('GET', '/_local/a')).json.v).toBe('newer')
    },
  },
]

const possible = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0
if (!possible) console.log('not run: scripts killed at each step (strace may not trace here)')

describe.each(possible ? shims : [])('killed at each step, $name', shim => {
  it.each(victims)('$name', { timeout: 180_000 }, async victim => {
    const ready = async (running: Running) => {
      await running.db('bar')
      await victim.prepare(running)
    }
    await on(shim, {}, async first => {
      await ready(first)
      // The state is copied for each kill, byte for byte.
      const state = join(first.root.root, 'state')
      mkdirSync(state)
      for (const part of ['data', 'run'] as const)
        cpSync(first.root[part], join(state, part), { recursive: true, preserveTimestamps: true })
      const points = await pointsOf(first, victim)
      expect(points.length).toBeGreaterThan(10)
      let killed = 0
      for (const point of points)
        await on(shim, {}, async running => {
          for (const part of ['data', 'run'] as const)
            cpSync(join(state, part), running.root[part], {
              recursive: true,
              filter: file => !file.endsWith('shim.conf'),
            })
          cpSync(join(first.root.root, 'boot_id'), join(running.root.root, 'boot_id'))
          const run = await killAt(running, victim, point, first)
          if (/killed by SIGKILL/.test(readFileSync(trace(running), 'utf8'))) killed++
          try {
            await victim.check(running, run, point)
          } catch (error) {
            const where = `killed before ${point.call} no. ${point.nth} of ${point.path || 'anything'}`
            throw new Error(`${where}: ${error instanceof Error ? error.message : error}`, { cause: error })
          }
        })
      // The names of new epochs differ from run to run, so a few of the first run's files are never met.
      expect(killed).toBeGreaterThan(points.length / 2)
    })
  })

  // 50,000 events on a slow router take longer than uhttpd lets a script run. Did each start over, none would end.
  it('a rebuild goes on where the killed one stopped', async () => {
    await on(shim, {}, async running => {
      await running.db('bar')
      const lines = big.map(doc => `${JSON.stringify(doc)}\t\n`).join('')
      writeFileSync(log(running), lines)
      await running.reboot()
      // Right before the second time that the index is put in its place.
      await runScript(running.root, 'GET', url, {}, [
        ...['strace', '-f', '-q', '-o', trace(running), '-e', 'trace=/^rename'],
        ...['-e', 'inject=/^rename:signal=SIGKILL:when=2'],
      ])
      expect(readFileSync(trace(running), 'utf8')).toMatch(/killed by SIGKILL/)
      const read = await runScript(running.root, 'GET', url, {}, [
        ...['strace', '-f', '-q', '-o', trace(running), '-P', log(running), '-e', 'trace=/read'],
      ])
      expect(read.json.doc_count).toBe(big.length)
      // musl's stdio reads with readv.
      const reads = readFileSync(trace(running), 'utf8').matchAll(/readv?\(.*= (\d+)$/gm)
      const bytes = [...reads].map(m => Number(m[1]))
      const sum = bytes.reduce((a, b) => a + b, 0)
      expect(sum).toBeGreaterThan(1_000_000)
      expect(sum).toBeLessThan(lines.length - 900_000)
    })
  })
})
