import type { Bar } from '../../src/domain/bar.ts'
import { is } from '../../src/domain/event.ts'
import { sameJson } from '../../src/domain/json.ts'
import type { Strip } from '../../src/domain/strip.ts'
import type { Clock } from '../sync/clock.ts'
import type { Random } from '../sync/random.ts'
import { Tablet } from '../sync/tablet.ts'
import { Channel } from './channel.ts'
import { identity } from './check.ts'
import type { Rows, Storage } from './disks.ts'
import { DATABASE_URL } from './router.ts'
import type { Command } from './script.ts'

/** What a place at the bar needs of its world. */
export interface Surroundings {
  clock: Clock
  random: Random
  storage: Storage
  /** The network as it is from this place. */
  fetch: typeof fetch
  /** A number that nothing in this world had yet. */
  next(): number
  /** A screen shows something else. */
  shown(bar: Bar): void
  /** Somebody was told that a clone was noticed. */
  clone(): void
  /** Something went wrong that no later look would find. */
  wrong(what: string): void
}

/** A page of a tablet's browser. */
interface Page {
  name: string
  life: { alive: boolean }
  tablet?: Tablet
}

/** The marks of all that a screen shows; see `identity`. */
export const marks = (bar: Bar): Set<string> =>
  new Set([...bar.fold.events.values()].flatMap(event => identity(event) ?? []))

let pages = 0

/** A tablet's place at the bar, and who taps there: its disk stays when pages come and go. */
export class Place {
  readonly disk: string
  backup: Rows | undefined
  outOfRange = false
  #skew: number
  readonly #open: { page?: Page | undefined; tab?: Page | undefined } = {}
  /** The strip that was made the order of this number. Its time alone does not tell it: two may be tapped in one ms. */
  #done: { strip: Strip; given: number } | undefined
  readonly #channels = new Set<Channel>()
  readonly #world: Surroundings

  constructor(disk: string, world: Surroundings) {
    this.disk = disk
    this.#world = world
    this.#skew = world.random.pick([0, 0, 7000, -7_200_000, 700_000_000_000])
  }

  /** The tablet, when it runs. */
  get tablet(): Tablet | undefined {
    return this.#open.page?.tablet
  }

  /** Opens the app; again, if its disk does not let it. */
  boot(as: 'page' | 'tab' = 'page'): void {
    if (this.#open[as]) return
    const { clock, random, fetch } = this.#world
    const page: Page = { name: `page${pages++}`, life: { alive: true } }
    this.#open[as] = page
    Tablet.start({
      clock,
      random,
      fetch,
      disk: `${this.disk}/${page.name}`,
      life: page.life,
      skew: this.#skew,
      url: DATABASE_URL,
      oneTap: false,
      channel: new Channel(this.#channels, clock),
    }).then(
      tablet => {
        if (page.life.alive) this.#begin(page, tablet, as)
      },
      () => {
        if (!page.life.alive) return
        this.end(as)
        clock.after(1000, () => this.boot(as))
      },
    )
  }

  /** Ends a page: what stays is what is on the disk. */
  end(as: 'page' | 'tab'): void {
    const page = this.#open[as]
    this.#open[as] = undefined
    if (!page?.life.alive) return
    page.life.alive = false
    this.#world.storage.end(page.name)
    page.tablet?.stop()
  }

  /** Ends all pages and opens one again later. */
  off(down: number): void {
    this.end('page')
    this.end('tab')
    this.#world.clock.after(down, () => this.boot())
  }

  setClock(by: number): void {
    this.#skew += by
    for (const page of Object.values(this.#open)) if (page?.tablet) page.tablet.skew = this.#skew
  }

  /** Somebody taps, in the one tab or the other. Says whether there was a screen to tap on. */
  tap(command: Command): boolean {
    const { clock, random, next } = this.#world
    const tablet = (random.chance(0.5) && this.#open.tab?.tablet) || this.tablet
    if (!tablet) return false
    const { station, bar } = tablet
    const orders = [...bar.fold.events.values()].filter(event => is(event, 'order'))
    const shown = 'back' in command ? orders.at(-1 - command.back) : undefined
    if (command.do === 'order') {
      // What a strip holds that came back after a restart is finished before.
      if (bar.strip.lines.length) this.#finish(tablet)
      for (const [slug, n] of command.drinks)
        for (let i = 0; i < n; i++) station.more({ menu: bar.fold.entry(slug)!._id, n: 1 })
      clock.after(command.think, () => {
        if (tablet.life.alive && tablet.bar.strip.lines.length) this.#finish(tablet)
      })
    } else if (command.do === 'void' && shown)
      station.void(shown._id, `void ${next()}`, command.line ? [0] : undefined)
    else if (command.do === 'put back' && shown) station.putBack(shown._id)
    else if (command.do === 'name meeting') station.setMeeting({ name: `meeting ${next()}` })
    else if (command.do === 'move station') station.setStation({ place: `place ${next()}` })
    return true
  }

  #begin(page: Page, tablet: Tablet, as: 'page' | 'tab'): void {
    const { shown, clone } = this.#world
    page.tablet = tablet
    let size = -1
    let told = false
    tablet.onChange = bar => {
      if (bar.notice?.kind === 'clone' && !told) clone()
      told = bar.notice?.kind === 'clone'
      if (bar.fold.events.size !== size) shown(bar)
      size = bar.fold.events.size
    }
    shown(tablet.bar)
    tablet.replicator.start()
    if (as === 'page') void this.#resume(tablet)
  }

  /** The unfinished order comes back after a restart: it must not be one that was recorded. */
  async #resume(tablet: Tablet): Promise<void> {
    const left = await tablet.journal.recall<Strip>('.strip').catch(() => undefined)
    await tablet.station.resume().catch(() => {})
    const done = this.#done
    if (left && done && sameJson(left, done.strip) && marks(tablet.bar).has(`given ${done.given}`))
      this.#world.wrong(`order ${done.given} was recorded, and came back as unfinished`)
    if (tablet.bar.strip.lines.length) this.#finish(tablet)
  }

  /** *Done* is pressed. */
  #finish({ station }: Tablet): void {
    this.#done = { strip: station.bar.strip, given: this.#world.next() }
    station.done(this.#done.given)
  }
}
