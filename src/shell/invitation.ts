/**
 * What a scanned code says in its address: it stands in the fragment, which no browser sends to a server. A code for the
 * bar has the bar key; one for an organizer the organizer key, and the bar key to make codes for the bar with.
 */
export interface Invitation {
  key?: string | undefined
  barKey?: string | undefined
  /** The meeting's database, where the router still names another. */
  database?: string | undefined
}

const LETTERS: [letter: string, field: keyof Invitation][] = [
  ['k', 'key'],
  ['b', 'barKey'],
  ['d', 'database'],
]

/** The invitation in the page's address, taken off the address bar at once: nobody is to read a key there. */
export const readInvitation = (): Invitation => {
  const said = new URLSearchParams(location.hash.slice(1))
  const found: Invitation = {}
  for (const [letter, field] of LETTERS) {
    const value = said.get(letter)
    if (value) found[field] = value
  }
  if (found.key || found.database) history.replaceState(null, '', `${location.pathname}#/bar`)
  return found
}

/** The address that invites to a bar. */
export const invite = (home: string, invitation: Invitation): string => {
  const said = LETTERS.flatMap(([letter, field]) => {
    const value = invitation[field]
    return value ? `${letter}=${encodeURIComponent(value)}` : []
  })
  return said.length ? `${home}#${said.join('&')}` : home
}
