import { describe, expect, test } from 'vitest'
import type { Menu } from '../../src/domain/event.ts'
import { type Plan, planFor, profileFor, rateOf } from '../../src/domain/plan.ts'
import { seedMenu } from '../../src/domain/seed.ts'

const HOUR = 3_600_000
/** A Friday, 12:00 by the clock of whoever runs this. */
const STARTS = new Date(2026, 7, 7, 12).getTime()
const menu = seedMenu()
const drinks = menu.filter(({ type }) => type === 'drink')
const about: Record<string, Partial<Menu>> = {
  mate: { source: 'Shop', cost: 1600, deposit: 450 },
  vodka: { source: 'Far', cost: 1000 },
}
const itemOf = (slug: string): Menu | undefined => {
  const entry = menu.find(each => each.type === 'item' && each.slug === slug)
  return entry && { ...entry, ...about[slug] }
}
const plan = (
  said: Plan,
  heads: number[],
  {
    stock = {},
    sources = {},
    now = STARTS - 72 * HOUR,
  }: { stock?: Record<string, number>; sources?: object; now?: number } = {},
) => planFor(said, heads, drinks, itemOf, slug => stock[slug] ?? 0, sources as never, now, STARTS)
const mate = (planned: ReturnType<typeof plan>) => planned.needs.find(({ item }) => item.slug === 'mate')

describe('a plan', () => {
  test('is heads on each day times what they drink: 600 of EMF’s heads on a day are 120 bottles of Club Mate', () => {
    const { drinks: counted } = plan({}, [100, 400, 100])
    expect(counted.find(([{ slug }]) => slug === 'club-mate')![1]).toBe(120)
    const all = counted.reduce((sum, [, n]) => sum + n, 0)
    expect(all / 600).toBeCloseTo(1.27, 1)
    expect(counted.find(([{ slug }]) => slug === 'tap-water')![1]).toBe(0)
  })

  test('goes through recipes and up to whole packs: Tschunk takes Club Mate, too', () => {
    const rates = Object.fromEntries(drinks.map(({ slug }) => [slug, 0]))
    const need = mate(plan({ rates: { ...rates, 'club-mate': 0.2, tschunk: 0.2 } }, [500]))!
    expect(need.likely).toBe(100 * 500 + 100 * 250)
    expect(need).toMatchObject({ packs: 7, n: 70_000, cost: 7 * 1600, deposit: 7 * 450 })
  })

  test('buys more where full packs go back, and less where they do not', () => {
    const rates = { ...Object.fromEntries(drinks.map(({ slug }) => [slug, 0])), 'club-mate': 0.2 }
    expect(mate(plan({ rates }, [1000]))!.packs).toBe(9)
    expect(mate(plan({ rates }, [1000], { sources: { Shop: { back: true } } }))!.packs).toBe(12)
  })

  test('leaves out what is there or on order already', () => {
    expect(mate(plan({}, [500], { stock: { mate: 1e7 } }))).toBeUndefined()
  })

  test('a hot day takes more without alcohol, a party more with it, a quiet one less of both', () => {
    const of = (mood: string) => {
      const { drinks: counted } = plan({ moods: [mood] }, [1000])
      return ['club-mate', 'kamikaze'].map(slug => counted.find(([drink]) => drink.slug === slug)![1])
    }
    const [usual, hot, quiet, party] = ['usual', 'hot', 'quiet', 'party'].map(of) as [
      number[],
      number[],
      number[],
      number[],
    ]
    expect(hot[0]).toBeGreaterThan(usual[0]!)
    expect(party[1]).toBeGreaterThan(usual[1]!)
    expect(quiet[0]! < usual[0]! && quiet[1]! < usual[1]!).toBe(true)
    // A day that nobody said anything of, or something that this version does not know, is as ever.
    expect(of('carnival')).toEqual(usual)
  })

  test('says by when to order, and what cannot be had in time', () => {
    // The shop takes two days, opens 8:00 to 18:00, and not on Wednesdays: for Friday noon it is Tuesday, 18:00… or never.
    const Shop = { lead: 48, opens: 480, closes: 1080, closed: [3] }
    const need = mate(plan({}, [500], { sources: { Shop } }))!
    expect(new Date(need.by!).toString()).toMatch(/Tue Aug 04 2026 18:00/)
    expect(need.late).toBe(false)
    expect(mate(plan({}, [500], { sources: { Shop }, now: STARTS - 24 * HOUR }))!.late).toBe(true)
    const never = { ...Shop, closed: [0, 1, 2, 3, 4, 5, 6] }
    expect(mate(plan({}, [500], { sources: { Shop: never } }))).toMatchObject({ by: undefined, late: true })
  })

  test('adds up what it costs, and what the suggested donations would bring', () => {
    const rates = { ...Object.fromEntries(drinks.map(({ slug }) => [slug, 0])), 'club-mate': 1 }
    expect(plan({ rates }, [100])).toMatchObject({ cost: 5 * 1600, deposit: 5 * 450, suggested: 25_000 })
  })
})

test('last time is what an entry brought along: drinks of 1,000 heads in each hour', () => {
  const drink = { ...drinks[1]!, profile: Array.from({ length: 24 }, () => 20) }
  expect(rateOf(drink, drinks, 'last')).toBeCloseTo(0.48)
  expect(rateOf(drinks[2]!, drinks, 'last')).toBe(0)
})

test('a plan begins with last time where a kit brought it, and with a camp where nothing is known', () => {
  const known = drinks.map(each =>
    each.slug === 'club-mate' ? { ...each, profile: Array(24).fill(50) } : each,
  )
  const made = planFor({}, [100], known, itemOf, () => 0, {}, STARTS - 72 * HOUR, STARTS)
  expect(made.drinks.find(([{ slug }]) => slug === 'club-mate')![1]).toBe(120)
  expect([profileFor(known), profileFor(drinks)]).toEqual(['last', 'camp'])
})

test('what is bought above what is likely is said to go back, where it does', () => {
  const rates = { ...Object.fromEntries(drinks.map(({ slug }) => [slug, 0])), 'club-mate': 0.2 }
  // 200 bottles are likely: twelve crates of 20 are two too many, nine one too few.
  expect(mate(plan({ rates }, [1000], { sources: { Shop: { back: true } } }))).toMatchObject({
    packs: 12,
    spare: 2,
  })
  expect(mate(plan({ rates }, [1000]))).toMatchObject({ packs: 9, spare: 0 })
})
