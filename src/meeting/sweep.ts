import type { Link, LinkState, Wiped } from '../domain/bar.ts'
import type { BarEvent } from '../domain/event.ts'
import { Fold } from '../domain/fold.ts'
import { forgetAt } from '../domain/over.ts'
import type { Directory, Entry } from '../journal/directory.ts'
import { Journal } from '../journal/journal.ts'
import { Replicator, type SyncWorld } from '../sync/replicate.ts'
import { urlOf } from './running.ts'

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
      board: () => undefined,
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

/**
 * What is to become of a meeting that is not worked on any more: it may go when it was wiped, or is over and all of it is
 * on the router. What was wiped with events in it that are only here is somebody's to decide.
 */
const fateOf = async (
  { journal: name, key, database }: Entry,
  world: SyncWorld,
): Promise<'go' | 'stay' | Wiped> => {
  const journal = await Journal.open(name, world)
  try {
    const fold = new Fold()
    for await (const page of journal.pages())
      for (const event of page) if (event.kind === 'meeting') fold.add(event)
    const meeting = fold.meeting()
    const state = database && (await lastPush(urlOf(database), journal, key, world))
    const unsent = (await journal.unsent(Number.POSITIVE_INFINITY)).length
    if (state === 'wiped') return unsent ? { journal: name, name: meeting?.name || database!, unsent } : 'go'
    const at = forgetAt(meeting)
    return at !== undefined && world.now() > at && !unsent ? 'go' : 'stay'
  } finally {
    journal.close()
  }
}

/**
 * Looks after the meetings that this tablet has worked on before: pushes what they still have, and forgets those that
 * an organizer wiped meanwhile, or that are over for as long as they say. What is on no router is kept.
 * @returns those that were wiped with something in them that is only here
 */
export const sweep = async (directory: Directory, world: SyncWorld): Promise<Wiped[]> => {
  const left: Wiped[] = []
  for (const entry of directory.others) {
    const fate = await fateOf(entry, world)
    if (fate === 'go') await directory.erase(entry)
    else if (fate !== 'stay') left.push(fate)
  }
  return left
}

/** All events of a meeting that was worked on before, page by page. */
export async function* eventsOf({ journal: name }: Wiped, world: SyncWorld): AsyncGenerator<BarEvent[]> {
  const journal = await Journal.open(name, world)
  try {
    yield* journal.pages()
  } finally {
    journal.close()
  }
}
