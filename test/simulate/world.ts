import 'fake-indexeddb/auto'
import type { Bar } from '../../src/domain/bar.ts'
import { type BarEvent, is } from '../../src/domain/event.ts'
import type { Strip } from '../../src/domain/strip.ts'
import { Clock, countTasks, settle } from '../sync/clock.ts'
import type { Call, Reply } from '../sync/model.ts'
import { Random } from '../sync/random.ts'
import { type Fate, fetchTo, Tablet } from '../sync/tablet.ts'
import { checkWorld, identity, type Ledger } from './check.ts'
import { Disks, type Rows, type Storage } from './disks.ts'
import { RealDisks } from './realDisks.ts'
import type { Router } from './router.ts'
import type { Command, Script } from './script.ts'

countTasks()

/** A page of a tablet's browser. */
interface Page {
  name: string
  life: { alive: boolean }
  tablet?: Tablet
}

/** A tablet's place at the bar: its disk stays when pages come and go. */
interface Place {
  disk: string
  skew: number
  page: Page | undefined
  tab: Page | undefined
  backup: Rows | undefined
  /** When the strip was last touched that was made the order of this number. */
  done: { touched: number; given: number } | undefined
  outOfRange: boolean
}

export interface Outcome {
  orders: number
  clones: number
  /** Tablets that a person had to tell that it is the same meeting. */
  joined: number
  requests: number
  /** Orders that were lost with the only disk that held them, as they must be. */
  buried: number
  /** Virtual seconds from the healing until all were equal. */
  healed: number
}

/** How long a healed world may take until all are equal, virtual ms. */
const HEALING = 15 * 60_000

/** One world: a bar with tablets and a router, in virtual time, all from one seed. */
export class World {
  readonly clock = new Clock()
  readonly #random: Random
  readonly #storage: Storage
  readonly #router: Router
  readonly #places: Place[] = []
  readonly #channels = new Map<string, Set<Channel>>()
  readonly #ledger: Ledger = { seen: new Set(), buried: new Set() }
  #loss = 0
  #down = 0
  #pages = 0
  #given = 0
  #healing = false
  /** What was seen to go wrong on the way. */
  #wrong: string | undefined
  readonly #outcome: Outcome = { orders: 0, clones: 0, joined: 0, requests: 0, buried: 0, healed: 0 }

  /**
   * @param storage `real`: fake-indexeddb; `small`: the simulator's own, which also loses and lies
   * @param router makes the router, on the world's clock
   */
  static async run(
    seed: number,
    script: Script,
    storage: 'real' | 'small',
    router: (clock: Clock) => Promise<Router> | Router,
  ): Promise<Outcome> {
    const clock = new Clock()
    const world = new World(clock, seed, storage, await router(clock))
    const before = globalThis.indexedDB
    globalThis.indexedDB = world.#storage as unknown as IDBFactory
    try {
      return await world.#play(script)
    } finally {
      for (const { page, tab } of world.#places) {
        world.#end(page)
        world.#end(tab)
      }
      await settle()
      globalThis.indexedDB = before
      await world.#router.stop()
    }
  }

  private constructor(clock: Clock, seed: number, storage: 'real' | 'small', router: Router) {
    this.clock = clock
    this.#random = new Random(seed ^ 0x5eed)
    this.#storage = storage === 'real' ? new RealDisks() : new Disks(clock, this.#random)
    this.#router = router
  }

