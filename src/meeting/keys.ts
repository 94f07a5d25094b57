import type { Entry } from '../journal/directory.ts'
import { invite } from '../shell/invitation.ts'
import { askRole } from '../sync/remote.ts'
import { type Running, urlOf } from './running.ts'

/** How often a router that did not answer is asked again what this tablet's key is for, ms. */
const ROLE_AGAIN = 5_000

/** Tells the screens who stands here, and what invites others. */
export const tellRole = ({ entry, settings, tell }: Running): void => {
  const { key, barKey } = entry
  const role = key ? entry.role : 'organizer'
  const home = settings?.address ?? `${location.origin}/`
  const database = settings && settings.database !== entry.database ? entry.database : undefined
  const bar = key && !barKey ? '' : invite(home, { key: key && barKey, database })
  const organizer = key && invite(home, { key, barKey, database })
  tell({
    role: role ?? 'bar',
    ...(settings && { open: !key || !!settings.board }),
    invite: { home, bar, ...(organizer && { organizer }) },
  })
}

/** Asks the router what the key is for, until it says so. */
export const learnRole = async (running: Running): Promise<void> => {
  const { world } = running
  const { key, role, database } = running.entry
  if (!key || role || !database) return
  const said = await askRole(world, urlOf(database), key)
  if (running.stopped.signal.aborted || running.entry.key !== key) return
  if (said) await edit(running, { role: said })
  else world.after(ROLE_AGAIN, () => learnRole(running))
}

/** Keeps in step with the database on the host that this page came from, and with the further ones. */
export const aim = ({ links, entry: { database, key, databases } }: Running): void => {
  links.set({ ...databases, ...(database && { [urlOf(database)]: { key } }) })
}

/** Works with another key or other further databases from now on, and keeps what is known of them. */
export const edit = async (running: Running, change: Partial<Entry>): Promise<void> => {
  running.entry = { ...running.entry, ...change }
  aim(running)
  tellRole(running)
  await running.directory.edit(change)
}
