import type { Id } from '../../src/domain/event.ts'
import { randomFrom } from '../bench/events.ts'
import type { Bar, Movement, Sale } from './bar.ts'
import { Menus, namesOf } from './menu.ts'
import { type Action, planOf } from './plan.ts'
import { Router, type Shim } from './router.ts'
import { type Clock, type Link, Tablet } from './tablet.ts'
import { differences, type Legend, ofFold, ofLog, ofTables, type Totals } from './totals.ts'

/** Tablets at the bar. */
const TABLETS = 4
/** The share of answers that get lost on their way back, so that requests come twice. */
const LOST = 0.03
/** How long the tablets have to agree once the bar has closed, ms. */
const PATIENCE = 120_000

/** What a replay found. */
export interface Played {
  wanted: Totals
  /** Each station's totals and the log's, by name. */
  found: Map<string, Totals>
  /** What is not as the tables say; none when all is well. */
  wrong: string[]
  actions: { orders: number; voids: number; moves: number }
  outages: string[]
  /** Events in the log, its bytes, and those of its order events. */
  events: number
  logBytes: number
  orderBytes: { events: number; bytes: number }
  /** From the first action to the last, and until all agreed, ms. */
  played: number
  agreed: number
  peak: { kb: number; scripts: number } | undefined
}

/** A line of an order event, which may hold several of the tables' lines of the same drink at the same price. */
interface Slot {
  event: Id
  index: number
  n: number
  sale: Sale
}

/** Plays a bar's tables through four tablets and a router, and compares what comes of it with the tables. */
export const play = async (bar: Bar, shim: Shim, interpreter: string): Promise<Played> => {
  const plan = planOf(bar)
  if (!plan.length) throw new Error('the tables are empty')
  const clock: Clock = { now: plan[0]!.at }
  const router = await Router.start(shim, interpreter, clock.now)
  const night = new Night(bar, router, clock)
  try {
    await night.open(`replay-${shim}-${process.pid}`)
    const from = performance.now()
    for (const [i, action] of plan.entries()) await night.play(action, i / plan.length)
    const played = performance.now() - from
    await night.close()
    const agreed = performance.now() - from
    return { ...(await night.compare(plan)), played, agreed }
  } finally {
    night.stop()
    await router.remove()
  }
}

class Night {
  private readonly tablets: Tablet[] = []
  private readonly online: boolean[] = []
  private readonly random = randomFrom(20)
  private readonly menus: Menus
  private readonly names
  private readonly slots = new Map<string, Slot>()
  private readonly tabletOf = new Map<string, number>()
  private readonly orderOf = new Map<Id, string>()
  private routerOn = true
  private readonly outages: string[] = []

  constructor(
    private readonly bar: Bar,
    private readonly router: Router,
    private readonly clock: Clock,
  ) {
    this.names = namesOf(bar)
    this.menus = new Menus(this.names, bar.units)
  }

  async open(name: string): Promise<void> {
    for (let i = 0; i < TABLETS; i++) {
      this.online.push(true)
      this.tablets.push(await Tablet.start(`${name}-${i}`, this.clock, this.router.url, this.link(i)))
    }
  }

  /** Does one thing at its time. @param share how much of the night is over, from 0 to 1 */
  async play(action: Action, share: number): Promise<void> {
    this.clock.now = Math.max(this.clock.now, action.at)
    this.router.tick(this.clock.now)
    await this.weather(share)
    if (action.kind === 'move') await this.move(action.movement)
    else if (action.kind === 'order') await this.order(this.at(action.order), action.lines, action.order)
    else if (action.of.items < 0) await this.putBack(action.by, action.of)
    else await this.void(action.by, action.of)
  }

  /** Closing time: everything is switched on, and all must come to agree. */
  async close(): Promise<void> {
    await this.weather(2)
    const until = performance.now() + PATIENCE
    for (;;) {
      const counts = new Set(this.tablets.map(({ fold }) => fold.events.size))
      if (counts.size === 1 && this.tablets.every(tablet => tablet.inStep)) return
      if (performance.now() > until)
        throw new Error(`the tablets do not agree: ${this.tablets.map(({ status }) => status).join(' ')}`)
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }

  async compare(plan: Action[]): Promise<Omit<Played, 'played' | 'agreed'>> {
    const productOf = new Map(
      [...this.names].flatMap(([product, { drink, item }]) => [
        [drink, product],
        [item, product],
      ]),
    )
    const legend: Legend = { orderOf: this.orderOf, productOf }
    const wanted = ofTables(this.bar)
    const log = await this.router.log()
    const ofRouter = ofLog(log, legend)
    const found = new Map<string, Totals>(
      this.tablets.map(({ fold, place }, i) => [`station ${i + 1}`, ofFold(fold, place, legend)]),
    )
    found.set('log', ofRouter)
    const wrong = [...found].flatMap(([name, totals]) =>
      differences(totals, wanted).map(text => `${name}: ${text}`),
    )
    for (const [i, tablet] of this.tablets.entries()) {
      const kept = (await tablet.events()).length
      if (kept !== ofRouter.events)
        wrong.push(`station ${i + 1} keeps ${kept} events, the log ${ofRouter.events}`)
    }
    const orders = log
      .toString()
      .split('\n')
      .filter(line => line.includes('"kind":"order"'))
    const count = (kind: Action['kind']) => plan.filter(action => action.kind === kind).length
    return {
      wanted,
      found,
      wrong,
      actions: { orders: count('order'), voids: count('void'), moves: count('move') },
      outages: this.outages,
      events: ofRouter.events,
      logBytes: log.length,
      orderBytes: {
        events: orders.length,
        bytes: orders.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0),
      },
      peak: await this.router.peak(),
    }
  }

