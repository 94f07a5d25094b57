import { type ChildProcess, spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFirefox } from '../../build/interpreter.ts'
import { HOST } from './chromium.ts'

/** The machine's Firefox, where there is one. */
export const FIREFOX = findFirefox()

/** `bar.lan` means this machine, nothing is asked of the internet, and the door for tests picks a port of its own. */
const PREFERENCES: Record<string, string | number | boolean> = {
  'marionette.port': 0,
  'network.dns.localDomains': HOST,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.normandy.enabled': false,
  'toolkit.startup.max_resumed_crashes': -1,
}

/** The whole messages, `LENGTH:JSON` each (length in bytes), at the head of what came so far, and what is left. */
export const takeMessages = (read: Buffer): { messages: unknown[]; rest: Buffer } => {
  const messages: unknown[] = []
  for (let rest = read; ; ) {
    const colon = rest.indexOf(':')
    const end = colon + 1 + Number(rest.toString('latin1', 0, Math.max(colon, 0)))
    if (colon < 0 || rest.length < end) return { messages, rest }
    messages.push(JSON.parse(rest.toString('utf8', colon + 1, end)))
    rest = rest.subarray(end)
  }
}

/**
 * Firefox, driven through Marionette, its own door for tests: playwright drives only a Firefox of its own making. A
 * command is `[0, id, name, parameters]`, its answer `[1, id, error, result]`.
 */
export class Firefox {
  readonly #child: ChildProcess
  readonly #socket: Socket
  readonly #waiting = new Map<number, (error: unknown, result: unknown) => void>()
  #last = 0

  private constructor(child: ChildProcess, socket: Socket) {
    this.#child = child
    this.#socket = socket
    let rest: Buffer = Buffer.alloc(0)
    socket.on('data', data => {
      const taken = takeMessages(Buffer.concat([rest, data]))
      rest = taken.rest
      // The first message says what the door is; it answers nothing.
      for (const message of taken.messages)
        if (Array.isArray(message)) this.#waiting.get(message[1])?.(message[2], message[3])
    })
    const fail = () => {
      for (const end of this.#waiting.values()) end({ message: 'Firefox has gone' }, undefined)
    }
    socket.on('close', fail).on('error', fail)
  }

  /** Starts Firefox on a profile that stays; one that was killed is taken up again. */
  static async start(profile: string): Promise<Firefox> {
    const lines = Object.entries(PREFERENCES).map(
      ([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`,
    )
    await writeFile(join(profile, 'user.js'), lines.join(''))
    await writeFile(join(profile, 'MarionetteActivePort'), '')
    const child = spawn(FIREFOX!, ['--headless', '--marionette', '--no-remote', '--profile', profile], {
      stdio: 'ignore',
      // A process group of its own, so that its helpers can be killed with it.
      detached: true,
      env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1', HOME: profile },
    })
    for (let tries = 0; tries < 300; tries++) {
      const port = Number(await readFile(join(profile, 'MarionetteActivePort'), 'utf8').catch(() => ''))
      const socket = port ? await connect(port) : undefined
      if (socket) {
        const firefox = new Firefox(child, socket)
        await firefox.#send('WebDriver:NewSession', { pageLoadStrategy: 'normal' })
        await firefox.#send('WebDriver:SetTimeouts', { pageLoad: 20_000, script: 20_000 })
        return firefox
      }
      await sleep(100)
    }
    child.kill('SIGKILL')
    throw new Error('Firefox did not open its door for tests')
  }

  /** Opens an address as somebody does who types it; without a fragment, or Firefox does not wait. Says whether a page came. */
  async open(url: string): Promise<boolean> {
    try {
      await this.#send('WebDriver:Navigate', { url })
      return true
    } catch {
      return false
    }
  }

  /** The browser's own reload; WebDriver's would be the hard one. */
  async reload(): Promise<void> {
    const old = await this.evaluate<number>('performance.timeOrigin')
    await this.evaluate('void setTimeout(() => location.reload())')
    await this.until(`performance.timeOrigin !== ${old}`)
  }

  /** Presses a key, as WebDriver spells it. */
  async press(key: string): Promise<void> {
    const actions = ['keyDown', 'keyUp'].map(type => ({ type, value: key }))
    await this.#send('WebDriver:PerformActions', { actions: [{ type: 'key', id: 'keys', actions }] })
  }

  /** Waits until an expression is true in the page, whatever page is there meanwhile. */
  async until(expression: string, ms = 20_000): Promise<void> {
    for (let waited = 0; ; waited += 100) {
      if (await this.evaluate<boolean>(expression).catch(() => false)) return
      if (waited > ms) throw new Error(`never true: ${expression}`)
      await sleep(100)
    }
  }

  /** The value of an expression in the page; a promise is waited for. */
  async evaluate<T>(expression: string): Promise<T> {
    const script = `const done = arguments[0]; (async () => (${expression}))().then(value => done([value]), error => done(['' + error]))`
    const result = (await this.#send('WebDriver:ExecuteAsyncScript', { script, args: [] })) as {
      value: [T]
    }
    return result.value[0]
  }

  /** Ends it as people do. */
  async close(): Promise<void> {
    await this.#send('Marionette:Quit', { flags: ['eAttemptQuit'] }).catch(() => {})
    await this.#gone()
  }

  /** Ends it as a dying battery does, as far as a process can tell. */
  async kill(): Promise<void> {
    process.kill(-this.#child.pid!, 'SIGKILL')
    await this.#gone()
  }

  async #gone(): Promise<void> {
    this.#socket.destroy()
    for (let tries = 0; tries < 100 && this.#child.exitCode === null && !this.#child.signalCode; tries++)
      await sleep(100)
    if (this.#child.exitCode === null && !this.#child.signalCode) process.kill(-this.#child.pid!, 'SIGKILL')
  }

  #send(name: string, parameters: object): Promise<unknown> {
    const id = ++this.#last
    const message = JSON.stringify([0, id, name, parameters])
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (error, result) => {
        this.#waiting.delete(id)
        if (error) reject(new Error(String((error as { message: string }).message)))
        else resolve(result)
      })
      this.#socket.write(`${Buffer.byteLength(message)}:${message}`)
    })
  }
}

const connect = (port: number): Promise<Socket | undefined> =>
  new Promise(resolve => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(undefined))
  })
