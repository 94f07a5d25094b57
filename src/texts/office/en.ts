/**
 * What organizers read, in English: the screens for stock, plan, cash and report, and the setting up of a meeting. A
 * language of its own from ../en.ts, since the app carries only this one of it; the forms are the same.
 */
export const office = {
  // Meeting
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
