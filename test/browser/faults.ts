import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { besidePage } from '../../build/beside.ts'
import { headerRules, headersFor, scriptHashes } from '../../build/standin/headers.ts'
import { HOST } from './chromium.ts'

/** What can happen to one request for the page. `drop`: the connection is reset; `half`: a whole answer with half a file. */
export type Fault = 'drop' | 'hang' | 'cut' | 'half' | 404 | 500 | 502

/** Every fault there is. */
export const FAULTS: Fault[] = ['drop', 'hang', 'cut', 'half', 404, 500, 502]

/**
 * A router that goes wrong when it is told to. It sends the page with the router's own headers, and as uhttpd does, sends
 * those with its errors, too: a 404 that may be cached for ten years and says that it is gzipped. What is not the page is
 * asked of a host behind it, such as the laptop stand-in, so a router can be exchanged behind one address; without one
 * there are organizers' screens besides.
 */
export class FaultyRouter {
  /** What happens to the next requests for the page, one each; then all is well. */
  plan: (Fault | 'ok')[] = []
  /** What became of each request for the page. Chromium sends one anew whose connection is reset, so one may stand here twice. */
  met: (Fault | 'ok')[] = []
  /** What was asked of it: method, path and, where there was one, the fault. */
  asked: string[] = []
  /** Port of the host that has everything but the page; absent: there is nothing else. */
  behind: number | undefined
  /** What its clock says, against the right time, ms. */
  clock = 0
  /** What it has no answer for but 502, besides the page. */
  broken: RegExp | undefined
  /** Origins that its policy lets the page talk to. */
  connect: string[] = []
  /** Headers on top of the router's, or instead of them; null: not sent. */
  headers: Record<string, string | null> = {}
  #html!: string
  #body!: Buffer
  #tag = 0
  #server: Server
  #port = 0

  constructor(html: Uint8Array) {
    this.deploy(html)
    this.#server = this.#make()
  }

  /** Puts another app on it, as an upgrade does; its file's time stays what the package says. */
  deploy(html: Uint8Array): void {
    this.#html = Buffer.from(html).toString()
    this.#body = gzipSync(html)
    this.#tag++
  }

  get port(): number {
    return this.#port
  }

  /** `http://bar.lan:PORT/`. */
  get url(): string {
    return `http://${HOST}:${this.#port}/`
  }

  /** Turns it on, always on the same port. */
  async up(): Promise<this> {
    await new Promise<void>((done, fail) => {
      this.#server.once('error', fail)
      this.#server.listen(this.#port, done)
    })
    this.#port = (this.#server.address() as AddressInfo).port
    return this
  }

  /** Turns it off: nobody listens, and every connection is gone. */
  async down(): Promise<void> {
    const closed = new Promise(done => this.#server.close(done))
    this.#server.closeAllConnections()
    await closed
    this.#server = this.#make()
  }

  #make(): Server {
    return createServer((req, res) => this.#answer(req, res))
  }

  #answer(req: IncomingMessage, res: ServerResponse): void {
    const page = /^\/(index\.html)?([?]|$)/.test(req.url!)
    const fault = page ? (this.plan.shift() ?? 'ok') : 'ok'
    if (page) this.met.push(fault)
    this.asked.push(`${req.method} ${req.url}${fault === 'ok' ? '' : ` ${fault}`}`)
    if (fault === 'hang') return
    if (fault === 'drop') return void req.socket.destroy()
    if (page) return void this.#page(req, res, fault)
    if (this.broken?.test(req.url!)) return void res.writeHead(502).end()
    if (!this.behind && req.url === '/office.js') return void this.#office(req, res)
    if (!this.behind) return void res.writeHead(404).end('none')
    const { method, headers, url } = req
    const onward = request({ port: this.behind, method, headers, path: url }, answer => {
      res.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(res)
    })
    onward.on('error', () => res.destroy())
    req.pipe(onward)
  }

  /** Organizers' screens, which every host of the page has. */
  async #office(req: IncomingMessage, res: ServerResponse): Promise<void> {
    for (const [name, value] of headersFor(headerRules({}), req.url!)) res.setHeader(name, value)
    res.writeHead(200, { 'Content-Type': 'text/javascript' }).end((await besidePage()).get('office.js'))
  }

  #page(req: IncomingMessage, res: ServerResponse, fault: Fault | 'ok'): void {
    const rules = headerRules({ scripts: scriptHashes(this.#html), connect: this.connect })
    res.sendDate = false
    for (const [name, value] of headersFor(rules, req.url!)) res.setHeader(name, value)
    for (const [name, value] of Object.entries(this.headers)) {
      if (value === null) res.removeHeader(name)
      else res.setHeader(name, value)
    }
    if (typeof fault === 'number') {
      res.writeHead(fault, { 'Content-Type': 'text/html' }).end(`<h1>${fault}</h1>`)
      return
    }
    const tag = `"2f-${this.#body.length.toString(16)}-${this.#tag}"`
    res.setHeader('Date', new Date(Date.now() + this.clock).toUTCString())
    res.setHeader('ETag', tag)
    res.setHeader('Last-Modified', 'Sun, 01 Jan 2023 00:00:00 GMT')
    // uhttpd looks at the time before the tag, and every file of a package has the same time.
    if (req.headers['if-modified-since'] || req.headers['if-none-match'] === tag) {
      res.writeHead(304).end()
      return
    }
    const body = fault === 'half' ? gzipSync(this.#html.slice(0, this.#html.length >> 1)) : this.#body
    res.writeHead(200, { 'Content-Type': 'text/html', 'Content-Length': String(body.length) })
    if (fault !== 'cut') res.end(body)
    else res.write(body.subarray(0, body.length >> 1), () => setTimeout(() => req.socket.destroy(), 20))
  }
}
