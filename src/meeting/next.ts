import { hasOrder, isSent } from '../domain/left.ts'
import { Remote } from '../sync/remote.ts'
import { type Running, urlOf } from './running.ts'

/** How often a tablet that must move on to another meeting looks whether its work here is done, ms. */
export const LOOK_AGAIN = 1_000

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Makes a database whose name nobody has had: a digit at its end says that it was drawn (see sync/replicate.ts). */
export const makeNext = async ({ entry, world }: Running): Promise<string> => {
  const drawn = [...world.random(6)].map(byte => LETTERS[byte % LETTERS.length]).join('')
  const name = `bar-b${drawn}${2 + (world.random(1)[0]! % 8)}`
  const remote = new Remote(urlOf(name), world)
  remote.key = entry.key
  await remote.make()
  return name
}

/** Ends the work on a meeting, and starts on what the directory says is next. */
export const moveOn = async (
  { stopped, journal, startNext }: Running,
  change: () => Promise<unknown>,
): Promise<void> => {
  stopped.abort()
  journal.close()
  await change()
  startNext()
}

/** Goes on with the meeting that comes after this one, where an organizer began it, once nothing is left to do here. */
const follow = (running: Running): void => {
  const { directory, station, stopped, entry } = running
  const { bar } = station
  const next = bar.fold.meeting()?.next
  const { database } = entry
  if (!next || !database || next === database || stopped.signal.aborted) return
  if (!hasOrder(bar) && isSent(bar)) void moveOn(running, () => directory.follow(database, next))
}

/** Looks whether to go on with the meeting that comes after this one; called at each change. */
export const followMeeting = (running: Running): void => {
  // A moment later, because what was recorded just now counts as unsent only once the links have heard of it.
  if (running.station.bar.fold.meeting()?.next) running.world.after(LOOK_AGAIN, () => follow(running))
}
