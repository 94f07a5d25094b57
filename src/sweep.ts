import type { Link, LinkState } from './domain/bar.ts'
import { Fold } from './domain/fold.ts'
import { forgetAt } from './domain/over.ts'
import type { Directory, Entry } from './journal/directory.ts'
import { Journal } from './journal/journal.ts'
import { Replicator, type SyncWorld } from './sync/replicate.ts'

/** How long a last push may take, ms: other stations' events wait up to half a minute for one of many tablets. */
const LAST_PUSH = 60_000

/** Brings what an old meeting's journal still has to its database. Answers how that is doing, `ok` when all is there. */
const lastPush = (url: string, journal: Journal, key: string | undefined, world: SyncWorld) =>
  new Promise<LinkState>(resolve => {
    const setLink = ({ state, unsent }: Link) => {
      if (state !== 'starting' && (state !== 'ok' || !unsent)) finish(state)
    }
    const home = {
      absorb: journal.absorb.bind(journal),
      shownSeed: () => undefined,
      setRef() {},
      setLink,
    }
    const replicator = new Replicator(url, journal, home, world, key)
    const stop = world.after(LAST_PUSH, () => finish('offline'))
    const finish = (state: LinkState) => {
      stop()
      replicator.stop()
      resolve(state)
    }
    replicator.start()
  })

/** Whether a meeting that is not worked on any more may go: it was wiped, or is over and all of it is on the router. */
const mayGo = async (
  { journal: name, key, database }: Entry,
  world: SyncWorld,
  urlOf: (name: string) => string,
) => {
  const journal = await Journal.open(name, world)
  try {
    const fold = new Fold()
    for await (const page of journal.pages())
      for (const event of page) if (event.kind === 'meeting') fold.add(event)
    if (database && (await lastPush(urlOf(database), journal, key, world)) === 'wiped') return true
    const at = forgetAt(fold.meeting())
    return at !== undefined && world.now() > at && !(await journal.unsent(1)).length
  } finally {
    journal.close()
  }
}

/**
 * Looks after the meetings that this tablet has worked on before: pushes what they still have, and forgets those that
 * an organizer wiped meanwhile, or that are over for as long as they say. What is on no router is kept.
 * @param urlOf the URL of a database on the host that the page came from
 */
export const sweep = async (
  directory: Directory,
  world: SyncWorld,
  urlOf: (database: string) => string,
): Promise<void> => {
  for (const entry of directory.others) if (await mayGo(entry, world, urlOf)) await directory.erase(entry)
}
