import type { MeetingEdit, MenuEdit } from './bar.ts'
import { is, type Lesson, type Menu, type Millis, partsOf } from './event.ts'
import type { Fold } from './fold.ts'
import { parseKind } from './parse.ts'

/** What one meeting hands to the next: nothing in it says who did what, or when exactly. */
export interface Kit {
  /** The version of this form. */
  kit: 1
  /** The meeting it comes from. */
  from: string
  meeting: MeetingEdit
  menu: MenuEdit[]
  /** What the organizers learned, here and at the meetings before. */
  lessons: Learned[]
}

/** Something learned, and at which meeting. */
export interface Learned {
  text: string
  from: string
}

/** Hours of a bar's day, which begins at 06:00. */
const HOURS = 24
/** A profile's figures are for this many heads. */
const HEADS = 1000

/** The hour of the bar's day that a full hour of the clock is in: 0 is the one from 06:00. */
export const barHour = (clockHour: number): number => (clockHour + 18) % HOURS

/** What an entry of the menu says, without what belongs to that one event. */
const entryOf = ({ _id, _rev, kind, at, ref, saw, v, place, ...entry }: Menu): MenuEdit => entry

/** How many of each drink 1,000 heads took in each hour of the bar's day. */
const profiles = (fold: Fold, heads: number, hourOf: (at: Millis) => number): Map<string, number[]> => {
  const found = new Map<string, number[]>()
  for (const event of fold.counted()) {
    if (!is(event, 'order') && !is(event, 'tally')) continue
    const voided = fold.voided(event._id)
    event.lines.forEach(({ menu, n, deposit }, i) => {
      const drink = fold.events.get(menu)
      if (deposit || !drink || !is(drink, 'menu') || (voided !== 'all' && voided.has(i))) return
      const hours = found.get(drink.slug) ?? Array(HOURS).fill(0)
      hours[barHour(hourOf(is(event, 'tally') ? (event.from + event.to) / 2 : event.at))]! += n
      found.set(drink.slug, hours)
    })
  }
  for (const [slug, hours] of found)
    found.set(
      slug,
      hours.map(n => Math.round((n * HEADS) / heads)),
    )
  return found
}

/** What the organizers wrote down for the next ones, and what came from those before, oldest first. Practice or not, it holds. */
export const lessonsOf = (fold: Fold): Lesson[] => {
  const lessons: Lesson[] = []
  for (const event of fold.events.values()) {
    if (!is(event, 'lesson') || fold.voided(event._id) === 'all') continue
    const { station, n } = partsOf(event._id)
    if (n < (fold.station(station)?.ignore ?? Number.POSITIVE_INFINITY)) lessons.push(event)
  }
  return lessons.sort((a, b) => a.at - b.at || (a._id < b._id ? -1 : 1))
}

/**
 * The kit of a meeting: its menu as it is now, what a head drank of it by the hour, where it is known how many there were,
 * and what the organizers want to pass on.
 * @param hourOf the hour of the day, 0 to 23, of a time
 */
export const kitOf = (fold: Fold, hourOf: (at: Millis) => number): Kit => {
  const meeting = fold.meeting()
  const { name = '', currency, places, languages, heads = [], settings = {}, stocks, sources } = meeting ?? {}
  const { given, autoDone } = settings
  const all = heads.reduce((sum, n) => sum + n, 0)
  const drunk = all ? profiles(fold, all, hourOf) : new Map<string, number[]>()
  const menu = [...fold.drinks(), ...fold.items()].map((entry): MenuEdit => {
    const profile = drunk.get(entry.slug)
    return { ...entryOf(entry), ...(profile && { profile }) }
  })
  return {
    kit: 1,
    from: name,
    meeting: {
      ...(currency && { currency }),
      ...(places && { places }),
      ...(languages && { languages }),
      ...(stocks && { stocks }),
      ...(sources && { sources }),
      ...(given !== undefined && { given }),
      ...(autoDone !== undefined && { autoDone }),
    },
    menu,
    lessons: lessonsOf(fold).map(({ text, from = name }) => ({ text, from })),
  }
}

/** Reads a kit; undefined when it is none. Entries that this version cannot read are left out. */
export const readKit = (text: string): Kit | undefined => {
  let kit: Partial<Kit> | null
  try {
    kit = JSON.parse(text)
  } catch {
    return undefined
  }
  if (kit?.kit !== 1 || !Array.isArray(kit.menu)) return undefined
  const base = { _id: 'kit-1', _rev: '1-0', at: 0 } as const
  const menu = kit.menu.filter(entry => parseKind({ ...Object(entry), ...base, kind: 'menu', v: 0 }).ok)
  const meeting = { ...Object(kit.meeting) } as MeetingEdit
  const { given, autoDone, practice, ...fields } = meeting
  const good = parseKind({ ...base, kind: 'meeting', v: 0, name: '', ...fields }).ok
  const from = String(kit.from ?? '')
  // Older kits have them all in one text.
  const lessons = typeof kit.lessons === 'string' ? [{ text: kit.lessons, from }] : kit.lessons
  return {
    kit: 1,
    from,
    meeting: good ? meeting : {},
    menu,
    lessons: (Array.isArray(lessons) ? lessons : []).filter(
      each => parseKind({ ...base, ...Object(each), kind: 'lesson' }).ok,
    ),
  }
}
