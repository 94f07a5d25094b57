import type { BarEvent, Menu, Order } from '../../src/domain/event.ts'
import { suggestedOf } from '../../src/domain/money.ts'
import { seedMenu } from '../../src/domain/seed.ts'

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The first tablet clock of a made-up night. */
const EVENING = Date.UTC(2031, 7, 6, 18)
const STATIONS = ['bara', 'barb', 'barc', 'bard']

/**
 * The events of a made-up night: the seeded menu, two stations' names, then orders of four stations in turn, as the
 * orders of a real bar are (1.7 drinks in the mean, most of them one). Ids, times and sizes as a tablet makes them.
 * @param n how many events in all
 */
export const night = (n: number, stations = STATIONS, seed = 1): BarEvent[] => {
  const random = randomFrom(seed)
  const menu = seedMenu()
  const drinks = menu.filter(({ type }) => type === 'drink')
  const numbers = new Map<string, number>()
  const orders = Array.from({ length: Math.max(0, n - menu.length) }, (_, i): Order => {
    const station = stations[i % stations.length]!
    const number = (numbers.get(station) ?? 0) + 1
    numbers.set(station, number)
    return order(`${station}-${number}`, EVENING + i * 4000, drinks, random)
  })
  return [...menu.slice(0, n), ...orders]
}

/** One order of up to four lines. */
export const order = (_id: string, at: number, drinks: Menu[], random: () => number): Order => {
  const count = random() < 0.55 ? 1 : 1 + Math.floor(random() * 3.2)
  const chosen = [...drinks].sort(() => random() - 0.5).slice(0, count)
  const lines = chosen.map(drink => {
    const n = random() < 0.85 ? 1 : 2
    return { menu: drink._id, n, sum: suggestedOf(drink) * n }
  })
  const sum = lines.reduce((total, line) => total + line.sum, 0)
  const ref = { boot: '9d1c0b1e-6f0a-4d7e-9c58-0a5b7e2f4a11', off: EVENING - 7_200_000, err: 6 }
  return { _id, _rev: '1-0', kind: 'order', at, ref, lines, sum, place: 'bar' }
}
