// Folds a camp's events in the page, as the app does at its start.
import type { BarEvent } from '../../../src/domain/event.ts'
import { Fold } from '../../../src/domain/fold.ts'
import { camp } from '../events.ts'

declare global {
  interface Window {
    /** Makes so many events; calling what it answers folds them once, and says how long that took, ms. */
    prepare: (n: number) => () => number
  }
}

window.prepare = n => {
  // As the journal hands them over: read from the disk, what is on offer first, the rest in the order of the ids.
  const events: BarEvent[] = structuredClone(camp(n, Date.now()))
  const rank = ({ kind, _id }: BarEvent) => (kind === 'menu' ? '' : _id)
  events.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  return () => {
    const from = performance.now()
    const fold = new Fold()
    for (const event of events) fold.add(event)
    const took = performance.now() - from
    if (fold.items().length !== 50 || fold.waiting.size) throw new Error('not all of it was folded')
    return took
  }
}
