// SPDX-License-Identifier: AGPL-3.0-or-later
import type { BigIntStats } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { sep } from 'node:path'

/** What a URL stands for in the web root. */
export interface Found {
  /** The file or directory on disk. */
  file: string
  /** Its path below the web root: `SCRIPT_NAME`. */
  name: string
  /** What the URL says beyond a file, percent-decoded: `PATH_INFO`; empty when nothing. */
  info: string
  /** After `?`. */
  query: string
  /** The URL's path ended in a slash. */
  slash: boolean
  stat: BigIntStats
}

/** Percent-decodes a path as uhttpd does: a broken escape makes it none, a NUL ends it, `+` stays. */
export const decodePath = (path: string): string | undefined => {
  if (/%(?![0-9a-fA-F]{2})/.test(path)) return undefined
  const bytes = path.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes.split('\0')[0]!, 'latin1').toString()
}

/** Removes `//`, `/.` and `/x/..` by text, never above the root, and a trailing slash. */
export const normalise = (path: string): string => {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

const within = (file: string, root: string) => file === root || file.startsWith(root + sep)

/**
 * Finds the longest part of a URL's path that is there, as uhttpd does: `/cgi-bin/db/x/y` is the file `/cgi-bin/db`
 * with the path info `/x/y`.
 * @param www the web root
 * @param outside places outside of it that a symlink may lead to (the pulse), as real paths
 */
export const lookup = async (www: string, outside: string[], url: string): Promise<Found | undefined> => {
  const [, before, query = ''] = /^([^?]*)\??(.*)$/s.exec(url)!
  const path = decodePath(before!)
  if (!path?.startsWith('/')) return undefined
  for (let end = path.length; end >= 0; end = end ? path.lastIndexOf('/', end - 1) : -1) {
    const name = normalise(path.slice(0, end))
    const file = name === '/' ? www : www + name
    const found = await stat(file, { bigint: true }).catch(() => undefined)
    if (!found) continue
    const real = await realpath(file)
    if (![www, ...outside].some(root => within(real, root))) return undefined
    const info = path.slice(end)
    if (found.isDirectory() && info) return undefined
    return { file, name, info, query, slash: path.endsWith('/'), stat: found }
  }
  return undefined
}
