// `npx tsx test/bench/router.ts`: what a bar costs its router, on the files of the package. Prints the tables and writes
// them into docs/router.md, in both languages. None of the figures depends on how busy this machine is.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../../build/app.ts'
import { findProgram } from '../../build/interpreter.ts'
import { need } from '../../build/need.ts'
import { type Addon, makeAddons } from '../../build/package/addon.ts'
import { unpack } from '../../build/package/packed.ts'
import { installedSize } from '../../build/package/tree.ts'
import { makePackages, type Packages } from '../../build/package.ts'
import { runScript } from '../wire/cgi.ts'
import type { Request } from '../wire/client.ts'
import { type Interpreter, interpreters, type Running, startHostKind } from '../wire/hosts.ts'
import { night } from './events.ts'
import { writeTables } from './tables.ts'

const EVENTS = 20_000
const whole = (n: number): string => Math.round(n).toLocaleString('en')
const kb = (bytes: number): string => (bytes / 1024).toFixed(1)

type Row = (string | number)[]
const table = (head: string[], rows: Row[]): string =>
  [head, head.map((_, i) => (i ? '---:' : '---')), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n')

// Flash ---------------------------------------------------------------------------------------------------------------

const flash = ({ entries, apkEntries, files }: Packages, addons: Addon[]): string => {
  const size = (pattern: RegExp) =>
    installedSize(entries.filter(entry => entry.kind === 'file' && pattern.test(entry.path)))
  const parts: [string, RegExp][] = [
    ['the app (`index.html`, gzipped)', /index\.html$/],
    ['organizers’ screens (`office.js`, gzipped)', /www\/office/],
    ['for HTTPS: service worker, manifest, icons', /www\/(sw|manifest|icon)/],
    ['both shims, service, command, QR code (gzipped, without comments)', /packed\.gz$/],
    [
      'what calls them: init script, CGI entry, `barwrt`; headers',
      /init\.d|uci-defaults|keep\.d|barwrt\.sh|cgi-bin|headers|version|usr\/bin/,
    ],
  ]
  const byApk = installedSize(apkEntries)
  const sum = parts.reduce((all, [, pattern]) => all + size(pattern), 0)
  if (sum !== installedSize(entries)) throw new Error('a file belongs to no part, or to two')
  const bytes = (ending: string) => [...files].find(([name]) => name.endsWith(ending))![1].length
  return table(
    ['on flash', 'bytes', 'KB'],
    [
      ...parts.map(([name, pattern]): Row => [name, whole(size(pattern)), kb(size(pattern))]),
      ['**installed, all in all**', whole(sum), kb(sum)],
      ['the same from the `.apk`, which has no Lua in it', whole(byApk), kb(byApk)],
      ['`.ipk` to download', whole(bytes('.ipk')), kb(bytes('.ipk'))],
      ['`.apk` to download', whole(bytes('.apk')), kb(bytes('.apk'))],
      ...addons.map(({ part, entries }): Row => {
        const size = installedSize(entries)
        return [`apart: \`barwrt-${part}\``, whole(size), kb(size)]
      }),
    ],
  )
}

// A request of each kind ----------------------------------------------------------------------------------------------

interface Kind {
  name: string
  method: string
  path: string
  body?: () => unknown
  /** RAM is emptied first, as by a boot. */
  boot?: boolean
  key?: string
}

let made = 0
const fresh = (n: number): unknown => ({ new_edits: false, docs: night(n + 33, [`new${++made}`]).slice(33) })

const kinds = (end: string): Kind[] => [
  { name: '`GET DB`', method: 'GET', path: '' },
  {
    name: '`_changes`, nothing new',
    method: 'GET',
    path: `/_changes?include_docs=true&limit=500&since=${end}`,
  },
  { name: '`_changes`, 500 events', method: 'GET', path: '/_changes?include_docs=true&limit=500' },
  { name: '`_bulk_docs`, one order', method: 'POST', path: '/_bulk_docs', body: () => fresh(1) },
  { name: '`_bulk_docs`, 50 orders', method: 'POST', path: '/_bulk_docs', body: () => fresh(50) },
  {
    name: '`_revs_diff` of 100',
    method: 'POST',
    path: '/_revs_diff',
    body: () => Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`bara-${i + 4950}`, ['1-0']])),
  },
  { name: 'a wrong key', method: 'GET', path: '', key: 'wrong' },
  { name: '`GET DB` after a boot: the index made anew', method: 'GET', path: '', boot: true },
]

