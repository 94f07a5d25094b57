// SPDX-License-Identifier: AGPL-3.0-or-later
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname } from 'node:path'
import type { Found } from './paths.ts'

/** The types that uhttpd knows and BarWRT uses; no charset is sent, as there. */
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain',
}

/** uhttpd's entity tag: whole seconds, so only a changed size tells two writes of one second apart. */
export const etag = (s: Found['stat']): string =>
  `"${[s.ino, s.size, s.mtimeMs / 1000n].map(part => part.toString(16)).join('-')}"`

/** Whether a conditional request is answered 304. uhttpd looks at If-Modified-Since first, and so may be wrong. */
const unchanged = (req: IncomingMessage, s: Found['stat']): boolean => {
  const since = Date.parse(req.headers['if-modified-since'] ?? '')
  if (since >= Math.floor(Number(s.mtimeMs) / 1000) * 1000) return true
  const tags = req.headers['if-none-match']?.split(/[ ,]+/) ?? []
  return tags.includes('*') || tags.includes(etag(s))
}

/** An error page like uhttpd's. A body that nobody read makes the connection useless, so it is closed then. */
export const fail = (
  req: IncomingMessage,
  res: ServerResponse,
  code: number,
  title: string,
  text = '',
): void => {
  if (Number(req.headers['content-length'] ?? 0) > 0 || req.headers['transfer-encoding'])
    res.shouldKeepAlive = false
  res.writeHead(code, title, { 'Content-Type': 'text/html' })
  res.end(`<h1>${title}</h1>${text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`)}`)
}

/** Answers with a file, as uhttpd does: no range, no directory listing (-D), `index.html` for a directory. */
export const serveFile = async (req: IncomingMessage, res: ServerResponse, found: Found): Promise<void> => {
  let { file, stat: s } = found
  if (!['GET', 'HEAD', 'POST', 'OPTIONS'].includes(req.method!)) {
    res.writeHead(405, 'Method Not Allowed').end()
    return
  }
  if (s.isDirectory()) {
    if (!found.slash) {
      const query = found.query && `?${found.query}`
      res.writeHead(302, 'Found', { Location: `${found.name}/${query}` }).end()
      return
    }
    file = `${file}/index.html`
    s = (await stat(file, { bigint: true }).catch(() => undefined)) ?? s
  }
  if (!s.isFile() || !(s.mode & 0o4n))
    return fail(
      req,
      res,
      403,
      'Forbidden',
      `You don't have permission to access ${found.name} on this server.`,
    )
  res.sendDate = true
  res.setHeader('ETag', etag(s))
  res.setHeader('Last-Modified', new Date(Number(s.mtimeMs)).toUTCString())
  if (unchanged(req, s)) {
    res.writeHead(304, 'Not Modified').end()
    return
  }
  if (!req.complete) res.shouldKeepAlive = false
  res.writeHead(200, 'OK', {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Length': String(s.size),
  })
  if (req.method === 'HEAD' || s.size === 0n) {
    res.end()
    return
  }
  // A file that shrinks or grows meanwhile must not run past the length that was promised.
  const stream = createReadStream(file, { end: Number(s.size) - 1 })
  stream.on('error', () => res.destroy())
  stream.pipe(res)
}
