import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findProgram } from '../../build/interpreter.ts'

/** The name that tablets use. Chromium takes it for this machine, and for no secure context, as on a real router. */
export const HOST = 'bar.lan'

/** How long a test waits for what it wants to see, ms: what comes ends the wait at once, and a busy machine is slow. */
export const PATIENCE = 60_000

/** Starts the machine's Chromium, with `bar.lan` meaning this machine. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findProgram('BARWRT_CHROMIUM', 'chromium') ?? '/usr/bin/chromium',
    timeout: 2 * PATIENCE,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
    ],
  })

/** A page in a fresh profile. An error in the page fails the test that reads `errors`. */
export const page = async (
  browser: Browser,
  viewport: { width: number; height: number } = { width: 1280, height: 800 },
  options: BrowserContextOptions = {},
): Promise<Page> => {
  const context = await browser.newContext({ viewport, ...options })
  context.setDefaultTimeout(PATIENCE)
  return context.newPage()
}

/** Serves one HTML file at every path of a port of its own. */
export const serveHtml = async (
  html: Uint8Array,
  headers: Record<string, string> = {},
): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/html', ...headers }).end(html)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
