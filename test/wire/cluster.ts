import { mkdir, readdir, realpath, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Network } from '../simulate/networks/namespaces.ts'
import { couchDbVariables, layCouchDb } from './hubs.ts'
import { careful, here, type } from './page.ts'

/** Three machines of a network of their own, which know each other by the names of the page. */
export class Cluster {
  readonly #network: Network
  readonly #program: string
  readonly #dir: string

  constructor(program: string, dir: string) {
    this.#program = program
    this.#dir = dir
    this.#network = new Network(dir)
  }

  /** A machine for each name, each with the page's files and settings; CouchDB runs on all when it is done. */
  async build(names: string[], files: Record<string, string>, settings: string): Promise<void> {
    for (const name of names) this.#network.add(name)
    const known = names.map(name => `${this.#network.addressOf(name)} ${name}\n`)
    await writeFile(join(this.#dir, 'hosts'), `127.0.0.1 localhost\n${known.join('')}`)
    for (const name of names) {
      await mkdir(join(this.#dir, name))
      const etc = await layCouchDb(this.#program, join(this.#dir, name), files)
      await type(here(settings, { '/opt/couchdb/etc': etc, 'hub1.lan': name }))
    }
    for (const name of names) await this.start(name)
  }

  async start(name: string): Promise<void> {
    // Erlang would start its port mapper itself, and leave it behind.
    const root = join(dirname(await realpath(this.#program)), '..')
    const erts = (await readdir(root)).find(entry => entry.startsWith('erts-'))!
    this.#run(name, join(root, erts, 'bin/epmd'))
    const variables = Object.entries(await couchDbVariables(join(this.#dir, name)))
    this.#run(name, 'env', ...variables.map(([key, value]) => `${key}=${value}`), this.#program)
    await this.type(
      name,
      'command curl -s -o /dev/null --retry 60 --retry-delay 1 --retry-connrefused http://127.0.0.1:5984/',
    )
  }

  /** Everything on one of the machines ends at once. */
  stop(name: string): Promise<void> {
    return this.#network.stop(name)
  }

  /** Types lines on one of the machines. @returns what they print; @throws when they fail */
  async type(name: string, lines: string): Promise<string> {
    const child = this.#run(name, 'sh', '-c', careful(lines))
    let said = ''
    child.stdout!.on('data', data => (said += data))
    const code = await new Promise<number | null>(resolve => child.once('close', resolve))
    if (code !== 0) throw new Error(`exit ${code}: ${said}`)
    return said
  }

  close(): Promise<void> {
    return this.#network.close()
  }

  #run(name: string, ...command: string[]) {
    const named = 'mount --bind "$0" /etc/hosts && exec "$@"'
    return this.#network.start(name, 'sh', '-c', named, join(this.#dir, 'hosts'), ...command)
  }
}
