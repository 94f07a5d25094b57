import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { overHttp } from './client.ts'
import { Db, event } from './db.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
let dataDir = ''
const started: ChildProcess[] = []

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'barwrt-start-'))
})

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

interface Started {
  child: ChildProcess
  /** What it printed so far. */
  out: () => string
  err: () => string
  end: Promise<number | NodeJS.Signals>
}

/** `npm start`, less npm. */
const run = (env: Record<string, string> = {}): Started => {
  const { BAR_KEY, ORGANIZER_KEY, ...rest } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', 'build/start.ts'], {
    cwd: project,
    env: { ...rest, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, ...env },
  })
  started.push(child)
  let out = ''
  let err = ''
  child.stdout.on('data', data => {
    out += data
  })
  child.stderr.on('data', data => {
    err += data
  })
  const end = new Promise<number | NodeJS.Signals>(resolve =>
    child.once('close', (code, signal) => resolve(signal ?? code!)),
  )
  return { child, out: () => out, err: () => err, end }
}

/** Waits until it serves; its address, and what follows `#`. */
const ready = async (one: Started): Promise<{ url: string; key: string; meeting: string }> => {
  let over = false
  void one.end.then(() => {
    over = true
  })
  while (!/Ctrl-C/.test(one.out())) {
    expect(over, `${one.out()}${one.err()}`).toBe(false)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  const [, url, key] = /this machine +(http:\/\/[^/\s]+)\/(?:#k=(\S+))?/.exec(one.out())!
  const [, meeting] = /meeting (\S+),/.exec(one.out())!
  return { url: url!, key: key ?? '', meeting: meeting! }
}

describe('npm start', () => {
  it('serves the app and a meeting, and goes on with it the next time', async () => {
    const first = run()
    const { url, meeting } = await ready(first)
    expect(first.out()).toMatch(/open: anyone on this network may write/)
    const send = overHttp(url)
    const page = await send('GET', '/')
    expect(page.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(page.body).toString().slice(0, 15).toLowerCase()).toBe('<!doctype html>')
    // No script but the page's own may run, so its hash must be the one in the policy.
    expect(page.headers['content-security-policy']).toMatch(/script-src 'sha256-/)
    expect((await send('GET', '/settings.json')).json).toEqual({ database: meeting })
    const db = new Db(send, meeting)
    await db.push([event('abc', 1)])
    first.child.kill('SIGINT')
    expect(await first.end).toBe(0)
    expect(first.err()).toBe('')

    const second = run()
    const again = await ready(second)
    expect(again.meeting).toBe(meeting)
    expect(await new Db(overHttp(again.url), meeting).ids()).toEqual(['abc-1'])
    expect(readFileSync(join(dataDir, `${meeting}.log`), 'utf8')).toBe(
      `${JSON.stringify(event('abc', 1))}\t\n`,
    )
    expect((await new Db(overHttp(again.url), meeting).wipe()).status).toBe(200)
    second.child.kill('SIGTERM')
    expect(await second.end).toBe(0)

    // An organizer wiped the meeting: the next start is a new one.
    const third = run()
    const fresh = await ready(third)
    expect(fresh.meeting).not.toBe(meeting)
    expect((await new Db(overHttp(fresh.url), fresh.meeting).info())['doc_count']).toBe(0)
  })

  it('asks for keys where there are some, and puts each into the address of those who are to have it', async () => {
    const one = run({ BAR_KEY: 'a key/with#signs', ORGANIZER_KEY: 'another-key' })
    const { url, key, meeting } = await ready(one)
    expect(decodeURIComponent(key)).toBe('a key/with#signs')
    expect(one.out()).not.toContain('open:')
    // The organizers' key is in their own address, and in no other.
    const lines = one.out().split('\n')
    expect(lines.filter(line => line.includes('another-key'))).toEqual([
      expect.stringMatching(/^ {2}organizer .*#k=another-key&b=a%20key%2Fwith%23signs$/),
    ])
    const send = overHttp(url)
    expect((await new Db(send, meeting).ask('GET')).status).toBe(401)
    expect((await new Db(send, meeting, 'a key/with#signs').ask('GET')).status).toBe(200)
    expect((await new Db(send, 'other', 'a key/with#signs').ask('PUT')).status).toBe(401)
    expect((await new Db(send, 'other', 'another-key').ask('PUT')).status).toBe(201)
  })

  it('draws the key that is missing: a bar is never half open', async () => {
    const one = run({ BAR_KEY: 'only-this' })
    const { url, meeting } = await ready(one)
    const [, organizer] = /organizer key for this run: (\S{12,})/.exec(one.out())!
    const send = overHttp(url)
    expect((await new Db(send, meeting).ask('GET')).status).toBe(401)
    expect((await new Db(send, 'other', organizer).ask('PUT')).status).toBe(201)
  })

  it('says in one sentence that the port is taken, or is none', async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    try {
      const taken = run({ PORT: String(port) })
      expect(await taken.end).toBe(1)
      expect(taken.err()).toBe(
        `Port ${port} is taken by another program; choose another: PORT=${port + 1} npm start\n`,
      )
    } finally {
      server.close()
    }
    for (const PORT of ['abc', '70000', '-1']) {
      const wrong = run({ PORT })
      expect(await wrong.end).toBe(1)
      expect(wrong.err()).toMatch(/^PORT is .*\n$/)
    }
  })
})
