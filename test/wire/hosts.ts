import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '../../build/interpreter.ts'
import { jsonScript } from '../../build/package/json-script.ts'
import { type HeaderRule, headerRules } from '../../build/standin/headers.ts'
import { startHost } from '../../build/standin/host.ts'
import { layRoot, type Root, type RootOptions } from '../../build/standin/root.ts'
import { direct } from './cgi.ts'
import { overHttp, type Send } from './client.ts'
import { Db } from './db.ts'

/** A shim and the program that runs it. */
export interface Interpreter {
  name: string
  conf: Pick<RootOptions, 'interpreter' | 'lua' | 'ucode'>
}

export type Server = 'stand-in' | 'lighttpd' | 'uhttpd' | 'no server'

export interface StartOptions extends Partial<RootOptions> {
  /** What the stand-in kills when a client goes: see build/standin/cgi.ts. */
  kill?: 'script' | 'group'
  /** Seconds that uhttpd lets a script run; default 60, as uhttpd's own. */
  timeout?: number
}

/** A host that runs, on a root of its own. */
export interface Running {
  /** `http://127.0.0.1:PORT`, or empty without a server. */
  url: string
  send: Send
  root: Root
  /** A new database. */
  db: (name?: string, key?: string) => Promise<Db>
  /** What a power cycle leaves: flash as it is, RAM empty, another boot id, the clock of the kernel from zero. */
  reboot: () => Promise<void>
  stop: () => Promise<void>
}

export interface HostKind {
  name: string
  interpreter: Interpreter
  server: Server
  start: (options?: StartOptions) => Promise<Running>
}

const exists = (...found: (Interpreter | undefined)[]) => found.filter(one => one !== undefined)

const lua = (name: string, path?: string): Interpreter | undefined =>
  path === undefined ? undefined : { name, conf: { interpreter: 'lua', lua: path } }
const ucode = (name: string, path?: string): Interpreter | undefined =>
  path === undefined ? undefined : { name, conf: { interpreter: 'ucode', ucode: path } }

const plainLua = lua('Lua', findProgram(undefined, 'lua5.1'))
const newUcode = ucode('ucode', findProgram('BARWRT_UCODE', 'ucode'))

/** Every interpreter that is here; the two of the environment are extra ones (OpenWrt's Lua, a ucode without lock()). */
export const interpreters: Interpreter[] = exists(
  plainLua,
  newUcode,
  lua('Lua of BARWRT_LUA', process.env.BARWRT_LUA),
  ucode('ucode of BARWRT_UCODE_NOLOCK', process.env.BARWRT_UCODE_NOLOCK),
)

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })

const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

