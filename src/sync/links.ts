import type { Databases } from '../journal/directory.ts'
import type { Replicator } from './replicate.ts'

/**
 * Keeps a journal in step with several databases at once, and so them with each other: what came from one goes to the
 * rest. Each has a replicator of its own, with its own waits and time-outs: a slow or dead one holds up no other.
 */
export class Links {
  readonly #running = new Map<string, Replicator>()
  readonly #make
  readonly #drop

  /**
   * @param make makes what keeps in step with one database
   * @param drop is told of a database that is left alone from now on
   */
  constructor(make: (url: string) => Replicator, drop: (url: string) => void) {
    this.#make = make
    this.#drop = drop
  }

  /** Makes these the databases. Those that go on are not disturbed; one that got another key tries again at once. */
  set(databases: Databases): void {
    this.each((replicator, url) => {
      if (databases[url]) return
      replicator.stop()
      this.#running.delete(url)
      this.#drop(url)
    })
    for (const [url, { key, by }] of Object.entries(databases)) {
      const known = this.#running.get(url)
      const replicator = known ?? this.#make(url)
      replicator.by = by
      replicator.use(key)
      if (known) continue
      this.#running.set(url, replicator)
      replicator.start()
    }
  }

  get(url: string): Replicator | undefined {
    return this.#running.get(url)
  }

  each(act: (replicator: Replicator, url: string) => void): void {
    this.#running.forEach(act)
  }
}

/** A database's address as people type or paste it, in the one way it is kept; undefined when it is none on the web. */
const addressOf = (typed: string): string | undefined => {
  try {
    const { origin, pathname } = new URL(typed)
    const path = pathname.replace(/\/+$/, '')
    return /^http/.test(origin) && path ? origin + path : undefined
  } catch {
    return undefined
  }
}

/**
 * The further databases from now on, after somebody entered one and its key, or its key alone.
 * @param key none: it is taken away
 */
export const enter = (known: Databases = {}, typed: string, key?: string): Databases => {
  const url = addressOf(typed)
  if (!url) return known
  const { [url]: before, ...others } = known
  return key === undefined ? others : { ...others, [url]: { by: 'tablet', ...before, key } }
}

/** The further databases without their keys, for a tablet whose shift is over. */
export const keyless = (known: Databases = {}): Databases =>
  Object.fromEntries(Object.entries(known).map(([url, { key, ...rest }]) => [url, rest]))

/**
 * The further databases from now on, after the host has listed its own: keys of known ones stay, those that the host does
 * not list any more go, and those that were added on this tablet stay.
 */
export const follow = (known: Databases = {}, listed: string[] = []): Databases => {
  const next: Databases = {}
  for (const url in known) if (known[url]!.by === 'tablet') next[url] = known[url]!
  for (const typed of Object.values(listed)) {
    const url = addressOf(typed)
    if (url) next[url] = { ...known[url], by: 'host' }
  }
  return next
}
