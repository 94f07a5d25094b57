import { SHEETS } from '../../build/handbook/sheets.ts'

/** The handbook's shopping table: how many whole packs for 20, 50, 150 and 500 people, by item. */
export const shoppingTable = (): Map<string, number[]> =>
  new Map(
    [...SHEETS['shopping']!('en').matchAll(/<tr><th scope="row">(.*?) <small>.*?<\/tr>/g)].map(
      ([row, name]) => [name!, [...row.matchAll(/<td>(\d+)<\/td>/g)].map(([, n]) => Number(n))],
    ),
  )
