/**
 * What must be read at once, in English: bar, board, status, errors. Another language is one more file of this shape. The
 * app carries the first of these texts in all languages (build/texts.ts), so each weighs ten times. What can wait is in
 * office/.
 * `{0}` and `{1}` stand for what is filled in: sums, times and names come in ready. A text that counts has two forms,
 * `one|other`; the first number filled in chooses.
 */
export const en = {
  bar: 'Bar',
  setup: 'Setup',
  help: 'Help',
  language: 'Language',
  tablet: 'This tablet',

  // Tiles and tools
  drinks: 'Drinks',
  free: 'free',
  left: '{0} left',
  soldOut: 'sold out',
  inOrder: 'in the order',
  oneTap: 'One tap',
  wipe: 'Wipe screen',
  tally: 'Enter a tally',
  daylight: 'Daylight',

  // Order
  order: 'Order',
  tapHint: 'Tap a drink.',
  lastTaps: 'Last taps',
  count: '{0} drink|{0} drinks',
  less: 'One less {0}',
  more: 'One more {0}',
  clear: 'Clear',
  suggested: 'suggested',
  deposit: 'deposit',
  /** Deposits are given back. */
  giveBack: 'Return',
  done: 'Done',
  house: 'On the house',
  houseReasons: ['crew', 'speaker', 'kitchen', 'spilled'],
  undo: 'Undo',
  recent: 'Recent orders',
  showOrder: 'Show the order',
  takeBack: 'Take back {0}',
  takenBack: 'Taken back: {0}',
  recorded: 'Recorded: {0}',

  // Given, and a deposit on its way back
  given: 'Given',
  handBack: 'hand back',

  // Saved or not
  saved: 'Saved',
  saving: 'Saving…',
  notSaved: 'Not saved',
  notSaving: 'NOT SAVING',

  // Recent orders
  close: 'Close',
  why: 'Void because',
  voidReasons: ['tapped wrong', 'tapped twice', 'not wanted', 'just a test'],
  void: 'Void',
  putBack: 'Put it back',
  voided: 'void',
  gave: 'gave {0}',
  nothing: 'Nothing',
  gives: 'gives',
  pays: 'pays with',
  other: 'Another amount',

  // Notices
  ok: 'OK',
  autoDone: 'Recorded by itself, as nobody went on: {0}',
  refused: 'Not taken: {0}',
  notSavingWhy: {
    full: 'This tablet is full. Delete photos or apps, then try again.',
    open: 'The browser stores nothing here. Leave private mode, close other tabs of this page, then try again.',
  },
  notSavingDo: 'Until then leave this page open, and write orders on paper.',
  waiting: '{0} still to be saved.',
  again: 'Try again',

  // Status
  unsent: '{0} not on the router yet',
  allSent: 'all on the router',
  synced: 'synced {0}',
  never: 'not synced yet',
  behind: '{0} still to come',
  link: {
    starting: 'Looking for the router.',
    offline: 'No answer from the router. Just go on: it gets all of it later.',
    key: 'The router asks for its key.',
    full: 'The router is full. Orders stay here; tell an organizer.',
    missing: 'The router does not know this meeting. Ask the host.',
    wiped: 'An organizer wiped this meeting from the router.',
    other: 'This router holds another meeting. Go back to your bar’s Wi-Fi.',
    trouble: 'The router answers oddly. If that stays, restart it.',
  },
  enterKey: 'Enter the key',
  safe: 'safe to restart without the router',
  notSafe: 'not safe to restart without the router',

  // What is said now and then
  noOrders: 'No orders yet.',
  unknownDrink: 'a drink not known here yet',
  wipeHint: 'The screen takes no touch until then.',
  somethingOut: 'Something is out',
  made: 'with {0}',
  lowStock: '{0}: {1} left, tell the organizers',
  outStock: '{0}: nothing left, tell the organizers',
  toldThem: 'Told them',
  bottles: '{0} bottle|{0} bottles',
  crates: '{0} crate|{0} crates',
  clone: 'This tablet was a copy of another. It goes on under a new name; no order is lost.',
  erase: 'Erase it here, too',
  ours: 'It is our bar',
  orphans:
    '{0} order waits for a drink that is not known here yet.|{0} orders wait for a drink that is not known here yet.',
  practice: 'Practice: nothing counts yet.',
  stock: 'Stock',

  // The guests’ board
  /** Nobody has to give anything. */
  zero: '0 is fine',
  asOf: 'as of {0}',
  notYet: 'not open yet',
  boardShut: 'This board is not open to guests.',
  labels: {
    alcohol: 'alcohol',
    milk: 'milk',
    nuts: 'nuts',
    gluten: 'gluten',
    caffeine: 'caffeine',
    vegan: 'vegan',
  },

  // What is said rarely
  keeps: {
    always: 'What is saved here stays until somebody clears it.',
    mostly: 'What is saved here stays, unless somebody clears it or this tablet is full.',
    week: 'Safari clears this tablet after seven days of use without a visit here: open the bar once a week, or put it on the home screen.',
    tight: 'There is little room left on this tablet: free some.',
  },
  notPrivate: 'Not so in a private window.',
  unsafe: {
    soon: 'in a minute it will be',
    missing: 'this browser does not keep the app',
    expires: 'this host does not say how long to keep the app',
    untrusted: 'the certificate is not trusted here, or this window keeps nothing',
  },
  away: 'This bar’s address is {0}.',
  awayWhy: {
    moving: 'This tablet moves there now.',
    order: 'It moves there after this order.',
    unsent: 'It moves there when everything is on the router.',
    unreachable: 'It cannot be reached from here, so this tablet stays.',
  },
  barred: 'This page may not talk to it yet: the host adds its address to the router’s settings.',
  board: 'Board',
  plan: 'Plan',
  cash: 'Cash',
  report: 'Report',
  coming: 'This screen comes from the router, once, and is not on this tablet yet. The bar works without it.',
  gone: 'This router’s meeting was wiped or is over, and was forgotten here.',
  wipedOld:
    '{0} event of {1}, a meeting that was wiped, is only here.|{0} events of {1}, a meeting that was wiped, are only here.',
}

/** The texts of a language. */
export type Texts = typeof en
