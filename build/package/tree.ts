// SPDX-License-Identifier: AGPL-3.0-or-later
import { createHash } from 'node:crypto'

/** One entry of a package's file system. Owner and group are always root. */
export interface Entry {
  /** Without a leading slash: `etc/init.d/barwrt`. */
  path: string
  kind: 'file' | 'dir' | 'link'
  /** Permission bits; a link's are 0777. */
  mode: number
  /** A file's bytes. */
  data: Buffer
  /** Where a link leads. */
  target: string
}

export const file = (path: string, data: Buffer | string, mode = 0o644): Entry => ({
  path,
  kind: 'file',
  mode,
  data: Buffer.from(data),
  target: '',
})
export const dir = (path: string): Entry => ({
  path,
  kind: 'dir',
  mode: 0o755,
  data: Buffer.alloc(0),
  target: '',
})
export const link = (path: string, target: string): Entry => ({
  path,
  kind: 'link',
  mode: 0o777,
  data: Buffer.alloc(0),
  target,
})

const bytewise = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Adds the directories that lead to each entry and sorts bytewise, so that a directory comes before what is in it. */
export const withParents = (entries: Entry[]): Entry[] => {
  const all = new Map(entries.map(entry => [entry.path, entry]))
  if (all.size < entries.length) throw new Error('two entries have one path')
  for (const { path } of entries)
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const parent = path.slice(0, end)
      if (!all.has(parent)) all.set(parent, dir(parent))
    }
  return [...all.values()].sort((a, b) => bytewise(a.path, b.path))
}

/** What the files of a tree hold, in bytes: what opkg and apk call the installed size. */
export const installedSize = (entries: Entry[]): number =>
  entries.reduce((sum, { data }) => sum + data.length, 0)

export const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

/** What a package manager is told, in either format. */
export interface Meta {
  name: string
  /** `X.Y.Z-rN`: the one form that both opkg and apk order rightly. */
  version: string
  description: string
  license: string
  section: string
  url: string
  maintainer: string
  /** Seconds: the time of every file. */
  mtime: number
}

/** The scripts of a package under opkg's names; an empty one is left out. */
export interface Scripts {
  postinst: string
  prerm: string
  postrm: string
}

/** One package: its words, what it needs as each manager writes it, what it puts on a router, and its scripts. */
export interface Product {
  meta: Meta
  depends: { opkg: string; apk: string[] }
  entries: Entry[]
  /** What apk gets instead, where that is less: its routers have ucode, all of them. */
  apkEntries?: Entry[]
  scripts: Scripts
}
