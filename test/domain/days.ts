import fc from 'fast-check'
import type { BarEvent, Id } from '../../src/domain/event.ts'
import type { Fold } from '../../src/domain/fold.ts'
import { seedEvents } from '../../src/domain/menu.ts'

/** Days at a bar: events of four stations that name each other's, in every way they can, some of them pointing nowhere. */

const STATIONS = ['ann', 'bob', 'cyd', 'dee']
const PLACES = ['bar', 'fridge', 'store']
const ITEMS = ['mate', 'rum']
const KINDS = [
  ...[
    'order',
    'order',
    'order',
    'order',
    'void',
    'void',
    'tally',
    'delivery',
    'loss',
    'transfer',
    'count',
    'count',
  ],
  ...['menu', 'meeting', 'station', 'poem'],
  ...['opened', 'batch', 'expected', 'empties', 'mark', 'told'],
]

export const seeds = [
  seedEvents([
    { slug: 'mate', type: 'item', name: 'Mate', unit: 'ml', bottle: 500 },
    {
      slug: 'club-mate',
      type: 'drink',
      name: 'Club Mate',
      suggested: 250,
      recipe: [{ item: 'mate', n: 500 }],
    },
  ]),
  seedEvents([
    { slug: 'rum', type: 'item', name: 'Rum', unit: 'ml', bottle: 700 },
    {
      slug: 'cuba',
      type: 'drink',
      name: 'Cuba',
      suggested: [300, 500],
      recipe: [
        { item: 'rum', n: 40 },
        { item: 'mate', n: 333 },
      ],
    },
  ]),
]

/** A tablet that measured one of the boots. */
const HERE = { boot: 'one', off: 3, err: 1 }

interface Op {
  kind: string
  station: number
  a: number
  b: number
  n: number
  flag: boolean
  at: number
}

const op: fc.Arbitrary<Op> = fc.record({
  kind: fc.constantFrom(...KINDS),
  station: fc.nat(STATIONS.length - 1),
  a: fc.nat(60),
  b: fc.nat(60),
  n: fc.integer({ min: 1, max: 9 }),
  flag: fc.boolean(),
  at: fc.integer({ min: 0, max: 1000 }),
})

/** An event of an op; `known` are ids that it may name, of events before and after it. */
const build = ({ kind, a, b, n, flag, at }: Op, _id: Id, known: Id[], menus: Id[]): BarEvent => {
  const name = (i: number) => known[i % known.length]!
  const base = { _id, _rev: '1-0' as const, kind, at }
  // A clock offset that some have and some do not, to two boots of the router.
  const ref = flag ? { ref: { boot: a % 2 ? 'one' : 'two', off: b, err: n } } : {}
  const place = PLACES[a % 3]!
  const goods = [{ item: ITEMS[b % 2]!, n }, ...(flag ? [{ item: ITEMS[a % 2]!, n: a }] : [])]
  const lines = Array.from({ length: 1 + (a % 3) }, (_, i) => {
    const line = { menu: menus[(a + b + i) % menus.length]!, n: n + i, sum: (n + i) * b }
    return i === 1
      ? { ...line, portion: 50 }
      : i === 2
        ? { ...line, sum: 0 - b, deposit: 'back' as const }
        : line
  })
  const sum = lines.reduce((all, line) => all + line.sum, 0)
  const saw = b % 7 === 0 ? { saw: [name(a)] } : {}
  switch (kind) {
    case 'order':
      return {
        ...base,
        ...ref,
        ...saw,
        ...(b % 4 ? { place } : {}),
        lines,
        sum,
        ...(flag && { given: b }),
        ...(a % 9 === 0 && { house: 'crew' }),
        ...(a % 5 === 0 && { stock: 'store' }),
      } as BarEvent
    case 'void':
      return { ...base, of: name(b), why: 'wrong', ...(flag && { lines: [a % 4, n % 3] }) } as BarEvent
    case 'tally':
      return { ...base, place, from: at, to: at + n, lines, sum } as BarEvent
    case 'delivery':
      return { ...base, ...ref, ...saw, place, goods, ...(flag && { of: name(a) }) } as BarEvent
    case 'expected':
      return { ...base, place, goods, due: at + n } as BarEvent
    case 'opened':
      return { ...base, ...ref, place, goods, ...(n % 2 && { empty: flag }) } as BarEvent
    case 'batch':
      return { ...base, ...ref, place, goods, makes: { item: ITEMS[n % 2]!, n: a } } as BarEvent
    case 'empties':
      return { ...base, place, goods } as BarEvent
    case 'mark':
      return { ...base, drink: `drink-${a % 3}`, v: 1 + (b % 3), out: flag } as BarEvent
    case 'told':
      return { ...base, place, item: ITEMS[b % 2]!, warning: flag ? 'out' : 'low', upTo: n } as BarEvent
    case 'loss':
      return { ...base, ...ref, place, goods, why: 'broke' } as BarEvent
    case 'transfer':
      return { ...base, ...ref, place, to: PLACES[b % 3]!, goods } as BarEvent
    case 'count':
      return {
        ...base,
        ...ref,
        place,
        items: Object.fromEntries(ITEMS.slice(0, 1 + (a % 2)).map(item => [item, b * 10])),
        seen: Object.fromEntries(STATIONS.slice(0, a % 5).map((other, i) => [other, (b + i) % 12])),
      } as BarEvent
    case 'menu':
      return {
        ...base,
        slug: flag ? 'club-mate' : `drink-${a % 3}`,
        v: a % 4,
        type: 'drink',
        name: `Drink ${a}`,
        suggested: b,
        retired: b % 5 === 0,
        recipe: [{ item: 'mate', n: b + 1 }],
        ...(n === 3 && { instead: [{ item: 'rum', n: 7 }] }),
      } as BarEvent
    case 'meeting':
      return {
        ...base,
        v: a % 4,
        name: `Meeting ${b}`,
        ...(flag && { seed: seeds[b % 2]![0]!._id.slice(0, 12) }),
        ...(n % 3 === 0 && {
          opened: { seen: Object.fromEntries(STATIONS.map((other, i) => [other, (b + i) % 9])), keep: flag },
        }),
      } as BarEvent
    case 'station':
      return {
        ...base,
        station: STATIONS[b % 4]!,
        v: a % 4,
        name: `Station ${b}`,
        ...(flag && { ignore: 1 + (n % 4) }),
      } as BarEvent
    default:
      return { ...base, verse: b } as BarEvent
  }
}

