import type { Ref } from '../domain/event.ts'
import type { Fold } from '../domain/fold.ts'
import type { Draft } from '../journal/journal.ts'
import type { World } from './around.ts'
import type { Said } from './drafts.ts'

/** A clock that drifts further than this from the monotonic one was set: what was measured with it is void. */
const JUMP = 1000
/** As many counts are told of in one event, so that it stays small; the next one tells of more. */
const MOST_SAW = 100
/** Kinds that say where they happened. */
const PLACED = new Set(['order', 'tally'])

/** What a station stamps its events with: when and where it was, and which counts came in before. */
export interface Stamp {
  /** The offset to the router's clock as last measured; void once the tablet's clock was set. */
  ref(): Ref | undefined
  setRef(ref: Ref | undefined): void
  /** @param here the station's place, for what does not name another */
  on(said: Said, fold: Fold, station: string, here: string): Draft
}

/** @param onJump called when the tablet's clock was found to have been set */
export const newStamp = (world: Pick<World, 'now' | 'mono'>, onJump: () => void): Stamp => {
  let ref: Ref | undefined
  let measured = 0
  const skew = () => world.now() - world.mono()
  return {
    ref: () => ref,
    setRef(is) {
      ref = is
      measured = skew()
    },
    on(said, fold, station, here) {
      const draft: Draft = { at: world.now(), ...said }
      if (ref && Math.abs(skew() - measured) > JUMP) {
        ref = undefined
        onJump()
      }
      if (ref) draft['ref'] = ref
      const saw = fold.countsNotSeenBy(station).slice(0, MOST_SAW)
      if (saw.length) draft['saw'] = saw
      if (PLACED.has(said.kind)) {
        const place = (draft['place'] ??= here) as string
        const stock = fold.drawsFrom(place)
        if (stock !== place) draft['stock'] = stock
      }
      return draft
    },
  }
}