/** Compiles the shim as the init script does. */
const compile = async ({ conf }: Interpreter, { root }: Running): Promise<void> => {
  const program = (conf.ucode ?? conf.lua)!
  const to = join(root.root, `var/run/barwrt/compiled.${conf.interpreter}`)
  const share = join(root.root, 'usr/share/barwrt')
  const dump = `io.open('${to}', 'wb'):write(string.dump(loadfile('${share}/shim.lua')))`
  const args = conf.ucode ? ['-c', '-s', '-o', to, `${share}/shim.uc`] : ['-e', dump]
  for (const [name, ...words] of [
    [program, ...args],
    ['touch', '-r', program, to],
  ])
    if (spawnSync(name!, words).status !== 0) throw new Error(`${program} does not compile the shim`)
  await appendFile(root.conf, `compiled ${program}\n`)
}

/** A database with its events in the log, on the shim as the package has it; and how to ask it one thing. */
const prepare = async (interpreter: Interpreter, { entries }: Packages) => {
  const running = await startHostKind(interpreter, 'no server', {
    barKey: 'b',
    organizerKey: 'o',
    limit: 1e9,
  })
  const packed = entries.find(({ path }) => path.endsWith('/packed.gz'))!.data
  for (const name of ['shim.uc', 'shim.lua'])
    await writeFile(join(running.root.root, 'usr/share/barwrt', name), unpack(packed, name))
  await compile(interpreter, running)
  const ask = async (kind: Kind, wrapper: string[]) => {
    if (kind.boot) {
      await running.reboot()
      await compile(interpreter, running)
    }
    const Authorization = `Basic ${Buffer.from(`bar:${kind.key ?? 'b'}`).toString('base64')}`
    const request: Request = { headers: { Authorization } }
    if (kind.body) request.body = JSON.stringify(kind.body())
    const run = await runScript(running.root, kind.method, `/cgi-bin/db/night${kind.path}`, request, wrapper)
    const wanted = kind.key ? 401 : kind.path === '/_bulk_docs' ? 201 : 200
    if (run.status !== wanted) throw new Error(`${kind.name}: ${run.status} ${run.text} ${run.stderr}`)
    return run
  }
  const lines = night(EVENTS).map(event => `${JSON.stringify(event)}\t\n`)
  await writeFile(join(running.root.data, 'night.log'), lines.join(''))
  const info = await ask({ name: 'first', method: 'GET', path: '' }, [])
  return {
    running,
    ask,
    end: encodeURIComponent(info.json!.update_seq as string),
    bytes: lines.join('').length,
  }
}

/** Resident memory of a script at its peak, with all that it starts, KB. */
const memory = async (dir: string, ask: (wrapper: string[]) => Promise<unknown>): Promise<number> => {
  const file = join(dir, 'kb')
  await ask([findProgram(undefined, 'time')!, '-q', '-f', '%M', '-o', file])
  return Number((await readFile(file, 'utf8')).trim().split('\n').at(-1))
}

/** Instructions of a script and all that it starts, by callgrind; the shell that only becomes the script is left out. */
const instructions = async (dir: string, ask: (wrapper: string[]) => Promise<unknown>): Promise<number> => {
  await ask([
    ...['valgrind', '--tool=callgrind', '--trace-children=yes', '--callgrind-out-file=/dev/null'],
    `--log-file=${join(dir, 'callgrind.%p')}`,
  ])
  let sum = 0
  for (const name of await readdir(dir)) {
    if (!name.startsWith('callgrind.')) continue
    const text = await readFile(join(dir, name), 'utf8')
    for (const [, count] of text.matchAll(/Collected : (\d+)/g)) sum += Number(count)
    await rm(join(dir, name))
  }
  return sum
}

