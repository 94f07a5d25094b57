import type { Board } from './board.ts'
import type { BarEvent, Cash, Id, Known, Meeting, Menu, Millis, Money, Ref } from './event.ts'
import type { Fold } from './fold.ts'
import type { Strip, StripLine } from './strip.ts'

/** How a database that this tablet syncs with is doing. */
export type LinkState =
  /** Nothing tried yet. */
  | 'starting'
  /** The last exchange worked. */
  | 'ok'
  /** No answer: the router is off, or out of reach. */
  | 'offline'
  /** It wants a key, or another one (401). */
  | 'key'
  /** Its storage is full (507). */
  | 'full'
  /** It has no such database (404). */
  | 'missing'
  /** An organizer wiped the meeting there. */
  | 'wiped'
  /** It holds another meeting. */
  | 'other'
  /** It answers, but not as it should. */
  | 'trouble'

/** The state of one database. */
export interface Link {
  /** The database's URL. */
  url: string
  /** A further database, and who named it: the host's settings, or somebody on this tablet. Absent: the host's own. */
  by?: 'host' | 'tablet'
  state: LinkState
  /** How many events here are not there yet. */
  unsent: number
  /** When it was last in step, by this tablet's clock; absent: never since the app opened. */
  synced?: Millis
  /** Events it refused one by one, and its reason for the last. They stay here. */
  refused?: { n: number; reason: string }
  /** Rows still to come while catching up, when more than a page. */
  behind?: number
  /** What is there of another meeting: how many events, and its name where it has one. */
  other?: { n: number; name?: string }
}

/** Whether taps reach the disk. `trouble`: nothing is saved; `waiting` taps are kept in memory and tried again. */
export type Saving =
  | { state: 'saved' }
  | { state: 'saving' }
  | { state: 'trouble'; waiting: number; why: 'full' | 'open' }

/** What this tablet chose for itself; never synced. */
export interface Choices {
  theme: 'dark' | 'day'
  oneTap: boolean
  /** A warning can be heard here. */
  sound?: boolean
  /** Language code; absent: the browser's. */
  language?: string
}

/** Something the bartender is told once. */
export type Notice =
  | { kind: 'autoDone'; lines: StripLine[] }
  | { kind: 'clone' }
  | { kind: 'refused'; reason: string }
  /** What a station whose shift ended has to say. */
  | { kind: 'handover'; by: string; text: string }

/** A meeting that was worked on before and is wiped, but has events that are only here. */
export interface Wiped {
  /** Tells it from the others. */
  journal: string
  /** As it was called, or else its database. */
  name: string
  unsent: number
}

/** What a screen that has no bar of its own knows of the guests' board. */
export interface Seen {
  board?: Board
  /** When the host last said so, by this tablet's clock. */
  at?: Millis
  /** The host shows it to nobody without a key. */
  shut?: boolean
}

/** What the page knows of itself and the browser it runs in, whatever the meeting. Absent: not found out yet. */
export interface Tablet {
  /**
   * Whether the app opens again without the router, and why not: `soon`, the browser keeps it, but a power cut in the
   * first minute would still lose it; `missing`, it does not keep it; `expires`, it does, but not for long;
   * `untrusted`, it would not open it, for it does not trust the certificate.
   */
  offline?: { safe: boolean; why?: 'soon' | 'missing' | 'expires' | 'untrusted' | undefined }
  /**
   * The bar has another address, and this tablet belongs there: it moves in a moment, or waits for an open order, or
   * until all is sent, or cannot reach that address from here.
   */
  away?: { address: string; why: 'moving' | 'order' | 'unsent' | 'unreachable' }
  /**
   * What this browser promises about what it keeps: `always`, until somebody clears it; `mostly`, so, too, unless the
   * tablet's storage is full; `week`, Safari clears it after seven days of use without a visit; `tight`, little room.
   */
  keeps?: 'always' | 'mostly' | 'week' | 'tight'
  /** Nothing was on this tablet when the page opened. */
  first?: boolean
  /** Origins that the page's own security policy does not let it talk to: the host has to name them. */
  barred?: string[]
  /** Who this tablet's key is for, as far as the router said; where none is needed everybody is an organizer. */
  role?: 'bar' | 'organizer'
  /** Addresses for a code that invites another tablet: of the bar (`''` while its key is not known here), of an organizer. */
  invite?: { home: string; bar: string; organizer?: string }
  /** Whether guests may read the board without a key; absent: the host did not say. */
  open?: boolean
  /** What guests see, as the host says. */
  board?: Seen
  /** Texts of a language that the app does not carry, as a host has them: anything. */
  texts?: { code: string; t?: unknown; o?: unknown }
  /** Meetings worked on before that an organizer wiped, while events of theirs were on no router: they stay until somebody says. */
  wiped?: Wiped[]
  /** The host's meeting was erased here, because it was wiped or is over: this tablet works alone until somebody says otherwise. */
  gone?: boolean
}

type Draft<E> = E extends Known ? Omit<E, '_id' | '_rev' | 'at' | 'ref' | 'saw' | 'seen'> : never
/** What somebody says of stock, as an event that the station stamps; see the functions of `notes.ts`. */
export type Note = Draft<Known>

/** What a station said of itself when it was last in touch with the router. */
export interface Heard {
  at: Millis
  ref?: Ref
  /** Events that were only there then. */
  unsent: number
}

