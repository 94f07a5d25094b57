import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Host, type HostOptions, startHost } from '../../build/standin/host.ts'
import { overHttp, Upload } from './client.ts'

// The stand-in is what laptops and most tests run on, so it must behave as uhttpd does. What is asserted here was
// measured on the real one; uhttpd.test.ts asks both the same.

let www = ''
const hosts: Host[] = []

const script = (name: string, text: string) => {
  writeFileSync(join(www, 'cgi-bin', name), `#!/bin/sh\n${text}\n`)
  chmodSync(join(www, 'cgi-bin', name), 0o755)
}

const start = async (options: Partial<HostOptions> = {}) => {
  const host = await startHost({ www, host: '127.0.0.1', rules: [], log: () => {}, ...options })
  hosts.push(host)
  const url = `http://127.0.0.1:${host.port}`
  return { url, send: overHttp(url), host }
}

beforeEach(() => {
  www = mkdtempSync(join(tmpdir(), 'barwrt-www-'))
  mkdirSync(join(www, 'cgi-bin'))
})

afterEach(async () => {
  await Promise.all(hosts.splice(0).map(host => host.stop()))
  rmSync(www, { recursive: true, force: true })
})

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const until = async (holds: () => boolean): Promise<void> => {
  for (let i = 0; i < 500 && !holds(); i++) await new Promise(resolve => setTimeout(resolve, 10))
  expect(holds()).toBe(true)
}

const read = (file: string): string => {
  try {
    return readFileSync(join(www, file), 'utf8')
  } catch {
    return ''
  }
}

