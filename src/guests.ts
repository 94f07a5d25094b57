import type { Actions, Choices } from './domain/bar.ts'
import type { Directory } from './journal/directory.ts'

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
