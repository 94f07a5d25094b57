import type { Amount, Meeting, Menu, Millis, Money, Source } from './event.ts'
import { suggestedOf } from './money.ts'
import { orderBy } from './supply.ts'

/** What a day is like, and how much more or less is drunk of what has alcohol, and of what has none. */
export const MOODS = {
  usual: [1, 1],
  hot: [0.9, 1.4],
  quiet: [0.5, 0.7],
  party: [1.5, 1.1],
} as const
export type Mood = keyof typeof MOODS

/**
 * Drinks a head and day: of Club Mate, and in all. EMF Camp 2024: 15,260 drinks and 2,397 Club Mate by some 3,000 people
 * in four days; 26C3: 0.6 Club Mate. What stands beside those two is a guess.
 */
export const PROFILES = {
  camp: [0.2, 1.27],
  congress: [0.6, 1.5],
  small: [0.4, 1.5],
} as const
export type ProfileName = keyof typeof PROFILES | 'last'

/** How far above what is likely to buy where full packs go back, and how far below where they do not. */
const GOES_BACK = 1.2
const STAYS = 0.9

/** What a meeting's plan says, as it is kept. */
export type Plan = NonNullable<Meeting['plan']>

/** Whose drinking a plan goes by until somebody says: the meeting's before this one, where a kit brought that. */
export const profileFor = (drinks: Menu[]): ProfileName =>
  drinks.some(({ profile }) => profile) ? 'last' : 'camp'

/** Drinks a head and day, by profile: an earlier meeting's where the entry has it, else shared out evenly. */
export const rateOf = (drink: Menu, drinks: Menu[], name: ProfileName): number => {
  if (name === 'last') return (drink.profile ?? []).reduce((sum, n) => sum + n, 0) / 1000
  const [mate, all] = PROFILES[name]
  if (drink.slug === 'club-mate') return mate
  const hasMate = drinks.some(({ slug }) => slug === 'club-mate')
  // What nobody pays for is not what the figures counted.
  const others = drinks.filter(({ slug, suggested }) => slug !== 'club-mate' && suggested !== 0)
  return drink.suggested === 0 ? 0 : (all - (hasMate ? mate : 0)) / others.length
}

/** What to buy of one item. */
export interface Need {
  item: Menu
  /** What the guests will likely drink of it. */
  likely: Amount
  /** What to buy, whole packs where it comes in packs: how many, and how much that is. */
  packs: number
  n: Amount
  cost: Money
  deposit: Money
  /** Full packs that will likely be left and go back; none where the source takes none. */
  spare: number
  /** By when to order, or to leave for the shop; undefined where the source is never open before. */
  by?: Millis | undefined
  /** It cannot be had in time any more. */
  late: boolean
}

export interface Planned {
  /** How many of each drink. */
  drinks: [drink: Menu, n: number][]
  needs: Need[]
  cost: Money
  deposit: Money
  /** What the suggested donations for the drinks would bring. */
  suggested: Money
}

/**
 * What to buy for a meeting.
 * @param heads how many people there are on each day
 * @param stock what is there or on order of an item already
 * @param starts when the goods must be there
 */
export const planFor = (
  { profile, moods = [], rates = {} }: Plan,
  heads: readonly number[],
  drinks: Menu[],
  itemOf: (slug: string) => Menu | undefined,
  stock: (slug: string) => Amount,
  sources: Record<string, Source>,
  now: Millis,
  starts: Millis,
): Planned => {
  const uses = new Map<string, number>()
  const planned: Planned = { drinks: [], needs: [], cost: 0, deposit: 0, suggested: 0 }
  for (const drink of drinks) {
    const rate = rates[drink.slug] ?? rateOf(drink, drinks, (profile as ProfileName) ?? profileFor(drinks))
    const kind = drink.labels?.includes('alcohol') ? 0 : 1
    const n = Math.round(
      heads.reduce((sum, each, day) => sum + each * (MOODS[moods[day] as Mood] ?? MOODS.usual)[kind], 0) *
        rate,
    )
    planned.drinks.push([drink, n])
    planned.suggested += n * suggestedOf(drink)
    for (const part of drink.recipe ?? []) uses.set(part.item, (uses.get(part.item) ?? 0) + n * part.n)
  }
  for (const [slug, likely] of uses) {
    const item = itemOf(slug)
    if (!item) continue
    const source = sources[item.source ?? ''] ?? {}
    const size = item.pack ?? item.bottle ?? 1
    const there = stock(slug)
    const wanted = likely * (source.back ? GOES_BACK : STAYS) - there
    const packs = Math.max(0, Math.ceil(wanted / size))
    if (!packs) continue
    const by = orderBy(source, starts)
    const cost = packs * (item.cost ?? 0)
    const deposit = packs * (item.deposit ?? 0)
    planned.cost += cost
    planned.deposit += deposit
    planned.needs.push({
      item,
      likely,
      packs,
      n: packs * size,
      cost,
      deposit,
      spare: source.back ? Math.max(0, Math.floor((packs * size + there - likely) / size)) : 0,
      by,
      late: by === undefined || by < now,
    })
  }
  return planned
}
