// SPDX-License-Identifier: AGPL-3.0-or-later
import { gzip } from './gzip.ts'
import { tar } from './tar.ts'
import { dir, type Entry, file, installedSize, type Meta, type Product, withParents } from './tree.ts'

/** The archive members of an ipk, in opkg's order; a plain gzipped tar, not an `ar`. */
const members = (control: Buffer, data: Buffer): Entry[] => [
  file('debian-binary', '2.0\n'),
  file('data.tar.gz', data),
  file('control.tar.gz', control),
]

/** opkg unpacks only into directories that the archive itself names. */
const archive = (entries: Entry[], mtime: number): Promise<Buffer> =>
  gzip(tar([dir(''), ...withParents(entries)], mtime))

/**
 * The fields that opkg reads, also a feed's entry for the package.
 * @param depends as opkg writes it: `libc, a | b`
 */
export const control = (meta: Meta, depends: string, size: number): string =>
  [
    `Package: ${meta.name}`,
    `Version: ${meta.version}`,
    `Depends: ${depends}`,
    `Source: feeds/packages/${meta.name}`,
    `License: ${meta.license}`,
    `Section: ${meta.section}`,
    `URL: ${meta.url}`,
    `Maintainer: ${meta.maintainer}`,
    'Architecture: all',
    `Installed-Size: ${size}`,
    `Description: ${meta.description}`,
  ]
    // An empty field makes opkg take the next line for its value.
    .filter(line => !line.endsWith(': '))
    .map(line => `${line}\n`)
    .join('')

/** An ipk for opkg. The same input gives the same bytes. */
export const ipk = async ({ meta, depends, scripts, entries }: Product): Promise<Buffer> => {
  const { mtime } = meta
  const about = [
    file('control', control(meta, depends.opkg, installedSize(entries))),
    ...Object.entries(scripts)
      .filter(([, text]) => text)
      .map(([name, text]) => file(name, text, 0o755)),
  ]
  const parts = members(await archive(about, mtime), await archive(entries, mtime))
  return gzip(tar(parts, mtime))
}