  async #play(script: Script): Promise<Outcome> {
    for (let i = 0; i < script.tablets; i++) this.#newPlace()
    await this.clock.pass(2000)
    const begin = this.clock.time
    for (const command of script.commands) {
      await this.clock.pass(Math.max(0, begin + command.at - this.clock.time))
      await this.#do(command)
    }
    await this.clock.pass(3000)
    await this.#heal()
    return this.#outcome
  }

  #newPlace(rows?: Rows): void {
    const place: Place = {
      disk: `disk${this.#places.length}`,
      skew: this.#random.pick([0, 0, 7000, -7_200_000, 700_000_000_000]),
      page: undefined,
      tab: undefined,
      backup: undefined,
      done: undefined,
      outOfRange: false,
    }
    this.#places.push(place)
    if (rows) void this.#storage.setRows(place.disk, rows).then(() => this.#boot(place))
    else this.#boot(place)
  }

  /** Opens the app at a place; again, if its disk does not let it. */
  #boot(place: Place, as: 'page' | 'tab' = 'page'): void {
    if (place[as]) return
    const page: Page = { name: `page${this.#pages++}`, life: { alive: true } }
    place[as] = page
    Tablet.start({
      clock: this.clock,
      random: this.#random,
      fetch: fetchTo(this.clock, { handle: call => this.#handle(call) }, () => this.#fate(place)),
      disk: `${place.disk}/${page.name}`,
      life: page.life,
      skew: place.skew,
      oneTap: false,
      channel: new Channel(this.#members(place.disk), this.clock),
    }).then(
      tablet => {
        if (!page.life.alive) return
        page.tablet = tablet
        let size = -1
        let clones = 0
        tablet.onChange = bar => {
          if (bar.notice?.kind === 'clone' && !clones++) this.#outcome.clones++
          if (bar.fold.events.size !== size) this.#note(bar)
          size = bar.fold.events.size
        }
        this.#note(tablet.bar)
        tablet.replicator.start()
        if (as === 'page') void this.#resume(place, tablet)
      },
      () => {
        if (!page.life.alive) return
        this.#end(page)
        place[as] = undefined
        this.clock.after(1000, () => this.#boot(place, as))
      },
    )
  }

  /** The unfinished order comes back after a restart: it must not be one that was recorded. */
  async #resume(place: Place, tablet: Tablet): Promise<void> {
    const left = await tablet.journal.recall<Strip>('.strip').catch(() => undefined)
    await tablet.station.resume().catch(() => {})
    const { done } = place
    if (left && left.touched === done?.touched && marks(tablet.bar).has(`given ${done.given}`))
      this.#wrong = `order ${done.given} was recorded, and came back as unfinished`
    if (tablet.bar.strip.lines.length) this.#finish(place, tablet)
  }

  /** Done is pressed. */
  #finish(place: Place, { station }: Tablet): void {
    place.done = { touched: station.bar.strip.touched, given: ++this.#given }
    station.done(this.#given)
  }

  #end(page: Page | undefined): void {
    if (!page?.life.alive) return
    page.life.alive = false
    this.#storage.end(page.name)
    page.tablet?.stop()
  }

  #members(disk: string): Set<Channel> {
    const members = this.#channels.get(disk) ?? new Set()
    this.#channels.set(disk, members)
    return members
  }

  /** What a screen shows has been saved somewhere. */
  #note(bar: Bar): void {
    for (const mark of marks(bar)) this.#ledger.seen.add(mark)
  }

  async #handle(call: Call): Promise<Reply> {
    this.#outcome.requests++
    // Whatever is in the air while the router is off meets nobody.
    if (this.clock.time < this.#down) return new Promise(() => {})
    return this.#router.handle(call)
  }

  #fate(place: Place): Fate {
    const random = this.#random
    if (this.#healing) return { delay: random.int(1, 20) }
    if (place.outOfRange || this.clock.time < this.#down) return { lost: random.pick(['refused', 'lost']) }
    const fate: Fate = { delay: random.chance(0.9) ? random.int(1, 60) : random.int(60, 4000) }
    if (random.chance(this.#loss)) fate.lost = random.pick(['refused', 'lost', 'unheard'])
    if (random.chance(0.05 + this.#loss / 3)) fate.twice = random.chance(0.5) ? 0 : random.int(0, 5000)
    if (random.chance(this.#loss / 4)) fate.cut = true
    return fate
  }

  async #do(command: Command): Promise<void> {
    if ('tablet' in command) return this.#doAt(this.#places[command.tablet]!, command)
    if (command.do === 'bad network') {
      this.#loss = command.loss
      this.clock.after(command.for, () => {
        this.#loss = 0
      })
    } else if (command.do === 'router full') {
      this.#router.setFull(true)
      this.clock.after(command.for, () => this.#router.setFull(false))
    } else if (command.do === 'reboot router') {
      await this.#router.reboot(command.clock)
      this.#down = this.clock.time + command.down
    } else if (command.do === 'cut log') {
      await this.#router.cut(command.share)
      await this.#bury()
    } else {
      await this.#router.erase()
      this.#down = this.clock.time + command.down
      await this.#bury()
    }
  }

  async #doAt(place: Place, command: Command & { tablet: number }): Promise<void> {
    const { page } = place
    const tablet = page?.tablet
    switch (command.do) {
      case 'order':
      case 'void':
      case 'put back':
      case 'name meeting':
      case 'move station':
        if (tablet) this.#tap(place, tablet, command)
        return
      case 'restart':
        return this.#off(place, command.down)
      case 'second tab':
        this.#boot(place, 'tab')
        this.clock.after(command.for, () => {
          this.#end(place.tab)
          place.tab = undefined
        })
        return
      case 'lose storage':
        this.#off(place, 100)
        await this.#storage.setRows(place.disk, new Map())
        return this.#bury()
      case 'back up':
        place.backup = await this.#storage.rows(place.disk)
        return
      case 'restore':
        // A backup from before the first start would be a lost storage.
        if (!place.backup?.size) return
        this.#off(place, 100)
        await this.#storage.setRows(place.disk, place.backup)
        return this.#bury()
      case 'clone': {
        const rows = await this.#storage.rows(place.disk)
        if (rows.size) this.#newPlace(rows)
        return
      }
      case 'set clock':
        place.skew += command.by
        for (const each of [place.page, place.tab]) if (each?.tablet) each.tablet.skew = place.skew
        return
      case 'out of range':
        place.outOfRange = true
        this.clock.after(command.for, () => {
          place.outOfRange = false
        })
        return
      case 'disk trouble':
        this.#storage.setTrouble(place.disk, command.how)
        this.clock.after(command.for, () => this.#storage.setTrouble(place.disk, undefined))
    }
  }

  #tap(place: Place, tablet: Tablet, command: Command & { tablet: number }): void {
    const tab = (this.#random.chance(0.5) && place.tab?.tablet) || tablet
    const { station, bar } = tab
    const orders = [...bar.fold.events.values()].filter(event => is(event, 'order'))
    const shown = 'back' in command ? orders.at(-1 - command.back) : undefined
    if (command.do === 'order') {
      // What a strip holds that came back after a restart is finished before.
      if (bar.strip.lines.length) this.#finish(place, tab)
      for (const [slug, n] of command.drinks)
        for (let i = 0; i < n; i++) station.more({ menu: bar.fold.entry(slug)!._id, n: 1 })
      this.clock.after(command.think, () => {
        if (tab.life.alive && tab.bar.strip.lines.length) this.#finish(place, tab)
      })
      this.#outcome.orders++
    } else if (command.do === 'void' && shown)
      station.void(shown._id, `void ${++this.#given}`, command.line ? [0] : undefined)
    else if (command.do === 'put back' && shown) station.putBack(shown._id)
    else if (command.do === 'name meeting') station.setMeeting({ name: `meeting ${++this.#given}` })
    else if (command.do === 'move station') station.setStation({ place: `place ${++this.#given}` })
  }

  /** Ends a place's pages and opens one again later. */
  #off(place: Place, down: number): void {
    this.#end(place.page)
    this.#end(place.tab)
    place.page = undefined
    place.tab = undefined
    this.clock.after(down, () => this.#boot(place))
  }

  /** What a disaster left no copy of is lost, and nobody can be blamed: it is no longer asked for. */
  async #bury(): Promise<void> {
    const copies = new Set<string>()
    const keep = (events: Iterable<unknown>) => {
      for (const event of events) {
        const mark = identity(event as BarEvent)
        if (mark) copies.add(mark)
      }
    }
    keep(await this.#router.documents())
    for (const place of this.#places) keep((await this.#storage.rows(place.disk)).values())
    for (const mark of this.#ledger.seen)
      if (!copies.has(mark)) {
        this.#ledger.seen.delete(mark)
        this.#ledger.buried.add(mark)
      }
    this.#outcome.buried = this.#ledger.buried.size
  }

  /** Everything works again: in a while all must be equal, and stay so. */
  async #heal(): Promise<void> {
    this.#healing = true
    this.#down = 0
    this.#loss = 0
    this.#router.setFull(false)
    for (const place of this.#places) {
      this.#storage.setTrouble(place.disk, undefined)
      place.outOfRange = false
      this.#boot(place)
      this.#end(place.tab)
      place.tab = undefined
    }
    const from = this.clock.time
    let trouble: string | undefined = 'not looked at yet'
    while (trouble && this.clock.time < from + HEALING) {
      await this.clock.pass(5000)
      for (const { page } of this.#places)
        if (page?.tablet?.bar.links[0]?.state === 'other') {
          this.#outcome.joined++
          void page.tablet.replicator.join()
        }
      trouble = await this.#check()
    }
    this.#outcome.healed = (this.clock.time - from) / 1000
    if (!trouble) {
      await this.clock.pass(45_000)
      trouble = await this.#check()
    }
    trouble ??= this.#wrong
    if (trouble) throw new Error(trouble)
  }

  async #check(): Promise<string | undefined> {
    const bars: Bar[] = []
    for (const { page } of this.#places) {
      if (!page?.tablet) return 'a tablet does not start'
      bars.push(page.tablet.bar)
    }
    return checkWorld(bars, await this.#router.documents(), this.#ledger)
  }
}

/** The marks of all that a screen shows. */
const marks = (bar: Bar): Set<string> =>
  new Set([...bar.fold.events.values()].flatMap(event => identity(event) ?? []))

/** A BroadcastChannel in virtual time, among the pages of one disk. */
class Channel {
  onmessage: BroadcastChannel['onmessage'] = null
  readonly #members: Set<Channel>
  readonly #clock: Clock

  constructor(members: Set<Channel>, clock: Clock) {
    this.#members = members
    this.#clock = clock
    members.add(this)
  }

  postMessage(data: unknown): void {
    if (!this.#members.has(this)) return
    for (const member of this.#members)
      if (member !== this)
        this.#clock.after(1, () => {
          if (this.#members.has(member))
            member.onmessage?.call(member as unknown as BroadcastChannel, { data } as MessageEvent)
        })
  }

  close(): void {
    this.#members.delete(this)
  }
}
