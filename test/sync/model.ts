/**
 * A router's (or a CouchDB's, or a PouchDB server's) side of the wire, in memory: what the contract says and no more.
 * Its shim's own tests are in test/wire; this one is for the client, and goes wrong on command.
 */
export interface Call {
  method: string
  /** Path and query, without origin. */
  path: string
  headers: Record<string, string>
  body: string
}

export interface Reply {
  status: number
  headers?: Record<string, string>
  body?: string
}

export interface Stored {
  id: string
  text: string
  /** Where its line begins in the log, and where the next does. */
  from: number
  to: number
}

interface Life {
  epoch: string
  offset: number
}

export class Database {
  /** `_local` documents, by path: in RAM. */
  readonly local = new Map<string, Record<string, unknown>>()
  log: Stored[] = []
  lives: Life[] = []
  pulse = 0
  wiped = false
  readonly ids = new Set<string>()

  get end(): number {
    return this.log.at(-1)?.to ?? 0
  }

  get epoch(): string {
    return this.lives.at(-1)!.epoch
  }

  add(doc: Record<string, unknown>): boolean {
    const id = String(doc['_id'])
    if (this.ids.has(id)) return false
    const text = JSON.stringify(doc)
    this.ids.add(id)
    const from = this.end
    this.log.push({ id, text, from, to: from + text.length + 2 })
    this.pulse++
    return true
  }

  docs(): Record<string, unknown>[] {
    return this.log.map(({ text }) => JSON.parse(text))
  }
}

export interface ModelOptions {
  kind?: 'router' | 'couch' | 'pouch'
  key?: string
  /** A clock in ms that only goes forward, and the one that `Date` is from. */
  mono?: () => number
  now?: () => number
  /** Rows a page at most. */
  rows?: number
}

const json = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})
const error = (status: number, name: string, reason: string) => json(status, { error: name, reason })

const ID = /^[a-z0-9]{1,16}-[1-9][0-9]{0,15}$/

export class Model {
  readonly kind: 'router' | 'couch' | 'pouch'
  readonly databases = new Map<string, Database>()
  /** All calls it ever got, newest last. */
  readonly calls: Call[] = []
  key: string | undefined
  /** Says 507 to every write. */
  full = false
  /** Says 429 to every write. */
  slow = false
  /** Has no pulse, as a server that is no router; or names one and does not serve it. */
  pulse: 'there' | 'none' | 'dead' = 'there'
  /** Bodies longer than this are refused. */
  maxBody = 256 * 1024
  /** Documents that CouchDB's own rules would refuse one by one. */
  forbids: (doc: Record<string, unknown>) => boolean = () => false
  /** Documents whose whole batch is refused, though the client thinks well of them. */
  hates: (doc: Record<string, unknown>) => boolean = () => false
  /** Answers instead, when it gives an answer. */
  intercept: (call: Call) => Reply | undefined = () => undefined
  boot = 'boot-1'
  rows: number
  #bootedAt = 0
  #counter = 1
  readonly #mono
  readonly #now

  constructor(options: ModelOptions = {}) {
    this.kind = options.kind ?? 'router'
    this.key = options.key
    this.rows = options.rows ?? 1000
    this.#mono = options.mono ?? (() => 0)
    this.#now = options.now ?? (() => 0)
  }

