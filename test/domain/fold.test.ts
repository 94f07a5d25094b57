import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BarEvent, is, type Line, type Menu } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { day, picture, seeds } from './days.ts'

const foldOf = (events: BarEvent[]): Fold => {
  const fold = new Fold()
  for (const event of events) fold.add(event)
  return fold
}
const shuffled = (events: BarEvent[]) => fc.shuffledSubarray(events, { minLength: events.length })
const RUNS = { numRuns: 200 }

describe('the same set of events is the same bar', () => {
  test('in any order', () => {
    fc.assert(
      fc.property(
        day.chain(events => fc.tuple(fc.constant(events), shuffled(events))),
        ([events, other]) => {
          expect(picture(foldOf(other))).toEqual(picture(foldOf(events)))
        },
      ),
      RUNS,
    )
  })

  test('however often each comes', () => {
    fc.assert(
      fc.property(
        day.chain(events => fc.tuple(fc.constant(events), shuffled([...events, ...events]))),
        ([events, doubled]) => {
          const fold = foldOf(doubled)
          expect(picture(fold)).toEqual(picture(foldOf(events)))
          expect(fold.version).toBe(fold.events.size)
        },
      ),
      RUNS,
    )
  })

  test('however it was dealt out to stations that then exchange what they have, and whoever looked in between', () => {
    fc.assert(
      fc.property(
        day.chain(events =>
          fc.tuple(
            fc.constant(events),
            fc.array(fc.nat(2), { minLength: events.length, maxLength: events.length }),
          ),
        ),
        ([events, dealt]) => {
          const folds = [new Fold(), new Fold(), new Fold()]
          for (const [i, event] of events.entries()) folds[dealt[i]!]!.add(event)
          // What a screen asked for before must not stay.
          for (const fold of folds) picture(fold)
          for (const fold of folds)
            for (const from of [...folds].reverse())
              for (const event of from.events.values()) {
                fold.add(event)
                if (event.at % 5 === 0) picture(fold)
              }
          const whole = picture(foldOf(events))
          for (const fold of folds) expect(picture(fold)).toEqual(whole)
        },
      ),
      RUNS,
    )
  })

  for (const kind of ['menu', 'void', 'count', 'station', 'meeting'])
    test(`when each ${kind} comes last, after all that it changes`, () => {
      fc.assert(
        fc.property(day, events => {
          const late = [
            ...events.filter(event => event.kind !== kind),
            ...events.filter(event => event.kind === kind),
          ]
          const fold = new Fold()
          for (const event of late) {
            fold.add(event)
            if (event.kind === kind) picture(fold)
          }
          expect(picture(fold)).toEqual(picture(foldOf(events)))
        }),
        RUNS,
      )
    })
})

describe('sums are conserved', () => {
  /** The plain way: look at everything, each time. */
  const plainly = (events: BarEvent[]) => {
    const byId = new Map(events.map(event => [event._id, event]))
    const ignoreFrom = new Map<string, number>()
    const best = new Map<string, BarEvent & { v: number }>()
    const rank = (event: BarEvent & { v: number }) => {
      const [station, n] = event._id.split('-')
      return [event.v, station!, Number(n)] as const
    }
    for (const event of events)
      if (is(event, 'station')) {
        const other = best.get(event.station)
        const [a, b] = [rank(event), other && rank(other)]
        if (!b || a[0] > b[0] || (a[0] === b[0] && (a[1] > b[1] || (a[1] === b[1] && a[2] > b[2]))))
          best.set(event.station, event)
      }
    for (const [station, event] of best)
      if (is(event, 'station') && event.ignore) ignoreFrom.set(station, event.ignore)
    let meeting: (BarEvent & { v: number; opened?: { seen: Record<string, number> } }) | undefined
    for (const event of events)
      if (is(event, 'meeting')) {
        const [a, b] = [rank(event), meeting && rank(meeting)]
        if (!b || a[0] > b[0] || (a[0] === b[0] && (a[1] > b[1] || (a[1] === b[1] && a[2] > b[2]))))
          meeting = event
      }
    const ignored = ({ _id, kind }: BarEvent) => {
      const [station, n] = _id.split('-')
      const practice = kind !== 'void' && Number(n) <= (meeting?.opened?.seen[station!] ?? 0)
      return practice || Number(n) >= (ignoreFrom.get(station!) ?? Number.POSITIVE_INFINITY)
    }
    const voids = events.filter(
      (event): event is BarEvent & { of: string; lines?: number[] } => is(event, 'void') && !ignored(event),
    )
    const sums = { orders: 0, drinks: 0, suggested: 0, given: 0, recorded: 0, house: 0, deposits: 0 }
    for (const event of events) {
      if (!(is(event, 'order') || is(event, 'tally')) || ignored(event)) continue
      const mine = voids.filter(each => each.of === event._id)
      const left = event.lines.filter((_, i) => !mine.some(each => !each.lines || each.lines.includes(i)))
      if (!left.length || event.lines.some(line => byId.get(line.menu)?.kind !== 'menu')) continue
      sums.orders++
      if (is(event, 'order') && event.given !== undefined) {
        sums.given += event.given
        sums.recorded++
      }
      const add = (line: Line) => {
        if (line.deposit) sums.deposits += line.sum
        else {
          sums.suggested += line.sum
          sums.drinks += line.n
          if (is(event, 'order') && event.house) sums.house += line.n
        }
      }
      left.forEach(add)
    }
    return sums
  }

  test('they are what its events make, added up the plain way', () => {
    fc.assert(
      fc.property(day.chain(shuffled), events => {
        expect(foldOf(events).totals).toEqual(plainly(events))
      }),
      { numRuns: 400 },
    )
  })

  test('without counts, what left a place is what came less what is there', () => {
    const [, mate] = seeds[0]!
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('bar', 'store'), fc.integer({ min: 1, max: 20 })), {
          maxLength: 30,
        }),
        sales => {
          const fold = foldOf(seeds.flat())
          fold.add({
            _id: 'd-1',
            _rev: '1-0',
            kind: 'delivery',
            at: 1,
            place: 'store',
            goods: [{ item: 'mate', n: 100_000 }],
          })
          fold.add({
            _id: 'd-2',
            _rev: '1-0',
            kind: 'transfer',
            at: 1,
            place: 'store',
            to: 'bar',
            goods: [{ item: 'mate', n: 40_000 }],
          })
          for (const [i, [place, n]] of sales.entries())
            fold.add({
              _id: `s-${i + 1}`,
              _rev: '1-0',
              kind: 'order',
              at: 2,
              place,
              lines: [{ menu: mate!._id, n, sum: 250 * n }],
              sum: 250 * n,
            })
          const glasses = sales.reduce((all, [, n]) => all + n, 0)
          expect(fold.level('mate', 'bar')!.n + fold.level('mate', 'store')!.n).toBe(100_000 - 500 * glasses)
          expect(fold.totals.suggested).toBe(250 * glasses)
        },
      ),
    )
  })
})

