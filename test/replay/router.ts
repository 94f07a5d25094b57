import { randomUUID } from 'node:crypto'
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findLua, findUcode } from '../../build/interpreter.ts'
import { headerRules } from '../../build/standin/headers.ts'
import { type Host, startHost } from '../../build/standin/host.ts'
import { layRoot, type Root, type RootOptions } from '../../build/standin/root.ts'
import { type Watched, watch } from './peak.ts'

export type Shim = 'lua' | 'ucode'

/** The interpreters that this machine has. */
export const shims = (): Map<Shim, string> => {
  const found = { lua: findLua(), ucode: findUcode() }
  return new Map(Object.entries(found).filter((entry): entry is [Shim, string] => entry[1] !== undefined))
}

const DATABASE = 'bar-replay'

/** The laptop's router with the real shim, which can be switched off, loses its RAM then, and has the clock it is given. */
export class Router {
  private host: Host | undefined
  private port = 0
  private bootedAt = 0
  private readonly uptime: number

  private constructor(
    private readonly dir: string,
    private readonly options: RootOptions,
    private readonly root: Root,
    private readonly watched: Watched | undefined,
  ) {
    this.uptime = openSync(options.uptime!, 'w')
  }

  /** Lays out a router in a directory of its own, and starts it with an empty database. */
  static async start(shim: Shim, interpreter: string, now: number): Promise<Router> {
    const dir = await mkdtemp(join(tmpdir(), 'barwrt-replay-'))
    const watched = watch(interpreter, join(dir, shim))
    const options: RootOptions = {
      root: join(dir, 'root'),
      interpreter: shim,
      [shim]: watched?.path ?? interpreter,
      boot: join(dir, 'boot_id'),
      uptime: join(dir, 'uptime'),
      // As large as the bar's night wants; what a real flash takes is asked on the screen, not here.
      limit: 1 << 30,
    }
    const router = new Router(dir, options, await layRoot(options), watched)
    await router.on(now)
    const made = await fetch(router.url, { method: 'PUT' })
    if (made.status !== 201) throw new Error(`the shim did not make a database: ${await made.text()}`)
    return router
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/cgi-bin/db/${DATABASE}`
  }

  /** Switches it on: another boot, nothing in RAM. */
  async on(now: number): Promise<void> {
    for (const name of await readdir(this.root.run)) await rm(join(this.root.run, name), { recursive: true })
    writeFileSync(this.options.boot!, `${randomUUID()}\n`)
    this.bootedAt = now
    this.tick(now)
    await layRoot(this.options)
    this.host = await startHost({
      www: this.root.www,
      host: '127.0.0.1',
      port: this.port,
      rules: headerRules(),
    })
    this.port = this.host.port
  }

  /** Pulls the plug, scripts and connections and all. */
  async off(): Promise<void> {
    await this.host?.stop()
    this.host = undefined
  }

  /** Sets its uptime as it is at a time of the night. In place and in one short write: no script ever reads half of it. */
  tick(now: number): void {
    const text = `${((now - this.bootedAt) / 1000 + 10).toFixed(2)} 0.00`
    writeSync(this.uptime, `${text.padEnd(39)}\n`, 0)
  }

  /** The log as it lies on the flash. */
  log(): Promise<Buffer> {
    return readFile(join(this.root.data, `${DATABASE}.log`))
  }

  /** The most memory that a script had, KB, and how many ran; undefined where nobody could look. */
  async peak(): Promise<{ kb: number; scripts: number } | undefined> {
    const peaks = await this.watched?.peaks()
    return peaks?.length ? { kb: Math.max(...peaks), scripts: peaks.length } : undefined
  }

  /** Switches it off for good and removes its directory. */
  async remove(): Promise<void> {
    await this.off()
    closeSync(this.uptime)
    await rm(this.dir, { recursive: true, force: true })
  }
}
