import { readFileSync } from 'node:fs'
import { deserialize } from 'node:v8'
import type { Packages } from '../../build/package.ts'

/** What setup.ts made: the app, its package, and a later one whose app differs. */
export const [html, first, later]: [Uint8Array, Packages, Packages] = deserialize(
  readFileSync(process.env.BARWRT_TEST_PACKAGES!),
)
for (const { files, entries, apkEntries } of [first, later]) {
  for (const [name, bytes] of files) files.set(name, Buffer.from(bytes))
  for (const entry of [...entries, ...apkEntries]) entry.data = Buffer.from(entry.data)
}

/** A file of a package by the end of its name. */
export const fileOf = ({ files }: Packages, ending: string): Buffer => {
  const found = [...files].find(([name]) => name.endsWith(ending) && !name.includes('/'))
  if (!found) throw new Error(`no ${ending}`)
  return found[1]
}
