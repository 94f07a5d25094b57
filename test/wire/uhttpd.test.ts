import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Upload } from './client.ts'
import { type Server, serveRoot } from './hosts.ts'

// What the stand-in is asked here, the real uhttpd is asked as well, where it is on the machine.

let www = ''

const script = (name: string, text: string) => {
  writeFileSync(join(www, 'cgi-bin', name), `#!/bin/sh\n${text}\n`)
  chmodSync(join(www, 'cgi-bin', name), 0o755)
}

beforeEach(() => {
  www = mkdtempSync(join(tmpdir(), 'barwrt-www-'))
  mkdirSync(join(www, 'cgi-bin'))
})

afterEach(() => rmSync(www, { recursive: true, force: true }))

const servers: Server[] = ['stand-in', ...(serveRoot.uhttpd ? (['uhttpd'] as const) : [])]

describe.each(servers)('what %s answers', server => {
  it('is what uhttpd answers', async () => {
    script('status', `printf 'Status: 409 Conflict\\r\\nX-A: b\\r\\n\\r\\nbody'`)
    script('bare', `printf 'Status: 404\\r\\n\\r\\n'`)
    script('lower', `printf 'status: 404 Not Found\\r\\n\\r\\n'`)
    script('lf', `printf 'Status: 201 Created\\nContent-Type: text/plain\\n\\nx'`)
    script('empty', 'exit 0')
    script('nohead', 'echo hello')
    script('length', `printf 'Status: 200 OK\\r\\nContent-Length: 3\\r\\n\\r\\nabc'`)
    mkdirSync(join(www, 'dir'))
    writeFileSync(join(www, 'dir/index.html'), 'index')
    mkdirSync(join(www, 'bare'))
    writeFileSync(join(www, 'a.json'), '{}')
    writeFileSync(join(www, 'a.woff2'), 'font')
    writeFileSync(join(www, 'empty.txt'), '')
    utimesSync(join(www, 'a.json'), 1_700_000_000.7, 1_700_000_000.7)
    const { url, send, stop } = await serveRoot.start(server, www)
    try {
      const status = async (...request: Parameters<typeof send>) => (await send(...request)).status
      for (const [path, code, text] of [
        ['/cgi-bin/status', 409, 'body'],
        ['/cgi-bin/bare', 200, ''],
        ['/cgi-bin/lower', 200, ''],
        ['/cgi-bin/lf', 201, 'x'],
        ['/cgi-bin/length', 200, 'abc'],
        ['/dir/', 200, 'index'],
        ['/a.json', 200, '{}'],
        ['/./dir/../a.json', 200, '{}'],
        ['//a.json', 200, '{}'],
        ['/%61.json', 200, '{}'],
        ['/a.json?x=/../..', 200, '{}'],
        ['/a.json%00.txt', 200, '{}'],
        ['/empty.txt', 200, ''],
      ] as const) {
        const answer = await send('GET', path)
        expect([answer.status, answer.text], path).toEqual([code, text])
      }
      expect((await send('GET', '/cgi-bin/status')).headers['x-a']).toBe('b')
      for (const [path, code] of [
        ['/cgi-bin/empty', 502],
        ['/cgi-bin/nohead', 502],
        ['/cgi-bin/nothere', 404],
        ['/cgi-bin/', 403],
        ['/bare/', 403],
        ['/dir', 302],
        ['/nothere', 404],
        ['/a%zz.json', 404],
        [`/${'x'.repeat(3900)}`, 404],
      ] as const)
        expect(await status('GET', path), path.slice(0, 30)).toBe(code)
      expect((await send('GET', '/dir?x')).headers['location']).toBe('/dir/?x')
      // uhttpd refuses a line that its buffer does not hold with the rest unread, and so resets the connection behind what
      // it says: only the answer's first line is sure to arrive, which an HTTP client does not tell of.
      const refused = async (path: string, headers = {}) =>
        (await Upload.open(url, path, 0, headers)).status()
      expect(await refused(`/${'x'.repeat(4200)}`)).toBe(413)
      expect(await refused('/a.json', { 'X-Long': 'y'.repeat(4200) })).toBe(413)
      expect(await status('DELETE', '/a.json')).toBe(405)

      const file = await send('GET', '/a.json')
      const inode = statSync(join(www, 'a.json')).ino
      expect(file.headers['etag']).toBe(`"${inode.toString(16)}-2-${(1_700_000_000).toString(16)}"`)
      expect(file.headers['last-modified']).toBe(new Date(1_700_000_000_000).toUTCString())
      expect(file.headers['content-type']).toBe('application/json')
      expect((await send('GET', '/a.woff2')).headers['content-type']).toBe('application/octet-stream')
      const same = (headers: Record<string, string>) => status('GET', '/a.json', { headers })
      const etag = file.headers['etag']!
      expect(await same({ 'If-None-Match': etag })).toBe(304)
      expect(await same({ 'If-None-Match': `"x", ${etag}` })).toBe(304)
      expect(await same({ 'If-None-Match': '*' })).toBe(304)
      expect(await same({ 'If-None-Match': '"x"' })).toBe(200)
      expect(await same({ 'If-Modified-Since': file.headers['last-modified']! })).toBe(304)
      expect(await same({ 'If-Modified-Since': new Date(1_600_000_000_000).toUTCString() })).toBe(200)
      // The wrong one of the two is looked at first.
      const later = new Date(1_800_000_000_000).toUTCString()
      expect(await same({ 'If-Modified-Since': later, 'If-None-Match': '"x"' })).toBe(304)
      const ranged = await send('GET', '/a.json', { headers: { Range: 'bytes=0-0' } })
      expect([ranged.status, ranged.text]).toEqual([200, '{}'])
      const head = await send('HEAD', '/a.json')
      expect([head.status, head.headers['content-length'], head.headers['etag']]).toEqual([200, '2', etag])
    } finally {
      await stop()
    }
  })
})
