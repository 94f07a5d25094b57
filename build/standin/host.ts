// SPDX-License-Identifier: AGPL-3.0-or-later
import type { ChildProcess } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type CgiOptions, killGroup, runScript } from './cgi.ts'
import { type HeaderRule, headerRules, headersFor } from './headers.ts'
import { lookup } from './paths.ts'
import { Slots } from './slots.ts'
import { fail, serveFile } from './static.ts'

export interface HostOptions {
  /** The web root. */
  www: string
  /** Port; 0: one that is free. */
  port?: number
  /** Address to listen on; absent: all of them. */
  host?: string
  rules?: HeaderRule[]
  /** Scripts at once. uhttpd's default: 3. */
  scripts?: number
  /** Total run time of a script in ms. uhttpd's default: 60 s. */
  timeout?: number
  kill?: CgiOptions['kill']
  log?: (text: string) => void
}

export interface Host {
  port: number
  /** Takes no more requests, drops the ones under way, and kills their scripts. */
  stop: () => Promise<void>
}

/** uhttpd answers 413 to a request line or a header line, with its end, that does not fit into its buffer. */
const BUFFER = 4096
const tooLong = ({ method, url, rawHeaders }: IncomingMessage): boolean =>
  `${method} ${url} HTTP/1.1\r\n`.length > BUFFER ||
  rawHeaders.some((name, i) => i % 2 === 0 && `${name}: ${rawHeaders[i + 1]}\r\n`.length > BUFFER)

/**
 * A small static and CGI host that behaves as uhttpd does on a router, measured there: the environment of a script, how
 * many run at once, when they are killed, entity tags, the headers. It is for laptops and tests.
 * @throws the system's error when the port cannot be had (`EADDRINUSE`, `EACCES`)
 */
export const startHost = async (options: HostOptions): Promise<Host> => {
  const www = await realpath(options.www)
  const rules = options.rules ?? headerRules()
  const running = new Set<ChildProcess>()
  const cgi: CgiOptions = {
    www,
    slots: new Slots(options.scripts ?? 3),
    timeout: options.timeout ?? 60_000,
    kill: options.kill ?? 'script',
    log: options.log ?? (text => process.stderr.write(text)),
    running,
  }

  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    res.sendDate = false
    if (tooLong(req)) {
      res.shouldKeepAlive = false
      return fail(req, res, 413, 'Request Entity Too Large')
    }
    const agent = req.headers['user-agent'] ?? ''
    if (agent.includes('Safari/') && agent.includes('Mac OS X') && !agent.includes('Chrome/'))
      res.shouldKeepAlive = false
    for (const [name, value] of headersFor(rules, req.url!)) res.setHeader(name, value)
    // The one symlink that leads out of the web root.
    const pulse = await realpath(join(www, 'pulse')).catch(() => undefined)
    const found = await lookup(www, pulse ? [pulse] : [], req.url!)
    if (!found)
      return fail(req, res, 404, 'Not Found', `The requested URL ${req.url} was not found on this server.`)
    if (found.name.startsWith('/cgi-bin/')) return runScript(req, res, found, cgi)
    return serveFile(req, res, found)
  }

  const server = createServer({ keepAliveTimeout: 20_000, requestTimeout: 0 }, (req, res) => {
    if (!['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'].includes(req.method!))
      return fail(req, res, 400, 'Bad Request')
    answer(req, res).catch(error => {
      cgi.log(`${error}\n`)
      if (res.headersSent) res.destroy()
      else fail(req, res, 500, 'Internal Server Error')
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      for (const child of running) killGroup(child)
      await closed
    },
  }
}
