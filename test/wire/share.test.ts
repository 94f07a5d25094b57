import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { basic, Db, events, sized } from './db.ts'
import { hosts, on, type Running, shims } from './hosts.ts'

// Whoever has the bar key, or an open laptop's address, must not fill the flash before somebody sees it. But one tablet
// must be able to fill an empty router again, and several may come from one address.

/** So long is the router up. */
const at = (running: Running, seconds: number) =>
  writeFileSync(join(running.root.root, 'uptime'), `${seconds.toFixed(2)} 1.00\n`)

const shares = (running: Running) => readFileSync(join(running.root.run, 'shares'), 'utf8')

describe.each(hosts)('the share of an address, $name', host => {
  it('is taken at once, given back with time, and what is over it gets 429 and is not stored', async () => {
    await on(host, { rate: [10_000, 100] }, async running => {
      const db = await running.db()
      const docs = Array.from({ length: 12 }, (_, i) => sized('abc', i + 1, 3998))
      at(running, 1000)
      for (const doc of docs.slice(0, 3)) await db.push([doc])
      const over = await db.bulk([docs[3]])
      expect(over.status).toBe(429)
      expect(over.json.error).toBe('too_many_requests')
      expect(over.json.reason).toMatch(/later.*organizer key/)
      expect(await db.missing(['abc-4'])).toEqual(['abc-4'])
      // Known ones cost nothing; other databases count, too.
      await db.push(docs.slice(0, 3))
      expect((await (await running.db()).bulk([docs[3]])).status).toBe(429)
      // 12,000 bytes were 120 s, and 100 s are what one may have before it.
      at(running, 1019.9)
      expect((await db.bulk([docs[3]])).status).toBe(429)
      at(running, 1020.1)
      await db.push([docs[3]])
      expect((await db.bulk([docs[4]])).status).toBe(429)
      // After a quiet time it has its whole share again, not more.
      at(running, 9000)
      await db.push([docs[4]])
      await db.push([docs[5]])
      await db.push([docs[6]])
      expect((await db.bulk([docs[7]])).status).toBe(429)
      expect(await db.ids()).toHaveLength(7)
      expect(shares(running)).toMatch(/^127\.0\.0\.1 9120\.000\n$/)
    })
  })

  it('never stops a batch by its size alone, or it would wait for ever', async () => {
    await on(host, { rate: [1000, 100] }, async running => {
      const db = await running.db()
      at(running, 50)
      await db.push(Array.from({ length: 20 }, (_, i) => sized('abc', i + 1, 3998)))
      expect((await db.bulk(events('abc', 21, 21))).status).toBe(429)
      at(running, 50 + 8000 - 99)
      await db.push(events('abc', 21, 21))
    })
  })

  it('has no end for the organizer key; where there is no key, everybody has one', async () => {
    await on(host, { rate: [1000, 100], barKey: 'beer', organizerKey: 'mate' }, async running => {
      const db = await running.db()
      const bar = new Db(running.send, db.name, 'beer')
      await bar.push(events('abc', 1, 10))
      expect((await bar.bulk(events('abc', 11, 11))).status).toBe(429)
      await db.push(events('abc', 11, 30))
      await db.push(events('abc', 31, 50))
      expect((await bar.bulk(events('abc', 51, 51))).status).toBe(429)
      // Reading, and notes in RAM, have nothing to do with it.
      expect(await bar.ids()).toHaveLength(50)
      expect((await bar.ask('PUT', '/_local/board', { a: 1 })).status).toBe(201)
    })
    await on(host, {}, async running => {
      const db = await running.db()
      for (let i = 0; i < 5; i++) await db.push(events('abc', i * 100 + 1, i * 100 + 100))
    })
  })

  it('counts milliseconds of a router that is up for years', async () => {
    await on(host, { rate: [1_000_000, 3600] }, async running => {
      const db = await running.db()
      at(running, 300_000_000)
      await db.push([sized('abc', 1, 248)])
      expect(shares(running)).toBe('127.0.0.1 300000000.900\n')
    })
  })
})

describe.each(shims)('whose share it is, $name', shim => {
  it('each address has its own; of IPv6 each network', async () => {
    await on(shim, { rate: [1000, 100] }, async running => {
      at(running, 50)
      const { name } = await running.db()
      let n = 0
      const from = async (address: string) => {
        const body = JSON.stringify({ new_edits: false, docs: events('abc', n + 1, (n += 10)) })
        return (await running.send('POST', `/cgi-bin/db/${name}/_bulk_docs`, { body, from: address })).status
      }
      expect(await from('192.168.1.20')).toBe(201)
      expect(await from('192.168.1.20')).toBe(429)
      expect(await from('192.168.1.2')).toBe(201)
      expect(await from('192.168.1.200')).toBe(201)
      expect(await from('fd00:1:2:3:aaaa:bbbb:cccc:dddd')).toBe(201)
      expect(await from('fd00:1:2:3:aaaa:bbbb:cccc:eeee')).toBe(429)
      expect(await from('fd00:1:2:3::7')).toBe(429)
      expect(await from('fd00:1:2:4::7')).toBe(201)
      expect(await from('fe80::aaaa:bbbb:cccc:dddd')).toBe(201)
      expect(await from('fe80::1')).toBe(429)
      expect(await from('::1')).toBe(201)
      expect(await from('::1')).toBe(429)
      // Who has its whole share again is forgotten.
      at(running, 5000)
      expect(await from('::1')).toBe(201)
      expect(shares(running).split('\n')).toHaveLength(2)
    })
  })

  it('a file that makes no sense holds nobody up', async () => {
    await on(shim, { rate: [1000, 100] }, async running => {
      at(running, 50)
      const db = await running.db()
      writeFileSync(join(running.root.run, 'shares'), 'x\n127.0.0.1 y\n 1 2 3\n\n\0')
      await db.push(events('abc', 1, 2))
      for (const rate of ['', 'rate\n', 'rate 0 100\n', 'rate x y\n', 'rate 100\n']) {
        writeFileSync(running.root.conf, readFileSync(running.root.conf, 'utf8').replace(/rate .*\n|$/, rate))
        await db.push(events(`b${rate.length}`, 1, 20))
        await db.push(events(`c${rate.length}`, 1, 20))
      }
    })
  })

  it('where no key is set, any key that comes is nobody’s', async () => {
    await on(shim, { rate: [1000, 100] }, async running => {
      const db = await running.db()
      const headers = { Authorization: basic('any') }
      const push = (n: number) =>
        db.ask('POST', '/_bulk_docs', { new_edits: false, docs: events('abc', n, n + 9) }, headers)
      expect((await push(1)).status).toBe(201)
      expect((await push(11)).status).toBe(429)
    })
  })
})
