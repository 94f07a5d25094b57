// SPDX-License-Identifier: AGPL-3.0-or-later
import { control } from './ipk.ts'
import { installedSize, type Product, sha256 } from './tree.ts'

/**
 * A package's entry in an opkg feed's `Packages`.
 * @param bytes the `.ipk`, which lies beside the list
 */
export const packagesEntry = (
  { meta, depends, entries }: Product,
  filename: string,
  bytes: Buffer,
): string => {
  const size = installedSize(entries)
  const [about, description] = control(meta, depends.opkg, size).split(/(?=^Description: )/m)
  return `${about}Filename: ${filename}\nSize: ${bytes.length}\nSHA256sum: ${sha256(bytes).toString('hex')}\n${description}\n`
}
