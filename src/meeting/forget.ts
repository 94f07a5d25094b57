import type { Wiped } from '../domain/bar.ts'
import { hasOrder, isUnsaved } from '../domain/left.ts'
import { forgetAt } from '../domain/over.ts'
import { inUse } from '../shell/guards.ts'
import { moveOn } from './next.ts'
import type { Running } from './running.ts'
import { eventsOf, sweep } from './sweep.ts'

/** When a tablet first looks whether a meeting is over, after its start and what it then pushes, and how often, ms. */
const FIRST_SWEEP = 60_000
const SWEEP_EACH = 3_600_000

/** Forgets what is over or was wiped: this meeting, once nobody is at it and all is sent, and those before it. */
export const forgetInTime = (running: Running): void => {
  const { directory, journal, station, stopped, tell, alone, world } = running
  const isOver = async () => {
    const { bar } = station
    const at = forgetAt(bar.fold.meeting())
    if (at === undefined || world.now() < at || running.entry.keep) return false
    return !hasOrder(bar) && !inUse() && !isUnsaved(bar) && !(await journal.unsent(1)).length
  }
  const look = async () => {
    if (stopped.signal.aborted) return
    if (await isOver()) return moveOn(running, () => directory.erase())
    if (await alone) await inTurn(() => sweep(directory, world))
    world.after(SWEEP_EACH, look)
  }
  // One after the other: who looks into a journal while it is erased would make it anew.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = async (work: () => Promise<Wiped[]>) => {
    const turn = last.then(work)
    last = turn.catch(() => {})
    tell({ wiped: await turn })
  }
  const eraseOld = async ({ journal: name }: Wiped) => {
    const entry = directory.others.find(each => each.journal === name)
    if (entry) await directory.erase(entry)
    return (tell({}).wiped ?? []).filter(each => each.journal !== name)
  }
  station.can({
    eventsOf: wiped => eventsOf(wiped, world),
    erase: wiped => void (wiped ? inTurn(() => eraseOld(wiped)) : moveOn(running, () => directory.erase())),
  })
  world.after(FIRST_SWEEP, look)
}
