import { hasOrder, isDone, isSent, isUnsaved } from '../domain/left.ts'
import { leaveFor } from '../shell/guards.ts'
import { goHome } from '../shell/home.ts'
import { invite } from '../shell/invitation.ts'
import { follow } from '../sync/links.ts'
import { readSettings } from '../sync/settings.ts'
import { edit, learnRole } from './keys.ts'
import { LOOK_AGAIN, moveOn } from './next.ts'
import type { Running } from './running.ts'

/** How often a tablet that knows no router asks whether there is one, ms. */
const ASK_AGAIN = 60_000

/** Brings the tablet to the one address of its bar, with its key, once nothing would be left behind here. */
const moveHome = (running: Running, address: string): void => {
  const { world, tell, station, stopped } = running
  const callOff = goHome({
    ...world,
    address,
    stay() {
      const { bar } = station
      return hasOrder(bar) ? 'order' : isUnsaved(bar) || !isSent(bar) ? 'unsent' : undefined
    },
    onAway: away => tell({ away }),
    go(home) {
      const { key, barKey } = running.entry
      leaveFor(invite(home, { key, barKey }))
    },
  })
  stopped.signal.addEventListener('abort', callOff)
}

/** Asks the host which meeting it is now, each minute until it answers; a tablet that has no router just works on. */
export const followHost = async (running: Running): Promise<void> => {
  const { directory, station, stopped, tell, world } = running
  const again = (ms: number) => void world.after(ms, () => followHost(running))
  const settings = await readSettings(world)
  if (stopped.signal.aborted) return
  if (!settings) return again(ASK_AGAIN)
  running.settings = settings
  const wanted = directory.newest(settings.database)
  const gone = directory.isGone(wanted)
  tell({ gone })
  if (gone) {
    station.can({ comeBack: () => void moveOn(running, () => directory.comeBack(wanted)) })
    return again(ASK_AGAIN)
  }
  if (!running.entry.database) running.entry = await directory.choose(wanted)
  else if (wanted !== running.entry.database) {
    if (!isDone(station.bar)) return again(LOOK_AGAIN)
    return moveOn(running, () => directory.choose(settings.database))
  }
  await edit(running, { databases: follow(running.entry.databases, settings.databases) })
  void learnRole(running)
  if (settings.address) moveHome(running, settings.address)
}
