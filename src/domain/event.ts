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
  /** The place whose stock went, where a bar draws from another. */
  stock?: string
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
  stock?: string
}

/** An amount of a stock item. `cost` and `deposit` are for all of it: what was paid for the goods, and for what holds them. */
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
  /** The `expected` that came with it. */
  of?: Id
}
/** Ordered, and not there yet. It comes with a delivery that names it; called off, it is voided. */
export interface Expected extends Base {
  kind: 'expected'
  place: string
  goods: Goods[]
  from?: string
  due: Millis
}

/** Why goods went that no guest had. */
export const LOSS_REASONS = ['broken', 'spilled', 'free', 'staff', 'gone'] as const

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

/** A pack or a bottle opened, or found `empty`, of what nobody taps. Said both ways it is one and the same. */
export interface Opened extends Base {
  kind: 'opened'
  place: string
  goods: Goods[]
  empty?: boolean
}
/** A canister mixed: ingredients went in, servings came out, which are an item of their own. */
export interface Batch extends Base {
  kind: 'batch'
  place: string
  goods: Goods[]
  makes: Goods
}
/** Empties gone back: what they had held, and the deposit that came back for them. No stock moves. */
export interface Empties extends Base {
  kind: 'empties'
  place: string
  goods: Goods[]
  to?: string
}
/** Marks a drink sold out, or lifts the mark; the highest `v` wins. It is a word on a tile, never a lock. */
export interface Mark extends Base {
  kind: 'mark'
  drink: string
  v: number
  out: boolean
}
/** The organizers know that an item runs low, or is out, at a place: quiet, until more came than had come by then. */
export interface Told extends Base {
  kind: 'told'
  place: string
  item: string
  warning: 'low' | 'out'
  /** How many counts and arrivals of it were known. */
  upTo: number
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
  /** What goes in at present, while something of the recipe is out, or a canister is mixed. */
  instead?: Part[]
  /** How it is made, in words. */
  how?: string
  /** Portions it is sold in besides the whole one, percent of that. */
  portions?: number[]
  /** The suggested donation, a range of it, or absent for none. */
  suggested?: Money | [Money, Money]
  /** Taken for each glass or bottle of it, and given back for each that returns. */
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
  /** Nobody taps it: it is known by its counts, and by packs opened and emptied. */
  counted?: boolean
  /** Where it is bought (see `Source`), and what a pack costs there; a pack's deposit is `deposit`. */
  source?: string
  cost?: Money
}

/** What a meeting says of the stock at a place: a bar, a fridge, a store. */
export interface PlaceSettings {
  /** The place whose stock goes with what is tapped here. */
  draws?: string
  /** A fridge: how many packs fit in, and how many minutes they take to be cold. */
  fits?: number
  cools?: number
}

/** Where stock is bought. Hours of the day as minutes after midnight. */
export interface Source {
  /** Hours from the order, or from leaving for the shop, to the goods at the bar. */
  lead?: number
  opens?: number
  closes?: number
  /** Days that it is closed on, 0 for Sunday. */
  closed?: number[]
  /** The least that it delivers, in money. */
  least?: Money
  /** It brings the goods. */
  brings?: boolean
  /** It takes full packs back. */
  back?: boolean
}

/** From one minute after midnight to another, over midnight when the first is the later; without a day (0 for Sunday) on all. */
export interface Hours {
  day?: number
  from: number
  to: number
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
  /** Codes of the languages that are spoken there, the first one first. */
  languages?: string[]
  settings?: {
    given?: boolean
    autoDone?: number
    practice?: boolean
    /** Its last day, `YYYY-MM-DD`, and how many days after it tablets forget it. */
    end?: string
    forgetAfter?: number
  }
  /**
   * The bar was opened: what was sold, broken or paid before was practice and does not count. `seen` says for each
   * station up to which number; `keep`: what was brought in and counted until then was real.
   */
  opened?: { seen: Record<string, number>; keep?: boolean }
  /** The database of the meeting that comes after this one: tablets go on there. */
  next?: string
  /** What is special about a place's stock. */
  stocks?: Record<string, PlaceSettings>
  sources?: Record<string, Source>
  /** When the bar is open, and when the programme has its breaks. */
  hours?: { open?: Hours[]; breaks?: Hours[] }
  /** What to buy for it: whose drinking to go by, what each day is like, drinks a head and day, the items bought. */
  plan?: { profile?: string; moods?: string[]; rates?: Record<string, number>; bought?: string[] }
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

/** What somebody whose shift ends has to say to the next. */
export interface Handover extends Base {
  kind: 'handover'
  text: string
}

/** What the organizers learned, for those of the next meeting: written at this one, or come with a kit. */
export interface Lesson extends Base {
  kind: 'lesson'
  text: string
  /** The meeting that it was learned at; absent: this one. */
  from?: string
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
  | Expected
  | Loss
  | Transfer
  | Opened
  | Batch
  | Empties
  | Mark
  | Told
  | Count
  | Cash
  | Menu
  | Meeting
  | Station
  | Handover
  | Lesson
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
  let n = 0
  for (let i = dash + 1; i < id.length; i++) n = 10 * n + (id.charCodeAt(i) - 48)
  return { station: id.slice(0, dash), n }
}

/** Narrows an event to a kind. True only of what `parseEvent` has passed. */
export const is = <K extends Known['kind']>(event: BarEvent, kind: K): event is Extract<Known, { kind: K }> =>
  event.kind === kind
