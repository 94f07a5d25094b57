import { describe, expect, test } from 'vitest'
import { CONNECT, jsonScript } from '../../build/package/json-script.ts'
import { headerRules, headersFor, scriptHashes } from '../../build/standin/headers.ts'
import { overHttp } from '../wire/client.ts'
import { unpack } from './managers.ts'
import { first, html } from './packages.ts'
import { Router, real } from './router.ts'

const URIS = [
  ...['/', '/index.html', '/?x=1', '/index.html?x', '/index.htmlx', '/settings.json', '/settings.json?x'],
  ...['/pulse/a', '/cgi-bin/db/a', '/cgi-bin/', '/texts/de.json', '/handbook/de.html', '/sw.js', '/sw.js?x'],
  ...['/sw.jsx', '/manifest.json', '/manifest.jsonx', '/icon-192.png', '/nothing'],
]

type Command = [string, ...unknown[]]

/** What json_script (libubox, json_script.c) does with a block: a list of commands, or one command. */
const run = (block: unknown[], uri: string, headers: [string, string][]): void => {
  if (Array.isArray(block[0])) {
    for (const command of block) run(command as unknown[], uri, headers)
    return
  }
  const [name, ...args] = block as Command
  if (name === 'add-header') headers.push(args as [string, string])
  else if (name === 'if') {
    const [[operator, variable, [pattern]], then, otherwise] = args as [
      [string, string, [string]],
      unknown[],
      unknown[]?,
    ]
    expect([operator, variable]).toEqual(['regex', 'REQUEST_URI'])
    const chosen = new RegExp(pattern).test(uri) ? then : otherwise
    if (chosen) run(chosen, uri, headers)
  } else throw new Error(`no command ${name}`)
}

test('the router’s headers are the one list of the project, for every kind of path', () => {
  const installed = first.entries.find(entry => entry.path.endsWith('headers.json'))!.data.toString()
  const scripts = scriptHashes(Buffer.from(html).toString())
  expect(scripts).toHaveLength(2)
  for (const connect of [[], ['https://couch.example:6984', 'http://10.0.0.2:5984']]) {
    const made = JSON.parse(installed.replace(CONNECT, connect.map(one => ` ${one}`).join('')))
    for (const uri of URIS) {
      const headers: [string, string][] = []
      // The rule list is a block of one block: with one level less only its first command would run.
      run(made.request[0], uri, headers)
      expect(headers, uri).toEqual(headersFor(headerRules({ scripts, connect }), uri))
    }
  }
})

test('no rule is lost when another list has several headers for one path', () => {
  const rules = [
    { uri: '^/', headers: [['A', '1']] as [string, string][] },
    {
      uri: '^/x',
      headers: [
        ['B', '2'],
        ['C', '3'],
      ] as [string, string][],
    },
  ]
  const headers: [string, string][] = []
  run(JSON.parse(jsonScript(rules)).request[0], '/x', headers)
  expect(headers).toEqual([
    ['A', '1'],
    ['B', '2'],
    ['C', '3'],
  ])
})

if (real.uhttpd)
  describe('the real uhttpd', () => {
    test('sends them, on 200, 304 and 404, and the app with its hash; a change starts it anew', async () => {
      const router = new Router({ uhttpd: real.uhttpd, lua: real.lua ?? '/bin/true' })
      try {
        unpack(router, first.entries)
        router.sh(
          `. /etc/uci-defaults/barwrt; uci set barwrt.main.port=${await router.freePort()}; uci commit barwrt`,
        )
        router.sh('/etc/init.d/barwrt start')
        await router.settle()
        const scripts = scriptHashes(Buffer.from(html).toString())
        const check = async (connect: string[]) => {
          const send = overHttp(router.url)
          for (const uri of ['/', '/index.html', '/settings.json', '/nothing', '/?x']) {
            const answer = await send('GET', uri)
            const tag = answer.headers['etag']
            const again = tag ? [await send('GET', uri, { headers: { 'If-None-Match': tag } })] : []
            for (const { status, body } of again) expect([status, body.length], uri).toEqual([304, 0])
            for (const { headers, status } of [answer, ...again])
              for (const [name, value] of headersFor(headerRules({ scripts, connect }), uri))
                if (status !== 304 || name !== 'Content-Encoding')
                  expect(headers[name.toLowerCase()], `${status} ${uri} ${name}`).toBe(value)
          }
          expect((await send('GET', '/')).headers).toMatchObject({
            'content-type': 'text/html',
            'content-encoding': 'gzip',
            'cache-control': 'max-age=315360000',
          })
          expect((await send('GET', '/sw.js')).headers).toMatchObject({
            'content-type': 'text/javascript',
            'content-encoding': 'gzip',
            'cache-control': 'no-store',
          })
          expect((await send('GET', '/manifest.json')).headers).toMatchObject({
            'content-type': 'application/json',
            'content-encoding': 'gzip',
          })
          expect((await send('GET', '/icon-192.png')).headers['content-type']).toBe('image/png')
          expect((await send('GET', '/settings.json')).headers).toMatchObject({
            'content-type': 'application/json',
            'cache-control': 'no-store',
          })
        }
        await check([])
        const before = router.pid
        router.sh('/etc/init.d/barwrt reload')
        await router.settle()
        expect(router.pid).toBe(before)
        router.sh(
          'uci add_list barwrt.main.database=https://couch.example/bar; uci commit barwrt; /etc/init.d/barwrt reload',
        )
        await router.settle()
        expect(router.pid).not.toBe(before)
        await check(['https://couch.example'])
      } finally {
        await router.remove()
      }
    })
  })
