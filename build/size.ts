// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Metafile } from 'esbuild'

/** Which part of the app a bundled file belongs to: the room under src/, or the library's name. */
export const partOf = (path: string): string =>
  /node_modules\/([^/]+)/.exec(path)?.[1] ?? /src\/(\w+)\//.exec(path)?.[1] ?? 'src'

/** Minified bytes of each part of a bundle, the largest first. */
export const partSizes = ({ outputs }: Metafile): [part: string, bytes: number][] => {
  const sizes = new Map<string, number>()
  for (const { inputs } of Object.values(outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs))
      sizes.set(partOf(path), (sizes.get(partOf(path)) ?? 0) + bytesInOutput)
  return [...sizes].sort((a, b) => b[1] - a[1])
}
