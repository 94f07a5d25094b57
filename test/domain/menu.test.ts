import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BarEvent, LABELS, type Meeting, type Menu } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { seedEvents, seedOf, wins } from '../../src/domain/menu.ts'
import { parseEvent } from '../../src/domain/parse.ts'
import { seedMenu } from '../../src/domain/seed.ts'

const foldOf = (events: BarEvent[]): Fold => {
  const fold = new Fold()
  for (const event of events) fold.add(event)
  return fold
}
const meeting = (id: string, v: number, seed?: string): Meeting => ({
  _id: id,
  _rev: '1-0',
  kind: 'meeting',
  at: 1,
  v,
  name: '',
  ...(seed && { seed }),
})

describe('the seeded menu', () => {
  test('is the same events on every tablet, with ids that its content makes', () => {
    expect(seedMenu()).toEqual(seedMenu())
    const [first] = seedMenu()
    // Another id is another menu: tablets with the old app and with the new one side by side then hold two of them, of
    // which one is shown. Change what the menu says with that in mind, and then this line.
    expect(seedOf(first!._id)).toBe('seedf8664a43')
    for (const [i, entry] of seedMenu().entries()) {
      expect(entry).toMatchObject({ _id: `seedf8664a43-${i + 1}`, at: 0, v: 0 })
      expect(parseEvent(entry).ok).toBe(true)
    }
  })

  test('has the release cocktails, Club Mate, Tschunk and tap water, each item that a recipe names, and honest labels', () => {
    const fold = foldOf(seedMenu())
    const drinks = fold.drinks()
    expect(drinks.map(drink => drink.name)).toEqual(
      expect.arrayContaining([
        'Tap water',
        'Club Mate',
        'Tschunk',
        'White Russian',
        'Kamikaze',
        'Backfire',
        'Attitude Adjustment',
        'Barrier Breaker',
        'Chaos Calmer',
        'Designated Driver',
      ]),
    )
    const items = new Map(fold.items().map(item => [item.slug, item]))
    for (const drink of drinks) {
      for (const part of drink.recipe ?? [])
        expect(items.has(part.item), `${drink.slug}: ${part.item}`).toBe(true)
      for (const label of drink.labels ?? []) expect(LABELS).toContain(label)
      const spirits = (drink.recipe ?? []).some(part => items.get(part.item)!.category === 'spirit')
      expect([drink.slug, drink.labels!.includes('alcohol')]).toEqual([drink.slug, spirits])
      const dairy = (drink.recipe ?? []).some(part => ['cream', 'baileys'].includes(part.item))
      expect([drink.slug, drink.labels!.includes('milk')]).toEqual([drink.slug, dairy])
      // Said only where it is sure: a sour mix may have egg white in it.
      expect([drink.slug, drink.labels!.includes('vegan') && dairy]).toEqual([drink.slug, false])
    }
    expect(items.get('mate')).toMatchObject({ bottle: 500, pack: 10_000, unit: 'ml' })
    expect(fold.entry('tap-water')!.suggested).toBe(0)
  })

  test('changes its ids with any change of its content', () => {
    const entries = [{ slug: 'x', type: 'drink', name: 'X', suggested: 100 }] as const
    const seed = (changed: object) => seedOf(seedEvents([{ ...entries[0], ...changed }])[0]!._id)
    expect(new Set([seed({}), seed({ suggested: 101 }), seed({ name: 'x' }), seed({ order: 0 })]).size).toBe(
      4,
    )
  })
})

describe('which menu is shown', () => {
  const one = seedEvents([{ slug: 'beer', type: 'drink', name: 'Beer' }])
  const other = seedEvents([{ slug: 'wine', type: 'drink', name: 'Wine' }])
  const [low, high] = one[0]!._id < other[0]!._id ? [one, other] : [other, one]
  const set = (seed: Menu[]) => seedOf(seed[0]!._id)!
  const names = (fold: Fold) => fold.drinks().map(drink => drink.name)

  test('while there is no meeting, the first seed by id, and only that one', () => {
    expect(names(foldOf([...high, ...low]))).toEqual([low[0]!.name])
    expect(foldOf([...low, ...high]).shownSeed()).toBe(set(low))
  })

  test('the one that the first meeting event names, for good; or none, when it names none', () => {
    const fold = foldOf([...low, ...high, meeting('a-1', 1, set(high))])
    expect(names(fold)).toEqual([high[0]!.name])
    fold.add(meeting('b-1', 2, set(low)))
    expect(names(fold)).toEqual([high[0]!.name])
    const none = foldOf([...low, ...high, meeting('a-1', 1)])
    expect([names(none), none.shownSeed()]).toEqual([[], undefined])
  })

  test('an edit wins over a seed by its v, then by station, then by number; a retired entry is offered no more', () => {
    const edit = (id: string, v: number, more: Partial<Menu> = {}): Menu => ({
      _id: id,
      _rev: '1-0',
      kind: 'menu',
      at: 1,
      slug: 'beer',
      v,
      type: 'drink',
      name: id,
      ...more,
    })
    const order = [edit('a-2', 1), edit('a-10', 1), edit('b-1', 1), edit('a-1', 2)]
    for (let i = 1; i < order.length; i++) {
      expect(wins(order[i]!, order[i - 1]!)).toBe(true)
      expect(wins(order[i - 1]!, order[i]!)).toBe(false)
    }
    fc.assert(
      fc.property(fc.shuffledSubarray([...one, ...order], { minLength: 5 }), events => {
        expect(foldOf(events).entry('beer')!._id).toBe('a-1')
      }),
    )
    expect(names(foldOf([...one, edit('a-1', 1, { retired: true })]))).toEqual([])
  })
})
