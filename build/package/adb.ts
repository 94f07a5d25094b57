// SPDX-License-Identifier: AGPL-3.0-or-later
// The ADB container of apk v3 (apk-tools, doc/apk-v3.5.scd): a tree of values in a heap, then blocks.
//
//   file     "ADB." schema:u32, then blocks; or "ADBd", then all of that as raw deflate
//   block    u32 (type << 30 | 4 + length), payload, zeros up to a multiple of 8; type 0 ADB, 1 SIG, 2 DATA
//   ADB      u8 0, u8 0, u16 0, u32 root, then the heap; offsets count from the payload's start
//   value    u32 (type << 28 | number); the number is the value itself, or where in the heap it lies
//   object   u32 slots (itself included), then a value a slot; an array is the same
//
// All numbers are little-endian.
import { deflateRawSync, inflateRawSync } from 'node:zlib'

const INT = 0x1
const INT32 = 0x2
const INT64 = 0x3
const BLOB8 = 0x8
const BLOB16 = 0x9
const BLOB32 = 0xa
const ARRAY = 0xd
const OBJECT = 0xe

const BLOCK_ADB = 0
const BLOCK_DATA = 2

/** A value's word in the heap; 0 is "nothing there". */
export type Word = number

const word = (type: number, number: number): Word => ((type << 28) | number) >>> 0

const u32 = (...numbers: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * numbers.length)
  for (const [i, number] of numbers.entries()) bytes.writeUInt32LE(number, 4 * i)
  return bytes
}

/** Writes the heap of one ADB. Equal pieces are stored once, as apk's own writer does. */
export class AdbWriter {
  #bytes = Buffer.alloc(8)
  #seen = new Map<string, number>()

