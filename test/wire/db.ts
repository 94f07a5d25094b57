import { expect } from 'vitest'
import type { Answer, Send } from './client.ts'

export interface Doc {
  _id: string
  _rev: string
  [field: string]: unknown
}

export interface Row {
  seq: string
  id: string
  changes: { rev: string }[]
  doc: Doc
}

/** An event as a tablet makes it; `more` is what the test cares about. */
export const event = (station: string, n: number, more: Record<string, unknown> = {}): Doc => ({
  _id: `${station}-${n}`,
  _rev: '1-0',
  kind: 'order',
  at: 1763850000000 + n,
  lines: [{ menu: 'seed00c0ffee-3', n: 1, sum: 250 }],
  sum: 250,
  ...more,
})

export const events = (
  station: string,
  from: number,
  to: number,
  more: Record<string, unknown> = {},
): Doc[] => Array.from({ length: to - from + 1 }, (_, i) => event(station, from + i, more))

/** An event whose stored line is `bytes` long. */
export const sized = (station: string, n: number, bytes: number): Doc => {
  const doc = event(station, n, { note: '' })
  return { ...doc, note: 'x'.repeat(bytes - JSON.stringify(doc).length) }
}

export const basic = (key: string, user = 'bar'): string =>
  `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`

/** A station's view of one database. */
export class Db {
  constructor(
    readonly send: Send,
    readonly name: string,
    readonly key?: string,
  ) {}

  ask(method: string, path = '', body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
    return this.send(method, `/cgi-bin/db/${this.name}${path}`, {
      ...(body !== undefined && { body: text }),
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(this.key && { Authorization: basic(this.key) }),
        ...headers,
      },
    })
  }

  async make(): Promise<this> {
    const made = await this.ask('PUT')
    expect(made.status, made.text).toBe(201)
    return this
  }

  async info(): Promise<Record<string, string | number>> {
    const info = await this.ask('GET')
    expect(info.status, info.text).toBe(200)
    return info.json
  }

  bulk(docs: unknown[]): Promise<Answer> {
    return this.ask('POST', '/_bulk_docs', { new_edits: false, docs })
  }

  /** Pushes and wants it accepted. */
  async push(docs: unknown[]): Promise<void> {
    const pushed = await this.bulk(docs)
    expect(pushed.status, pushed.text).toBe(201)
    expect(pushed.json).toEqual([])
  }

  changes(query = ''): Promise<Answer> {
    return this.ask('GET', `/_changes?include_docs=true${query && `&${query}`}`)
  }

  /** Reads to the end, page by page. */
  async pull(since?: string, limit = 1000): Promise<{ rows: Row[]; last: string }> {
    const rows: Row[] = []
    for (;;) {
      const page = await this.changes(`limit=${limit}${since === undefined ? '' : `&since=${since}`}`)
      expect(page.status, page.text).toBe(200)
      const { results, last_seq, pending } = page.json
      rows.push(...results)
      since = last_seq as string
      if (pending === 0) return { rows, last: since }
      // A page that brings nothing and says that there is more would never end.
      expect(results.length).toBeGreaterThan(0)
    }
  }

  async ids(): Promise<string[]> {
    return (await this.pull()).rows.map(row => row.id)
  }

  /** Which of these ids the database says it lacks: the index's own word. */
  async missing(ids: string[]): Promise<string[]> {
    const answer = await this.ask('POST', '/_revs_diff', Object.fromEntries(ids.map(id => [id, ['1-0']])))
    expect(answer.status, answer.text).toBe(200)
    return Object.keys(answer.json)
  }

  async wipe(): Promise<Answer> {
    const { db_name, instance_start_time } = await this.info()
    return this.ask('POST', '/_wipe', { db_name, instance_start_time })
  }
}

/** Sorted by station, then number. */
export const inOrder = (ids: string[]): string[] =>
  [...ids].sort((a, b) => {
    const [s, n] = a.split('-')
    const [t, m] = b.split('-')
    return s! < t! ? -1 : s! > t! ? 1 : Number(n) - Number(m)
  })
