import { spawn } from 'node:child_process'
import { appendFile, cp, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import PouchDB from 'pouchdb'
import { findProgram } from '../../build/interpreter.ts'
import { PouchServer } from '../bench/pouch.ts'
import { STANDS_FOR } from './page.ts'

/** One end of a replication, as CouchDB 3 takes it. */
export interface End {
  url: string
  auth: { basic: { username: string; password: string } }
}

/** What `POST /_replicate` is told. */
export interface Replication {
  source: End
  target: End
  selector?: Record<string, string | { $regex: string }>
  worker_batch_size: number
}

/** A hub that runs. */
export interface Hub {
  /** `http://127.0.0.1:PORT`. */
  url: string
  /** Its process. */
  pid: number
  stop(): Promise<void>
}

export interface HubKind {
  name: string
  /** @param files its configuration, as docs/scale.md has it, by the names of the files */
  start(files: Record<string, string>): Promise<Hub>
}

/** `bar.ini` of a hub where the user of docs/scale.md is the administrator. */
export const adminIni = `[couchdb]
single_node = true
[admins]
bar = ${STANDS_FOR.STATIONS}
[chttpd_auth]
secret = ${STANDS_FOR.SECRET}
`

const settingsOf = (ini: string): [section: string, key: string, value: string][] => {
  let section = ''
  const found: [string, string, string][] = []
  for (const line of ini.split('\n')) {
    section = /^\[(\w+)\]$/.exec(line)?.[1] ?? section
    const [, key, value] = /^(\w+) = (.*)$/.exec(line) ?? []
    if (key) found.push([section, key, value!])
  }
  return found
}

/** One replication by PouchDB's replicator, from and to databases of any kind. */
const carryOut = async ({ source, target, selector, worker_batch_size: batch_size }: Replication) => {
  const end = ({ url, auth: { basic } }: End) => new PouchDB(url, { skip_setup: true, auth: basic })
  const filter = (doc: Record<string, unknown>) =>
    Object.entries(selector!).every(([field, wanted]) =>
      typeof wanted === 'string' ? doc[field] === wanted : new RegExp(wanted.$regex).test(String(doc[field])),
    )
  return end(target).replicate.from(end(source), { batch_size, ...(selector && { filter }) })
}

/**
 * pouchdb-server, as far as it is a CouchDB: documents, users, `_security` and CORS are its own. It has no files of
 * settings, so it is told over HTTP, under the names that CouchDB 1 had for them. Its `_replicate` knows no keys,
 * no selector and no size of batches, so what stands before it carries replications out by PouchDB's replicator.
 */
class PouchHub implements Hub {
  private constructor(
    readonly url: string,
    private readonly server: PouchServer,
    private readonly close: () => void,
  ) {}

  get pid(): number {
    return this.server.pid
  }

  static async start(files: Record<string, string>): Promise<PouchHub> {
    const server = await PouchServer.start()
    const all = settingsOf(Object.values(files).join('\n'))
    const known = all.filter(([section, key]) => section !== 'couchdb' && key !== 'bind_address')
    // From then on it asks who one is.
    const last = known.filter(([section]) => section === 'admins')
    for (const [section, key, value] of [...known.filter(one => !last.includes(one)), ...last]) {
      const place = `/_config/${section.replace('chttpd_auth', 'couch_httpd_auth').replace('chttpd', 'httpd')}/${key}`
      const answer = await fetch(server.url + place, { method: 'PUT', body: JSON.stringify(value) })
      if (!answer.ok) throw new Error(`${place}: ${await answer.text()}`)
    }
    const front = createServer((req, res) => {
      const replicates = req.method === 'POST' && req.url === '/_replicate'
      const done = replicates ? PouchHub.replicate(server, req, res) : PouchHub.pass(server, req, res)
      done.catch(() => res.destroy())
    })
    await new Promise<void>(resolve => front.listen(0, '127.0.0.1', resolve))
    const { port } = front.address() as AddressInfo
    return new PouchHub(`http://127.0.0.1:${port}`, server, () => {
      front.close()
      front.closeAllConnections()
    })
  }

  static async pass(server: PouchServer, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { method, headers } = req
    const asked = request(server.url + req.url, { method: method!, headers })
    req.pipe(asked)
    const answer = await new Promise<IncomingMessage>((resolve, reject) =>
      asked.once('response', resolve).once('error', reject),
    )
    res.writeHead(answer.statusCode!, answer.headers)
    answer.pipe(res)
  }

  static async replicate(server: PouchServer, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const say = (status: number, body: unknown) => {
      res.writeHead(status, { 'content-type': 'application/json' })
      res.end(`${JSON.stringify(body)}\n`)
    }
    const { authorization = '' } = req.headers
    const session = await fetch(`${server.url}/_session`, { headers: { authorization } })
    const { userCtx } = (await session.json()) as { userCtx?: { roles: string[] } }
    let text = ''
    for await (const part of req) text += part
    if (!userCtx?.roles.includes('_admin')) return say(401, { error: 'unauthorized' })
    await carryOut(JSON.parse(text)).then(
      done => say(200, done),
      error => say(500, { error: String(error) }),
    )
  }

  async stop(): Promise<void> {
    this.close()
    await this.server.stop()
  }
}

/** The program `couchdb` of a real CouchDB 3, which starts it. */
export const findCouchDb = (): string | undefined => findProgram('BARWRT_COUCHDB', 'couchdb')

/**
 * Lays the `etc` of a CouchDB in a directory: what it came with, and the page's files in local.d. Its databases go
 * beside that.
 * @returns the directory `etc`
 */
export const layCouchDb = async (
  program: string,
  dir: string,
  files: Record<string, string>,
): Promise<string> => {
  const given = join(dirname(await realpath(program)), '../etc')
  const etc = join(dir, 'etc')
  await mkdir(join(etc, 'local.d'), { recursive: true })
  for (const name of ['default.ini', 'vm.args']) await cp(join(given, name), join(etc, name))
  const places = `[couchdb]\ndatabase_dir = ${dir}/data\nview_index_dir = ${dir}/data\n`
  // Each replication would wait for up to 5 s first, so that many do not begin at once.
  const others = '[log]\nlevel = critical\n[replicator]\nstartup_jitter = 0\n'
  const local = { ...files, 'test.ini': places + others }
  for (const [name, text] of Object.entries(local)) await writeFile(join(etc, 'local.d', name), text)
  return etc
}

/** What has a CouchDB read the `etc` that was laid in a directory, and leave nothing outside. */
export const couchDbVariables = async (dir: string): Promise<Record<string, string>> => {
  const local = (await readdir(join(dir, 'etc/local.d'))).sort().map(name => `local.d/${name}`)
  return {
    HOME: dir,
    COUCHDB_INI_FILES: ['default.ini', ...local].map(name => join(dir, 'etc', name)).join(' '),
    COUCHDB_ARGS_FILE: join(dir, 'etc/vm.args'),
  }
}

/**
 * Lays the `etc` of a CouchDB that is alone, so that it does without Erlang's port mapper, which would go on after it.
 * @param port where it answers
 * @param distribution a port for Erlang's own
 */
export const layAlone = async (
  program: string,
  dir: string,
  files: Record<string, string>,
  port: number,
  distribution: number,
): Promise<void> => {
  const etc = await layCouchDb(program, dir, files)
  await appendFile(join(etc, 'local.d/test.ini'), `[chttpd]\nport = ${port}\n`)
  await appendFile(join(etc, 'vm.args'), `\n-start_epmd false\n-erl_epmd_port ${distribution}\n`)
}

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createSocket().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

/** A real CouchDB on files and a port of its own. */
class CouchHub implements Hub {
  private constructor(
    readonly url: string,
    readonly pid: number,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(program: string, files: Record<string, string>): Promise<CouchHub> {
    const dir = await mkdtemp(join(tmpdir(), 'barwrt-couch-'))
    const port = await freePort()
    await layAlone(program, dir, files, port, await freePort())
    const env = { ...process.env, ...(await couchDbVariables(dir)) }
    const child = spawn(program, { env, cwd: dir, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', data => (said += data))
    const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
    const url = `http://127.0.0.1:${port}`
    const hub = new CouchHub(url, child.pid!, async () => {
      if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL')
      await ended
      await rm(dir, { recursive: true, force: true })
    })
    for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
      // A single node makes the databases of its own a moment after it answers.
      const users = await fetch(`${url}/_users`).catch(() => undefined)
      if (users?.status === 401) return hub
      await sleep(100)
    }
    await hub.stop()
    throw new Error(`CouchDB did not start: ${said}`)
  }
}

const couchdb = findCouchDb()

/** The hubs that this machine has. */
export const hubs: HubKind[] = [
  { name: 'pouchdb-server', start: files => PouchHub.start(files) },
  ...(couchdb
    ? [{ name: 'CouchDB', start: (files: Record<string, string>) => CouchHub.start(couchdb, files) }]
    : []),
]
