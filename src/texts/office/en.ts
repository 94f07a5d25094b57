/**
 * What organizers read, in English: the screens for stock, plan, cash and report, and the setting up of a meeting. A
 * language of its own from ../en.ts, since the app carries only this one of it; the forms are the same.
 */
export const office = {
  // Meeting
  meeting: 'Meeting',
  recordGiven: 'Record what is given',
  autoDoneAfter: 'Seconds until an untouched order records itself (0: never)',

  // Menu editor

  // Stock

  // Plan

  // Cash

  // Report
}

/** The organizers' texts of a language. */
export type Office = typeof office
