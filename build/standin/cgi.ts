// SPDX-License-Identifier: AGPL-3.0-or-later
import { type ChildProcess, spawn } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Found } from './paths.ts'
import type { Slots } from './slots.ts'
import { fail } from './static.ts'

/** The request headers that uhttpd hands to a script, under `HTTP_…`; it has no If-None-Match, no Range, no X-…. */
const PASSED = [
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'authorization',
  'connection',
  'cookie',
  'host',
  'origin',
  'referer',
  'user-agent',
  'x-http-method-override',
  'http-auth-user',
  'http-auth-pass',
]

/** The search path that uhttpd gives a script: nothing of the environment that it was started in. */
export const CGI_PATH = '/sbin:/usr/sbin:/bin:/usr/bin'

/** Node hands header bytes over as Latin-1; the script gets the bytes that came, where they are UTF-8. */
const text = (header: string) => Buffer.from(header, 'latin1').toString()

/** The whole environment of a script, as uhttpd sets it. */
export const environment = (req: IncomingMessage, www: string, found: Found): Record<string, string> => {
  const env: Record<string, string> = { PATH: CGI_PATH }
  for (const name of PASSED) {
    const value = req.headers[name]
    if (value === undefined) continue
    const key = name.startsWith('http-') ? name : `http-${name}`
    env[key.toUpperCase().replaceAll('-', '_')] = text(Array.isArray(value) ? value.at(-1)! : value)
  }
  if (req.headers['content-type'] !== undefined) env.CONTENT_TYPE = text(req.headers['content-type'])
  if (req.headers['content-length'] !== undefined) env.CONTENT_LENGTH = req.headers['content-length']
  if (found.info) env.PATH_INFO = found.info
  const { localAddress = '', localPort = 0, remoteAddress = '', remotePort = 0 } = req.socket
  const plain = (address: string) => address.replace(/^::ffff:/, '')
  return {
    ...env,
    GATEWAY_INTERFACE: 'CGI/1.1',
    SERVER_SOFTWARE: 'uhttpd',
    SCRIPT_NAME: found.name,
    SCRIPT_FILENAME: found.file,
    DOCUMENT_ROOT: www,
    QUERY_STRING: found.query,
    REQUEST_URI: req.url!,
    SERVER_PROTOCOL: `HTTP/${req.httpVersion}`,
    REQUEST_METHOD: req.method!,
    REDIRECT_STATUS: '200',
    SERVER_NAME: plain(localAddress),
    SERVER_ADDR: plain(localAddress),
    SERVER_PORT: String(localPort),
    REMOTE_HOST: plain(remoteAddress),
    REMOTE_ADDR: plain(remoteAddress),
    REMOTE_PORT: String(remotePort),
  }
}

/** Reads a script's header lines out of its first output: undefined while the empty line is missing, null when broken. */
export const parseHead = (
  output: Buffer,
): { status: number; message: string; headers: [string, string][]; length: number } | undefined | null => {
  let status = 200
  let message = 'OK'
  const headers: [string, string][] = []
  for (let from = 0; ; ) {
    const end = output.indexOf(10, from)
    if (end < 0) return undefined
    const line = output.toString('latin1', from, end).replace(/\r$/, '')
    from = end + 1
    if (line === '') return { status, message, headers, length: from }
    const [, name, value] = /^([^:]+):[ \t]*(.*)$/.exec(line) ?? []
    if (name === undefined) return null
    if (name !== 'Status') headers.push([name, value!])
    // Case-sensitive, three digits and a reason, or uhttpd takes no notice of it.
    else if (/^[0-9]{3} /.test(value!)) [status, message] = [Number(value!.slice(0, 3)), value!.slice(4)]
  }
}

export interface CgiOptions {
  www: string
  slots: Slots
  /** Total run time of a script in ms; then it is killed. */
  timeout: number
  /** Kill only the script, as uhttpd does, or its whole process group: a harder death, which takes what it started, too. */
  kill: 'script' | 'group'
  /** What scripts print to standard error. */
  log: (text: string) => void
  /** Scripts that run, for a clean end. */
  running: Set<ChildProcess>
}

const stop = (child: ChildProcess, kill: CgiOptions['kill']) => {
  try {
    if (child.pid) process.kill(kill === 'group' ? -child.pid : child.pid, 'SIGKILL')
  } catch {
    // It has ended by itself meanwhile.
  }
}

/** Kills a script with all that it started. */
export const killGroup = (child: ChildProcess): void => stop(child, 'group')

/** Runs a script for a request as uhttpd does: killed when the client goes or the time is over. */
export const runScript = (
  req: IncomingMessage,
  res: ServerResponse,
  found: Found,
  options: CgiOptions,
): void => {
  if (!found.stat.isFile() || !(found.stat.mode & 0o1n)) {
    fail(req, res, 403, 'Forbidden', `You don't have permission to access ${found.name} on this server.`)
    return
  }
  // Gone while the path was looked up: nobody would ever end the script.
  if (req.socket.destroyed) return
  let abort = () => {}
  const leave = options.slots.take(() => {
    abort = relay(req, res, found, options, () => leave())
  })
  // The answer's end or the client's: whichever comes first frees the slot.
  res.once('close', () => {
    abort()
    leave()
  })
}

/** Starts the script, and hands over the body and the answer. Returns what ends it. */
const relay = (
  req: IncomingMessage,
  res: ServerResponse,
  found: Found,
  options: CgiOptions,
  done: () => void,
): (() => void) => {
  const child = spawn(found.file, [], {
    argv0: found.file,
    cwd: options.www,
    env: environment(req, options.www, found),
    stdio: 'pipe',
    // A process group of its own, so that what it started can be killed with it.
    detached: true,
  })
  options.running.add(child)
  const timer = setTimeout(() => stop(child, options.kill), options.timeout)
  let ended = false
  const finish = () => {
    if (ended) return
    ended = true
    clearTimeout(timer)
    options.running.delete(child)
    if (head) {
      if (req.complete) res.end()
      // The rest of the body would be taken for the next request: the connection is of no more use.
      else res.end(() => req.socket.destroySoon())
    } else fail(req, res, 502, 'Bad Gateway', 'The process did not produce any response')
    req.resume()
    done()
  }

  let head: ReturnType<typeof parseHead>
  let first = Buffer.alloc(0)
  const send = (data: Buffer) => {
    if (data.length && req.method !== 'HEAD' && !res.write(data)) {
      child.stdout.pause()
      res.once('drain', () => child.stdout.resume())
    }
  }
  child.stdout.on('data', (data: Buffer) => {
    if (ended || res.destroyed) return
    if (head) return send(data)
    first = Buffer.concat([first, data])
    head = parseHead(first)
    if (head === null) return finish()
    if (!head) return
    for (const [name, value] of head.headers) res.appendHeader(name, value)
    res.writeHead(head.status, head.message)
    send(first.subarray(head.length))
  })
  child.stdout.on('end', finish)
  // What it started may hold its output open: when it is gone and its output is read, the answer is over.
  child.on('exit', () => setTimeout(finish, 50))
  child.on('error', finish)
  child.stderr.on('data', (data: Buffer) => options.log(data.toString()))
  // A script that ends before it has read everything is no fault here; the rest of the body is thrown away.
  child.stdin.on('error', () => req.resume())
  req.pipe(child.stdin)
  return () => {
    if (ended) return
    ended = true
    clearTimeout(timer)
    stop(child, options.kill)
    options.running.delete(child)
  }
}
