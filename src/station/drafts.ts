import type { CashNote, MeetingEdit, MenuEdit, Note } from '../domain/bar.ts'
import { type BarEvent, type Id, is, type Line, type Menu, type Millis, type Money } from '../domain/event.ts'
import type { Fold } from '../domain/fold.ts'
import { type StripLine, toLines } from '../domain/strip.ts'

// What each action records: pure functions of what is known. Undefined where there is nothing to record.

/** An event before it says when and where, and has a number. */
export type Said = { kind: string } & Record<string, unknown>

const total = (lines: Line[]) => lines.reduce((sum, line) => sum + line.sum, 0)

/** The object without what is undefined, which no JSON can carry. */
const plain = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T

const priced = (fold: Fold, lines: StripLine[], free: boolean): Line[] =>
  toLines(lines, id => fold.events.get(id) as Menu, free)

/** An order of strip lines. */
export const order = (fold: Fold, strip: StripLine[], extra: { given?: Money; house?: string }): Said => {
  const lines = priced(fold, strip, extra.house !== undefined)
  return { kind: 'order', lines, sum: total(lines), ...extra }
}

/** Says that an event, or some lines of it, did not happen, as far as nobody said so yet. */
export const voiding = (fold: Fold, of: Id, why: string, lines?: number[]): Said | undefined => {
  const already = fold.voided(of)
  const fresh = already === 'all' ? [] : lines?.filter(line => !already.has(line))
  return fresh?.length === 0 ? undefined : { kind: 'void', of, why, ...(fresh && { lines: fresh }) }
}

/** A new order that has what was voided of an old one. */
export const puttingBack = (fold: Fold, of: Id): Said | undefined => {
  const event = fold.events.get(of)
  if (!event || !is(event, 'order')) return undefined
  const voided = fold.voided(of)
  const lines = event.lines.filter((_, i) => voided === 'all' || voided.has(i))
  if (!lines.length || fold.isPutBack(of)) return undefined
  const { given, house } = event
  const kept = {
    ...(voided === 'all' && given !== undefined && { given }),
    ...(house !== undefined && { house }),
  }
  return { kind: 'order', lines, sum: total(lines), again: of, ...kept }
}

/** Drinks counted on paper. */
export const tally = (
  fold: Fold,
  from: Millis,
  to: Millis,
  drinks: { menu: Menu; n: number }[],
  place: string,
): Said | undefined => {
  const counted = drinks.filter(({ n }) => n > 0).map(({ menu, n }) => ({ menu: menu._id, n }))
  // Nobody knows which deposits came back meanwhile, so none were taken.
  const lines = priced(fold, counted, false).filter(line => !line.deposit)
  return lines.length ? { kind: 'tally', place, from, to, lines, sum: total(lines) } : undefined
}

/** What somebody says of stock; a count says what it had seen. */
export const noted = (fold: Fold, note: Note): Said =>
  note.kind === 'count' ? { ...note, seen: fold.seen() } : { ...note }

/** What money did; a count says what it had seen. */
export const cash = (fold: Fold, note: CashNote): Said => ({
  kind: 'cash',
  ...note,
  ...(note.way === 'count' && { seen: fold.seen() }),
})

/** What an entry of the menu, the meeting or a station is from now on; a field that is undefined goes. */
const edited = (known: (BarEvent & { v: number }) | undefined, fields: Said): Said => {
  const { _id, _rev, at, ref, saw, ...rest } = { ...known, ...fields } as Partial<BarEvent>
  return plain({ ...rest, kind: fields.kind, v: (known?.v ?? 0) + 1 })
}

/** @param own the meeting that is being made has a menu of its own: no seeded one is shown */
export const meetingEdit = (
  fold: Fold,
  { given, autoDone, practice, end, forgetAfter, ...fields }: MeetingEdit,
  own: boolean,
): Said => {
  const known = fold.meeting()
  const settings = { ...known?.settings, ...plain({ given, autoDone, practice, end, forgetAfter }) }
  const seed = known ? known.seed : own ? undefined : fold.shownSeed()
  return edited(known, { kind: 'meeting', name: known?.name ?? '', ...fields, settings, seed })
}

/** The practice ends. @param keep what was brought in and counted counts */
export const opening = (fold: Fold, keep: boolean): Said => {
  const known = fold.meeting()
  const settings = { ...known?.settings, practice: false }
  const opened = { seen: fold.seen(), keep }
  return edited(known, { kind: 'meeting', name: known?.name ?? '', settings, opened })
}

export const menuEdit = (fold: Fold, edit: MenuEdit): Said =>
  edited(fold.entry(edit.slug), { kind: 'menu', ...edit })

export const stationEdit = (
  fold: Fold,
  station: string,
  edit: { name?: string; place?: string; ignore?: number | undefined },
): Said => edited(fold.station(station), { kind: 'station', station, ...edit })
