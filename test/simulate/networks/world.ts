import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findProgram } from '../../../build/interpreter.ts'
import { jsonScript } from '../../../build/package/json-script.ts'
import { headerRules } from '../../../build/standin/headers.ts'
import { layRoot } from '../../../build/standin/root.ts'
import { Random } from '../../sync/random.ts'
import { goodLines, type Interpreter, interpreters } from '../../wire/hosts.ts'
import { adminIni, couchDbVariables, findCouchDb, layAlone } from '../../wire/hubs.ts'
import { STANDS_FOR } from '../../wire/page.ts'
import { onLines } from './lines.ts'
import { Network } from './namespaces.ts'

/** What a station is told; `at` is the night's clock then. */
export type Command =
  | { do: 'order'; at: number; drinks: [slug: string, n: number][]; given: number }
  | { do: 'void'; at: number; given: number }
  | { do: 'deliver'; at: number; goods: [item: string, n: number][] }
  | { do: 'count'; at: number; n: number }
  | { do: 'online' }
  | { do: 'join'; url: string }
  | { do: 'report' }

/** What a station says of itself. */
export interface Report {
  saved: boolean
  links: { url: string; state: string; unsent: number }[]
  ids: string[]
  /** What was given in each order: the world numbers them so. */
  given: number[]
  totals: Record<string, number>
  /** What is left, by item. */
  levels: Record<string, number | null>
  waiting: number
  menu: { slug: string; suggested: number | [number, number]; recipe: { item: string; n: number }[] }[]
}

const STATIONS = ['north', 'south', 'carried'] as const
const ROUTERS = ['a', 'b'] as const
const HOSTS = [...STATIONS, ...ROUTERS, 'hub'] as const
type StationName = (typeof STATIONS)[number]
type RouterName = (typeof ROUTERS)[number]
/** The two halves that work apart for a day. */
const HALVES = [
  ['north', 'a'],
  ['south', 'carried', 'b', 'hub'],
] as const

const DATABASE = 'bar'
const PORT = 8409
const HUB_PORT = 5984
/** What there is of each item to begin with, base units. */
const COUNTED = 50_000
const EVENING = 1_735_700_000_000
const DAY = 86_400_000
const SLUGS = ['club-mate', 'tschunk', 'white-russian', 'kamikaze', 'tap-water']
/** The longest that healed networks may take until all hold the same, ms; what is due is looked at all the time. */
const HEALING = 180_000

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const TSX = ['--import', import.meta.resolve('tsx')]

export interface Outcome {
  orders: number
  voids: number
  cuts: number
  emptied: number
  joined: number
}

/** A camp: three stations, two routers and a hub, each a host of its own, and a network between them that breaks. */
export class Camp {
  readonly #random: Random
  readonly #network: Network
  readonly #interpreter: Interpreter
  readonly #dir: string
  readonly #tell = new Map<string, (value: unknown) => void>()
  readonly #answers = new Map<string, (value: unknown) => void>()
  /** Called when a host that was asked has ended instead. */
  readonly #ended = new Map<string, (error: Error) => void>()
  /** What was tapped and told to be kept: by the number given, the drinks; and which were voided. */
  readonly #orders = new Map<number, { drinks: [string, number][]; by: StationName }>()
  readonly #voided = new Set<number>()
  readonly #delivered = new Map<string, number>()
  readonly #outcome: Outcome = { orders: 0, voids: 0, cuts: 0, emptied: 0, joined: 0 }
  #now = EVENING

  /**
   * Plays one camp from a seed.
   * @param steps how many things happen before the day apart
   * @throws an error that says what is not the same everywhere
   */
  static async run(seed: number, steps: number): Promise<Outcome> {
    const dir = await mkdtemp(join(tmpdir(), 'barwrt-camp-'))
    const camp = new Camp(seed, dir)
    try {
      await camp.#build()
      await camp.#play(steps)
      await camp.#dayApart(steps)
      await camp.#heal()
      return camp.#outcome
    } finally {
      await camp.#network.close()
      await rm(dir, { recursive: true, force: true, maxRetries: 20 })
    }
  }

