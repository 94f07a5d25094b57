import type { Menu } from './event.ts'
import type { Fold } from './fold.ts'
import type { Level } from './stock.ts'

// What runs short, and whether somebody still has to be told.

/** How an item is doing: nothing left, or so little that somebody should know. */
export type Short = 'out' | 'low' | undefined

/** Whether a level is worth a warning: at the item's own level, else at the last bottle. Unknown levels never are. */
export const shortOf = (item: Menu, level: Level | undefined): Short =>
  !level ? undefined : level.n <= 0 ? 'out' : level.n <= (item.warn ?? item.bottle ?? 0) ? 'low' : undefined

/** Something that somebody should tell the organizers. */
export interface Warning {
  item: Menu
  level: Level
  short: NonNullable<Short>
}

/** What runs short at a place and nobody told the organizers of, the worst first. */
export const warningsAt = (fold: Fold, place: string): Warning[] =>
  fold
    .items()
    .flatMap(item => {
      const level = fold.level(item.slug, place)
      const short = shortOf(item, level)
      return short && !fold.wasTold(item.slug, place, short) ? [{ item, level: level!, short }] : []
    })
    .sort((a, b) => Number(b.short === 'out') - Number(a.short === 'out'))
