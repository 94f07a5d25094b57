// SPDX-License-Identifier: AGPL-3.0-or-later
import { handbookFiles } from '../handbook/page.ts'
import { textFiles } from '../texts.ts'
import { gzip } from './gzip.ts'
import { readMakefile } from './makefile.ts'
import { scripts } from './router.ts'
import { type Entry, file, type Meta, type Product } from './tree.ts'

/** A package beside the first, of files that a host sends. The bar works without it. */
export interface Addon {
  /** Its name is `barwrt-PART`, and its words stand in openwrt-package/Makefile. */
  part: string
  entries: Entry[]
}

/**
 * An add-on of what is sent below `/PART/`, stored as it is sent: gzip bytes under the plain names.
 * @param rounds how hard `gzip` tries: pictures do not get smaller
 */
const addon = async (part: string, files: Map<string, string>, rounds?: number): Promise<Addon> => ({
  part,
  entries: await Promise.all(
    [...files].map(async ([name, text]) =>
      file(`usr/share/barwrt/www/${part}/${name}`, await gzip(Buffer.from(text), rounds)),
    ),
  ),
})

/**
 * All add-ons. Each is a package of its own because of its weight: the other languages' texts have half that of the
 * first package, and without them the organizers' screens are in English; the handbook with its pictures has many times
 * that.
 */
export const makeAddons = async (): Promise<Addon[]> => [
  await addon('texts', textFiles()),
  await addon('handbook', await handbookFiles(), 1),
]

/** The package of an add-on. @param meta the first package's */
export const addonPackage = (makefile: string, meta: Meta, { part, entries }: Addon): Product => {
  const { name, description } = readMakefile(makefile, `barwrt-${part}`)
  return {
    meta: { ...meta, name, description },
    depends: { opkg: 'libc, barwrt', apk: ['libc', 'barwrt'] },
    entries,
    scripts: scripts(),
  }
}
