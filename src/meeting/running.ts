import type { Tablet } from '../domain/bar.ts'
import type { Directory, Entry } from '../journal/directory.ts'
import type { Journal } from '../journal/journal.ts'
import type { Station } from '../station/station.ts'
import type { Links } from '../sync/links.ts'
import type { SyncWorld } from '../sync/replicate.ts'
import type { Settings } from '../sync/settings.ts'

/** What a meeting needs of the page that it is worked on in. */
export interface Around {
  world: SyncWorld
  /** Tells the screens what the page knows of itself now, and returns all of that. */
  tell(news: Tablet): Tablet
  /** Whether no other tab has the app open. */
  alone: Promise<boolean>
  /** Starts on the meeting that the directory says is next. */
  startNext(): void
}

/** What this tablet has of a meeting before anything works on it. */
export interface Chosen {
  directory: Directory
  entry: Entry
  /** What the host last said. */
  settings?: Settings | undefined
}

/** What works on one meeting, until `stopped`. The files of this room hold a part each of what it does by itself. */
export interface Running extends Around, Chosen {
  journal: Journal
  station: Station
  links: Links
  stopped: AbortController
}

/** A database on the host that this page came from. */
export const urlOf = (database: string): string => `${location.origin}/cgi-bin/db/${database}`
