import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { findProgram } from '../../../build/interpreter.ts'

const run = (program: string, ...args: string[]): string | undefined => {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' })
  return status === 0 ? stdout : undefined
}

/** Hosts of a network of their own, each in a namespace, on one bridge: nothing of it is seen outside. */
export class Network {
  readonly #tag = `bw${process.pid}-${++made}`
  readonly #addresses = new Map<string, string>()
  readonly #children = new Map<string, ChildProcess[]>()
  readonly #dir: string

  /** @param dir where programs are started, for what they write there */
  constructor(dir: string) {
    this.#dir = dir
    this.#ip('netns', 'add', this.#name('bridge'))
    this.#in('bridge', 'link', 'add', 'br0', 'type', 'bridge')
    this.#in('bridge', 'link', 'set', 'br0', 'up')
  }

  /** A new host. */
  add(host: string): void {
    const n = this.#addresses.size + 1
    const address = `10.77.0.${n}`
    this.#addresses.set(host, address)
    this.#ip('netns', 'add', this.#name(host))
    const peer = ['peer', 'name', `p${n}`, 'netns', this.#name('bridge')]
    this.#in(host, 'link', 'add', 'eth0', 'type', 'veth', ...peer)
    this.#in(host, 'address', 'add', `${address}/24`, 'dev', 'eth0')
    for (const device of ['lo', 'eth0']) this.#in(host, 'link', 'set', device, 'up')
    this.#in('bridge', 'link', 'set', `p${n}`, 'master', 'br0', 'up')
  }

  addressOf(host: string): string {
    return this.#addresses.get(host)!
  }

  /** Starts a program on a host; it ends with the network, or with `stop`. */
  start(host: string, program: string, ...args: string[]): ChildProcess {
    const command = ['netns', 'exec', this.#name(host), program, ...args]
    const child = spawn(this.#program('ip'), command, {
      cwd: this.#dir,
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
    })
    this.#children.set(host, [...(this.#children.get(host) ?? []), child])
    return child
  }

  /** Ends all that runs on a host, at once. */
  async stop(host: string): Promise<void> {
    for (const child of this.#children.get(host) ?? []) {
      const ended = new Promise(resolve => child.once('close', resolve))
      if (child.exitCode !== null || child.signalCode !== null) continue
      process.kill(-child.pid!, 'SIGKILL')
      await ended
    }
    this.#children.delete(host)
  }

  /** Nothing that `from` sends arrives at `to` any more; the other direction goes on. */
  cut(from: string, to: string): void {
    this.#in(from, 'route', 'replace', 'blackhole', `${this.addressOf(to)}/32`)
  }

  /** Ends all cuts and squeezes. */
  heal(): void {
    for (const host of this.#addresses.keys()) {
      this.#try('-n', this.#name(host), 'route', 'flush', 'type', 'blackhole')
      run(this.#program('tc'), '-n', this.#name(host), 'qdisc', 'del', 'dev', 'eth0', 'root')
    }
  }

  /** What a host sends goes no faster, kbit/s. */
  squeeze(host: string, rate: number): void {
    const args = ['qdisc', 'replace', 'dev', 'eth0', 'root', 'tbf', 'rate', `${rate}kbit`]
    if (
      run(this.#program('tc'), '-n', this.#name(host), ...args, 'burst', '4kb', 'latency', '400ms') ===
      undefined
    )
      throw new Error(`tc did not squeeze ${host}`)
  }

  /** Ends everything. */
  async close(): Promise<void> {
    for (const host of [...this.#children.keys()]) await this.stop(host)
    for (const host of [...this.#addresses.keys(), 'bridge']) this.#try('netns', 'del', this.#name(host))
  }

  #name(host: string): string {
    return `${this.#tag}-${host}`
  }

  #in(host: string, ...args: string[]): void {
    this.#ip('-n', this.#name(host), ...args)
  }

  #ip(...args: string[]): void {
    if (run(this.#program('ip'), ...args) === undefined) throw new Error(`ip ${args.join(' ')} failed`)
  }

  #try(...args: string[]): void {
    run(this.#program('ip'), ...args)
  }

  #program(name: string): string {
    return findProgram(undefined, name) ?? name
  }
}

let made = 0
