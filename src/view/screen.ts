import type { Actions, Bar } from '../domain/bar.ts'
import type { Millis } from '../domain/event.ts'
import type { Warning } from '../domain/short.ts'

/** What lies over the bar screen, and over the one for stock. */
export type Over = 'recent' | 'given' | 'tally' | 'wipe' | 'out' | StockOver
export type StockOver = 'delivery' | 'countStock' | 'loss' | 'transfer' | 'mixed' | 'empties'

/** What every screen gets. */
export interface Screen {
  bar: Bar
  actions: Actions
  /** What runs short here and nobody passed on; none while the day is still read. */
  warnings: Warning[]
  /** The tablet's clock at this paint; at least every half minute there is one. */
  now: Millis
  /** Opens something over the screen; undefined closes it. */
  open: (over: Over | undefined) => void
}

/** Whether the router wants a key that this tablet has not. */
export const isLocked = ({ links }: Bar): boolean => links.some(({ by, state }) => !by && state === 'key')

/** Whether whoever stands here may do more than sell: their key says so, or none is needed and the tablet is in no doubt. */
export const isOrganizer = (bar: Bar): boolean => bar.role !== 'bar' && !isLocked(bar)
