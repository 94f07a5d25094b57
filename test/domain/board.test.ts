import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boardOf } from '../../src/domain/board.ts'
import type { BarEvent, Menu } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { seedMenu } from '../../src/domain/seed.ts'
import { day } from './days.ts'

const foldOf = (events: BarEvent[]): Fold => {
  const fold = new Fold()
  for (const event of events) fold.add(event)
  return fold
}
const textOf = (events: BarEvent[]): string => JSON.stringify(boardOf(foldOf(events)))

let n = 0
const event = (kind: string, fields: object, station = 'ann'): BarEvent =>
  ({ _id: `${station}-${++n}`, _rev: '1-0', at: 1, kind, ...fields }) as BarEvent
const count = (items: Record<string, number>, place = 'bar') => event('count', { place, items, seen: {} })
const meeting = (fields: object) =>
  event('meeting', { v: 1, name: 'Camp', seed: foldOf(seedMenu()).shownSeed(), ...fields })
const seeded = (...events: BarEvent[]) => boardOf(foldOf([...seedMenu(), ...events]))
const drinkOf = (board: ReturnType<typeof boardOf>, name: string) =>
  board.drinks.find(drink => drink.name === name)!

describe('what guests must not learn is not on the board', () => {
  /** All that is said by people about people, or about money that changed hands, in words that can be found again. */
  const told = (secret: string): BarEvent[] => [
    event('station', { station: 'ann', v: 9, name: secret, role: secret }),
    event('handover', { text: secret }),
    event('cash', { way: 'payout', account: secret, sum: 987_654, why: secret, to: secret }),
    event('delivery', { place: 'bar', goods: [{ item: 'mate', n: 5e6 }], from: secret, cost: 987_654 }),
    event('poem', { verse: secret }),
  ]

  test('whatever is written down besides', () => {
    fc.assert(
      fc.property(day, events => {
        const all = [
          ...events.map(each => ({
            ...each,
            note: 'SECRET',
            ...(each.kind === 'void' && { why: 'SECRET' }),
          })),
          ...told('SECRET'),
        ] as BarEvent[]
        const text = textOf(all)
        expect(text).not.toMatch(/SECRET|987654/)
        expect(text).not.toMatch(/"(ann|bob|cyd|dee)|_id|given|house|station/)
      }),
    )
  })

  test('it does not hang on what was given, nor on what is on the house', () => {
    fc.assert(
      fc.property(day, fc.nat(9999), (events, given) => {
        const other = events.map(each =>
          each.kind === 'order' ? { ...each, given, house: `crew ${given}` } : each,
        ) as BarEvent[]
        expect(textOf(other)).toBe(textOf(events))
      }),
    )
  })

  test('nobody reads off it how many were sold: of many drinks only each tenth changes it', () => {
    const events = [...seedMenu(), count({ mate: 100_000 })]
    const fold = foldOf(events)
    const menu = fold.entry('club-mate')!._id
    const texts = new Set<string>()
    for (let i = 0; i < 150; i++) {
      fold.add(event('order', { place: 'bar', lines: [{ menu, n: 1, sum: 250 }], sum: 250, saw: ['ann-1'] }))
      texts.add(JSON.stringify(boardOf(fold)))
    }
    expect(texts.size).toBeLessThan(20)
  })
})

test('the same events give the same document, byte for byte, in any order', () => {
  fc.assert(
    fc.property(
      day.chain(events =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
      ),
      ([events, other]) => {
        expect(textOf(other)).toBe(textOf(events))
      },
    ),
  )
})

describe('the board says', () => {
  test('what is on offer, what is free first, with what is mixed for it', () => {
    const menu = (fields: Partial<Menu>) => event('menu', { v: 1, type: 'drink', ...fields })
    const { drinks } = seeded(
      menu({ slug: 'broth', name: 'Broth', names: { es: 'Caldo' }, order: 99, suggested: 0, hours: [22, 4] }),
      menu({ slug: 'kamikaze', name: 'Kamikaze', retired: true }),
    )
    expect(drinks.map(({ name }) => name)).toEqual([
      'Tap water',
      'Broth',
      'Club Mate',
      'Tschunk',
      'White Russian',
      'Backfire',
      'Attitude Adjustment',
      'Barrier Breaker',
      'Chaos Calmer',
      'Designated Driver',
    ])
    expect(drinks[1]).toEqual({ name: 'Broth', names: { es: 'Caldo' }, suggested: 0, hours: [22, 4] })
    expect(drinks[3]).toMatchObject({ suggested: 450, labels: ['alcohol', 'caffeine', 'vegan'] })
    expect(drinks[3]!.mix).toContainEqual({ name: 'Club Mate', unit: 'ml', n: 250 })
  })

  test('the meeting: its name, currency and languages, whether it practises, where it went on', () => {
    const board = seeded(
      meeting({
        currency: 'CHF',
        languages: ['de', 'fr'],
        heads: [300],
        settings: { practice: true, given: true },
        next: 'bar-next22',
      }),
    )
    expect({ ...board, drinks: [] }).toEqual({
      name: 'Camp',
      currency: 'CHF',
      languages: ['de', 'fr'],
      practice: true,
      next: 'bar-next22',
      drinks: [],
    })
  })

  test('how much Club Mate is left in round numbers, and that it is little', () => {
    const gauge = (ml: number) => {
      const { left, crate, low, out } = drinkOf(seeded(count({ mate: ml })), 'Club Mate')
      return { left, crate, low, out }
    }
    expect(gauge(123_500)).toEqual({ left: 240, crate: 20 })
    expect(gauge(23_900)).toEqual({ left: 45, crate: 20 })
    expect(gauge(4_900)).toEqual({ left: 9, crate: 20, low: true })
    expect(gauge(400)).toEqual({ out: true })
  })

  test('what is sold out: by its stock, by a mark, or at one of several bars', () => {
    const stocks = { bar: { draws: 'store' } }
    const tent = event('station', { station: 'bob', v: 1, place: 'tent' })
    const beer = event('loss', { place: 'tent', goods: [{ item: 'lime', n: 1 }], why: 'x' }, 'bob')
    const board = seeded(
      meeting({ places: ['bar', 'tent', 'store'], stocks }),
      tent,
      beer,
      count({ mate: 50_000 }, 'store'),
      count({ mate: 0, galliano: 0 }, 'tent'),
      event('mark', { drink: 'kamikaze', v: 1, out: true }),
    )
    expect(drinkOf(board, 'Club Mate')).toMatchObject({ out: ['tent'] })
    expect(drinkOf(board, 'Kamikaze').out).toBe(true)
    expect(drinkOf(board, 'Tap water').out).toBeUndefined()
    expect(drinkOf(seeded(count({ vodka: 20 })), 'Backfire').out).toBeUndefined()
    expect(drinkOf(seeded(count({ vodka: 20 })), 'White Russian').out).toBe(true)
  })

  test('a stand-in where one is used, and the recipe where a canister is poured', () => {
    const set = (instead: object[]) =>
      drinkOf(
        seeded(
          event('menu', {
            ...foldOf(seedMenu()).entry('tschunk'),
            _id: `ann-${++n}`,
            v: 1,
            instead,
          }),
        ),
        'Tschunk',
      ).mix!.map(({ name }) => name)
    const parts = foldOf(seedMenu()).entry('tschunk')!.recipe!
    const rum = parts.map(part => (part.item === 'white-rum' ? { ...part, item: 'dark-rum' } : part))
    expect(set(rum)).toContain('Dark rum')
    expect(set([{ item: 'tschunk-mix', n: 1 }])).toContain('White rum')
  })
})