describe('a script behind the stand-in', () => {
  it('gets the environment that uhttpd gives, and nothing else', async () => {
    script('db', `printf 'Status: 200 OK\\r\\n\\r\\n'; env -0; exec cat >/dev/null`)
    const { send, host } = await start()
    const answer = await send('POST', '/cgi-bin/db/bar/_local/a%2Fb%20c?since=1-x&q=%22', {
      body: 'hello',
      headers: {
        'Content-Type': 'application/json',
        Authorization: 'Basic eDp5',
        Origin: 'http://x',
        'User-Agent': 'me',
        Cookie: 'a=b',
        'If-None-Match': '"x"',
        Range: 'bytes=0-1',
        'X-Forwarded-For': '1.2.3.4',
        'Sec-Fetch-Site': 'none',
        'Access-Control-Request-Method': 'POST',
        Proxy: 'http://evil',
      },
    })
    const env = Object.fromEntries(
      answer.text
        .split('\0')
        .filter(Boolean)
        .map(one => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)]),
    )
    expect(env).toEqual({
      PATH: '/sbin:/usr/sbin:/bin:/usr/bin',
      // The shell sets it itself.
      PWD: www,
      HTTP_AUTHORIZATION: 'Basic eDp5',
      HTTP_CONNECTION: 'close',
      HTTP_COOKIE: 'a=b',
      HTTP_HOST: `127.0.0.1:${host.port}`,
      HTTP_ORIGIN: 'http://x',
      HTTP_USER_AGENT: 'me',
      CONTENT_TYPE: 'application/json',
      CONTENT_LENGTH: '5',
      PATH_INFO: '/bar/_local/a/b c',
      GATEWAY_INTERFACE: 'CGI/1.1',
      SERVER_SOFTWARE: 'uhttpd',
      SCRIPT_NAME: '/cgi-bin/db',
      SCRIPT_FILENAME: join(www, 'cgi-bin/db'),
      DOCUMENT_ROOT: www,
      QUERY_STRING: 'since=1-x&q=%22',
      REQUEST_URI: '/cgi-bin/db/bar/_local/a%2Fb%20c?since=1-x&q=%22',
      SERVER_PROTOCOL: 'HTTP/1.1',
      REQUEST_METHOD: 'POST',
      REDIRECT_STATUS: '200',
      SERVER_NAME: '127.0.0.1',
      SERVER_ADDR: '127.0.0.1',
      SERVER_PORT: String(host.port),
      REMOTE_HOST: '127.0.0.1',
      REMOTE_ADDR: '127.0.0.1',
      REMOTE_PORT: expect.stringMatching(/^[0-9]+$/),
    })
  })

  it('is one of three at most', async () => {
    script('db', `echo + >>order; sleep 0.05; echo - >>order; printf 'Status: 200 OK\\r\\n\\r\\n'`)
    const { send } = await start()
    await Promise.all(Array.from({ length: 9 }, () => send('GET', '/cgi-bin/db')))
    const order = read('order').trim().split('\n')
    let now = 0
    const atOnce = order.map(sign => (now += sign === '+' ? 1 : -1))
    expect([order.length, Math.max(...atOnce), now]).toEqual([18, 3, 0])
  })

  it('leaves the queue with its client', async () => {
    script(
      'db',
      `echo "$QUERY_STRING" >>order; while [ ! -e go ]; do sleep 0.01; done; printf 'Status: 200 OK\\r\\n\\r\\n'`,
    )
    const { send, url } = await start({ scripts: 1 })
    const first = send('GET', '/cgi-bin/db?1')
    await until(() => read('order') === '1\n')
    const gone = await Upload.open(url, '/cgi-bin/db?gone', 0)
    await new Promise(resolve => setTimeout(resolve, 60))
    await gone.cut()
    await new Promise(resolve => setTimeout(resolve, 60))
    writeFileSync(join(www, 'go'), '')
    await first
    expect((await send('GET', '/cgi-bin/db?2')).status).toBe(200)
    expect(read('order')).toBe('1\n2\n')
  })

  it.each(['script', 'group'] as const)('is killed when its client goes: the %s', async kill => {
    script('db', 'sleep 600 & echo "$$ $!" >pids; cat >/dev/null; echo end >>pids; wait')
    const { url, send } = await start({ kill })
    const upload = await Upload.open(url, '/cgi-bin/db', 100)
    await upload.write('half')
    await until(() => /\d \d+\n/.test(read('pids')))
    const [own, child] = read('pids').trim().split(' ').map(Number) as [number, number]
    await upload.cut()
    await until(() => !alive(own))
    if (kill === 'group') await until(() => !alive(child))
    else {
      expect(alive(child)).toBe(true)
      process.kill(child, 'SIGKILL')
    }
    expect(read('pids')).not.toContain('end')
    script('db', `printf 'Status: 200 OK\\r\\n\\r\\nhi'`)
    expect((await send('GET', '/cgi-bin/db')).text).toBe('hi')
  })

  it('is killed when its time is over: 502 before its head, a short answer after it', async () => {
    script('db', 'sleep 600')
    script('late', `printf 'Status: 200 OK\\r\\n\\r\\nhalf'; sleep 600`)
    const { send } = await start({ timeout: 150, kill: 'group' })
    expect((await send('GET', '/cgi-bin/db')).status).toBe(502)
    const late = await send('GET', '/cgi-bin/late')
    expect([late.status, late.text]).toEqual([200, 'half'])
  })

  it('is gone with everything it started when the host stops', async () => {
    script('db', 'sleep 600 & echo "$$ $!" >pids; wait')
    const { send, host } = await start()
    const answer = send('GET', '/cgi-bin/db').catch(() => 'dropped')
    await until(() => /\d \d+\n/.test(read('pids')))
    await host.stop()
    expect(await answer).toBe('dropped')
    for (const pid of read('pids').trim().split(' ').map(Number)) await until(() => !alive(pid))
  })

  it('that does not read its body ends the connection', async () => {
    script('db', `printf 'Status: 401 Unauthorized\\r\\nContent-Length: 2\\r\\n\\r\\nno'`)
    const { url } = await start()
    const upload = await Upload.open(url, '/cgi-bin/db', 5_000_000, { Connection: 'keep-alive' })
    await upload.write('x'.repeat(1000))
    expect(await upload.status()).toBe(401)
  })

  it('must be executable', async () => {
    script('db', 'echo')
    chmodSync(join(www, 'cgi-bin/db'), 0o644)
    const { send } = await start()
    expect((await send('GET', '/cgi-bin/db')).status).toBe(403)
  })
})

describe('the stand-in', () => {
  it('follows no symlink out of the web root but the pulse', async () => {
    const away = join(www, '..', `${www.split('/').at(-1)}-away`)
    mkdirSync(away)
    try {
      for (const dir of ['beats', 'secrets']) {
        mkdirSync(join(away, dir))
        writeFileSync(join(away, dir, 'x'), dir)
      }
      symlinkSync(join(away, 'beats'), join(www, 'pulse'))
      symlinkSync(join(away, 'secrets'), join(www, 'other'))
      symlinkSync(join(away, 'secrets/x'), join(www, 'x.txt'))
      symlinkSync('cgi-bin', join(www, 'inside'))
      const { send } = await start()
      expect((await send('GET', '/pulse/x')).text).toBe('beats')
      for (const path of ['/other/x', '/x.txt', '/pulse/../x.txt'])
        expect((await send('GET', path)).status).toBe(404)
    } finally {
      rmSync(away, { recursive: true })
    }
  })

  it('says that a port is taken', async () => {
    const { host } = await start()
    await expect(startHost({ www, host: '127.0.0.1', port: host.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
  })
})
