import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAddons } from '../../build/package/addon.ts'
import { type Answer, overHttp, type Send } from '../wire/client.ts'
import { basic } from '../wire/db.ts'
import { unpack } from './managers.ts'
import { first } from './packages.ts'
import { Router, real } from './router.ts'

/** The table in docs/security.md: what a guest may ask, and what is answered. */
const promised: [request: string, status: number][] = [
  ...readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8')
    .split(/^## /m)
    .find(part => part.startsWith('What a guest'))!
    .matchAll(/^\| `([A-Z]+ \/[^`]*)` \| ([0-9]{3})/gm),
].map(match => [match[1]!, Number(match[2])])

/** With everything that a host may have installed. */
const addons = await makeAddons()

test('the docs have the list of what a guest can reach', () => {
  expect(promised.length).toBeGreaterThan(10)
})

if (real.uhttpd && (real.ucode || real.lua))
  describe('what a guest on the port can reach', () => {
    let router: Router
    let send: Send
    let meeting = ''
    let epoch = ''
    const SECRET = 'a secret order'

    beforeAll(async () => {
      router = new Router({ uhttpd: real.uhttpd, ucode: real.ucode, lua: real.lua })
      unpack(router, first.entries)
      for (const { entries } of addons) unpack(router, entries)
      router.sh('. /etc/uci-defaults/barwrt')
      const port = await router.freePort()
      router.sh(`uci set barwrt.main.port=${port}; uci commit barwrt; /etc/init.d/barwrt start`)
      await router.settle()
      send = overHttp(router.url)
      meeting = router.sh('uci get barwrt.main.meeting').trim()
      const key = router.sh('uci get barwrt.main.bar_key').trim()
      const headers = { Authorization: basic(key), 'Content-Type': 'application/json' }
      const docs = [{ _id: 'a-1', _rev: '1-0', kind: 'order', note: SECRET }]
      const pushed = await send('POST', `/cgi-bin/db/${meeting}/_bulk_docs`, {
        body: JSON.stringify({ new_edits: false, docs }),
        headers,
      })
      expect(pushed.status, pushed.text).toBe(201)
      epoch = (await send('GET', `/cgi-bin/db/${meeting}`, { headers })).json.instance_start_time
    })
    afterAll(() => router.remove())

    const ask = (request: string): Promise<Answer> => {
      const [method, path] = request.replace('NAME', meeting).replace('EPOCH', epoch).split(' ')
      return send(method!, path!, method === 'POST' ? { body: '{}' } : {})
    }

    test('is what the list in the docs says', async () => {
      for (const [request, status] of promised) expect((await ask(request)).status, request).toBe(status)
      // A database that does not exist is refused in the same words.
      const [there, not] = [await ask('GET /cgi-bin/db/NAME'), await send('GET', '/cgi-bin/db/other')]
      expect([not.status, not.text]).toEqual([there.status, there.text])
    })

    test('is nothing that a key is in', async () => {
      const keys = router
        .sh('uci get barwrt.main.bar_key; uci get barwrt.main.organizer_key')
        .trim()
        .split('\n')
      for (const [request] of promised) {
        const { body, headers } = await ask(request)
        for (const secret of [...keys, SECRET])
          expect(`${body.toString('latin1')}${JSON.stringify(headers)}`, request).not.toContain(secret)
      }
    })

    test('is every file of the web root, and no link leads out of it but the pulse', async () => {
      const files = router.sh(`cd /usr/share/barwrt/www; find . -type f -o -type l`).trim().split('\n').sort()
      const more = addons.flatMap(({ entries }) => entries).map(({ path }) => path.split('/www/')[1])
      const beside = ['office.js', 'sw.js', 'manifest.json', 'icon-192.png', 'icon-512.png']
      const all = ['cgi-bin/db', 'index.html', 'pulse', 'settings.json', ...beside, ...more]
      expect(files).toEqual(all.map(path => `./${path}`).sort())
      expect(router.sh('readlink /usr/share/barwrt/www/pulse')).toBe('/var/run/barwrt/pulse\n')
    })

    test('is no file outside, however it is asked for', async () => {
      const wanted = [
        'etc/passwd',
        'etc/config/barwrt',
        `etc/barwrt/${meeting}.log`,
        'var/run/barwrt/shim.conf',
      ]
      router.write('/etc/passwd', 'root:x')
      const ways = [
        '/',
        '/..',
        '/../../../..',
        '/%2e%2e/%2e%2e/%2e%2e/%2e%2e',
        '/..%2f..%2f..%2f..',
        '/pulse/..',
        '/pulse/../..',
      ]
      const more = [
        '/pulse/%2e%2e',
        '/cgi-bin/..',
        '/cgi-bin/../../../../..',
        '//',
        '/./',
        '/cgi-bin/db/..',
        '/cgi-bin/db/../../../..',
      ]
      for (const way of [...ways, ...more])
        for (const path of wanted) {
          const { status, text } = await send('GET', `${way}/${path}`)
          expect([400, 401, 403, 404], `${way}/${path}`).toContain(status)
          for (const secret of ['root:x', SECRET, 'bar_key']) expect(text).not.toContain(secret)
        }
      for (const path of [
        '/shim.conf',
        '/pulse/../shim.conf',
        `/pulse/../${meeting}.index`,
        '/cgi-bin/luci',
        '/luci',
        '/ubus',
        '/lua',
        '/cgi-bin/db.bak',
      ])
        expect((await send('GET', path)).status, path).toBe(404)
    })

    test('is no listing of a directory', async () => {
      for (const path of ['/cgi-bin/', '/pulse/']) {
        const { status, text } = await send('GET', path)
        expect([status, /<a href/i.test(text)], path).toEqual([403, false])
      }
    })

    test('is the program of the database neither as a download nor by another method', async () => {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
        expect((await send(method, `/cgi-bin/db/${meeting}/_bulk_docs`)).status, method).toBe(401)
      expect((await send('GET', '/cgi-bin/db')).text).not.toContain('SPDX')
    })

    test('is not the log, by the links that a log might have', async () => {
      for (const name of [`${meeting}.log`, `${meeting}.life`, `${meeting}-${epoch}.local`, meeting])
        for (const folder of ['', 'pulse/', 'data/', 'etc/barwrt/'])
          expect((await send('GET', `/${folder}${name}`)).status, folder + name).toBe(404)
    })

    test('is not opened by a user that only the headers name', async () => {
      // uhttpd hands these two on to scripts, and anybody can send them.
      const forged = { 'Http-Auth-User': 'root', 'Http-Auth-Pass': 'x', 'X-Forwarded-For': '127.0.0.1' }
      expect((await send('GET', `/cgi-bin/db/${meeting}`, { headers: forged })).status).toBe(401)
    })

    test('is no other port: LuCI is not behind it', async () => {
      expect(router.instance()!.command!.filter(word => word === '-p' || word === '-s')).toEqual(['-p'])
      const listening = router.sh('cat /proc/net/tcp /proc/net/tcp6')
      expect(listening.toLowerCase()).toContain(`:${router.port.toString(16).padStart(4, '0')} `)
      await new Promise<void>((resolve, reject) => {
        const socket = connect(router.port, '127.0.0.1', () => {
          socket.destroy()
          resolve()
        }).once('error', reject)
      })
    })
  })
