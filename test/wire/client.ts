import http from 'node:http'
import net from 'node:net'

export interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  json: any
}

export interface Request {
  body?: string | Buffer
  /** The client's address, where no web server is between; else it is 127.0.0.1. */
  from?: string
  headers?: Record<string, string>
}

/** One request to a host, or straight to the script. */
export type Send = (method: string, path: string, request?: Request) => Promise<Answer>

export const answer = (status: number, headers: Record<string, string>, body: Buffer): Answer => ({
  status,
  headers,
  body,
  text: body.toString(),
  get json() {
    return JSON.parse(this.text)
  },
})

/** Requests over HTTP, each on a connection of its own; the path goes out as it is. */
export const overHttp =
  (url: string): Send =>
  (method, path, { body, headers = {} } = {}) =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(url)
      const length: Record<string, string> =
        body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
      const req = http.request(
        { hostname, port, method, path, agent: false, headers: { ...length, ...headers } },
        res => {
          const plain: Record<string, string> = {}
          for (const [name, value] of Object.entries(res.headers)) plain[name] = String(value)
          const done = () => resolve(answer(res.statusCode!, plain, Buffer.concat(parts)))
          const parts: Buffer[] = []
          // uhttpd sends an error's page even after the head that HEAD asked for: the head is all that counts.
          if (method === 'HEAD') return done()
          res.on('data', part => parts.push(part))
          // A host that refuses may close before it has read all: what it answered counts.
          res.on('error', error => (res.statusCode! >= 400 ? done() : reject(error)))
          res.on('end', done)
        },
      )
      req.on('error', reject)
      req.end(body)
    })

/** An upload by hand: as much of the body as the test wants, then the rest, an end, or a cut. */
export class Upload {
  #socket: net.Socket
  #received: Buffer[] = []

  private constructor(socket: net.Socket) {
    this.#socket = socket
    socket.on('data', data => this.#received.push(data))
    socket.on('error', () => {})
  }

  /** Connects and sends the head, which promises `length` bytes. */
  static async open(url: string, path: string, length: number, headers: Record<string, string> = {}) {
    const { hostname, port } = new URL(url)
    const socket = net.connect({ host: hostname, port: Number(port) })
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    const upload = new Upload(socket)
    const lines = {
      Host: 'localhost',
      'Content-Type': 'application/json',
      'Content-Length': String(length),
      Connection: 'close',
      ...headers,
    }
    const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`)
    await upload.write(`POST ${path} HTTP/1.1\r\n${head.join('')}\r\n`)
    return upload
  }

  write(data: string | Buffer): Promise<void> {
    return new Promise(resolve => this.#socket.write(data, () => resolve()))
  }

  /** Cuts the connection: with a reset, as a tablet that is switched off, or with an orderly end. */
  async cut(how: 'reset' | 'end' = 'reset'): Promise<void> {
    if (how === 'reset') this.#socket.resetAndDestroy()
    else this.#socket.destroy()
  }

  /** Waits for the host to end the connection; the status it answered with. */
  async status(): Promise<number> {
    if (!this.#socket.closed) await new Promise(resolve => this.#socket.once('close', resolve))
    // uhttpd says HTTP/0.9 when it refuses a request's first line.
    const [, status] = /^HTTP\/[01]\.[0-9] ([0-9]{3})/.exec(Buffer.concat(this.#received).toString()) ?? []
    return Number(status ?? 0)
  }
}