/** Starts a web server on a free port and waits until it takes connections. */
const spawnServer = async (
  start: (port: number) => [program: string, ...args: string[]],
): Promise<{ port: number; stop: () => Promise<void> }> => {
  for (let attempt = 0; attempt < 3; attempt++) {
    const port = await freePort()
    const [program, ...args] = start(port)
    const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr!.on('data', data => {
      said += data
    })
    const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
    const stop = async () => {
      child.kill('SIGKILL')
      await ended
    }
    for (let i = 0; i < 250 && child.exitCode === null; i++) {
      if (await answers(port)) return { port, stop }
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    await stop()
    // Another program may have taken the port meanwhile.
    if (attempt === 2) throw new Error(`${program} did not start: ${said}`)
  }
  throw new Error('not reached')
}

const lighttpdConf = (root: Root, port: number, rules: HeaderRule[]): string => {
  const quote = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  return [
    'server.modules = ("mod_alias", "mod_setenv", "mod_cgi")',
    `server.document-root = ${quote(root.www)}`,
    'server.bind = "127.0.0.1"',
    `server.port = ${port}`,
    `server.errorlog = ${quote(join(root.root, 'lighttpd.log'))}`,
    `server.upload-dirs = (${quote(join(root.root, 'upload'))})`,
    'index-file.names = ("index.html")',
    // Without a type it would send no entity tag.
    'mimetype.assign = (".html" => "text/html", ".json" => "application/json", "" => "application/octet-stream")',
    // It remembers sizes for a second otherwise, and the pulse would not beat.
    'server.stat-cache-engine = "disable"',
    `alias.url = ("/pulse/" => ${quote(`${join(root.run, 'pulse')}/`)})`,
    '$HTTP["url"] =~ "^/cgi-bin/" { cgi.assign = ("" => "") }',
    // The last condition that fits counts alone, so each rule says again what holds for every path.
    ...rules.map(rule => {
      const headers = rules.filter(other => other === rule || other.uri === '^/').flatMap(one => one.headers)
      const list = headers.map(([name, value]) => `${quote(name)} => ${quote(value)}`)
      return `$HTTP["url"] =~ ${quote(rule.uri)} { setenv.add-response-header = (${list.join(', ')}) }`
    }),
    '',
  ].join('\n')
}

/** Puts one web server, or none, before a root. */
const serve = async (
  server: Server,
  root: Root,
  options: StartOptions,
  rules: HeaderRule[] = headerRules(),
): Promise<{ url: string; send: Send; stop: () => Promise<void> }> => {
  const at = (port: number) => ({
    url: `http://127.0.0.1:${port}`,
    send: overHttp(`http://127.0.0.1:${port}`),
  })
  if (server === 'no server') return { url: '', send: direct(root), stop: async () => {} }
  if (server === 'stand-in') {
    const { port, stop } = await startHost({
      www: root.www,
      host: '127.0.0.1',
      rules,
      // A machine that does much else has scripts wait for their turn longer than a router would let them.
      timeout: 200_000,
      ...(options.kill && { kill: options.kill }),
    })
    return { ...at(port), stop }
  }
  if (server === 'lighttpd') {
    await mkdir(join(root.root, 'upload'), { recursive: true })
    const conf = join(root.root, 'lighttpd.conf')
    const lighttpd = findProgram(undefined, 'lighttpd')!
    // The port stands in the file, so each attempt writes its own.
    const { port, stop } = await spawnServer(port => {
      const text = lighttpdConf(root, port, rules)
      return ['sh', '-c', 'printf %s "$1" >"$2" && exec "$3" -D -f "$2"', 'sh', text, conf, lighttpd]
    })
    return { ...at(port), stop }
  }
  const script = join(root.root, 'headers.json')
  await writeFile(script, jsonScript(rules))
  const uhttpd = findProgram('BARWRT_UHTTPD', 'uhttpd')!
  const { port, stop } = await spawnServer(port => [
    uhttpd,
    ...['-f', '-c', '/dev/null', '-p', `127.0.0.1:${port}`, '-h', root.www, '-H', script, '-D'],
    ...['-t', String(options.timeout ?? 60)],
  ])
  return { ...at(port), stop }
}

/** A host of one kind, on a root in a directory of its own that goes with it. */
export const startHostKind = async (
  interpreter: Interpreter,
  server: Server,
  options: StartOptions = {},
): Promise<Running> => {
  const dir = options.root ?? (await mkdtemp(join(tmpdir(), 'barwrt-wire-')))
  const boot = join(dir, 'boot_id')
  const uptime = join(dir, 'uptime')
  const lay = async () => {
    await writeFile(boot, `${randomUUID()}\n`)
    return layRoot({ boot, uptime, ...interpreter.conf, ...options, root: dir })
  }
  await writeFile(uptime, '1234.56 2222.22\n')
  const root = await lay()
  const served = await serve(server, root, options)
  let count = 0
  return {
    ...served,
    root,
    db: (name = `db${++count}`, key) => new Db(served.send, name, key ?? options.organizerKey).make(),
    reboot: async () => {
      for (const name of await readdir(root.run)) await rm(join(root.run, name), { recursive: true })
      await writeFile(uptime, '3.21 1.11\n')
      await lay()
    },
    stop: async () => {
      await served.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

const kind = (interpreter: Interpreter, server: Server): HostKind => ({
  name: `${interpreter.name}, ${server}`,
  interpreter,
  server,
  start: options => startHostKind(interpreter, server, options),
})

const uhttpd = findProgram('BARWRT_UHTTPD', 'uhttpd')

/** A web server alone, on any web root. */
export const serveRoot = {
  uhttpd: uhttpd !== undefined,
  start: (server: Server, www: string) =>
    serve(server, { www, root: www, data: '', run: '', conf: '' }, {}, []),
}

/** Every web server with every shim that the machine has. */
export const hosts: HostKind[] = interpreters.flatMap(interpreter => [
  kind(interpreter, 'stand-in'),
  ...(interpreter === plainLua ? [kind(interpreter, 'lighttpd')] : []),
  ...(uhttpd ? [kind(interpreter, 'uhttpd')] : []),
])

/** Each shim alone, for what no web server has a part in. */
export const shims: HostKind[] = interpreters.map(interpreter => ({
  ...kind(interpreter, 'no server'),
  name: interpreter.name,
}))

/** Runs a test on a host that is gone afterwards, however the test ends. */
export const on = async (
  host: HostKind,
  options: StartOptions,
  test: (running: Running) => Promise<void>,
): Promise<void> => {
  const running = await host.start(options)
  try {
    await test(running)
  } finally {
    await running.stop()
  }
}

/** The log of a database, byte for byte. */
export const readLog = (running: Running, name: string): Promise<Buffer> =>
  readFile(join(running.root.data, `${name}.log`))

/** The whole lines that hold an event: an object, TAB, LF, no NUL. */
export const goodLines = (log: Buffer): string[] => {
  const whole = log.subarray(0, log.lastIndexOf(10) + 1).toString()
  return whole
    .split('\n')
    .filter(line => line.startsWith('{') && line.endsWith('\t') && !line.includes('\0'))
    .map(line => line.slice(0, -1))
}
