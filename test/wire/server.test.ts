import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { headerRules, headersFor } from '../../build/standin/headers.ts'
import { event } from './db.ts'
import { hosts, on } from './hosts.ts'

const html = '<!doctype html><title>BarWRT</title><p>The whole app. '.repeat(50)

describe.each(hosts.filter(host => host.server !== 'no server'))('the web server, $name', host => {
  const options = { html: Buffer.from(html), settings: { database: 'bar-7f3k2q' } }

  it('sends the headers of the list with every kind of answer, also 304', async () => {
    await on(host, options, async running => {
      const db = await running.db()
      const pulse = (await db.info())['pulse'] as string
      for (const path of [
        '/',
        '/index.html',
        '/?x',
        '/settings.json',
        '/sw.js',
        '/manifest.json',
        pulse,
        '/cgi-bin/db/db1',
        '/cgi-bin/db/nope',
      ]) {
        const first = await running.send('GET', path)
        const tag = first.headers['etag']
        const again = tag ? [await running.send('GET', path, { headers: { 'If-None-Match': tag } })] : []
        for (const answer of [first, ...again]) {
          for (const [name, value] of headersFor(headerRules(), path)) {
            // A 304 need not say again how the bytes are packed that it does not send.
            if (answer.status === 304 && name === 'Content-Encoding') continue
            const got = answer.headers[name.toLowerCase()]
            // The script says no-store itself, too: a second one does no harm.
            expect(got?.replace('no-store, no-store', 'no-store'), `${answer.status} ${path} ${name}`).toBe(
              value,
            )
          }
        }
        for (const answer of again) expect([answer.status, answer.body.length]).toEqual([304, 0])
        if (!path.startsWith('/cgi-bin/')) expect(again).toHaveLength(1)
      }
      for (const path of [pulse, '/settings.json', '/cgi-bin/db/db1'])
        expect((await running.send('GET', path)).headers['content-encoding']).toBeUndefined()
    })
  })

  it('sends the app as the gzip bytes on its flash, and a HEAD without them', async () => {
    await on(host, options, async running => {
      const page = await running.send('GET', '/')
      expect(page.status).toBe(200)
      expect(page.headers['content-type']).toMatch(/^text\/html/)
      expect(gunzipSync(page.body).toString()).toBe(html)
      const head = await running.send('HEAD', '/')
      expect([head.status, head.headers['etag']]).toEqual([200, page.headers['etag']])
      expect((await running.send('GET', '/settings.json')).json).toEqual({ database: 'bar-7f3k2q' })
    })
  })

  it('shows no directory, no data and nothing outside of the web root', async () => {
    await on(host, options, async running => {
      const { root } = running
      const db = await running.db()
      await db.push([event('secret', 1)])
      if (host.server === 'stand-in') {
        symlinkSync(root.data, join(root.www, 'data'))
        symlinkSync(join(root.data, 'db1.log'), join(root.www, 'log.txt'))
      }
      mkdirSync(join(root.www, 'texts'), { recursive: true })
      writeFileSync(join(root.www, 'texts/de.json'), gzipSync('{}'))
      expect((await running.send('GET', '/texts/de.json')).status).toBe(200)
      for (const path of [
        '/texts/',
        '/cgi-bin/',
        '/pulse/',
        '/shim.lua',
        '/../shim.lua',
        '/../shim.uc',
        '/%2e%2e/shim.uc',
        '/..%2fshim.uc',
        '/pulse/../../../var/run/barwrt/shim.conf',
        '/pulse/%2e%2e/shim.conf',
        '/etc/passwd',
        '//etc/passwd',
        '/../../../../../../etc/passwd',
        '/data/db1.log',
        '/log.txt',
        '/db1.log',
      ]) {
        const answer = await running.send('GET', path)
        expect([301, 302, 400, 403, 404], `${path}: ${answer.status}`).toContain(answer.status)
        expect(answer.text).not.toMatch(/secret-1|root:|bar_key|SPDX/)
      }
      expect(existsSync(join(root.www, 'pulse'))).toBe(true)
    })
  })
})