describe('a void', () => {
  const order = (lines: number): BarEvent => ({
    _id: 'a-1',
    _rev: '1-0',
    kind: 'order',
    at: 1,
    lines: Array.from({ length: lines }, () => ({ menu: (seeds[0]![1] as Menu)._id, n: 1, sum: 250 })),
    sum: 250 * lines,
  })
  const voided = (n: number, lines?: number[]): BarEvent => ({
    _id: `b-${n}`,
    _rev: '1-0',
    kind: 'void',
    at: 2,
    of: 'a-1',
    why: '',
    ...(lines && { lines }),
  })

  test('of lines adds up as a set; of all lines it is one of the whole order', () => {
    const fold = foldOf([...seeds.flat(), order(3), voided(1, [0]), voided(2, [0, 2])])
    expect(fold.voided('a-1')).toEqual(new Set([0, 2]))
    expect(fold.totals).toMatchObject({ orders: 1, drinks: 1, suggested: 250 })
    fold.add(voided(3, [1]))
    expect(fold.voided('a-1')).toBe('all')
    expect(fold.totals).toMatchObject({ orders: 0, drinks: 0, suggested: 0 })
  })

  test('of a line that the order does not have changes nothing', () => {
    const fold = foldOf([...seeds.flat(), order(1), voided(1, [7])])
    expect(fold.totals).toMatchObject({ orders: 1, drinks: 1 })
  })

  test('twice is once', () => {
    const fold = foldOf([...seeds.flat(), order(2), voided(1), voided(2)])
    expect(fold.totals).toMatchObject({ orders: 0, suggested: 0 })
  })
})

describe('one event more, after ten thousand', () => {
  /** Counts how often events that were folded before are looked at again. */
  const counted = (event: BarEvent, looks: { n: number }): BarEvent =>
    new Proxy(event, {
      get(target, key) {
        looks.n++
        return Reflect.get(target, key)
      },
    })
  const menu = seeds[0]![1]!._id
  const sale = (n: number): BarEvent => ({
    _id: `a-${n}`,
    _rev: '1-0',
    kind: 'order',
    at: n,
    place: 'bar',
    lines: [{ menu, n: 1, sum: 250 }],
    sum: 250,
  })

  for (const before of [100, 10_000])
    test(`${before} before: an order, its void and its screen touch none of them`, () => {
      const looks = { n: 0 }
      const fold = foldOf(seeds.flat())
      fold.add({
        _id: 'd-1',
        _rev: '1-0',
        kind: 'count',
        at: 0,
        place: 'bar',
        items: { mate: 9_000_000 },
        seen: {},
      })
      for (let n = 1; n <= before; n++) fold.add(counted(sale(n), looks))
      fold.level('mate')
      fold.left(fold.entry('club-mate')!)
      looks.n = 0
      fold.add(sale(before + 1))
      fold.add({ _id: 'b-1', _rev: '1-0', kind: 'void', at: 1, of: `a-${before + 1}`, why: '' })
      fold.add(sale(before + 2))
      expect(fold.level('mate')).toEqual({ n: 9_000_000 - 500 * (before + 1), unsure: true })
      expect(fold.totals.orders).toBe(before + 1)
      expect(looks.n).toBe(0)
      // One that comes late, far back, touches itself alone.
      fold.add({ _id: 'b-2', _rev: '1-0', kind: 'void', at: 1, of: 'a-5', why: '' })
      expect(looks.n).toBeLessThan(60)
    })
})
