import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PROJECT = new URL('../..', import.meta.url).pathname

/** A pouchdb-server with LevelDB in a directory of its own: what a laptop would run in the shim's place. */
export class PouchServer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly dir: string,
  ) {}

  static async start(): Promise<PouchServer> {
    const dir = await mkdtemp(join(tmpdir(), 'barwrt-pouch-'))
    const port = await freePort()
    const program = join(PROJECT, 'node_modules/pouchdb-server/bin/pouchdb-server')
    const child = spawn(process.execPath, [program, '-p', String(port), '-d', dir, '-n'], {
      cwd: dir,
      stdio: 'ignore',
    })
    const server = new PouchServer(`http://127.0.0.1:${port}`, child, dir)
    for (let tries = 0; tries < 300; tries++) {
      const ok = await fetch(server.url).then(
        answer => answer.ok,
        () => false,
      )
      if (ok) return server
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    await server.stop()
    throw new Error('pouchdb-server did not start')
  }

  get pid(): number {
    return this.child.pid!
  }

  /** Its resident memory at the peak so far, KB. */
  async peak(): Promise<number> {
    const status = await readFile(`/proc/${this.pid}/status`, 'utf8')
    return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1])
  }

  async stop(): Promise<void> {
    const ended = new Promise(resolve => this.child.once('close', resolve))
    this.child.kill('SIGKILL')
    await ended
    await rm(this.dir, { recursive: true, force: true })
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
