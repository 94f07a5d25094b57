import type { BarEvent, Count, Menu, Order } from '../../src/domain/event.ts'
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

/**
 * The events of a made-up camp: four days of a bar with 50 stock items and as many drinks as they are in, 14 hours a day,
 * and a count of everything each morning.
 * @param n how many events in all, some 200 at least
 * @param ends the tablet clock of the last one
 */
export const camp = (n: number, ends: number): BarEvent[] => {
  const random = randomFrom(4)
  const seed = seedMenu()
  const base = { _rev: '1-0', kind: 'menu', at: 0, v: 1, order: 100 } as const
  const more = Array.from({ length: 50 - seed.filter(({ type }) => type === 'item').length }, (_, i) => i)
  const bottled = more.flatMap((i): Menu[] => [
    {
      ...{ ...base, _id: `org-${2 * i + 1}`, slug: `bottle-${i}`, type: 'item', name: `Bottle ${i}` },
      ...{ category: i % 2 ? 'beer' : 'soft', unit: 'ml', bottle: 330, pack: 7920, warn: 3300 },
    },
    {
      ...{ ...base, _id: `org-${2 * i + 2}`, slug: `drink-${i}`, type: 'drink', name: `Drink ${i}` },
      ...{ category: i % 2 ? 'beer' : 'soft', suggested: 200, recipe: [{ item: `bottle-${i}`, n: 330 }] },
    },
  ])
  const menu = [...seed, ...bottled]
  const drinks = menu.filter(({ type }) => type === 'drink')
  const items = menu.filter(({ type }) => type === 'item')
  const DAYS = 4
  const orders = n - menu.length - DAYS
  const [DAY, OPEN] = [86_400_000, 14 * 3_600_000]
  const opened = (day: number) => ends - OPEN - (DAYS - 1 - day) * DAY
  const seen: Record<string, number> = {}
  const events: BarEvent[] = [...menu]
  for (let day = 0, i = 0; day < DAYS; day++) {
    events.push({
      ...{
        _id: `org-${bottled.length + day + 1}`,
        _rev: '1-0',
        kind: 'count',
        at: opened(day),
        place: 'bar',
      },
      ...{ items: Object.fromEntries(items.map(({ slug }) => [slug, 400_000])), seen: { ...seen } },
    } satisfies Count)
    for (; i < (orders * (day + 1)) / DAYS; i++) {
      const station = STATIONS[i % STATIONS.length]!
      seen[station] = (seen[station] ?? 0) + 1
      const at = opened(day) + Math.floor((OPEN * (i % (orders / DAYS))) / (orders / DAYS))
      events.push(order(`${station}-${seen[station]}`, at, drinks, random))
    }
  }
  return events
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
