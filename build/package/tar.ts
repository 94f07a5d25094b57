// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Entry } from './tree.ts'

const BLOCK = 512
const TYPES = { file: '0', link: '2', dir: '5' } as const

/** Numbers are octal text with a NUL behind them. */
const octal = (value: number, length: number): string => {
  const text = value.toString(8).padStart(length - 1, '0')
  if (text.length >= length) throw new Error(`${value} does not fit into a tar header`)
  return `${text}\0`
}

const header = ({ path, kind, mode, data, target }: Entry, mtime: number): Buffer => {
  const name = `./${path}${kind === 'dir' && path ? '/' : ''}`
  if (Buffer.byteLength(name) > 100 || Buffer.byteLength(target) > 100)
    throw new Error(`${name}: a path over 100 bytes needs an extension that opkg does not read`)
  const head = Buffer.alloc(BLOCK)
  head.write(name, 0)
  head.write(octal(mode, 8), 100)
  head.write(octal(0, 8), 108)
  head.write(octal(0, 8), 116)
  head.write(octal(data.length, 12), 124)
  head.write(octal(mtime, 12), 136)
  head.write(' '.repeat(8), 148)
  head.write(TYPES[kind], 156)
  head.write(target, 157)
  head.write('ustar\x0000', 257)
  head.write('root', 265)
  head.write('root', 297)
  const sum = head.reduce((all, byte) => all + byte, 0)
  head.write(`${octal(sum, 7)} `, 148)
  return head
}

/**
 * A ustar archive of entries as they come, each `./path`, owned by root, of one time.
 * POSIX.1-1988 headers alone: opkg reads no PAX ones.
 */
export const tar = (entries: Entry[], mtime: number): Buffer =>
  Buffer.concat([
    ...entries.flatMap(entry => [
      header(entry, mtime),
      entry.data,
      Buffer.alloc((BLOCK - (entry.data.length % BLOCK)) % BLOCK),
    ]),
    Buffer.alloc(2 * BLOCK),
  ])
