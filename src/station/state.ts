import { type Board, boardOf } from '../domain/board.ts'
import type { BarEvent } from '../domain/event.ts'
import { Fold } from '../domain/fold.ts'
import { sameJson } from '../domain/json.ts'
import { seedMenu } from '../domain/seed.ts'
import type { Journal } from '../journal/journal.ts'
import type { World } from './around.ts'

/** How long until a journal that could not be read is read again, ms. */
const READ_AGAIN = 1000

/** The state of a bar: its journal, folded, and kept in step with it. */
export interface State {
  fold(): Fold
  /** Whether all of the journal is folded. */
  loaded(): boolean
  /**
   * Folds what the first tap needs: what is on offer, the seeded menu brought where there is none.
   * @param first what the journal keeps at hand for that; absent: all of it is folded
   */
  begin(first: BarEvent[] | undefined): Promise<void>
  /** Folds all that is in the journal, a page a turn, so that taps meanwhile are answered at once. */
  load(): Promise<void>
  /** Adds what came in, and is in the journal. */
  take(events: BarEvent[]): void
  /** Folds everything anew from the journal; what comes in while it reads is not lost. */
  refold(): Promise<void>
  /** The same, and again until the journal could be read. */
  refoldSurely(): void
  /** What guests see, once all of the journal is folded; made anew only when something changed. */
  board(): Board | undefined
}

/**
 * @param came told of each event that was not in the journal when it was opened
 * @param changed told that the state is another one
 */
export const newState = (
  journal: Journal,
  after: World['after'],
  came: (event: BarEvent) => void,
  changed: () => void,
): State => {
  let fold = new Fold()
  let loaded = false
  /** What came in since a refold began. */
  let meanwhile: BarEvent[] | undefined
  /** What guests see, and the fold's version that it was made of. */
  let board: Board | undefined
  let boardOfVersion = -1

  const take = (events: BarEvent[]): void => {
    meanwhile?.push(...events)
    for (const event of events) {
      fold.add(event)
      came(event)
    }
    changed()
  }
  const refold = async (): Promise<void> => {
    const own: BarEvent[] = []
    meanwhile = own
    const next = new Fold()
    for (const event of await journal.events()) next.add(event)
    for (const event of own) next.add(event)
    // A second refold that began later will finish the work.
    if (meanwhile !== own) return
    meanwhile = undefined
    next.version += fold.version + 1
    fold = next
    changed()
  }
  const refoldSurely = (): void => {
    refold().catch(() => after(READ_AGAIN, refoldSurely))
  }
  journal.onElsewhere = events => (events ? take(events) : refoldSurely())
  return {
    fold: () => fold,
    loaded: () => loaded,
    async begin(first) {
      if (first) for (const event of first) fold.add(event)
      else await refold()
      const seed = seedMenu()
      if (!fold.events.has(seed[0]!._id)) take(await journal.keep(seed))
    },
    async load() {
      for await (const page of journal.pages()) {
        for (const event of page) fold.add(event)
        await new Promise<void>(resolve => after(0, resolve))
      }
      loaded = true
      changed()
    },
    take,
    refold,
    refoldSurely,
    board() {
      if (!loaded) return undefined
      if (boardOfVersion !== fold.version) {
        boardOfVersion = fold.version
        const next = boardOf(fold)
        if (!sameJson(next, board)) board = next
      }
      return board
    },
  }
}
