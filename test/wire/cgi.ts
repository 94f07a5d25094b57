import { spawn } from 'node:child_process'
import { CGI_PATH, parseHead } from '../../build/standin/cgi.ts'
import { decodePath } from '../../build/standin/paths.ts'
import type { Root } from '../../build/standin/root.ts'
import { type Answer, answer, type Request, type Send } from './client.ts'

export interface Run extends Partial<Answer> {
  /** How the first process ended: an exit code, or the signal that ended it. */
  end: number | NodeJS.Signals
  stderr: string
}

/**
 * Runs the CGI entry of a root directly, with no web server between.
 * @param wrapper a program and its arguments to run it under, e.g. strace
 */
export const runScript = (
  root: Root,
  method: string,
  url: string,
  { body = '', headers = {}, from = '127.0.0.1' }: Request = {},
  wrapper: string[] = [],
): Promise<Run> =>
  new Promise((resolve, reject) => {
    const [path, query = ''] = url.split('?')
    const script = `${root.www}/cgi-bin/db`
    const [program, ...args] = [...wrapper, script]
    const given: Record<string, string> = {}
    for (const [name, value] of Object.entries(headers))
      given[name === 'Content-Type' ? 'CONTENT_TYPE' : `HTTP_${name.toUpperCase().replaceAll('-', '_')}`] =
        value
    const child = spawn(program!, args, {
      cwd: root.www,
      env: {
        PATH: CGI_PATH,
        GATEWAY_INTERFACE: 'CGI/1.1',
        SCRIPT_NAME: '/cgi-bin/db',
        SCRIPT_FILENAME: script,
        DOCUMENT_ROOT: root.www,
        PATH_INFO: decodePath(path!.replace('/cgi-bin/db', ''))!,
        QUERY_STRING: query,
        REQUEST_URI: url,
        REQUEST_METHOD: method,
        SERVER_PROTOCOL: 'HTTP/1.1',
        REMOTE_ADDR: from,
        ...(body.length > 0 && { CONTENT_LENGTH: String(Buffer.byteLength(body)) }),
        ...given,
      },
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', data => out.push(data))
    child.stderr.on('data', data => err.push(data))
    child.on('error', reject)
    child.stdin.on('error', () => {})
    child.on('close', (code, signal) => {
      const output = Buffer.concat(out)
      const head = parseHead(output)
      const lower = Object.fromEntries(
        (head?.headers ?? []).map(([name, value]) => [name.toLowerCase(), value]),
      )
      const end = signal ?? code!
      const stderr = Buffer.concat(err).toString()
      if (!head) resolve({ end, stderr })
      else resolve(Object.assign(answer(head.status, lower, output.subarray(head.length)), { end, stderr }))
    })
    child.stdin.end(body)
  })

/** Requests straight to the script: the shim alone, whatever the web server. */
export const direct =
  (root: Root): Send =>
  async (method, path, request) => {
    const run = await runScript(root, method, path, request)
    if (run.status === undefined) throw new Error(`no answer (${run.end}): ${run.stderr}`)
    return run as Answer
  }
