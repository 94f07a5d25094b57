import type { Choices } from '../domain/bar.ts'
import type { Directory } from '../journal/directory.ts'
import { Journal } from '../journal/journal.ts'
import type { Invitation } from '../shell/invitation.ts'
import { Station } from '../station/station.ts'
import { Links } from '../sync/links.ts'
import type { Net } from '../sync/remote.ts'
import { Replicator } from '../sync/replicate.ts'
import { readSettings } from '../sync/settings.ts'
import { edit } from './keys.ts'
import { makeNext } from './next.ts'
import type { Around, Chosen, Running } from './running.ts'

/**
 * Chooses the meeting to work on: the one that a scanned code names, or else the one that was last worked on. The host is
 * asked first only where a code came, or nothing is known yet.
 */
export const choose = async (
  directory: Directory,
  { database, ...keys }: Invitation,
  net: Net,
): Promise<Chosen> => {
  const settings = directory.known && !database ? undefined : await readSettings(net)
  if (database && settings && settings.database !== database)
    await directory.follow(settings.database, database)
  const wanted = database ?? settings?.database
  let entry = await directory.choose(directory.isGone(wanted) ? undefined : wanted)
  if (keys.key) entry = await directory.edit({ ...keys, role: undefined })
  return { directory, entry, settings }
}

/**
 * Opens the journal of a meeting, and a station on it.
 * @param choices what holds until somebody chooses otherwise on this tablet
 */
export const open = async (chosen: Chosen, choices: Choices, around: Around): Promise<Running> => {
  const { world } = around
  const name = chosen.entry.journal
  const journal = await Journal.open(name, { ...world, channel: new BroadcastChannel(name) })
  const station = await Station.open(journal, world, choices)
  const links = new Links(
    url => new Replicator(url, journal, station, world),
    url => station.dropLink(url),
  )
  const running = { ...around, ...chosen, journal, station, links, stopped: new AbortController() }
  station.can({ makeNext: () => makeNext(running), setBarKey: barKey => void edit(running, { barKey }) })
  return running
}
