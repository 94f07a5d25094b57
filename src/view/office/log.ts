import type { Actions } from '../../domain/bar.ts'
import { lineOf } from '../../domain/carry.ts'
import type { Fold } from '../../domain/fold.ts'
import type { Step } from './work.ts'

// All events as a file, and a file as lines again: a piece at a time, however long it is.

/** Bytes of a file that are read in one go: some thousand events. */
const PIECE = 262_144

/** Where all events come from. */
type From = Pick<Actions, 'events'>

/** All events, a line each; undefined when that was stopped. */
export const gather = async (actions: From, step: Step): Promise<{ file: Blob; n: number } | undefined> => {
  const parts: string[] = []
  let n = 0
  for await (const page of actions.events()) {
    parts.push(page.map(lineOf).join(''))
    n += page.length
    if (!(await step(page.length))) return undefined
  }
  return { file: new Blob(parts), n }
}

/** A file's lines, many at a time, and how many bytes they were. */
export async function* linesOf(file: Blob): AsyncGenerator<{ lines: string[]; bytes: number }> {
  const decoder = new TextDecoder()
  let rest = ''
  for (let at = 0; at < file.size; at += PIECE) {
    const piece = file.slice(at, at + PIECE)
    const lines = (rest + decoder.decode(await piece.arrayBuffer(), { stream: true })).split('\n')
    rest = lines.pop()!
    yield { lines, bytes: piece.size }
  }
  rest += decoder.decode()
  if (rest) yield { lines: [rest], bytes: 0 }
}

/** A name for a file of a meeting: `barwrt-Winter-camp-2026-12-27.jsonl`. */
export const nameFor = (fold: Fold, ending: string): string =>
  ['barwrt', fold.meeting()?.name.replace(/[^\p{L}\d]+/gu, '-'), new Date().toISOString().slice(0, 10)]
    .filter(Boolean)
    .join('-') + ending