  /** Makes a database, as an organizer does. */
  make(name: string): Database {
    const database = new Database()
    database.lives.push({ epoch: this.#fresh('e'), offset: 0 })
    this.databases.set(name, database)
    return database
  }

  at(name: string): Database {
    const database = this.databases.get(name)
    if (!database) throw new Error(`no database ${name}`)
    return database
  }

  /** Power off and on: what is on flash stays, boot id, uptime, pulse and `_local` documents do not. */
  reboot(): void {
    this.boot = this.#fresh('boot-')
    this.#bootedAt = this.#mono()
    for (const database of this.databases.values()) {
      database.local.clear()
      this.#live(database)
    }
  }

  /** The newest events are gone, as after a power cut, or when an older copy was put back. */
  cut(name: string, keep: number): void {
    const database = this.at(name)
    for (const { id } of database.log.splice(keep)) database.ids.delete(id)
    this.#live(database)
  }

  /** Flash was erased, and an organizer made the meeting's database again. */
  erase(name: string): Database {
    this.reboot()
    return this.make(name)
  }

  wipe(name: string): void {
    const database = this.at(name)
    Object.assign(database, { log: [], lives: [], wiped: true })
    database.ids.clear()
  }

  handle(call: Call): Reply {
    this.calls.push(call)
    const reply = this.intercept(call) ?? this.#answer(call)
    return call.method === 'HEAD' ? { ...reply, body: '' } : reply
  }

  #answer(call: Call): Reply {
    const [path = '', query = ''] = call.path.split('?')
    if (path.startsWith('/pulse/')) return this.#head(path, call)
    const [, name, rest] = /^\/cgi-bin\/db\/([^/]+)(\/.*)?$/.exec(path) ?? []
    if (!name) return error(404, 'not_found', 'no such page')
    if (this.key !== undefined && call.headers['authorization'] !== `Basic ${btoa(`bar:${this.key}`)}`)
      return error(401, 'unauthorized', 'enter the bar key')
    const database = this.databases.get(name)
    if (!database) return error(404, 'not_found', 'no such database')
    if (database.wiped) return error(404, 'wiped', 'an organizer wiped this meeting')
    if (!rest && call.method === 'GET') return this.#about(name, database)
    if (rest === '/_changes' && call.method === 'GET')
      return this.#changes(database, new URLSearchParams(query))
    if (rest?.startsWith('/_local/')) return this.#local(database, rest, call)
    if (rest === '/_bulk_docs' && call.method === 'POST') return this.#bulk(database, call.body)
    return error(405, 'method_not_allowed', call.method)
  }

  #about(name: string, database: Database): Reply {
    const about = {
      db_name: name,
      doc_count: database.log.length,
      update_seq: this.#seq(database, database.end),
      instance_start_time: database.epoch,
    }
    // A PouchDB server says when it was started, whatever became of the database since.
    if (this.kind === 'pouch') about.instance_start_time = this.boot
    if (this.kind !== 'router') return this.#dated(json(200, about))
    const up = Math.round(this.#mono() - this.#bootedAt)
    const pulse = this.pulse === 'none' ? {} : { pulse: `/pulse/${name}-${database.epoch}` }
    return json(200, { ...about, barwrt: '0.1.0', boot: this.boot, up, ...pulse })
  }

  #local(database: Database, path: string, { method, body }: Call): Reply {
    const known = database.local.get(path)
    if (method === 'GET') return known ? json(200, known) : error(404, 'not_found', 'missing')
    const doc = JSON.parse(body)
    // A CouchDB wants to hear which one is replaced; a router does not ask.
    if (this.kind !== 'router' && doc._rev !== known?.['_rev']) return error(409, 'conflict', 'conflict')
    const rev = `0-${Number(String(known?.['_rev'] ?? '0-0').slice(2)) + 1}`
    database.local.set(path, { ...doc, _rev: rev })
    return json(201, { ok: true, rev })
  }

  #dated(reply: Reply): Reply {
    const date = new Date(Math.floor(this.#now() / 1000) * 1000).toUTCString()
    return { ...reply, headers: { ...reply.headers, date } }
  }

  #head(path: string, call: Call): Reply {
    for (const [name, database] of this.databases) {
      if (this.pulse !== 'there' || database.wiped || path !== `/pulse/${name}-${database.epoch}`) continue
      const etag = `"7-${database.pulse}-0"`
      return { status: call.headers['if-none-match'] === etag ? 304 : 200, headers: { etag } }
    }
    return { status: 404 }
  }

