const some = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`
const wait = (n: number) => some(n, 'order waits', 'orders wait')

/** What the screens say, in English. Another language is one more file of this shape; sums, times and names come in ready. */
export const en = {
  bar: 'Bar',
  setup: 'Setup',
  help: 'Help',

  // Tiles and tools
  drinks: 'Drinks',
  free: 'free',
  left: (n: number) => `${n} left`,
  soldOut: 'sold out',
  inOrder: 'in the order',
  oneTap: 'One tap',
  wipe: 'Wipe screen',
  wiping: 'Wipe away',
  wipeHint: 'The screen takes no touch until then.',
  tally: 'Enter a tally',
  daylight: 'Daylight',

  // Order
  order: 'Order',
  tapHint: 'Tap a drink.',
  lastTaps: 'Last taps',
  count: (n: number) => some(n, 'drink'),
  less: (name: string) => `One less ${name}`,
  more: (name: string) => `One more ${name}`,
  clear: 'Clear',
  suggested: 'suggested',
  done: 'Done',
  house: 'On the house',
  houseReasons: ['crew', 'speaker', 'kitchen', 'spilled'],
  undo: 'Undo',
  recent: 'Recent orders',
  showOrder: 'Show the order',
  takeBack: (what: string) => `Take back ${what}`,
  takenBack: (what: string) => `Taken back: ${what}`,
  recorded: (what: string) => `Recorded: ${what}`,

  // Given
  given: 'Given',
  nothing: 'Nothing',
  gives: 'gives',
  pays: 'pays with',
  handBack: 'hand back',
  other: 'Another amount',

  // Recent orders
  close: 'Close',
  why: 'Void because',
  voidReasons: ['tapped wrong', 'tapped twice', 'not wanted', 'just a test'],
  void: 'Void',
  strike: (what: string) => `Strike ${what}`,
  putBack: 'Put it back',
  voided: 'void',
  gave: (sum: string) => `gave ${sum}`,
  unknownDrink: 'a drink not known here yet',
  noOrders: 'No orders yet.',

  // Tally
  tallyHint: 'What was counted on paper while there was no tablet.',
  place: 'Place',
  from: 'From',
  to: 'To',
  record: 'Record',

  // Notices
  ok: 'OK',
  autoDone: (what: string) => `Recorded by itself, as nobody went on: ${what}`,
  clone: 'This tablet was a copy of another. It goes on under a new name; no order is lost.',
  refused: (reason: string) => `Not taken: ${reason}`,
  notSaving: 'NOT SAVING',
  notSavingWhy: {
    full: 'This tablet is full. Delete photos or apps, then try again.',
    open: 'The browser stores nothing here. Leave private mode, close other tabs of this page, then try again.',
  },
  notSavingDo: 'Until then leave this page open, and write orders on paper.',
  waiting: (n: number) => `${wait(n)} in memory, to be saved.`,
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
    offline: 'No answer from the router. Just go on: it gets all of it later.',
    key: 'The router asks for its key.',
    full: 'The router is full. Orders stay here; tell an organizer.',
    missing: 'The router does not know this meeting. Ask the host.',
    wiped: 'An organizer wiped this meeting from the router.',
    other: 'This router holds another meeting. Go back to your bar’s Wi-Fi.',
    trouble: 'The router answers oddly. If that stays, restart it.',
  },
  enterKey: 'Enter the key',
  away: (address: string) => `This bar’s address is ${address}.`,
  awayWhy: {
    moving: 'This tablet moves there now.',
    order: 'It moves there after this order.',
    unsent: 'It moves there when everything is on the router.',
    unreachable: 'It cannot be reached from here, so this tablet stays.',
  },
  safe: 'safe to restart without the router',
  notSafe: 'not safe to restart without the router',
  unsafe: {
    soon: 'in a minute it will be',
    missing: 'this browser does not keep the app',
    expires: 'this host does not say how long to keep the app',
  },
  keeps: {
    always: 'What is saved here stays until somebody clears it.',
    mostly: 'What is saved here stays, unless somebody clears it or this tablet is full.',
    week: 'Safari clears this tablet after seven days of use without a visit here: open the bar once a week, or put it on the home screen.',
    tight: 'There is little room left on this tablet: free some.',
  },
  notPrivate: 'Not so in a private window.',
  erase: 'Erase it here, too',
  orphans: (n: number) => `${wait(n)} for a drink that is not known here yet.`,
  notTaken: (n: number, reason: string) => `${n} not taken: ${reason}`,

  // Setup
  meeting: 'Meeting',
  name: 'Name',
  recordGiven: 'Record what is given',
  autoDoneAfter: 'Seconds until an untouched order records itself (0: never)',
  tablet: 'This tablet',
  save: 'Save',
  router: 'Router',
  alone: 'This tablet works alone, and that is fine.',
  key: 'Key',

  // Help
  howTo: [
    'Tap a drink for each glass, then Done. Two quick taps are two drinks.',
    'Wrong? Undo takes back the last order, then the one before. Older ones: Recent orders.',
    'No Wi-Fi, no router? Just go on. This tablet keeps everything and sends it later.',
    'Sums are what we suggest. Nothing is fine, too.',
  ],
  recipes: 'Recipes',
  /** A drink's labels that are not what the event calls them. */
  labels: {} as Record<string, string>,
}

/** The texts of a language. */
export type Texts = typeof en
