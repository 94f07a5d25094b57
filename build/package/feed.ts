// SPDX-License-Identifier: AGPL-3.0-or-later
import { control } from './ipk.ts'
import { type Meta, sha256 } from './tree.ts'

/**
 * A package's entry in an opkg feed's `Packages`.
 * @param bytes the `.ipk`, which lies beside the list
 */
export const packagesEntry = (
  meta: Meta,
  depends: string,
  size: number,
  filename: string,
  bytes: Buffer,
): string => {
  const [about, description] = control(meta, depends, size).split(/(?=^Description: )/m)
  return `${about}Filename: ${filename}\nSize: ${bytes.length}\nSHA256sum: ${sha256(bytes).toString('hex')}\n${description}\n`
}