  #changes(database: Database, query: URLSearchParams): Reply {
    const from = this.#place(database, query.get('since') ?? '0')
    if (from === undefined) return error(400, 'bad_request', 'since: begin again without it')
    const limit = Math.min(this.rows, Number(query.get('limit') ?? 1000))
    const rest = database.log.filter(each => each.from >= from)
    const results = rest.slice(0, limit).map(({ id, text, to }) => ({
      seq: this.#seq(database, to),
      id,
      changes: [{ rev: '1-0' }],
      doc: JSON.parse(text),
    }))
    const left = rest.length - results.length
    const last_seq =
      results.at(-1)?.seq ??
      (this.kind === 'pouch' ? Number(query.get('since') ?? 0) : this.#seq(database, from))
    if (this.kind === 'pouch') return json(200, { results, last_seq })
    return json(200, { results, last_seq, pending: this.kind === 'router' ? Math.min(1, left) : left })
  }

  #bulk(database: Database, body: string): Reply {
    if (body.length > this.maxBody) return error(413, 'too_large', 'smaller batches')
    const { docs, new_edits } = JSON.parse(body)
    if (new_edits !== false) return error(400, 'bad_request', 'new_edits must be false')
    for (const doc of docs) {
      if (!ID.test(doc._id)) return error(400, 'bad_request', `no such id: ${doc._id}`)
      if (doc._rev !== '1-0') return error(400, 'bad_request', `${doc._id}: _rev must be 1-0`)
      if (Object.keys(doc).some(key => key[0] === '_' && !['_id', '_rev', '_revisions'].includes(key)))
        return error(400, 'bad_request', `${doc._id}: a reserved field`)
      if (this.hates(doc)) return error(400, 'bad_request', `${doc._id}: malformed`)
      if (JSON.stringify(doc).length > 4096) return error(413, 'too_large', `${doc._id}: over 4 KB`)
    }
    if (this.slow) return error(429, 'too_many_requests', 'later')
    if (this.full) return error(507, 'full', 'ask the host for space')
    const refused = []
    for (const { _revisions, ...doc } of docs)
      if (this.forbids(doc)) refused.push({ id: doc._id, error: 'forbidden', reason: 'not here' })
      else database.add(doc)
    return json(201, refused)
  }

  /** The log's offset of a `since`, or undefined where it does not hold. */
  #place(database: Database, since: string): number | undefined {
    if (since === '0') return 0
    if (this.kind === 'pouch') return database.log[Number(since) - 1]?.to ?? database.end
    const [, at, epoch] = /^"?([0-9]+)-([a-z0-9]+)"?$/.exec(since) ?? []
    const offset = Number(at)
    const life = database.lives.findIndex(each => each.epoch === epoch)
    if (life < 0 || offset > database.end) return undefined
    if (database.lives.slice(life + 1).some(later => offset > later.offset)) return undefined
    return offset === 0 || database.log.some(each => each.to === offset) ? offset : undefined
  }

  #seq(database: Database, offset: number): string | number {
    if (this.kind === 'pouch') return database.log.filter(each => each.to <= offset).length
    return `${offset}-${database.epoch}`
  }

  #live(database: Database): void {
    if (!database.wiped) database.lives.push({ epoch: this.#fresh('e'), offset: database.end })
    database.pulse = 0
  }

  #fresh(prefix: string): string {
    return `${prefix}${this.#counter++}x`
  }
}

/** What `fetch` answers, as far as the client looks at it. */
export const responseOf = ({ status, headers = {}, body = '' }: Reply): Response =>
  ({
    status,
    ok: status >= 200 && status < 300,
    headers: { get: (name: string) => headers[name.toLowerCase()] ?? null },
    text: async () => body,
  }) as unknown as Response

/** A call as the client put it to `fetch`. */
export const callOf = (url: string, init: RequestInit = {}): Call => {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries((init.headers ?? {}) as Record<string, string>))
    headers[name.toLowerCase()] = value
  const { pathname, search } = new URL(url)
  return { method: init.method ?? 'GET', path: pathname + search, headers, body: String(init.body ?? '') }
}
