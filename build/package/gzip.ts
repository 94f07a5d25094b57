// SPDX-License-Identifier: AGPL-3.0-or-later
import { createRequire } from 'node:module'

type Zopfli = typeof import('@gfx/zopfli')

/** Loads zopfli; it would end the process on any unhandled rejection, its own or not, so those listeners go again. */
const load = (): Zopfli => {
  const events = ['uncaughtException', 'unhandledRejection'] as const
  const before = events.map(event => new Set(process.listeners(event as 'uncaughtException')))
  const zopfli: Zopfli = createRequire(import.meta.url)('@gfx/zopfli')
  for (const [i, event] of events.entries())
    for (const listener of process.listeners(event as 'uncaughtException'))
      if (!before[i]!.has(listener)) process.removeListener(event, listener)
  return zopfli
}
let zopfli: Zopfli | undefined

/**
 * gzip with no name and no time in it: the same bytes from every Node on every machine, which node's own zlib does not
 * promise, and some 4 % fewer, which is flash.
 * @param rounds how often it tries to do better; 1 for what need not be small
 */
export const gzip = async (bytes: Buffer, rounds = 15): Promise<Buffer> => {
  zopfli ??= load()
  return Buffer.from(await zopfli.gzipAsync(bytes, { numiterations: rounds }))
}

/** Raw deflate, likewise. */
export const deflate = async (bytes: Buffer): Promise<Buffer> => {
  zopfli ??= load()
  return Buffer.from(await zopfli.deflateAsync(bytes, {}))
}
