/** An event's id: `STATION-NUMBER`. */
export type Id = string
/** Whole minor units of the meeting's currency (cents). */
export type Money = number
/** Whole base units of a stock item: ml, g or pieces. */
export type Amount = number
/** The tablet's clock in ms since 1970, as it was, right or wrong. */
export type Millis = number

/** The last measured offset of this tablet's clock to a router's monotonic clock: tablet time = time since `boot` + `off`, give or take `err` ms. */
export interface Ref {
  boot: string
  off: number
  err: number
}

/** What every event has. An event is immutable; memory, disk and wire have this one form. */
export interface Base {
  _id: Id
  _rev: '1-0'
  kind: string
  at: Millis
  ref?: Ref
  /** The counts that came in since this station's previous event. */
  saw?: Id[]
  /** The bar, fridge or store it happened at. */
  place?: string
}

/** `taken`: the guest pays a deposit; `back`: they get it back. */
export type DepositWay = 'taken' | 'back'

/** One line of an order or a tally. */
export interface Line {
  /** The `menu` event that it was sold under. */
  menu: Id
  /** How many, from 1. */
  n: number
  /** Percent of a whole portion; absent is 100. */
  portion?: number
  /** The suggested sum of the line then; 0 on the house, negative for a deposit given back. */
  sum: Money
  deposit?: DepositWay
}

/** Why an order was on the house. */
export const HOUSE_REASONS = ['crew', 'speaker', 'kitchen', 'spilled'] as const

export interface Order extends Base {
  kind: 'order'
  lines: Line[]
  /** The sum of the lines' suggested sums. */
  sum: Money
  /** What was given; absent unless recorded. *Nothing* is 0. */
  given?: Money
  /** On the house, and why: stock goes, suggested is 0. */
  house?: string
  /** The voided order that this one puts back. */
  again?: Id
}

/** Says that an event, or whole lines of an order, did not happen. Voids of one event add up as a set. */
export interface Void extends Base {
  kind: 'void'
  of: Id
  /** Indexes of the order's lines, from 0; absent: all of it. */
  lines?: number[]
  why: string
}

/** Drinks counted on paper between two times. */
export interface Tally extends Base {
  kind: 'tally'
  place: string
  from: Millis
  to: Millis
  lines: Line[]
  sum: Money
}

/** An amount of a stock item. */
export interface Goods {
  item: string
  n: Amount
  cost?: Money
  deposit?: Money
}

export interface Delivery extends Base {
  kind: 'delivery'
  place: string
  goods: Goods[]
  from?: string
}
export interface Loss extends Base {
  kind: 'loss'
  place: string
  goods: Goods[]
  why: string
}
export interface Transfer extends Base {
  kind: 'transfer'
  place: string
  to: string
  goods: Goods[]
}
/**
 * What money did: `float`, change that somebody put in; `payout` and `advance`, spent on what `why` says, from a box or
 * out of somebody's own pocket; `move`, from one account to another: a box emptied, an advance repaid; `count`, what is
 * there.
 */
export const CASH_WAYS = ['float', 'payout', 'advance', 'move', 'count'] as const

export interface Cash extends Base {
  kind: 'cash'
  way: (typeof CASH_WAYS)[number]
  /** A box, a bank, an app, or the initials of who advanced. */
  account: string
  sum: Money
  why?: string
  /** Where a `move` went. */
  to?: string
  /** A `count`, by the value of coin or note. */
  coins?: Record<string, number>
  /** In a `count`'s sum: what other currencies' coins are worth, about. */
  other?: Money
  /** A `count`: for each station the number up to which the counting station held all of its events. */
  seen?: Record<string, number>
}

/** What is there, by item. */
export interface Count extends Base {
  kind: 'count'
  place: string
  items: Record<string, Amount>
  /** For each station the number up to which the counting station held all of its events. */
  seen: Record<string, number>
}

