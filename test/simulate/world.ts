import 'fake-indexeddb/auto'
import type { Bar } from '../../src/domain/bar.ts'
import type { BarEvent } from '../../src/domain/event.ts'
import { Clock, countTasks, settle } from '../sync/clock.ts'
import type { Call, Reply } from '../sync/model.ts'
import { Random } from '../sync/random.ts'
import { type Fate, fetchTo } from '../sync/tablet.ts'
import { checkWorld, identity, type Ledger } from './check.ts'
import { Disks, type Rows, type Storage } from './disks.ts'
import { marks, Place } from './place.ts'
import { RealDisks } from './realDisks.ts'
import type { Router } from './router.ts'
import type { Command, Script } from './script.ts'

countTasks()

export interface Outcome {
  orders: number
  clones: number
  /** Tablets that a person had to tell that it is the same meeting. */
  joined: number
  requests: number
  /** What was lost with the only disk that held it, as it must be. */
  buried: number
  /** Virtual seconds from the healing until all were equal. */
  healed: number
}

/** How long a healed world may take until all are equal, and how long they must stay so, virtual ms. */
const HEALING = 15 * 60_000
const STAYING = 45_000

/** One world: a bar with tablets and a router, in virtual time, all from one seed. */
export class World {
  readonly #clock: Clock
  readonly #random: Random
  readonly #storage: Storage
  readonly #router: Router
  readonly #places: Place[] = []
  readonly #ledger: Ledger = { seen: new Set(), buried: new Set() }
  #loss = 0
  /** Until then the router is off. */
  #down = 0
  #number = 0
  #healing = false
  /** What was seen to go wrong on the way. */
  #wrong: string | undefined
  readonly #outcome: Outcome = { orders: 0, clones: 0, joined: 0, requests: 0, buried: 0, healed: 0 }

