/**
 * What is read with more time, in English: the organizers' screens (stock, plan, cash, report, the setting up of a
 * meeting), the help, and advice for rare cases. The app carries only the English of it and fetches another language
 * once; the form is that of ../en.ts.
 */
export const office = {
  // Help
  howTo: [
    'Tap a drink for each glass, then Done. Two quick taps are two drinks.',
    'Wrong? Undo takes back the last order, then the one before. Older ones: Recent orders.',
    'No Wi-Fi, no router? Just go on. This tablet keeps everything and sends it later.',
    'Sums are what we suggest. Nothing is fine, too.',
  ],
  recipes: 'Recipes',
  tallyHint: 'What was counted on paper while there was no tablet.',
  place: 'Place',
  noOrders: 'No orders yet.',
  unknownDrink: 'a drink not known here yet',
  wipeHint: 'The screen takes no touch until then.',

  // Something is out
  somethingOut: 'Something is out',
  outHint: 'A mark on the tile, on all tablets. It can still be tapped.',
  useInstead: 'Use instead',
  useFor: 'Use {0} instead of {1}',
  asRecipe: '{0} again',
  made: 'with {0}',
  lowStock: '{0}: {1} left, tell the organizers',
  outStock: '{0}: nothing left, tell the organizers',
  toldThem: 'Told them',
  bottles: '{0} bottle|{0} bottles',
  crates: '{0} crate|{0} crates',

  // This tablet
  name: 'Name',
  save: 'Save',
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
  },
  clone: 'This tablet was a copy of another. It goes on under a new name; no order is lost.',

  // Router
  router: 'Router',
  alone: 'This tablet works alone, and that is fine.',
  key: 'Key',
  away: 'This bar’s address is {0}.',
  awayWhy: {
    moving: 'This tablet moves there now.',
    order: 'It moves there after this order.',
    unsent: 'It moves there when everything is on the router.',
    unreachable: 'It cannot be reached from here, so this tablet stays.',
  },
  barred: 'This page may not talk to it yet: the host adds its address to the router’s settings.',
  erase: 'Erase it here, too',
  ours: 'It is our bar',
  strangers: '{0} event is there, none of it from here.|{0} events are there, none of them from here.',
  joinHint: 'Only if you are sure: what is here and what is there become one bar, for good.',
  join: 'Make them one bar',
  orphans:
    '{0} order waits for a drink that is not known here yet.|{0} orders wait for a drink that is not known here yet.',
  notTaken: '{0} not taken: {1}',

  // Meeting
  practice: 'Practice: nothing counts yet.',
  meeting: 'Meeting',
  firstDay: 'First day',
  currency: 'Currency',
  heads: 'People on each day',
  places: 'Bars, fridges and stores',
  menu: 'Menu',
  cocktails: 'Release cocktails',
  softBar: 'Without alcohol',
  kit: 'or the kit of an earlier meeting',
  noKit: 'That file is no kit.',
  recordGiven: 'Record what is given',
  autoDoneAfter: 'Seconds until an untouched order records itself (0: never)',
  practise: 'Practise first',
  openBar: 'Open the bar',
  openHint:
    'From now on it counts. {0} order until now was practice.|From now on it counts. {0} orders until now were practice.',
  keepStock: 'Deliveries, counts and cash until now are real',
  invite: 'Another tablet',
  forBar: 'Code for a tablet at the bar',
  forOrganizer: 'Code for an organizer',
  barKey: 'Bar key',
  sheetBar: 'Sheet for bartenders',
  sheetGuests: 'Sheet for guests',
  stations: 'Tablets',
  ignoreHint: 'A joker? From this number on its events do not count. Empty: all do.',
  print: 'Print',
  wifi: 'Wi-Fi',
  guestLines: ['What there is', 'Drinks are for a donation. Nothing is fine, too.'],

  // Further databases
  another: 'Another database',
  anotherWhy:
    'A CouchDB, or another bar’s router with its key as the password: this tablet keeps in step with it, too.',
  address: 'Address',
  user: 'User',
  password: 'Password',
  add: 'Add',
  remove: 'Remove',

  // Menu editor

  // Stock
  stock: 'Stock',
  fromSource: 'from {0}',
  notCounted: 'not counted yet',
  recount: 'count it again',
  isOut: 'nothing left',
  isLow: 'low',
  goneAt: 'gone {0}',
  goneRange: '({0} – {1})',
  staysLong: 'lasts',
  unknownYet: 'too early to tell when it is gone',
  orderBy: 'order by {0}',
  fillBy: 'put {0} in by {1}',
  aboutTapped: 'about {0} % is tapped',
  otherItems: 'Not stocked: {0}',
  delivery: 'Delivery',
  countStock: 'Count',
  loss: 'Loss',
  transfer: 'Transfer',
  openedOne: 'Opened one',
  empty: 'Empty',
  mixed: 'Canister',
  mixedHint:
    'Ingredients go off the stock now; the drink is poured from the canister until its recipe is back.',
  canisterOf: '{0} canister',
  servings: 'Servings',
  drink: 'Drink',
  sound: 'Sound',
  item: 'Item',
  inCrates: 'Crates',
  inBottles: 'Bottles',
  tenths: 'Open, tenths',
  inUnits: 'How many ({0})',
  cost: 'Cost',
  depositPaid: 'Deposit',
  from: 'From',
  to: 'To',
  due: 'Not here yet: due',
  dueAt: 'due {0}',
  itCame: 'It is here',
  calledOff: 'Called off',
  lossReasons: ['broken', 'spilled', 'free', 'staff', 'gone'],
  countHint: 'Line by line, in any order, on any tablet; sales go on meanwhile.',
  counted: 'Counted',
  countedAt: 'counted {0}',
  expectedWas: '{0}, expected {1}',
  again: 'Again',
  now: 'now',
  moves: 'What came and went',
  sold: '{0} tapped in between',
  settings: 'About it',
  packSize: 'In a crate ({0})',
  bottleSize: 'In a bottle ({0})',
  warnAt: 'Warn at ({0})',
  countedOnly: 'Counted only: nobody taps it',
  source: 'Bought at',
  packCost: 'A crate costs',
  packDeposit: 'Deposit on a crate',
  drawsFrom: 'Stock comes from',
  fits: 'A fridge: crates that fit in',
  cools: 'Minutes to cool',

  // Plan

  // Cash

  // Report

  // Carrying events by hand
  carry: 'When the router is gone',
  carryWhy:
    'Every tablet holds all orders. A new router is filled again by any tablet of this meeting. A file takes them anywhere else; codes on the screen, the last ones.',
  exportFile: 'Export to a file',
  importFile: 'Import a file',
  pasted: 'Or text from a file, or what a code reader has read',
  takeIn: 'Take it in',
  working: '{0} of {1}',
  stop: 'Stop',
  exported: '{0} event in the file {1}|{0} events in the file {1}',
  imported: '{0} new event|{0} new events',
  known: '{0} was here already|{0} were here already',
  refused: '{0} line is no event ({1})|{0} lines are no events ({1})',
  refusedLine: 'line {0}: {1}',
  strange:
    'These events and those of this tablet have nothing in common. If they are of another meeting, taking them in mixes the two for good.',
  takeAll: 'They are of this meeting: take them in',
  failed: 'That did not work: {0}',
  showCodes: 'Show as codes',
  allSent: 'Everything here is on the router.',
  code: 'Code {0} of {1}',
  codesHold: 'What is not on the router yet, the first {0}. Hold a code reader on it until it has all.',
  pause: 'Stand still',
  readCodes: 'Read codes',
  gotCodes: '{0} of {1} codes read',
  noReader: 'Reading codes with the camera takes Chrome on Android, and HTTPS.',
}

/** The organizers' texts of a language. */
export type Office = typeof office
