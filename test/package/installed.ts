import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { CGI_PATH, parseHead } from '../../build/standin/cgi.ts'
import { decodePath } from '../../build/standin/paths.ts'
import type { Root } from '../../build/standin/root.ts'
import { answer, overHttp, type Send } from '../wire/client.ts'
import { Db } from '../wire/db.ts'
import type { HostKind, Interpreter, Running, StartOptions } from '../wire/hosts.ts'
import { unpack } from './managers.ts'
import { first } from './packages.ts'
import { Router, real } from './router.ts'

const CONF = '/var/run/barwrt/shim.conf'
const WWW = '/usr/share/barwrt/www'

/** Straight to the installed CGI entry, inside the root. */
const direct =
  (router: Router): Send =>
  (method, url, { body = '', headers = {} } = {}) =>
    new Promise((resolve, reject) => {
      const [path, query = ''] = url.split('?')
      const script = `${WWW}/cgi-bin/db`
      const [program, args] = router.command([script])
      const named = Object.entries(headers).map(([name, value]) => [
        name === 'Content-Type' ? 'CONTENT_TYPE' : `HTTP_${name.toUpperCase().replaceAll('-', '_')}`,
        value,
      ])
      const env = {
        PATH: CGI_PATH,
        SCRIPT_NAME: '/cgi-bin/db',
        SCRIPT_FILENAME: script,
        PATH_INFO: decodePath(path!.replace('/cgi-bin/db', ''))!,
        QUERY_STRING: query,
        REQUEST_URI: url,
        REQUEST_METHOD: method,
        REMOTE_ADDR: '127.0.0.1',
        ...(body.length > 0 && { CONTENT_LENGTH: String(Buffer.byteLength(body)) }),
        ...Object.fromEntries(named),
      }
      const child = spawn(program, args, { env })
      const out: Buffer[] = []
      let said = ''
      child.stdout.on('data', data => out.push(data))
      child.stderr.on('data', data => {
        said += data
      })
      child.on('error', reject)
      child.stdin.on('error', () => {})
      child.on('close', code => {
        const output = Buffer.concat(out)
        const head = parseHead(output)
        if (!head) return reject(new Error(`no answer (${code}): ${said}`))
        const lower = Object.fromEntries(head.headers.map(([name, value]) => [name.toLowerCase(), value]))
        resolve(answer(head.status, lower, output.subarray(head.length)))
      })
      child.stdin.end(body)
    })

const empty = (dir: string): void => {
  mkdirSync(dir, { recursive: true })
  for (const name of readdirSync(dir)) rmSync(`${dir}/${name}`, { recursive: true })
}

/** What the init script wrote for the shim, with what a test wants instead. */
const configure = (router: Router, options: StartOptions): void => {
  const written = router
    .read(CONF)
    .split('\n')
    .filter(line => line && !/^(bar_key|organizer_key|board|limit|origins|rate|version) /.test(line))
  const wanted: [string, string | undefined][] = [
    ['bar_key', options.barKey],
    ['organizer_key', options.organizerKey],
    ['board', options.board ? '1' : undefined],
    ['limit', options.limit?.toString()],
    ['rate', options.rate?.join(' ')],
    ['origins', options.origins?.join(' ')],
    ['version', options.version ?? first.meta.version.replace(/-r.*/, '')],
    ['boot', '/boot_id'],
    ['uptime', '/uptime'],
  ]
  for (const [key, value] of wanted) if (value) written.push(`${key} ${value}`)
  router.write(CONF, `${written.join('\n')}\n`, 0o600)
}

const free: Record<string, Router[]> = {}
const all: Router[] = []

/** A router with the package on it, whose service has run once. A used one is as good as new: flash and RAM are emptied. */
const routerFor = ({ name, conf }: Interpreter): Router => {
  const used = free[name]?.pop()
  if (used) return used
  const made = new Router({
    uhttpd: real.uhttpd ?? '/bin/true',
    ...(conf.ucode && { ucode: conf.ucode }),
    ...(conf.lua && { lua: conf.lua }),
  })
  all.push(made)
  unpack(made, first.entries)
  made.sh('. /etc/uci-defaults/barwrt')
  return made
}

/** Takes all routers away. */
export const removeRouters = async (): Promise<void> => {
  for (const router of all.splice(0)) await router.remove()
}

const start = async (interpreter: Interpreter, options: StartOptions): Promise<Running> => {
  const router = routerFor(interpreter)
  const root: Root = {
    root: router.root,
    www: router.path(WWW),
    data: router.path('/etc/barwrt'),
    run: router.path('/var/run/barwrt'),
    conf: router.path(CONF),
  }
  /** What a boot does: RAM is empty, then the init script runs, and uhttpd as it says. */
  const boot = async (uptime: string) => {
    empty(router.path('/var/run'))
    router.write('/boot_id', `${randomUUID()}\n`)
    router.write('/uptime', `${uptime} 1.11\n`)
    router.sh('/etc/init.d/barwrt start')
    configure(router, options)
    // A shorter script time-out than the package's, for tests that wait for it.
    if (options.timeout) router.replace('/tmp/record/procd/barwrt', '-t\n20\n', `-t\n${options.timeout}\n`)
    if (real.uhttpd) await router.settle()
  }
  empty(root.data)
  if (!router.has('/port')) {
    // A port that no other router of this machine has.
    const port = real.uhttpd ? await router.freePort() : 8409
    router.sh(`uci set barwrt.main.port=${port}; uci commit barwrt; touch /port`)
  }
  await boot('1234.56')
  // The suite makes its own databases, and counts them.
  empty(root.data)
  const send = real.uhttpd ? overHttp(router.url) : direct(router)
  let count = 0
  return {
    url: real.uhttpd ? router.url : '',
    send,
    root,
    db: (name = `db${++count}`, key) => new Db(send, name, key ?? options.organizerKey).make(),
    reboot: async () => {
      const logs = new Set(readdirSync(root.data))
      await boot('3.21')
      for (const name of readdirSync(root.data)) if (!logs.has(name)) rmSync(`${root.data}/${name}`)
    },
    stop: async () => {
      ;(free[interpreter.name] ??= []).push(router)
    },
  }
}

/**
 * The installed package as a host of the wire suite, once for each interpreter. They are handed in: whoever mocks
 * hosts.ts with this would wait for itself.
 */
export const installedHosts = (interpreters: Interpreter[]): HostKind[] =>
  interpreters.map(interpreter => ({
    name: `${interpreter.name}, installed`,
    interpreter,
    server: real.uhttpd ? 'uhttpd' : 'no server',
    start: (options = {}) => start(interpreter, options),
  }))
