import type { Choices } from '../../src/domain/bar.ts'
import type { Journal } from '../../src/journal/journal.ts'
import type { World } from '../../src/station/around.ts'
import { Station } from '../../src/station/station.ts'

/**
 * A station with all of its journal folded, at once: between pages it waits for no timer, as a test may hold those back.
 */
export const startStation = async (journal: Journal, world: World, choices: Choices): Promise<Station> => {
  const after = (ms: number, then: () => void) => {
    if (ms) return world.after(ms, then)
    then()
    return () => {}
  }
  const station = await Station.open(
    journal,
    { now: () => world.now(), mono: () => world.mono(), after },
    choices,
  )
  await station.load()
  return station
}
