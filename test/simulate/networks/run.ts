import { makesNamespaces } from '../../../build/need.ts'
import { Camp } from './world.ts'

/** Plays camps from a seed on, each a line; says how many did not end well. */
export const runCamps = async (camps: number, first: number, steps: number): Promise<number> => {
  if (!makesNamespaces())
    throw new Error('This needs network namespaces: root, and iproute2 (apt-get install iproute2).')
  let failed = 0
  for (let seed = first; seed < first + camps; seed++) {
    const begun = performance.now()
    const how = await Camp.run(seed, steps).then(
      outcome => JSON.stringify(outcome),
      error => {
        failed++
        return error instanceof Error ? error.message : String(error)
      },
    )
    console.log(`seed ${seed}: ${how}, ${((performance.now() - begun) / 1000).toFixed(0)} s`)
  }
  return failed
}
