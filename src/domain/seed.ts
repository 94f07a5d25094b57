import type { MenuEdit } from './bar.ts'
import type { Label, Menu } from './event.ts'
import { type SeedEntry, seedEvents } from './menu.ts'

/**
 * The menu that a fresh bar starts with: the cocktails that OpenWrt's releases were named after, with the recipes that
 * the releases printed at login (`/etc/banner`), and what a hacker meeting drinks besides.
 * An ounce is poured as 30 ml, a shot is 45 ml, a teaspoon 5 ml, a splash 10 ml; whole ml, half up.
 */

/** Slug (the drink Club Mate is `club-mate`, the bottle `mate`), name, category, bottle in base units, unit. */
const items: [string, string, string, number, 'ml' | 'g'][] = [
  ['mate', 'Club Mate', 'soft', 500, 'ml'],
  ['vodka', 'Vodka', 'spirit', 700, 'ml'],
  ['kahlua', 'Kahlúa', 'spirit', 700, 'ml'],
  ['cream', 'Cream', 'dairy', 200, 'ml'],
  ['triple-sec', 'Triple sec', 'spirit', 700, 'ml'],
  ['lime-juice', 'Lime juice', 'juice', 700, 'ml'],
  ['baileys', 'Bailey’s', 'spirit', 700, 'ml'],
  ['gin', 'Gin', 'spirit', 700, 'ml'],
  ['amaretto', 'Amaretto', 'spirit', 700, 'ml'],
  ['peach-schnapps', 'Peach schnapps', 'spirit', 700, 'ml'],
  ['sour-mix', 'Sour mix', 'juice', 1000, 'ml'],
  ['cranberry-juice', 'Cranberry juice', 'juice', 1000, 'ml'],
  ['galliano', 'Galliano', 'spirit', 700, 'ml'],
  ['cold-coffee', 'Cold coffee', 'soft', 1000, 'ml'],
  ['dark-rum', 'Dark rum', 'spirit', 700, 'ml'],
  ['white-rum', 'White rum', 'spirit', 700, 'ml'],
  ['creme-de-cacao', 'Crème de cacao', 'spirit', 700, 'ml'],
  ['orange-juice', 'Orange juice', 'juice', 1000, 'ml'],
  ['pineapple-juice', 'Pineapple juice', 'juice', 1000, 'ml'],
  ['grapefruit-juice', 'Grapefruit juice', 'juice', 1000, 'ml'],
  ['grenadine', 'Grenadine', 'juice', 700, 'ml'],
  ['lime', 'Lime', 'fruit', 60, 'g'],
  ['cane-sugar', 'Cane sugar', 'dry', 1000, 'g'],
]

/** Letters for labels, so that the menu stays small on the router's flash. */
const labels: Record<string, Label> = { a: 'alcohol', m: 'milk', n: 'nuts', c: 'caffeine', v: 'vegan' }

/** name, suggested donation in minor units, colour, labels, recipe as "item ml, …", how it is made. */
const drinks: [string, number, string, string, string, string][] = [
  ['Tap water', 0, '8cc8ff', 'v', '', 'From the tap. Free, always.'],
  ['Club Mate', 250, 'ffd23f', 'cv', 'mate 500', 'A cold bottle.'],
  [
    'Tschunk',
    450,
    'e8b93a',
    'acv',
    'mate 250, white-rum 40, lime 30, cane-sugar 10',
    'Muddle half a lime with the sugar, crushed ice, rum, fill up with Club Mate.',
  ],
  [
    'White Russian',
    500,
    'd9c7ae',
    'amc',
    'vodka 60, kahlua 30, cream 15',
    'Mix the first two over ice, float the cream.',
  ],
  [
    'Kamikaze',
    300,
    '9fe0c0',
    'av',
    'vodka 30, triple-sec 30, lime-juice 30',
    'Shake with ice, strain into shot glasses.',
  ],
  ['Backfire', 350, 'b07a4f', 'amc', 'kahlua 15, baileys 15, vodka 15', 'Layer in that order.'],
  [
    'Attitude Adjustment',
    450,
    'ff6f8a',
    'an',
    'vodka 8, gin 8, amaretto 8, triple-sec 8, peach-schnapps 8, sour-mix 8, cranberry-juice 10',
    'Mixing tin with ice, strain.',
  ],
  [
    'Barrier Breaker',
    500,
    '8a6344',
    'ac',
    'galliano 15, cold-coffee 120, dark-rum 45, creme-de-cacao 10',
    'Over crushed ice in an Irish coffee mug, stir.',
  ],
  [
    'Chaos Calmer',
    400,
    'ff9a4a',
    'av',
    'gin 45, triple-sec 8, lime-juice 23, orange-juice 45, grenadine 5',
    'Shake with broken ice, pour unstrained.',
  ],
  [
    'Designated Driver',
    200,
    'ffc76b',
    'v',
    'orange-juice 60, pineapple-juice 60, grapefruit-juice 60, cranberry-juice 60',
    'Over ice. Alcohol-free.',
  ],
]

const slugOf = (name: string) => name.toLowerCase().replaceAll(' ', '-')

/** What a bar without alcohol has besides, with its suggested donation. */
const soft: [string, number][] = [
  ['Cola', 200],
  ['Lemonade', 200],
  ['Orange juice', 200],
  ['Coffee', 150],
  ['Tea', 100],
]

/** What to set so that a menu has no alcohol: its drinks with alcohol retired, some without added. */
export const softMenu = (drinks: Menu[]): MenuEdit[] => [
  ...drinks.filter(({ labels }) => labels?.includes('alcohol')).map(drink => ({ ...drink, retired: true })),
  ...soft.map(
    ([name, suggested], i): MenuEdit => ({
      slug: slugOf(name),
      type: 'drink',
      name,
      suggested,
      order: drinks.length + i,
      labels: ['vegan'],
    }),
  ),
]

/** The release cocktails, Club Mate, Tschunk and tap water, with their ingredients, as `menu` events. */
export const seedMenu = (): Menu[] =>
  seedEvents([
    ...items.map(([slug, name, category, bottle, unit], i): SeedEntry => {
      const entry: SeedEntry = { slug, type: 'item', name, category, order: i, unit, bottle }
      if (slug === 'mate') Object.assign(entry, { pack: 10_000, warn: 10_000 })
      if (slug.endsWith('-rum')) entry.substitutes = [slug[0] === 'd' ? 'white-rum' : 'dark-rum']
      return entry
    }),
    ...drinks.map(([name, suggested, color, letters, recipe, how], i): SeedEntry => {
      const entry: SeedEntry = {
        slug: slugOf(name),
        type: 'drink',
        name,
        order: i,
        suggested,
        color: `#${color}`,
        how,
      }
      entry.labels = [...letters].map(letter => labels[letter]!)
      if (recipe)
        entry.recipe = recipe.split(', ').map(part => {
          const [item, n] = part.split(' ')
          return { item: item!, n: Number(n) }
        })
      return entry
    }),
  ])
