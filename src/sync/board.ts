import type { Seen } from '../domain/bar.ts'
import type { Board } from '../domain/board.ts'
import { failureOf, Remote } from './remote.ts'
import type { SyncWorld } from './replicate.ts'
import { readSettings } from './settings.ts'

/** How often a host is asked what is on the board, ms, with jitter: a script each time, so not by screens that nobody sees. */
const ASK_EACH = 10_000
/** The same where it refused or did not answer. */
const ASK_AGAIN = 30_000
/** How often it is noted on the disk that what is kept is still so, ms. */
const NOTE_EACH = 600_000
/** As many meetings that came one after another are followed. */
const MOST_NEXT = 10

/** Where the board is kept, so that it is shown with the router off, too. */
export interface BoardStore {
  fetched(name: 'board'): Promise<object | undefined>
  keepFetched(name: 'board', seen: Seen): Promise<void>
}

/**
 * Follows the guests' board of a host, without any key: it asks for that one document and for nothing else of a database.
 * @param home the host's origin
 * @param show is told what is known, at first what was kept
 * @returns `setVisible`: whether somebody looks at the page, and only then it begins; `stop`: ends it, for good
 */
export const followBoard = (
  world: SyncWorld,
  home: string,
  disk: Promise<BoardStore>,
  show: (seen: Seen) => void,
): { setVisible(visible: boolean): void; stop(): void } => {
  let seen: Seen = {}
  let noted = 0
  let visible = false
  let stopped = false
  let callOff = () => {}

  const tell = (news: Seen) => {
    if (!stopped) show((seen = news))
  }
  const keep = async (text: string) => {
    if (text === JSON.stringify(seen.board) && world.mono() - noted < NOTE_EACH) return
    noted = world.mono()
    await (await disk).keepFetched('board', { board: JSON.parse(text), at: world.now() })
  }
  /** The board of the newest meeting that the host's one leads to; undefined where there is none at present. */
  const read = async (): Promise<Board | undefined> => {
    let name = (await readSettings(world))?.database
    let board: Board | undefined
    for (let i = 0; name && i < MOST_NEXT; i++) {
      const { _id, _rev, ...found } =
        (await new Remote(`${home}/cgi-bin/db/${name}`, world).local('board')) ?? {}
      if (!Array.isArray(found['drinks'])) break
      board = found as unknown as Board
      name = board.next
    }
    return board
  }
  const look = async (): Promise<void> => {
    let wait = ASK_AGAIN
    try {
      const board = await read()
      if (board) {
        wait = ASK_EACH
        keep(JSON.stringify(board)).catch(() => {})
        tell({ board, at: world.now() })
      }
    } catch (error) {
      if (failureOf(error) === 'key') tell({ shut: true })
    }
    callOff()
    if (visible) callOff = world.after(wait * (0.75 + world.random(1)[0]! / 512), look)
  }

  disk
    .then(store => store.fetched('board'))
    .then(
      kept => {
        if (kept && !seen.at && !seen.shut) tell(kept)
      },
      () => {},
    )
  return {
    setVisible(now) {
      visible = now
      callOff()
      if (visible) void look()
    },
    stop() {
      stopped = true
      this.setVisible(false)
    },
  }
}
