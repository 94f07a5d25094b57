import { describe, expect, test } from 'vitest'
import type { BarEvent, Ref } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { Random } from '../sync/random.ts'
import { seeds } from './days.ts'

// Whole meetings under wrong clocks: four tablets, off by up to two hours, by twenty years, by five minutes, about half
// of them offline for two hours, one count in the middle; in some the router restarts in the middle, and the clock that
// it then goes by starts anew. Each is played on true time, and then asked what is left.

const WORLDS = 3000
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const LONG = 6 * HOUR
const START = 1_000_000
const TWENTY_YEARS = 20 * 365 * 24 * HOUR
const below = (random: Random, n: number): number => random.int(0, n - 1)
const menu = seeds[0]![1]!._id

/** A tablet that measures, syncs when it is online, and tells what it saw. */
class Tablet {
  readonly fold = new Fold()
  #number = 0
  #ref: Ref | undefined
  /** Not on the router yet. */
  #unsent: BarEvent[] = []
  /** How far it has read the router's log. */
  #since = 0

  readonly name: string
  /** Its clock is so far ahead, ms. */
  readonly wrong: number
  readonly away: [from: number, to: number] | undefined

  constructor(name: string, wrong: number, away: [number, number] | undefined) {
    this.name = name
    this.wrong = wrong
    this.away = away
    for (const event of seeds.flat()) this.fold.add(event)
  }

  isOnline(now: number): boolean {
    return !this.away || now < this.away[0] || now > this.away[1]
  }

  /** Pushes, pulls and measures the router's clock, as far off as a slow answer makes it. */
  sync(log: BarEvent[], boot: string, booted: number, random: Random): void {
    const err = 10 + below(random, 200)
    const off = booted + this.wrong + below(random, 2 * err + 1) - err
    this.#ref = { boot, off: Math.round(off), err }
    log.push(...this.#unsent.splice(0))
    for (; this.#since < log.length; this.#since++) this.fold.add(log[this.#since]!)
  }

  make(now: number, fields: object): void {
    const saw = this.fold.countsNotSeenBy(this.name)
    const event = {
      _id: `${this.name}-${++this.#number}`,
      _rev: '1-0',
      at: Math.round(now + this.wrong),
      place: 'bar',
      ...(this.#ref && { ref: this.#ref }),
      ...(saw.length && { saw }),
      ...fields,
    } as BarEvent
    this.fold.add(event)
    this.#unsent.push(event)
  }
}

const wrongClock = (random: Random): number => {
  const sign = below(random, 2) ? 1 : -1
  return [sign * below(random, 2 * HOUR), -TWENTY_YEARS, sign * below(random, 5 * MINUTE)][below(random, 3)]!
}

interface Result {
  right: boolean
  flagged: boolean
}

/** One meeting, and what every tablet says at its end; `reboots`: when the router restarts. */
const meeting = (seed: number, reboots: (random: Random) => number[]): Result => {
  const random = new Random(seed)
  const log: BarEvent[] = []
  const restarts = reboots(random)
  const tablets = ['ann', 'bob', 'cyd', 'dee'].map(name => {
    const from = START + below(random, LONG - 2 * HOUR)
    return new Tablet(name, wrongClock(random), below(random, 2) ? [from, from + 2 * HOUR] : undefined)
  })
  const counter = tablets[below(random, 4)]!
  const countAt = START + LONG / 2 + below(random, HOUR) - HOUR / 2
  const acts = [
    { at: START, who: counter, sell: false },
    ...Array.from({ length: 50 }, () => ({
      at: START + 1 + below(random, LONG),
      who: tablets[below(random, 4)]!,
      sell: true,
    })),
    { at: countAt, who: counter, sell: false },
  ].sort((a, b) => a.at - b.at)
  const ends = START + LONG + 2 * HOUR
  let sold = 0
  const booted = (now: number) => restarts.filter(at => at <= now).length
  const syncAll = (now: number) => {
    const boot = booted(now)
    for (const tablet of tablets)
      if (tablet.isOnline(now))
        tablet.sync(log, `boot${boot}`, boot ? restarts[boot - 1]! : START - HOUR, random)
  }
  let next = 0
  for (let now = START; now < ends; now += MINUTE) {
    syncAll(now)
    for (; next < acts.length && acts[next]!.at < now + MINUTE; next++) {
      const { at, who, sell } = acts[next]!
      if (sell) {
        sold++
        who.make(at, { kind: 'order', lines: [{ menu, n: 1, sum: 0 }], sum: 0 })
      } else
        who.make(at, {
          kind: 'count',
          items: { mate: 500_000 - 500 * sold },
          seen: who.fold.seen(),
        })
    }
  }
  syncAll(ends)
  syncAll(ends)
  const levels = tablets.map(({ fold }) => fold.level('mate', 'bar')!)
  expect(new Set(levels.map(level => JSON.stringify(level))).size, `seed ${seed}`).toBe(1)
  return { right: levels[0]!.n === 500_000 - 500 * sold, flagged: levels[0]!.unsure }
}

const play = (reboots: (random: Random) => number[]) => {
  let silent = 0
  let flagged = 0
  for (let seed = 1; seed <= WORLDS; seed++) {
    const result = meeting(seed, reboots)
    if (!result.right && !result.flagged) silent++
    if (result.flagged) flagged++
  }
  return { silent, flagged: flagged / WORLDS }
}

describe(`the level after a count, in ${WORLDS} meetings with wrong clocks`, () => {
  test('is never wrong without saying so, and asks for a recount in less than 3 %', () => {
    const { silent, flagged } = play(() => [])
    expect(silent).toBe(0)
    expect(flagged).toBeLessThan(0.03)
  })

  test('so, too, when the router restarts in the middle and its clock begins anew', () => {
    const { silent, flagged } = play(random => [START + LONG / 2 + below(random, HOUR) - HOUR / 2])
    expect(silent).toBe(0)
    expect(flagged).toBeLessThan(0.03)
  })
})
