import type { LinkState } from '../domain/bar.ts'

const some = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`

/** What the screens say, in English. Another language is one more file of this shape; sums, times and names come in ready. */
export const en = {
  bar: 'Bar',
  setup: 'Setup',
  help: 'Help',

  // Tiles
  drinks: 'Drinks',
  free: 'free',
  left: (n: number) => `${n} left`,
  soldOut: 'sold out',
  inOrder: (n: number) => `${n} in the order`,
  daylight: 'Daylight',
  oneTap: 'One tap',
  wipe: 'Wipe screen',
  wiping: 'Wipe away',
  wipeHint: 'The screen takes no touch until then.',
  tally: 'Enter a tally',

  // Order
  order: 'Order',
  lastTaps: 'Last taps',
  tapHint: 'Tap a drink.',
  oneTapHint: 'Each tap is an order.',
  count: (n: number) => some(n, 'drink', 'drinks'),
  less: (name: string) => `One less ${name}`,
  more: (name: string) => `One more ${name}`,
  clear: 'Clear',
  suggested: 'suggested',
  done: 'Done',
  house: 'On the house',
  houseReasons: { crew: 'crew', speaker: 'speaker', kitchen: 'kitchen', spilled: 'spilled' } as Record<
    string,
    string
  >,
  undo: 'Undo',
  recent: 'Recent orders',
  showOrder: 'Show the order',
  takeBack: (name: string) => `Take back ${name}`,
  takenBack: 'taken back',
  recorded: (what: string) => `Recorded: ${what}`,

  // Given
  given: 'Given',
  nothing: 'Nothing',
  gives: (sum: string) => `Gives ${sum}`,
  pays: (sum: string, back: string) => `Pays with ${sum}, hand back ${back}`,
  givesWord: 'gives',
  paysWord: 'pays with',
  handBack: (sum: string) => `hand back ${sum}`,
  other: 'Another amount',

  // Recent orders
  close: 'Close',
  why: 'Void because',
  voidReasons: {
    mistake: 'mistake',
    twice: 'tapped twice',
    changed: 'changed their mind',
    test: 'just a test',
    undo: 'undone',
  } as Record<string, string>,
  void: 'Void',
  strike: (what: string) => `Strike ${what}`,
  putBack: 'Put it back',
  voided: 'void',
  onHouse: (why: string) => `on the house: ${why}`,
  gave: (sum: string) => `gave ${sum}`,
  paper: 'tally',
  unknownDrink: 'a drink not known here yet',
  noOrders: 'No orders yet.',
  here: 'this tablet',

  // Tally
  tallyHint: 'Drinks counted on paper while no tablet was at hand.',
  place: 'Place',
  from: 'From',
  to: 'To',
  record: 'Record',

  // Notices
  ok: 'OK',
  autoDone: (what: string) => `Nobody touched the order any more, so it was recorded: ${what}.`,
  clone: 'This tablet was a copy of another one. It goes on under a new name, and no order is lost.',
  refused: (reason: string) => `An order was not taken: ${reason}`,
  notSaving: 'NOT SAVING',
  notSavingWhy: {
    full: 'This tablet’s storage is full. Delete photos or apps, then try again.',
    open: 'The browser does not let us store anything. Leave private mode, close other tabs of this page, then try again.',
  },
  notSavingDo: 'Leave this page open and write orders on paper until then.',
  waiting: (n: number) =>
    n ? `${some(n, 'order waits', 'orders wait')} in memory, and will be saved.` : 'Nothing is lost so far.',
  again: 'Try again',

  // Status
  saved: 'Saved',
  saving: 'Saving…',
  notSaved: 'Not saved',
  unsent: (n: number) => `${n} not on the router yet`,
  allSent: 'all on the router',
  synced: (time: string) => `synced ${time}`,
  never: 'not synced yet',
  behind: (n: number) => `${n} still to come`,
  link: {
    starting: 'Looking for the router.',
    ok: '',
    offline: 'No answer from the router. Just go on: everything is kept here and goes over by itself.',
    key: 'The router asks for its key.',
    full: 'The router is full. Orders stay here; tell an organizer to make room.',
    missing: 'The router does not know this meeting. Ask the host to make it, or open the right address.',
    wiped: 'An organizer wiped this meeting from the router. Ask them before you go on.',
    other: 'This router holds another meeting, so nothing is sent. Go back to your bar’s Wi-Fi.',
    trouble: 'The router answers oddly. We keep trying; if it stays so, restart the router.',
  } satisfies Record<LinkState, string>,
  enterKey: 'Enter the key',

  // Setup
  meeting: 'Meeting',
  name: 'Name',
  recordGiven: 'Record what is given',
  autoDoneAfter: 'An untouched order records itself after (seconds; 0: never)',
  tablet: 'This tablet',
  save: 'Save',
  router: 'Router',
  alone: 'This tablet works alone. That is fine: everything is kept here.',
  key: 'Key',
  orphans: (n: number) => `${some(n, 'order waits', 'orders wait')} for a drink that is not known here yet.`,
  notTaken: (n: number, reason: string) => `${some(n, 'entry', 'entries')} not taken: ${reason}`,

  // Help
  howTo: [
    'Tap a drink for each glass, then Done. Two quick taps are two drinks.',
    'Wrong? Undo takes back the last order, again the one before. Older ones: Recent orders.',
    'No Wi-Fi, no router? Just go on. This tablet keeps everything and sends it later.',
    'What it says is what we suggest. Nothing is fine, too.',
  ],
  recipes: 'Recipes',
  contains: {
    alcohol: 'alcohol',
    milk: 'milk',
    nuts: 'nuts',
    gluten: 'gluten',
    caffeine: 'caffeine',
    vegan: 'vegan',
  } as Record<string, string>,
}

/** The texts of a language. */
export type Texts = typeof en
