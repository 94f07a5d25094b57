// SPDX-License-Identifier: AGPL-3.0-or-later
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program's full path: what the environment variable names, else the first of the names on the PATH. */
export const findProgram = (variable: string | undefined, ...names: string[]): string | undefined => {
  const named = variable && process.env[variable]
  if (named) return named
  // Where Debian keeps daemons, which a user's PATH may lack.
  const dirs = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  for (const name of names)
    for (const dir of dirs) {
      const file = join(dir || '.', name)
      try {
        accessSync(file, constants.X_OK)
        if (statSync(file).isFile()) return file
      } catch {
        // Not this one.
      }
    }
  return undefined
}

export const findUcode = (): string | undefined => findProgram('BARWRT_UCODE', 'ucode')
export const findLua = (): string | undefined => findProgram('BARWRT_LUA', 'lua5.1')
/** Debian calls it chromium; Ubuntu has it as a snap, for which Google's own will do as well. */
export const findChromium = (): string | undefined =>
  findProgram('BARWRT_CHROMIUM', 'chromium', 'chromium-browser', 'google-chrome')
/** Debian calls it firefox-esr. */
export const findFirefox = (): string | undefined => findProgram('BARWRT_FIREFOX', 'firefox-esr', 'firefox')
