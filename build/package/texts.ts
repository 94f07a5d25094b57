// SPDX-License-Identifier: AGPL-3.0-or-later
import { textFiles } from '../texts.ts'
import { gzip } from './gzip.ts'
import { readMakefile } from './makefile.ts'
import { scripts } from './router.ts'
import { type Entry, file, type Meta, type Product } from './tree.ts'

/** What a host sends below `/texts/`, stored as it is sent: gzip bytes under the plain names. */
export const textEntries = (): Promise<Entry[]> =>
  Promise.all(
    [...textFiles()].map(async ([name, text]) =>
      file(`usr/share/barwrt/www/texts/${name}`, await gzip(Buffer.from(text))),
    ),
  )

/**
 * The package of the other languages' texts. It is one of its own because it weighs half as much as the first one:
 * without it a bar works all the same, its organizers' screens in English.
 */
export const textsPackage = (makefile: string, meta: Meta, entries: Entry[]): Product => {
  const { name, description } = readMakefile(makefile, 'barwrt-texts')
  return {
    meta: { ...meta, name, description },
    depends: { opkg: 'libc, barwrt', apk: ['libc', 'barwrt'] },
    entries,
    scripts: scripts(),
  }
}