  #put(piece: Buffer, align: number, share = true): number {
    const key = piece.toString('latin1')
    const at = this.#seen.get(key)
    if (share && at !== undefined && at % align === 0) return at
    const start = Math.ceil(this.#bytes.length / align) * align
    this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(start - this.#bytes.length), piece])
    if (share) this.#seen.set(key, start)
    return start
  }

  /** @param share whether an equal piece may be pointed to instead; not for one that is filled in later */
  blob(value: Buffer | string, share = true): Word {
    const bytes = Buffer.from(value)
    const { length } = bytes
    if (length === 0) return 0
    if (length <= 0xff) return word(BLOB8, this.#put(Buffer.concat([Buffer.of(length), bytes]), 1, share))
    if (length <= 0xffff)
      return word(BLOB16, this.#put(Buffer.concat([u32(length).subarray(0, 2), bytes]), 2, share))
    return word(BLOB32, this.#put(Buffer.concat([u32(length), bytes]), 4, share))
  }

  /** @param value a whole number from 0 to 2^53 − 1 */
  int(value: number): Word {
    if (value < 2 ** 28) return word(INT, value)
    if (value < 2 ** 32) return word(INT32, this.#put(u32(value), 4))
    return word(INT64, this.#put(u32(value % 2 ** 32, Math.floor(value / 2 ** 32)), 4))
  }

  #slots(values: Word[]): Word {
    let end = values.length
    while (end > 0 && !values[end - 1]) end--
    if (end === 0) return 0
    return word(OBJECT, this.#put(u32(end + 1, ...values.slice(0, end).map(value => value ?? 0)), 4))
  }

  /** @param slots the fields by number from 1; what is missing is null */
  object(slots: Record<number, Word>): Word {
    const values: Word[] = []
    for (const [slot, value] of Object.entries(slots)) values[Number(slot) - 1] = value
    return this.#slots(Array.from(values, value => value ?? 0))
  }

  /** Under an object's tag, as `apk mkpkg` writes every array; apk reads both. */
  array(values: Word[]): Word {
    return this.#slots(values)
  }

  /** The payload of the ADB block. */
  finish(root: Word): Buffer {
    this.#bytes.writeUInt32LE(root, 4)
    return this.#bytes
  }
}

/** Where a blob's bytes lie in a payload. */
export const blobAt = (adb: Buffer, value: Word): { start: number; length: number } => {
  const type = value >>> 28
  const at = value & 0x0fffffff
  if (type === BLOB8) return { start: at + 1, length: adb.readUInt8(at) }
  if (type === BLOB16) return { start: at + 2, length: adb.readUInt16LE(at) }
  if (type === BLOB32) return { start: at + 4, length: adb.readUInt32LE(at) }
  throw new Error(`no blob: ${value.toString(16)}`)
}

/** Reads one ADB by slot number; the meaning of the slots is the caller's. */
export class AdbReader {
  readonly root: Word
  constructor(readonly adb: Buffer) {
    if (adb.readUInt32LE(0) !== 0) throw new Error('an ADB of another version')
    this.root = adb.readUInt32LE(4)
  }

  /** The values of an object or array, the first at index 1. */
  slots(value: Word): Word[] {
    if (value === 0) return []
    const type = value >>> 28
    if (type !== OBJECT && type !== ARRAY) throw new Error(`no object: ${value.toString(16)}`)
    const at = value & 0x0fffffff
    return Array.from({ length: this.adb.readUInt32LE(at) }, (_, i) => this.adb.readUInt32LE(at + 4 * i))
  }

  items(value: Word): Word[] {
    return this.slots(value).slice(1)
  }

  blob(value: Word | undefined): Buffer {
    if (!value) return Buffer.alloc(0)
    const { start, length } = blobAt(this.adb, value)
    if (start + length > this.adb.length) throw new Error('a blob runs past the end')
    return this.adb.subarray(start, start + length)
  }

  text(value: Word | undefined): string {
    return this.blob(value).toString()
  }

  int(value: Word | undefined): number {
    if (!value) return 0
    const type = value >>> 28
    const at = value & 0x0fffffff
    if (type === INT) return at
    if (type === INT32) return this.adb.readUInt32LE(at)
    if (type === INT64) return this.adb.readUInt32LE(at) + 2 ** 32 * this.adb.readUInt32LE(at + 4)
    throw new Error(`no number: ${value.toString(16)}`)
  }
}

const block = (type: number, payload: Buffer): Buffer => {
  const length = 4 + payload.length
  return Buffer.concat([u32(((type << 30) | length) >>> 0), payload, Buffer.alloc((8 - (length % 8)) % 8)])
}

export type Deflate = (bytes: Buffer) => Buffer

/**
 * Wraps an ADB and data blocks into a file.
 * @param schema four letters: `pckg` or `indx`
 * @param deflate the compressor; absent: stored plain
 */
export const adbFile = (
  schema: 'pckg' | 'indx',
  adb: Buffer,
  data: Buffer[] = [],
  deflate?: Deflate,
): Buffer => {
  const plain = Buffer.concat([
    Buffer.from(`ADB.${schema}`),
    block(BLOCK_ADB, adb),
    ...data.map(one => block(BLOCK_DATA, one)),
  ])
  return deflate ? Buffer.concat([Buffer.from('ADBd'), deflate(plain)]) : plain
}

/** What node's own zlib makes of it, for tests and for files nobody compares. */
export const zlibDeflate: Deflate = bytes => deflateRawSync(bytes, { level: 9 })

/** Takes a file apart. @throws when it is not whole */
export const readAdbFile = (file: Buffer): { schema: string; adb: Buffer; data: Buffer[] } => {
  const plain = file.toString('latin1', 0, 4) === 'ADBd' ? inflateRawSync(file.subarray(4)) : file
  if (plain.toString('latin1', 0, 4) !== 'ADB.') throw new Error('no ADB file')
  const data: Buffer[] = []
  let adb: Buffer | undefined
  for (let at = 8; at < plain.length; ) {
    const tag = plain.readUInt32LE(at)
    const length = tag & 0x3fffffff
    const padded = Math.ceil(length / 8) * 8
    if (length < 4 || at + padded > plain.length) throw new Error('a block is cut off')
    const payload = plain.subarray(at + 4, at + length)
    if (plain.subarray(at + length, at + padded).some(byte => byte !== 0))
      throw new Error('a block is padded with something')
    if (tag >>> 30 === BLOCK_ADB) adb = payload
    else if (tag >>> 30 === BLOCK_DATA) data.push(payload)
    at += padded
  }
  if (!adb) throw new Error('no ADB block')
  return { schema: plain.toString('latin1', 4, 8), adb, data }
}