  private constructor(seed: number, dir: string) {
    this.#random = new Random(seed)
    this.#dir = dir
    this.#network = new Network(dir)
    this.#interpreter = interpreters[seed % interpreters.length]!
  }

  async #build(): Promise<void> {
    for (const host of HOSTS) this.#network.add(host)
    for (const router of ROUTERS) await this.#switchOn(router)
    const hub = await this.#startHub()
    this.#node('hub', 'hub.ts', hub, ...ROUTERS.map(router => this.#url(router)))
    this.#node('north', 'station.ts', 'north', this.#url('a'))
    this.#node('south', 'station.ts', 'south', this.#url('b'))
    this.#node('carried', 'station.ts', 'carried', this.#url('a'), this.#url('b'))
    // Levels begin with a count, and what a station makes after it has seen it surely comes off it.
    this.#tell.get('north')!({ do: 'count', at: this.#now, n: COUNTED } satisfies Command)
    for (const name of STATIONS)
      while ((await this.#report(name)).levels['mate'] !== COUNTED) await sleep(200)
    for (const name of STATIONS) this.#deliver(name)
  }

  /** Starts the hub, a real CouchDB where there is one. @returns its database */
  async #startHub(): Promise<string> {
    const address = `127.0.0.1:${HUB_PORT}/${DATABASE}`
    const couchdb = findCouchDb()
    if (couchdb) {
      const dir = join(this.#dir, 'hub')
      await layAlone(couchdb, dir, { 'bar.ini': adminIni }, HUB_PORT, HUB_PORT + 1)
      const variables = Object.entries(await couchDbVariables(dir))
      this.#network.start('hub', 'env', ...variables.map(([key, value]) => `${key}=${value}`), couchdb)
    } else {
      const pouch = script('../../../node_modules/pouchdb-server/bin/pouchdb-server')
      this.#network.start('hub', process.execPath, pouch, '-o', '0.0.0.0', '-p', `${HUB_PORT}`, '-m', '-n')
    }
    const hub = couchdb ? `http://bar:${STANDS_FOR.STATIONS}@${address}` : `http://${address}`
    const asked = ['-s', '--retry', '60', '--retry-delay', '1', '--retry-connrefused', '-X', 'PUT', hub]
    await new Promise<void>((resolve, reject) =>
      this.#network
        .start('hub', 'curl', ...asked)
        .once('close', code => (code ? reject(new Error('the hub does not start')) : resolve())),
    )
    return hub
  }

  /** A router starts; what its flash holds stays. */
  async #switchOn(router: RouterName): Promise<void> {
    const root = join(this.#dir, router)
    const boot = join(this.#dir, `${router}-boot`)
    const uptime = join(this.#dir, `${router}-uptime`)
    await writeFile(boot, `${randomUUID()}\n`)
    await writeFile(uptime, `${this.#random.int(10, 9999)}.00 1.00\n`)
    await rm(join(root, 'var'), { recursive: true, force: true })
    const { www, data } = await layRoot({
      root,
      boot,
      uptime,
      ...this.#interpreter.conf,
      settings: { database: DATABASE },
    })
    await writeFile(join(data, `${DATABASE}.log`), '', { flag: 'a' })
    const uhttpd = findProgram('BARWRT_UHTTPD', 'uhttpd')
    if (uhttpd) {
      const headers = join(root, 'headers.json')
      await writeFile(headers, jsonScript(headerRules()))
      const args = [
        '-f',
        '-c',
        '/dev/null',
        '-p',
        `0.0.0.0:${PORT}`,
        '-h',
        www,
        '-H',
        headers,
        '-D',
        '-t',
        '20',
      ]
      this.#network.start(router, uhttpd, ...args)
    } else this.#network.start(router, process.execPath, ...TSX, script('host.ts'), www, `${PORT}`)
  }

  #node(host: string, program: string, ...args: string[]): void {
    const child = this.#network.start(host, process.execPath, ...TSX, script(program), ...args)
    onLines(child.stdout!, value => this.#answers.get(host)?.(value))
    child.once('close', () => this.#ended.get(host)?.(new Error(`${program} on ${host} has ended`)))
    this.#tell.set(host, value => child.stdin!.write(`${JSON.stringify(value)}\n`))
  }

  async #play(steps: number): Promise<void> {
    for (let i = 0; i < steps; i++) {
      await this.#something()
      this.#now += this.#random.int(1000, 60_000)
      await sleep(this.#random.int(20, 400))
    }
  }

  async #something(): Promise<void> {
    const random = this.#random
    const dice = random.next()
    if (dice < 0.45) return this.#order(random.pick([...STATIONS]))
    if (dice < 0.52) return this.#void()
    if (dice < 0.56) return this.#deliver(random.pick([...STATIONS]))
    if (dice < 0.74) return this.#cut(random.chance(0.5))
    if (dice < 0.82) return this.#network.squeeze(random.pick([...HOSTS]), random.pick([24, 64, 256]))
    if (dice < 0.9) return this.#restart(random.pick([...ROUTERS]), false)
    if (dice < 0.95) return this.#restart(random.pick([...ROUTERS]), true)
    return this.#network.heal()
  }

  #order(by: StationName): void {
    const random = this.#random
    const given = ++this.#outcome.orders
    const drinks = Array.from({ length: random.int(1, 3) }, (): [string, number] => [
      random.pick(SLUGS),
      random.int(1, 3),
    ])
    this.#orders.set(given, { drinks, by })
    this.#tell.get(by)!({ do: 'order', at: this.#now, drinks, given } satisfies Command)
  }

  /** The station that took an order takes it back. */
  #void(): void {
    const open = [...this.#orders.keys()].filter(given => !this.#voided.has(given))
    if (!open.length) return
    const given = this.#random.pick(open)
    this.#voided.add(given)
    this.#outcome.voids++
    this.#tell.get(this.#orders.get(given)!.by)!({ do: 'void', at: this.#now, given } satisfies Command)
  }

  #deliver(to: StationName): void {
    const goods: [string, number][] = [
      ['mate', 500 * this.#random.int(1, 40)],
      ['vodka', 700 * this.#random.int(1, 6)],
    ]
    for (const [item, n] of goods) this.#delivered.set(item, (this.#delivered.get(item) ?? 0) + n)
    this.#tell.get(to)!({ do: 'deliver', at: this.#now, goods } satisfies Command)
  }

  #cut(bothWays: boolean): void {
    const [from, to] = [this.#random.pick([...HOSTS]), this.#random.pick([...HOSTS])]
    if (from === to) return
    this.#outcome.cuts++
    this.#network.cut(from, to)
    if (bothWays) this.#network.cut(to, from)
  }

  async #restart(router: RouterName, emptied: boolean): Promise<void> {
    await this.#network.stop(router)
    if (emptied) {
      this.#outcome.emptied++
      // A script that the web server had started may still write its last line.
      await rm(join(this.#dir, router), { recursive: true, force: true, maxRetries: 20 })
    }
    await this.#switchOn(router)
  }

  /** Two halves that have nothing of each other for a day, and work on. */
  async #dayApart(orders: number): Promise<void> {
    this.#network.heal()
    for (const one of HALVES[0])
      for (const other of HALVES[1]) {
        this.#network.cut(one, other)
        this.#network.cut(other, one)
      }
    const morning = this.#now
    for (let i = 1; i <= orders; i++) {
      this.#now = morning + (DAY * i) / orders
      if (i === orders >> 1) await this.#restart(this.#random.pick([...ROUTERS]), true)
      this.#order(this.#random.pick([...STATIONS]))
      if (i % 5 === 0) this.#void()
      await sleep(this.#random.int(5, 60))
    }
  }

  /** All links are whole again: in a while all hold the same. */
  async #heal(): Promise<void> {
    this.#network.heal()
    for (const name of STATIONS) this.#tell.get(name)!({ do: 'online' } satisfies Command)
    const until = Date.now() + HEALING
    for (;;) {
      const trouble = await this.#check()
      if (!trouble) return
      if (Date.now() > until) throw new Error(trouble)
      await sleep(500)
    }
  }

  /** What is not as it should be, or undefined. */
  async #check(): Promise<string | undefined> {
    const reports = new Map<string, Report>()
    for (const name of STATIONS) reports.set(name, await this.#report(name))
    for (const [name, { links }] of reports)
      for (const { url, state } of links)
        if (state === 'other') {
          this.#outcome.joined++
          this.#tell.get(name)!({ do: 'join', url } satisfies Command)
        }
    const held = new Map<string, string[]>()
    for (const router of ROUTERS) {
      const log = await readFile(join(this.#dir, router, 'etc/barwrt', `${DATABASE}.log`))
      held.set(
        `router ${router}`,
        goodLines(log).map(line => JSON.parse(line)._id),
      )
    }
    const { docs } = (await this.#ask('hub', {})) as { docs: { _id: string }[] }
    held.set(
      'the hub',
      docs.map(({ _id }) => _id),
    )
    for (const [name, { ids }] of reports) held.set(name, ids)
    return (
      sameEverywhere(held) ??
      [...reports].map(([name, report]) => this.#checkStation(name, report)).find(Boolean)
    )
  }

  /** Whether a station shows each order once, and the sums that follow from what was tapped. */
  #checkStation(
    name: string,
    { saved, links, given, totals, levels, waiting, menu }: Report,
  ): string | undefined {
    if (!saved || waiting) return `${name} has not saved all, or waits for ${waiting}`
    const behind = links.find(({ state, unsent }) => state !== 'ok' || unsent)
    if (behind) return `${name}: ${JSON.stringify(behind)}`
    const twice = given.filter((number, i) => given.indexOf(number) !== i)
    if (twice.length) return `${name} has order ${twice} twice`
    const lacks = [...this.#orders.keys()].filter(number => !given.includes(number))
    if (lacks.length) return `${name} lacks order ${lacks}`
    const left = new Map(this.#delivered)
    const sums = { orders: 0, drinks: 0, suggested: 0, given: 0 }
    for (const [number, { drinks }] of this.#orders) {
      if (this.#voided.has(number)) continue
      sums.orders++
      sums.given += number
      for (const [slug, n] of drinks) {
        const { suggested, recipe } = menu.find(drink => drink.slug === slug)!
        sums.drinks += n
        sums.suggested += n * Number(suggested)
        for (const part of recipe) left.set(part.item, (left.get(part.item) ?? 0) - n * part.n)
      }
    }
    for (const [sum, value] of Object.entries(sums))
      if (totals[sum] !== value) return `${name}: ${sum} is ${totals[sum]}, the orders make ${value}`
    for (const [item, n] of left)
      if (levels[item] !== COUNTED + n)
        return `${name}: ${levels[item]} of ${item} left, it should be ${COUNTED + n}`
    return undefined
  }

  #report(name: string): Promise<Report> {
    return this.#ask(name, { do: 'report' } satisfies Command) as Promise<Report>
  }

  #ask(host: string, question: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#answers.set(host, resolve)
      this.#ended.set(host, reject)
      this.#tell.get(host)!(question)
    })
  }

  #url(router: RouterName): string {
    return `http://${this.#network.addressOf(router)}:${PORT}/cgi-bin/db/${DATABASE}`
  }
}

/** Seeded menu entries, which are pushed only where they are shown. */
const isSeed = (id: string) => /^seed[0-9a-f]{8}-/.test(id)

/** What is not on every one, or twice on one; by who holds it, the ids. Undefined when all is well. */
export const sameEverywhere = (held: Map<string, string[]>): string | undefined => {
  const all = new Set([...held.values()].flat().filter(id => !isSeed(id)))
  for (const [name, found] of held) {
    const ids = found.filter(id => !isSeed(id))
    const twice = ids.filter((id, i) => ids.indexOf(id) !== i)
    if (twice.length) return `${name} has ${twice} twice`
    const lacking = [...all].filter(id => !ids.includes(id))
    if (lacking.length)
      return `${name} lacks ${lacking.slice(0, 5)} and ${Math.max(0, lacking.length - 5)} more`
  }
  return undefined
}
