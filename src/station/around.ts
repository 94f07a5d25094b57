import type { Actions, Wiped } from '../domain/bar.ts'
import type { BarEvent } from '../domain/event.ts'

/** What a station needs of the world; one place for clock and timers, so that tests can turn them. */
export interface World {
  /** The tablet's clock, ms since 1970. It may be wrong, and may jump. */
  now(): number
  /** A clock that only goes forward, ms. */
  mono(): number
  /** Calls `then` once after `ms`; returns what calls it off. */
  after(ms: number, then: () => void): () => void
}

/** What takes the router, further databases, or another meeting, and so is done by whoever works on this one. */
export interface Far
  extends Pick<
    Actions,
    | 'setKey'
    | 'setBarKey'
    | 'forgetKey'
    | 'setDatabase'
    | 'dropDatabase'
    | 'join'
    | 'heard'
    | 'wipe'
    | 'erase'
    | 'comeBack'
  > {
  /** Tries to sync now. */
  retry(): void
  /** Makes the database of the meeting that comes next, and resolves to its name. */
  makeNext(): Promise<string>
  /** All events of a wiped meeting before this one, page by page. */
  eventsOf(wiped: Wiped): AsyncIterable<BarEvent[]>
}