  stop(): void {
    for (const tablet of this.tablets) tablet.stop()
  }

  // What happens at the bar.

  /** Rings up lines of an order at a tablet, under the menu entries that it knows or makes now. */
  private async order(tablet: number, lines: Sale[], order: string): Promise<Id> {
    const { station, fold } = this.tablets[tablet]!
    const menus: Id[] = []
    for (const sale of lines) menus.push(await this.menu(tablet, sale))
    const [event] = await this.tablets[tablet]!.act(() => {
      lines.forEach((sale, i) => {
        for (let n = 0; n < sale.items; n++) station.tap(menus[i]!)
      })
      station.done()
    })
    this.orderOf.set(event!, order)
    const recorded = fold.events.get(event!) as unknown as { lines: { menu: Id; n: number }[] }
    const slots = recorded.lines.map(({ n }, index): Slot => ({ event: event!, index, n, sale: lines[0]! }))
    lines.forEach((sale, i) => {
      const index = recorded.lines.findIndex(({ menu }) => menu === menus[i])
      this.slots.set(sale.line, Object.assign(slots[index]!, { sale }))
    })
    return event!
  }

  /** Takes items back: the whole line goes, and what is left of it is rung up again. */
  private async void(by: Sale, of: Sale): Promise<void> {
    const slot = this.slots.get(of.line)!
    const tablet = this.knower(this.at(by.order), slot.event)
    const { event, index } = slot
    await this.tablets[tablet]!.act(station => station.void(event, 'till', [index]))
    this.slots.set(by.line, { ...slot, n: -by.items })
    slot.n += by.items
    if (!slot.n) return
    const again = await this.order(tablet, [{ ...of, items: slot.n }], this.orderOf.get(event)!)
    Object.assign(slot, { event: again, index: 0 })
    this.slots.set(of.line, slot)
  }

  /** Takes a void back: the order is put back where that brings just this, else the drinks are rung up again. */
  private async putBack(by: Sale, of: Sale): Promise<void> {
    const { event, index, n } = this.slots.get(of.line)!
    const tablet = this.knower(this.at(by.order), event)
    const { fold } = this.tablets[tablet]!
    const order = fold.events.get(event) as unknown as { lines: { n: number }[] }
    const voided = fold.voided(event)
    const only = voided === 'all' ? order.lines.length === 1 : voided.size === 1 && voided.has(index)
    if (!only || order.lines[index]!.n !== by.items || n !== by.items) {
      await this.order(tablet, [by], by.order)
      return
    }
    const [again] = await this.tablets[tablet]!.act(station => station.putBack(event))
    this.orderOf.set(again!, by.order)
    this.slots.set(by.line, { event: again!, index: 0, n: by.items, sale: by })
  }

  private async move({ at, kind, reason, product, n }: Movement): Promise<void> {
    const goods = [{ item: this.names.get(product)!.item, n }]
    const [first] = this.tablets
    const draft = kind === 'delivery' ? { kind: 'delivery' } : { kind: 'loss', why: reason || 'unknown' }
    await first!.keep([{ ...draft, at, place: first!.place, goods }])
  }

  private async menu(tablet: number, sale: Sale): Promise<Id> {
    const here = this.tablets[tablet]!
    const known = this.menus.find(sale, id => here.fold.events.has(id))
    if (known) return known
    const made = (await here.keep(this.menus.drafts(sale))).at(-1)!
    this.menus.note(sale, made)
    return made
  }

  /** The tablet of an order: each order is rung up at one, the orders go round. */
  private at(order: string): number {
    const known = this.tabletOf.get(order)
    if (known !== undefined) return known
    const next = this.tabletOf.size % TABLETS
    this.tabletOf.set(order, next)
    return next
  }

  /** A tablet on whose list of recent orders an event stands: this one, or else another. */
  private knower(tablet: number, event: Id): number {
    const knows = (i: number) => this.tablets[i]!.fold.events.has(event)
    return knows(tablet) ? tablet : this.tablets.findIndex((_, i) => knows(i))
  }

  // What happens to the network.

  /** Each tablet is out of reach for a while, one after the other and two at closing time; the router has a power cut. */
  private async weather(share: number): Promise<void> {
    for (const i of this.tablets.keys()) {
      const out = share < 1 && (within(share, 0.08 + 0.2 * i, 0.22 + 0.2 * i) || (i < 2 && share >= 0.92))
      if (this.online[i] === !out) continue
      this.online[i] = !out
      if (out) this.outages.push(`station ${i + 1} from ${this.clockTime()}`)
      else this.tablets[i]!.online()
    }
    const on = !within(share, 0.45, 0.5)
    if (on === this.routerOn) return
    this.routerOn = on
    if (on) await this.router.on(this.clock.now)
    else {
      this.outages.push(`router from ${this.clockTime()}`)
      await this.router.off()
    }
  }

  private clockTime(): string {
    return new Date(this.clock.now).toISOString().slice(0, 16)
  }

  /** A tablet's way to the router: cut in an outage, and now and then an answer is lost when all was done. */
  private link(tablet: number): Link {
    return async (url, init) => {
      if (!this.online[tablet]) throw new TypeError('out of reach')
      const answer = await fetch(url, init)
      if (this.random() < LOST) {
        await answer.arrayBuffer()
        throw new TypeError('the answer was lost')
      }
      return answer
    }
  }
}

const within = (x: number, from: number, to: number) => x >= from && x < to