/** All that the screens see. A new object at each change; `fold` is the same one, its `version` tells. */
export interface Bar extends Tablet {
  fold: Fold
  version: number
  strip: Strip
  station: string
  place: string
  /** The place whose stock goes with what is tapped here. */
  stock: string
  /** This tablet's last measured clock offset, for showing other stations' times. */
  ref?: Ref | undefined
  saving: Saving
  /** Not all of the journal is folded yet: taps count, sums and levels do not say the truth yet. */
  loading?: boolean | undefined
  /** Empty: this tablet works alone, and that is fine. */
  links: Link[]
  choices: Choices
  notice?: Notice | undefined
}

/** What an edit of the meeting may name; what it does not name stays. */
export type MeetingEdit = Partial<
  Pick<
    Meeting,
    | 'name'
    | 'currency'
    | 'from'
    | 'heads'
    | 'places'
    | 'languages'
    | 'next'
    | 'stocks'
    | 'sources'
    | 'hours'
    | 'plan'
  > &
    NonNullable<Meeting['settings']>
>

/** What somebody wrote down of the bar's money. */
export type CashNote = Pick<Cash, 'way' | 'account' | 'sum'> &
  Partial<Pick<Cash, 'why' | 'to' | 'coins' | 'other'>>

/** A drink or a stock item as an editor has it. */
export type MenuEdit = Partial<Menu> & Pick<Menu, 'slug' | 'type' | 'name'>

/** All that the screens can do. Nothing here waits for the network; what happened shows in the next `Bar`. */
export interface Actions {
  /** A tap on a drink, or on *Return*: into the strip, or with *One tap* an order of its own. */
  tap(menu: Id, how?: Pick<StripLine, 'portion' | 'deposit'>): void
  more(line: StripLine): void
  less(line: StripLine): void
  /** Throws the strip away. */
  clear(): void
  /** Records the strip as an order; `given` where it was recorded. Nothing happens when the strip is empty: pressed twice is one order. */
  done(given?: Money): void
  /** Records the strip as an order on the house. */
  house(why: string): void
  /** Says that an event, or some lines of it, did not happen. Again changes nothing. */
  void(of: Id, why: string, lines?: number[]): void
  /** Puts back an order that was voided, or the voided lines of one: a new order that names the old. */
  putBack(of: Id): void
  /** Drinks counted on paper, at this station's place unless another is named. */
  tally(from: Millis, to: Millis, drinks: { menu: Menu; n: number }[], place?: string): void
  /** Records what somebody says of stock or of the menu, one event each. */
  note(...notes: Note[]): void
  choose(choices: Partial<Choices>): void
  /**
   * Makes the meeting, or edits it: its name, whether given amounts are recorded, how long a strip waits (s; 0 for ever).
   * @param own the meeting that is being made has a menu of its own: no seeded one is shown
   */
  setMeeting(edit: MeetingEdit, own?: boolean): void
  /** Ends the practice: what was recorded until now does not count. With `keep` what was brought in and counted does. */
  openBar(keep: boolean): void
  /** Sets a drink or a stock item, all of it; what the editor does not know of it stays. */
  setMenu(edit: MenuEdit): void
  /** Writes down what money did; a count says what it had seen by itself. */
  cash(note: CashNote): void
  /** Lets a station's events not count from a number on; without one they all count again. */
  ignore(station: string, from?: number): void
  /** Edits this station: its name and the place it stands at. */
  setStation(edit: { name?: string; place?: string }): void
  /** The key for the router, as a person typed or scanned it. */
  setKey(key: string): void
  /**
   * Keeps in step with a further database from now on, or gives a known one another key. What is no web address of a
   * database does nothing.
   * @param key `user:password` for a CouchDB; on a router any user will do
   */
  setDatabase(url: string, key: string): void
  /** Leaves a further database that was added on this tablet alone from now on. */
  dropDatabase(url: string): void
  /** Makes a new database on the router for the meeting that comes after this one; all tablets go on there. */
  beginNext(): void
  /** On an organizer's tablet: the key for the bar's, to make codes with. */
  setBarKey(key: string): void
  /** Tries to save, and to sync, now. */
  retry(): void
  /** What a database holds of another meeting is this bar's after all: the two become one, for good. */
  join(url: string): void
  /** The meeting was wiped by an organizer: erases this tablet's copy of it, too; or that of one worked on before. */
  erase(wiped?: Wiped): void
  /** The notice was read. */
  dismiss(): void

  // What takes the router. These answer, and reject with its reason.

  /** When each of some stations was last in touch, as far as the router remembers: it forgets when it restarts. */
  heard(stations: string[]): Promise<Record<string, Heard>>
  /** Wipes the meeting from the router, for good and for all tablets. Takes the organizer key. */
  wipe(): Promise<void>

  /** The shift at this tablet ends: what there is to say to the next, if anything. */
  endShift(text: string): void
  /** Forgets the router's key on this tablet. */
  forgetKey(): void
  /** Takes up the host's meeting again that was erased here. */
  comeBack(): void

  // Events that people carry by hand. These answer; they do not wait for the network either.

  /** All events, page by page; or those of a wiped meeting that was worked on before. */
  events(wiped?: Wiped): AsyncIterable<BarEvent[]>
  /** Events that are on no router yet, this station's first; so many at most. */
  unsent(most: number): Promise<BarEvent[]>
  /** Takes in brought events; those that are here already do no harm. Answers how many were new. Rejects when the disk does. */
  bring(events: BarEvent[]): Promise<number>
}
