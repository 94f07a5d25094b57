import { type Id, type Meeting, type Menu, type Part, splitId } from './event.ts'

/** The seed set that an event id belongs to (`seed` + 8 hex), or undefined for a station's own event. */
export const seedOf = (id: Id): string | undefined => /^(seed[0-9a-f]{8})-/.exec(id)?.[1]

/** What goes into one portion of a drink at present. */
export const partsOfDrink = (drink: Menu): Part[] => drink.instead ?? drink.recipe ?? []

interface Versioned {
  _id: Id
  v: number
}

/** Whether `a` wins over `b`: the highest `v`, then station, then number. */
export const wins = (a: Versioned, b: Versioned): boolean => {
  if (a.v !== b.v) return a.v > b.v
  const left = splitId(a._id)!
  const right = splitId(b._id)!
  return left.station === right.station ? left.n > right.n : left.station > right.station
}

/** 32-bit FNV-1a of a text's UTF-16 units, as 8 hex digits. A name for content, not a protection. */
export const hash8 = (text: string): string => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/** What a seeded menu says of one entry; the rest is constant. */
export type SeedEntry = Omit<Menu, '_id' | '_rev' | 'kind' | 'at' | 'v'>

/**
 * Makes a seeded menu's events: `v` 0, `at` 0, ids from a hash of the content. Two tablets with the same app make the
 * same events, so side by side they are one menu.
 */
export const seedEvents = (entries: SeedEntry[]): Menu[] => {
  const set = `seed${hash8(JSON.stringify(entries))}`
  return entries.map((entry, i) => ({
    _id: `${set}-${i + 1}`,
    _rev: '1-0',
    kind: 'menu',
    at: 0,
    v: 0,
    ...entry,
  }))
}

/** All menu entries that ever were, and which of them are valid. */
export class MenuBook {
  readonly #entries: Menu[] = []
  #cache: Map<string, Menu> | undefined

  add(entry: Menu): void {
    this.#entries.push(entry)
    this.#cache = undefined
  }

  /** What is valid may have changed: a meeting was made or edited, a station is ignored. */
  forget(): void {
    this.#cache = undefined
  }

  /** The seed set that is shown: the one that the first meeting event names; while there is no meeting, the first by id. */
  shownSeed(meetings: readonly Meeting[]): string | undefined {
    const older = (a: Meeting, b: Meeting) => (a.v === b.v ? (wins(a, b) ? a : b) : a.v < b.v ? a : b)
    if (meetings.length) return meetings.reduce(older).seed
    return this.#entries.flatMap(entry => seedOf(entry._id) ?? []).sort()[0]
  }

  /** The valid entry of each slug. Seeds other than the shown one resolve orders, and are never shown. */
  valid(meetings: readonly Meeting[], ignored: (entry: Menu) => boolean): ReadonlyMap<string, Menu> {
    if (this.#cache) return this.#cache
    const shown = this.shownSeed(meetings)
    const valid = new Map<string, Menu>()
    for (const entry of this.#entries) {
      const seed = seedOf(entry._id)
      if ((seed && seed !== shown) || ignored(entry)) continue
      const best = valid.get(entry.slug)
      if (!best || wins(entry, best)) valid.set(entry.slug, entry)
    }
    this.#cache = valid
    return valid
  }
}