/** What a script writes below a directory: bytes handed to write(2), and how often it waits for the flash. */
const writes = async (dir: string, below: string, ask: (wrapper: string[]) => Promise<unknown>) => {
  const file = join(dir, 'strace')
  const calls = 'trace=write,writev,pwrite64,sendfile,ftruncate,fsync,fdatasync,sync'
  await ask(['strace', '-f', '-y', '-qq', '-o', file, '-e', calls])
  const text = await readFile(file, 'utf8')
  let bytes = 0
  for (const [, path, count] of text.matchAll(/(?:write|writev|pwrite64)\(\d+<([^>]*)>.* = (\d+)$/gm))
    if (path!.startsWith(below)) bytes += Number(count)
  return { bytes, syncs: [...text.matchAll(/(?:fsync|fdatasync|sync)\(/g)].length }
}

const scripts = async (packages: Packages, dir: string): Promise<string[]> => {
  const rows: Row[] = []
  const written: Row[] = []
  for (const interpreter of interpreters) {
    const { running, ask, end, bytes } = await prepare(interpreter, packages)
    try {
      const { ucode, lua } = interpreter.conf
      const bare = await memory(dir, async ([program, ...args]) =>
        spawnSync(program!, [...args, ucode ?? lua!, '-e', '']),
      )
      rows.push([`**${interpreter.name}**, doing nothing`, (bare / 1024).toFixed(1), ''])
      for (const kind of kinds(end)) {
        const peak = await memory(dir, wrapper => ask(kind, wrapper))
        const count = await instructions(dir, wrapper => ask(kind, wrapper))
        rows.push([`${interpreter.name}: ${kind.name}`, (peak / 1024).toFixed(1), (count / 1e6).toFixed(2)])
      }
      for (const kind of kinds(end).filter(one => one.body && one.path === '/_bulk_docs')) {
        const { bytes, syncs } = await writes(dir, running.root.data, wrapper => ask(kind, wrapper))
        written.push([`${interpreter.name}: ${kind.name}`, whole(bytes), syncs])
      }
      const index = (await readFile(join(running.root.run, 'night.index'))).length
      if (interpreter === interpreters[0])
        written.push(
          [`the log of ${whole(EVENTS)} events`, whole(bytes), ''],
          ['its index, in RAM', whole(index), ''],
        )
    } finally {
      await running.stop()
    }
  }
  return [
    table(
      [`a script, with ${whole(EVENTS)} events in the log`, 'peak memory, MB', 'million instructions'],
      rows,
    ),
    table(
      ['written', 'bytes', 'syncs'],
      written.sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
    ),
  ]
}

// uhttpd --------------------------------------------------------------------------------------------------------------

const port = (): Promise<number> =>
  new Promise(resolve => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })

/** Runs uhttpd on a web root, lets `use` ask it, and ends it in peace. */
const withUhttpd = async (
  uhttpd: string,
  running: Running,
  wrapper: string[],
  use: (url: string, child: ChildProcess) => Promise<void>,
): Promise<void> => {
  const at = await port()
  const [program, ...args] = [...wrapper, uhttpd, '-f', '-c', '/dev/null', '-p', `127.0.0.1:${at}`]
  const child = spawn(program!, [...args, '-h', running.root.www, '-D'], { stdio: 'ignore' })
  const ended = new Promise(resolve => child.once('close', resolve))
  const url = `http://127.0.0.1:${at}`
  try {
    for (let i = 0; i < 200; i++) {
      if (
        await fetch(`${url}/settings.json`).then(
          () => true,
          () => false,
        )
      )
        break
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    await use(url, child)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

const server = async (packages: Packages, dir: string): Promise<string | undefined> => {
  const uhttpd = findProgram('BARWRT_UHTTPD', 'uhttpd')
  if (!uhttpd) return undefined
  const { running } = await prepare(interpreters[0]!, packages)
  try {
    let rss = 0
    await withUhttpd(uhttpd, running, [], async (_, child) => {
      const status = await readFile(`/proc/${child.pid}/smaps_rollup`, 'utf8')
      rss = Number(/^Pss_Anon:\s*(\d+)/m.exec(status)![1])
    })
    const [name] = await readdir(join(running.root.run, 'pulse'))
    const counts: number[] = []
    for (const times of [50, 550]) {
      const log = join(dir, 'uhttpd')
      const wrapper = ['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', `--log-file=${log}`]
      await withUhttpd(uhttpd, running, wrapper, async url => {
        const pulse = `${url}/pulse/${name}`
        const tag = (await fetch(pulse, { method: 'HEAD' })).headers.get('etag')!
        for (let i = 0; i < times; i++) {
          const { status } = await fetch(pulse, { method: 'HEAD', headers: { 'If-None-Match': tag } })
          if (status !== 304) throw new Error(`the pulse: ${status}`)
        }
      })
      counts.push(Number(/Collected : (\d+)/.exec(await readFile(log, 'utf8'))![1]))
    }
    return table(
      ['uhttpd', ''],
      [
        ['memory of its own at rest, KB', whole(rss)],
        [
          'a pulse that has not changed (304), million instructions',
          ((counts[1]! - counts[0]!) / 500 / 1e6).toFixed(3),
        ],
      ],
    )
  } finally {
    await running.stop()
  }
}

const main = async (): Promise<void> => {
  need(['lua5.1', 'strace', 'time', 'valgrind'])
  const dir = await mkdtemp(join(tmpdir(), 'barwrt-cost-'))
  try {
    const packages = await makePackages((await buildApp()).html)
    const parts = [
      flash(packages, await makeAddons()),
      ...(await scripts(packages, dir)),
      await server(packages, dir),
    ]
    const text = parts.filter(part => part !== undefined).join('\n\n')
    process.stdout.write(`${text}\n`)
    await writeTables('router.md', 'figures', text)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
  process.exitCode = 1
})