/** A set of events without doubles, two seeded menus among them. Some menu entries that are named may be missing. */
export const day: fc.Arbitrary<BarEvent[]> = fc
  .tuple(fc.array(op, { minLength: 4, maxLength: 45, size: 'max' }), fc.constantFrom(0, 0, 0, 2, 8, 1, 4))
  .map(([ops, holes]) => {
    const next = STATIONS.map(() => 1)
    const ids = ops.map(({ station }) => `${STATIONS[station]!}-${next[station]!++}`)
    const seeded = seeds.flat().filter((_, i) => !(holes & (1 << i)))
    const known = [...ids, ...seeds.flat().map(each => each._id), 'nobody-7']
    const menus = [...seeds.flat().map(each => each._id), ...ids.filter((_, i) => ops[i]!.kind === 'menu')]
    return [...seeded, ...ops.map((each, i) => build(each, ids[i]!, known, menus))]
  })

const sorted = <T>(entries: Iterable<[string, T]>): Record<string, T> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))

/** All that a fold tells, as a plain value. */
export const picture = (fold: Fold): unknown => ({
  totals: fold.totals,
  sold: sorted(fold.sold),
  runs: sorted(Object.entries(fold.runs)),
  seen: sorted(Object.entries(fold.seen())),
  waiting: [...fold.waiting].sort(),
  seed: fold.shownSeed(),
  meeting: fold.meeting(),
  drinks: fold.drinks(),
  items: fold.items(),
  stations: STATIONS.map(id => fold.station(id)),
  unseen: STATIONS.map(id => fold.countsNotSeenBy(id).sort()),
  voided: sorted([...fold.events.keys()].map(id => [id, voidedOf(fold, id)])),
  levels: PLACES.map(place => ITEMS.map(item => fold.level(item, place))),
  marked: [0, 1, 2].map(i => fold.isMarked(`drink-${i}`)),
  told: PLACES.map(place => ITEMS.map(item => fold.wasTold(item, place, 'low'))),
  expected: fold.expected().map(({ _id }) => _id),
  times: sorted([...fold.events].map(([id, event]) => [id, fold.timeOf(event, HERE)])),
  moves: PLACES.map(place =>
    ITEMS.map(item => {
      const moves: [Id, number][] = []
      fold.shelf(item, place)?.eachMove(({ _id }, n) => moves.push([_id, n]))
      return sorted(moves)
    }),
  ),
  left: fold.drinks().map(drink => PLACES.map(place => fold.left(drink, place))),
})

const voidedOf = (fold: Fold, id: Id): unknown => {
  const voided = fold.voided(id)
  return voided === 'all' ? voided : [...voided].sort()
}
