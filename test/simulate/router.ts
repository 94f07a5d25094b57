import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { layRoot, type Root } from '../../build/standin/root.ts'
import { type Clock, hold } from '../sync/clock.ts'
import { type Call, Model, type Reply } from '../sync/model.ts'
import { direct } from '../wire/cgi.ts'
import { goodLines, type Interpreter } from '../wire/hosts.ts'

/** What the simulator does to a router, and sees of it. */
export interface Router {
  handle(call: Call): Promise<Reply>
  /** Off and on again, its wall clock thrown by `clock` ms. */
  reboot(clock: number): Promise<void>
  /** The newest part of the log, a share of it from 0 to 1, is gone. */
  cut(share: number): Promise<void>
  /** All is gone, and the database made again. */
  erase(): Promise<void>
  /** Takes no write: its flash is full, or this address has written its share. */
  setTrouble(trouble: 'full' | 'slow' | undefined): void
  /** What is in the log. */
  documents(): Promise<Record<string, unknown>[]>
  stop(): Promise<void>
}

/** As a router draws it. */
const NAME = 'bar-7f3k2q'
/** Where tablets find the database. */
export const DATABASE_URL = `http://bar.lan:8409/cgi-bin/db/${NAME}`

/** The model of the wire: no process, no disk. */
export const modelRouter = (clock: Clock): Router => {
  let jump = 0
  const model = new Model({ mono: () => clock.time, now: () => clock.time + jump, rows: 40 })
  model.make(NAME)
  return {
    handle: async call => {
      const reply = model.handle(call)
      model.calls.length = 0
      return reply
    },
    reboot: async by => {
      jump += by
      model.reboot()
    },
    cut: async share => model.cut(NAME, Math.floor(model.at(NAME).log.length * (1 - share))),
    erase: async () => void model.erase(NAME),
    setTrouble: trouble => {
      model.full = trouble === 'full'
      model.slow = trouble === 'slow'
    },
    documents: async () => model.at(NAME).docs(),
    stop: async () => {},
  }
}

/** The real shim: its CGI entry run for each request, on files in a directory of its own. */
export const shimRouter = async (clock: Clock, interpreter: Interpreter): Promise<Router> => {
  const dir = await mkdtemp(join(tmpdir(), 'barwrt-simulate-'))
  const boot = join(dir, 'boot_id')
  const uptime = join(dir, 'uptime')
  let bootedAt = 0
  let boots = 0
  let trouble: 'full' | 'slow' | undefined
  const lay = async (): Promise<Root> => {
    bootedAt = clock.time
    await writeFile(boot, `${String(++boots).padStart(8, '0')}-0000-4000-8000-000000000000\n`)
    return layRoot({ root: dir, boot, uptime, ...interpreter.conf })
  }
  const root = await lay()
  const send = direct(root)
  const file = (ending: string) => join(root.data, `${NAME}.${ending}`)
  const run = async ({ method, path, headers, body }: Call): Promise<Reply> => {
    await writeFile(uptime, `${((clock.time - bootedAt) / 1000 + 1).toFixed(2)} 0.00\n`)
    if (path.startsWith('/pulse/')) {
      const found = await stat(join(root.run, path)).catch(() => undefined)
      if (!found) return { status: 404 }
      const etag = `"${found.ino}-${found.size}-${Math.floor(found.mtimeMs / 1000)}"`
      return { status: headers['if-none-match'] === etag ? 304 : 200, headers: { etag } }
    }
    if (trouble && method === 'POST')
      return {
        status: trouble === 'full' ? 507 : 429,
        body: `{"error":"${trouble}","reason":"not now"}`,
      }
    const answer = await send(method, path, {
      ...(body && { body, headers: { 'Content-Type': 'application/json' } }),
    })
    return { status: answer.status, headers: answer.headers, body: answer.text }
  }
  const reboot = async () => {
    for (const name of await readdir(root.run)) await rm(join(root.run, name), { recursive: true })
    await lay()
  }
  const make = () => send('PUT', `/cgi-bin/db/${NAME}`)
  await make()
  return {
    handle: call => hold(run(call)),
    reboot: () => hold(reboot()),
    cut: share =>
      hold(
        (async () => {
          const log = await readFile(file('log'))
          await truncate(file('log'), Math.floor(log.length * (1 - share)))
          await reboot()
        })(),
      ),
    erase: () =>
      hold(
        (async () => {
          for (const ending of ['log', 'life']) await rm(file(ending), { force: true })
          await reboot()
          await make()
        })(),
      ),
    setTrouble: to => {
      trouble = to
    },
    documents: async () => goodLines(await readFile(file('log'))).map(line => JSON.parse(line)),
    stop: () => rm(dir, { recursive: true, force: true }),
  }
}
