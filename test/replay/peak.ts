import { chmodSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { findProgram } from '../../build/interpreter.ts'

/** An interpreter that notes the most memory each of its runs had. */
export interface Watched {
  /** The program to run in its place. */
  path: string
  /** Resident memory at its peak, KB, one number a run (and one for a second stage that it starts itself). */
  peaks: () => Promise<number[]>
}

/**
 * Wraps an interpreter in GNU time, which asks the kernel (wait4) for the peak. It forks first, so what the web server
 * had in memory is not counted in. A web server that kills a script whose client has gone meets only the shell around
 * it, so the peak is noted all the same. Undefined where there is no GNU time.
 * @param file where wrapper and notes go: FILE and FILE.kb
 */
export const watch = (interpreter: string, file: string): Watched | undefined => {
  const time = findProgram(undefined, 'time')
  if (!time) return undefined
  writeFileSync(file, `#!/bin/sh\n${time} -q -a -o ${file}.kb -f %M ${interpreter} "$@"\n`)
  chmodSync(file, 0o755)
  return {
    path: file,
    peaks: async () => {
      const text = await readFile(`${file}.kb`, 'utf8').catch(() => '')
      return text.split('\n').filter(Boolean).map(Number)
    },
  }
}
