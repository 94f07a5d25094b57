import type { Actions, Choices, Seen } from './domain/bar.ts'
import type { Directory } from './journal/directory.ts'
import { type BoardStore, followBoard } from './sync/board.ts'
import type { SyncWorld } from './sync/replicate.ts'

/**
 * A screen for guests: nobody's station, so it keeps no journal, asks nobody for anything, and orders nothing. All that
 * can be chosen on it is how it looks, which it keeps.
 * @param directory where that is kept; absent where the browser keeps nothing
 * @param first what holds until somebody chooses otherwise
 */
export const openBoard = async (
  directory: Pick<Directory, 'fetched' | 'keepFetched'> | undefined,
  first: Choices,
  show: (choices: Choices, actions: Actions) => void,
): Promise<void> => {
  let choices: Choices = { ...first, ...(await directory?.fetched('choices').catch(() => undefined)) }
  const actions = {
    choose(news) {
      choices = { ...choices, ...news }
      directory?.keepFetched('choices', choices).catch(() => {})
      show(choices, actions)
    },
  } as Actions
  show(choices, actions)
}

/**
 * The board as the host shows it to guests, followed while it is wanted and somebody looks at the page.
 * @param disk where it is kept
 * @param show is told what is known of it
 * @returns says whether it is wanted now; the same again changes nothing
 */
export const guestsBoard = (
  world: SyncWorld,
  disk: () => Promise<BoardStore>,
  show: (board: Seen) => void,
): ((wanted: boolean) => void) => {
  let following: ReturnType<typeof followBoard> | undefined
  document.addEventListener('visibilitychange', () => following?.setVisible(!document.hidden))
  return wanted => {
    if (!wanted) {
      following?.stop()
      following = undefined
    } else if (!following) {
      following = followBoard(world, location.origin, disk(), show)
      following.setVisible(!document.hidden)
    }
  }
}