/** What a drink, or a stock item, contains that some people avoid. */
export const LABELS = ['alcohol', 'milk', 'nuts', 'gluten', 'caffeine', 'vegan'] as const
export type Label = (typeof LABELS)[number]

/** How much of a stock item one portion takes. */
export interface Part {
  item: string
  n: Amount
}

/** A drink or a stock item, set or retired. The highest `v` wins, then station, then number. */
export interface Menu extends Base {
  kind: 'menu'
  /** The entry's name for programs: `[a-z0-9-]`, the same in every language. */
  slug: string
  v: number
  type: 'drink' | 'item'
  name: string
  /** The name in other languages, by language code. */
  names?: Record<string, string>
  retired?: boolean
  /** Place among the tiles, from small to large. */
  order?: number
  /** `#rrggbb`, the edge of the tile. */
  color?: string
  category?: string
  recipe?: Part[]
  /** How it is made, in words. */
  how?: string
  /** Portions it is sold in, percent of a whole one. */
  portions?: number[]
  /** The suggested donation, a range of it, or absent for none. */
  suggested?: Money | [Money, Money]
  deposit?: Money
  labels?: Label[]
  /** Stock items: the base unit, the bottle and the pack for show, the level that warns. */
  unit?: 'ml' | 'g' | 'piece'
  bottle?: Amount
  pack?: Amount
  warn?: Amount
  substitutes?: string[]
  /** Offered from one full hour of the day to another, over midnight when the first is the later; absent: always. */
  hours?: [from: number, to: number]
  /** The bars it is offered at; absent: all. */
  places?: string[]
  /** From an earlier meeting: how many 1,000 heads took in each hour of the bar's day, the one from 06:00 first. */
  profile?: number[]
}

export interface Meeting extends Base {
  kind: 'meeting'
  v: number
  name: string
  /** ISO 4217. */
  currency?: string
  /** The seed set (`seed` + 8 hex) that is its menu; absent: none. */
  seed?: string
  /** The first day, `YYYY-MM-DD`, and how many people are there on each day from it on. */
  from?: string
  heads?: number[]
  /** Its bars, fridges and stores, the first the one that a new tablet stands at. */
  places?: string[]
  settings?: { given?: boolean; autoDone?: number; practice?: boolean }
  /**
   * The bar was opened: what was sold, broken or paid before was practice and does not count. `seen` says for each
   * station up to which number; `keep`: what was brought in and counted until then was real.
   */
  opened?: { seen: Record<string, number>; keep?: boolean }
  /** The database of the meeting that comes after this one: tablets go on there. */
  next?: string
}

export interface Station extends Base {
  kind: 'station'
  station: string
  v: number
  name?: string
  role?: string
  /** Events of this station from this number on do not count. */
  ignore?: number
}

/** An event of a kind that this version does not know: kept, forwarded, ignored. */
export interface Unknown extends Base {
  [field: string]: unknown
}

export type Known =
  | Order
  | Void
  | Tally
  | Delivery
  | Loss
  | Transfer
  | Count
  | Cash
  | Menu
  | Meeting
  | Station
export type BarEvent = Known | Unknown

/** The id's parts, or undefined when it is none. Numbers end at 2^53−1. */
export const splitId = (id: unknown): { station: string; n: number } | undefined => {
  const match = typeof id === 'string' && /^([a-z0-9]{1,16})-([1-9][0-9]{0,15})$/.exec(id)
  if (!match) return undefined
  const n = Number(match[2])
  return Number.isSafeInteger(n) ? { station: match[1]!, n } : undefined
}

/** The parts of an id that is known to be one: no check, so that a fold may ask it of every event. */
export const partsOf = (id: Id): { station: string; n: number } => {
  const dash = id.indexOf('-')
  return { station: id.slice(0, dash), n: Number(id.slice(dash + 1)) }
}

/** Narrows an event to a kind. True only of what `parseEvent` has passed. */
export const is = <K extends Known['kind']>(event: BarEvent, kind: K): event is Extract<Known, { kind: K }> =>
  event.kind === kind
