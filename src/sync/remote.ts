import type { Ref } from '../domain/event.ts'
import { sameJson } from '../domain/json.ts'

/** What the wire needs of the world. */
export interface Net {
  fetch: typeof fetch
  /** Calls `then` once after `ms`; returns what calls it off. */
  after(ms: number, then: () => void): () => void
}

/** Why a database did not do what it was asked. */
export type Failure =
  /** No answer, or not in time. */
  | 'offline'
  /** 400: what was asked is malformed, to its mind. */
  | 'bad'
  /** 401, 403: it wants a key, or another one. */
  | 'key'
  /** 404: no such database. */
  | 'missing'
  /** 404 of a database that an organizer wiped. */
  | 'wiped'
  /** 413: too much at once, or one event too large. */
  | 'large'
  /** 507: its storage is full. */
  | 'full'
  /** 429: this address has sent its share for now. */
  | 'slow'
  /** It answers yes with what is no answer: a cut body, a login page of the Wi-Fi. */
  | 'garbled'
  /** It holds another meeting. Found out by comparing; no server says so. */
  | 'other'
  /** Any other answer. */
  | 'trouble'

/** A request that came to nothing; `message` is the database's own reason, where it gave one. */
export class RemoteError extends Error {
  constructor(
    readonly failure: Failure,
    reason?: string,
  ) {
    super(reason)
  }
}

/** What kind of failure an error is; what is none of ours is trouble. */
export const failureOf = (error: unknown): Failure =>
  error instanceof RemoteError ? error.failure : 'trouble'

/** What a database says of itself. */
export interface Info {
  /** Its `instance_start_time`: another one means that it was made anew, or on a router that it booted. */
  life: string
  /** Whether it is a router's, whose `since` tells by itself when it does not hold any more. */
  router: boolean
  /** How many documents it holds. */
  holds: number
  /**
   * Whether that number tells of a database that was made anew: on a PouchDB server, which numbers changes from 1 and
   * keeps its `instance_start_time`.
   */
  exact: boolean
  /** The URL of its pulse. */
  pulse?: string
  ref?: Ref
}

/** A page of changes. */
export interface Page {
  rows: ({ doc?: unknown } | null)[]
  /** Opaque place behind these rows. */
  since: string
  /** Rows still to come; a router says only whether there are any. */
  pending: number
}

const FAILURES: Record<number, Failure> = {
  400: 'bad',
  401: 'key',
  403: 'key',
  404: 'missing',
  413: 'large',
  429: 'slow',
  507: 'full',
}

/** How long an answer may take, its body included, ms: a router builds its index anew in this time. */
const PATIENCE = 20_000
/** How long a static file may take, ms. */
export const SHORT_PATIENCE = 5000
/** `Date` has whole seconds: this is the middle of one, and as far from it are the ends, ms. */
const HALF_SECOND = 500

/**
 * One request with a time-out over all of it, so it reads no longer than that. Never follows a redirect (a login page of
 * the Wi-Fi), never sends what the browser keeps for the origin, never uses a cache.
 * @throws RemoteError `offline`
 */
export const request = async (net: Net, url: string, init?: RequestInit, patience = PATIENCE) => {
  const abort = new AbortController()
  const stop = net.after(patience, () => abort.abort())
  try {
    const { signal } = abort
    const how = { cache: 'no-store', credentials: 'omit', redirect: 'error', signal } as const
    const response = await net.fetch(url, { ...init, ...how })
    return { response, text: await response.text() }
  } catch (error) {
    throw new RemoteError('offline', String(error))
  } finally {
    stop()
  }
}

