import { describe, expect, it } from 'vitest'
import { event, events } from './db.ts'
import { hosts, on } from './hosts.ts'

describe.each(hosts.filter(host => host.server !== 'no server'))('the pulse, $name', host => {
  it('grows by one byte with each accepted write, and answers 304 in between', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      const beat = async (tag = '') => {
        const path = (await db.info())['pulse'] as string
        return running.send('HEAD', path, tag ? { headers: { 'If-None-Match': tag } } : {})
      }
      const length = async () => Number((await beat()).headers['content-length'])
      const start = await length()
      expect((await beat()).status).toBe(200)
      for (let i = 1; i <= 5; i++) {
        const tag = (await beat()).headers['etag']!
        expect((await beat(tag)).status).toBe(304)
        // Reading is no reason to wake the others.
        await db.pull()
        await db.missing(['abc-1'])
        await db.ask('PUT', '/_local/x', { i })
        expect((await beat(tag)).status).toBe(304)
        await db.push(events('abc', i * 10, i * 10 + i))
        expect(await length()).toBe(start + i)
        // Within one second the time stamp is the same: only the size tells.
        expect((await beat(tag)).status).toBe(200)
      }
      expect((await db.bulk([{ _id: 'nope' }])).status).toBe(400)
      expect(await length()).toBe(start + 5)
      const body = await running.send('GET', (await db.info())['pulse'] as string)
      // Anybody may read it: nothing of the events is in it.
      expect(new Set(body.text).size).toBe(1)
    })
  })

  it('is gone after a wipe, and another one after a reboot', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      await db.push([event('abc', 1)])
      const before = (await db.info())['pulse'] as string
      expect((await running.send('HEAD', before)).status).toBe(200)
      await running.reboot()
      expect((await running.send('HEAD', before)).status).toBe(404)
      const after = (await db.info())['pulse'] as string
      expect(after).not.toBe(before)
      expect((await running.send('HEAD', after)).status).toBe(200)
      await db.push([event('abc', 2)])
      expect((await db.info())['pulse']).toBe(after)
      await db.wipe()
      expect((await running.send('HEAD', after)).status).toBe(404)
    })
  })

  it('may not be listed, and leads nowhere else', async () => {
    await on(host, {}, async running => {
      const db = await running.db()
      await db.push([event('abc', 1)])
      for (const path of [
        '/pulse/',
        '/pulse/../../shim.conf',
        '/pulse/..%2Fshim.conf',
        '/pulse/%2e%2e/shim.conf',
        `/pulse/../${db.name}.index`,
        '/pulse/nothere',
        '/../../../../etc/barwrt/db1.log',
        '/..%2f..%2f..%2f..%2fetc/barwrt/db1.log',
        '/cgi-bin/',
        '/shim.conf',
      ]) {
        const { status, text } = await running.send('GET', path)
        expect([301, 302, 400, 403, 404], `${path}: ${status}`).toContain(status)
        expect(text).not.toContain('abc-1')
      }
    })
  })
})
