import http from 'node:http'

/** An answer, its body read to the end. */
export interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  text: string
}

/**
 * Asks one thing after the other, each over a connection of its own: on one that stays open, uhttpd's answers come 40 ms
 * late, for it sends them in two small writes and waits for the first to be acknowledged.
 */
export class Client {
  private readonly agent = new http.Agent({ keepAlive: false })

  /** @param url what every path is put behind */
  constructor(private readonly url: string) {}

  ask(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Answer> {
    const sent =
      body === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }
    return new Promise((resolve, reject) => {
      const request = http.request(
        this.url + path,
        { method, agent: this.agent, headers: { ...sent, ...headers } },
        response => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', part => {
            text += part
          })
          response.on('error', reject)
          response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
        },
      )
      request.on('error', reject)
      request.end(body)
    })
  }

  /** Asks, and wants one of these answers. @throws with the answer's own words */
  async want(statuses: number[], ...what: Parameters<Client['ask']>): Promise<Answer> {
    const answer = await this.ask(...what)
    if (!statuses.includes(answer.status))
      throw new Error(`${what[0]} ${what[1]}: ${answer.status} ${answer.text.slice(0, 300)}`)
    return answer
  }

  close(): void {
    this.agent.destroy()
  }
}