  /**
   * @param storage `real`: fake-indexeddb; `small`: the simulator's own, which also loses and lies
   * @param router makes the router, on the world's clock
   * @throws an error that says what is wrong, when it does not end well
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
      await world.#play(script)
      await world.#heal()
      return world.#outcome
    } finally {
      for (const place of world.#places) {
        place.end('page')
        place.end('tab')
      }
      await settle()
      globalThis.indexedDB = before
      await world.#router.stop()
    }
  }

  private constructor(clock: Clock, seed: number, storage: 'real' | 'small', router: Router) {
    this.#clock = clock
    this.#random = new Random(seed ^ 0x5eed)
    this.#storage = storage === 'real' ? new RealDisks() : new Disks(clock, this.#random)
    this.#router = router
  }

  async #play(script: Script): Promise<void> {
    for (let i = 0; i < script.tablets; i++) this.#newPlace().boot()
    await this.#clock.pass(2000)
    const begin = this.#clock.time
    for (const command of script.commands) {
      await this.#clock.pass(Math.max(0, begin + command.at - this.#clock.time))
      if ('tablet' in command) await this.#doAt(this.#places[command.tablet]!, command)
      else await this.#doToAll(command)
    }
    await this.#clock.pass(3000)
  }

  #newPlace(): Place {
    const place: Place = new Place(`disk${this.#places.length}`, {
      clock: this.#clock,
      random: this.#random,
      storage: this.#storage,
      fetch: fetchTo(this.#clock, { handle: call => this.#handle(call) }, () => this.#fate(place)),
      next: () => ++this.#number,
      shown: bar => {
        for (const mark of marks(bar)) this.#ledger.seen.add(mark)
      },
      clone: () => {
        this.#outcome.clones++
      },
      wrong: what => {
        this.#wrong ??= what
      },
    })
    this.#places.push(place)
    return place
  }

  async #handle(call: Call): Promise<Reply> {
    this.#outcome.requests++
    // Whatever is in the air while the router is off meets nobody.
    if (this.#clock.time < this.#down) return new Promise(() => {})
    return this.#router.handle(call)
  }

  #fate({ outOfRange }: Place): Fate {
    const random = this.#random
    if (this.#healing) return { delay: random.int(1, 20) }
    if (outOfRange || this.#clock.time < this.#down) return { lost: random.pick(['refused', 'lost']) }
    const fate: Fate = { delay: random.chance(0.9) ? random.int(1, 60) : random.int(60, 4000) }
    if (random.chance(this.#loss)) fate.lost = random.pick(['refused', 'lost', 'unheard'])
    if (random.chance(0.05 + this.#loss / 3)) fate.twice = random.chance(0.5) ? 0 : random.int(0, 5000)
    if (random.chance(this.#loss / 4)) fate.cut = true
    return fate
  }

  async #doToAll(command: Command): Promise<void> {
    switch (command.do) {
      case 'bad network':
        this.#loss = command.loss
        return this.#later(command.for, () => {
          this.#loss = 0
        })
      case 'router trouble':
        this.#router.setTrouble(command.how)
        return this.#later(command.for, () => this.#router.setTrouble(undefined))
      case 'reboot router':
        await this.#router.reboot(command.clock)
        this.#down = this.#clock.time + command.down
        return
      case 'cut log':
        await this.#router.cut(command.share)
        return this.#bury()
      case 'erase router':
        await this.#router.erase()
        this.#down = this.#clock.time + command.down
        return this.#bury()
    }
  }

  async #doAt(place: Place, command: Command): Promise<void> {
    switch (command.do) {
      case 'restart':
        return place.off(command.down)
      case 'second tab':
        place.boot('tab')
        return this.#later(command.for, () => place.end('tab'))
      case 'lose storage':
        return this.#putBack(place, new Map())
      case 'back up':
        place.backup = await this.#storage.rows(place.disk)
        return
      case 'restore':
        // A backup from before the first start would be a lost storage.
        return place.backup?.size ? this.#putBack(place, place.backup) : undefined
      case 'clone': {
        const rows = await this.#storage.rows(place.disk)
        if (!rows.size) return
        const clone = this.#newPlace()
        await this.#storage.setRows(clone.disk, rows)
        return clone.boot()
      }
      case 'set clock':
        return place.setClock(command.by)
      case 'out of range':
        place.outOfRange = true
        return this.#later(command.for, () => {
          place.outOfRange = false
        })
      case 'disk trouble':
        this.#storage.setTrouble(place.disk, command.how)
        return this.#later(command.for, () => this.#storage.setTrouble(place.disk, undefined))
      default:
        if (place.tap(command) && command.do === 'order') this.#outcome.orders++
    }
  }

  #later(ms: number, then: () => void): void {
    this.#clock.after(ms, then)
  }

  /** Another disk is in a tablet when it starts again. */
  async #putBack(place: Place, rows: Rows): Promise<void> {
    place.off(100)
    await this.#storage.setRows(place.disk, rows)
    await this.#bury()
  }

  /** What a disaster left no copy of is lost, and nobody can be blamed: it is no longer asked for. */
  async #bury(): Promise<void> {
    const copies = new Set<string>()
    const keep = (events: Iterable<unknown>) => {
      for (const event of events) copies.add(identity(event as BarEvent) ?? '')
    }
    keep(await this.#router.documents())
    for (const { disk } of this.#places) keep((await this.#storage.rows(disk)).values())
    const { seen, buried } = this.#ledger
    for (const mark of seen)
      if (!copies.has(mark)) {
        seen.delete(mark)
        buried.add(mark)
      }
    this.#outcome.buried = buried.size
  }

  /** Everything works again: in a while all must be equal, and stay so. */
  async #heal(): Promise<void> {
    this.#healing = true
    this.#down = 0
    this.#loss = 0
    this.#router.setTrouble(undefined)
    for (const place of this.#places) {
      this.#storage.setTrouble(place.disk, undefined)
      place.outOfRange = false
      place.boot()
      place.end('tab')
    }
    const from = this.#clock.time
    let trouble: string | undefined = 'not looked at yet'
    while (trouble && this.#clock.time < from + HEALING) {
      await this.#clock.pass(5000)
      for (const { tablet } of this.#places)
        if (tablet?.bar.links[0]?.state === 'other') {
          this.#outcome.joined++
          tablet.station.join(tablet.link.url)
        }
      trouble = await this.#check()
    }
    this.#outcome.healed = (this.#clock.time - from) / 1000
    if (!trouble) {
      await this.#clock.pass(STAYING)
      trouble = (await this.#check()) ?? this.#wrong
    }
    if (trouble) throw new Error(trouble)
  }

  async #check(): Promise<string | undefined> {
    const bars: Bar[] = []
    for (const { tablet } of this.#places) {
      if (!tablet) return 'a tablet does not start'
      bars.push(tablet.bar)
    }
    return checkWorld(bars, await this.#router.documents(), this.#ledger)
  }
}
