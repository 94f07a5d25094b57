import { type Read, readLines } from './carry.ts'
import type { BarEvent, Id, Millis } from './event.ts'
import { Fold } from './fold.ts'
import { sameJson } from './json.ts'
import type { Totals } from './share.ts'

// The end of a meeting: everything in a file, or no more than how many drinks there were in each hour. An archive is one
// only once it was read again and was found to hold what is here.

/** What reading an archive again found. */
export interface Checked {
  /** Events that are here and in the archive, the same. */
  same: number
  /** Events that are here and not in it, or there otherwise. */
  missing: Id[]
  different: Id[]
  /** Events that are only in it. */
  extra: number
  /** Lines of it that are no events. */
  refused: Read['refused']
  /** What its events add up to. */
  totals: Totals
}

/** Reads an archive again, some lines at a time, folds it, and compares it with all events that are here, a page at a time. */
export class ArchiveCheck {
  readonly #events = new Map<Id, BarEvent>()
  readonly #fold = new Fold()
  readonly #refused: Read['refused'] = []
  readonly #missing: Id[] = []
  readonly #different: Id[] = []
  #lines = 0
  #same = 0

  /** Takes the next lines of the archive. */
  read(lines: string[]): void {
    const { events, refused } = readLines(lines, this.#lines + 1)
    this.#lines += lines.length
    this.#refused.push(...refused)
    for (const event of events) {
      this.#events.set(event._id, event)
      this.#fold.add(event)
    }
  }

  /** Looks for some of the events that are here; called for all of them, once each, when all lines were read. */
  compare(events: BarEvent[]): void {
    for (const event of events) {
      const archived = this.#events.get(event._id)
      if (!archived) this.#missing.push(event._id)
      else if (sameJson(archived, event)) this.#same++
      else this.#different.push(event._id)
      this.#events.delete(event._id)
    }
  }

  /** What was found, once all was compared. */
  get found(): Checked {
    return {
      same: this.#same,
      missing: this.#missing,
      different: this.#different,
      extra: this.#events.size,
      refused: this.#refused,
      totals: this.#fold.totals,
    }
  }
}

/** Whether an archive holds all that is here, adding up to the same. */
export const isWhole = ({ missing, different, refused, extra, totals }: Checked, here: Totals): boolean =>
  !missing.length && !different.length && !refused.length && (extra > 0 || sameJson(totals, here))

/** Drinks in each hour as a table (RFC 4180), and nothing else: no order, no drink, no sum, nobody. */
export const hourlyOf = (hours: [from: Millis, n: number][]): string =>
  ['hour,drinks', ...hours.map(([from, n]) => `${new Date(from).toISOString()},${n}`), ''].join('\r\n')

/** Reads such a table: how many hours and drinks it has; undefined when it is none. */
export const readHourly = (text: string): { hours: number; drinks: number } | undefined => {
  const [head, ...rows] = text.trimEnd().split('\r\n')
  const read = rows.map(row => /^(\d{4}-[^,]+Z),(-?\d+)$/.exec(row))
  if (head !== 'hour,drinks' || !read.every(row => row && Date.parse(row[1]!))) return undefined
  return { hours: rows.length, drinks: read.reduce((sum, row) => sum + Number(row![2]), 0) }
}