/** The value of a JSON text; `null` when it is none. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The value of a Basic `Authorization` header. On a router only the key counts; a CouchDB gets it as `user:password`. */
const basic = (key: string): string => {
  const bytes = new TextEncoder().encode(key.includes(':') ? key : `bar:${key}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}

/**
 * What a key is for. Asks for a wipe of no database, which nobody grants: whoever may wipe hears that this is none, all
 * others that they may not. Undefined without an answer, or with one that does not say.
 */
export const askRole = async (
  net: Net,
  url: string,
  key: string,
): Promise<'bar' | 'organizer' | undefined> => {
  const answer = await request(net, `${url}/_wipe`, {
    method: 'POST',
    body: '{"db_name":"","instance_start_time":""}',
    headers: { 'Content-Type': 'application/json', Authorization: basic(key) },
  }).catch(() => undefined)
  return ({ 401: 'bar', 412: 'organizer' } as const)[answer?.response.status as 401]
}

/** One database on the wire: a subset of CouchDB's HTTP API. All its methods throw `RemoteError` and nothing else. */
export class Remote {
  /** The key that it wants, if any. */
  key: string | undefined
  readonly #url: string
  readonly #world

  /** @param url absolute, without credentials */
  constructor(url: string, world: Net & { now(): number; mono(): number }) {
    this.#url = url
    this.#world = world
  }

  /** Makes the database. Only where an organizer asked for it. */
  async make(): Promise<void> {
    await this.#ask('', { method: 'PUT' })
  }

  /** Asks the database about itself, and measures this tablet's clock against its own on the way. */
  async info(): Promise<Info> {
    const { now, mono } = this.#world
    const asked = mono()
    const { body, response } = await this.#ask('')
    const half = (mono() - asked) / 2
    const measure = (boot: string, its: number, grain: number): Ref => ({
      boot,
      off: Math.round(now() - half - its - grain),
      err: Math.ceil(half + grain),
    })
    const { db_name, instance_start_time, barwrt, pulse, boot, up, update_seq, doc_count } = body
    if (!db_name) throw new RemoteError('garbled')
    const { headers } = response
    const date = headers.get('Age') ? 0 : Date.parse(headers.get('Date')!)
    const info: Info = {
      life: String(instance_start_time),
      router: !!barwrt,
      holds: Number(doc_count),
      exact: typeof update_seq === 'number',
    }
    if (typeof pulse === 'string') info.pulse = new URL(pulse, this.#url).href
    if (typeof boot === 'string' && typeof up === 'number') info.ref = measure(boot, up, 0)
    else if (date && !barwrt) info.ref = measure('utc', date, HALF_SECOND)
    return info
  }

  /** What came in after `since`, or from the start. */
  async changes(since: string | undefined, limit: number): Promise<Page> {
    const from = since === undefined ? '' : `&since=${encodeURIComponent(since)}`
    const { body } = await this.#ask(`/_changes?include_docs=true&limit=${limit}${from}`)
    const { results, last_seq, pending } = body
    if (!Array.isArray(results) || last_seq === undefined) throw new RemoteError('garbled')
    // A PouchDB may say nothing of what is to come: then a full page tells.
    const rest = typeof pending === 'number' ? pending : +(results.length >= limit)
    return { rows: results, since: String(last_seq), pending: rest }
  }

  /**
   * Stores documents that have their `_rev`; known ids are ignored.
   * @param docs each as JSON text
   * @returns those that it refused one by one, as a CouchDB with rules of its own does
   */
  async push(docs: string[]): Promise<{ id: string; reason: string }[]> {
    const { body } = await this.#ask(
      '/_bulk_docs',
      this.#json('POST', `{"new_edits":false,"docs":[${docs}]}`),
    )
    if (!Array.isArray(body)) throw new RemoteError('garbled')
    return body.filter(row => row?.error)
  }

  /** A small document beside the log, which a router keeps in RAM and never lists; undefined where there is none. */
  async local(id: string): Promise<Record<string, unknown> | undefined> {
    try {
      return (await this.#ask(`/_local/${id}`)).body
    } catch (error) {
      if (failureOf(error) === 'missing') return
      throw error
    }
  }

  /** Writes such a document, unless it is there. A CouchDB wants to be told which one it replaces. */
  async setLocal(id: string, value: object): Promise<void> {
    const known = await this.local(id)
    const { _id, _rev, ...rest } = known ?? {}
    if (known && sameJson(rest, value)) return
    await this.#ask(`/_local/${id}`, this.#json('PUT', { ...value, ...(known && { _rev: known['_rev'] }) }))
  }

  /** Wipes it, for good: only its name stays. Takes the organizer key. */
  async wipe(): Promise<void> {
    const { db_name, instance_start_time } = (await this.#ask('')).body
    await this.#ask('/_wipe', this.#json('POST', { db_name, instance_start_time }))
  }

  /**
   * Looks at the pulse, a static file: no script runs, no key is asked.
   * @returns its entity tag (`seen` when unchanged), or nothing when there is no such file, or none can be read
   */
  async pulse(url: string, seen: string | undefined): Promise<string | undefined | null> {
    const headers: HeadersInit = seen ? { 'If-None-Match': seen } : {}
    const { response } = await request(this.#world, url, { method: 'HEAD', headers }, SHORT_PATIENCE)
    if (response.status === 304) return seen
    return response.ok ? response.headers.get('ETag') : null
  }

  #json(method: string, body: string | object): RequestInit {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return { method, body: text, headers: { 'Content-Type': 'application/json' } }
  }

  async #ask(path: string, init?: RequestInit) {
    const headers = { ...init?.headers, ...(this.key && { Authorization: basic(this.key) }) }
    const { response, text } = await request(this.#world, this.#url + path, { ...init, headers })
    const body = Object(parseJson(text)) as Record<string, unknown>
    const { error, reason } = body
    if (response.ok) return { body, response }
    const failure = error === 'wiped' ? error : FAILURES[response.status]
    throw new RemoteError(failure ?? 'trouble', String(reason ?? response.status))
  }
}
