import type { VNode } from 'preact'
import { LETTERS } from '../../domain/carry.ts'
import { html } from '../html.ts'

/** Check codewords of a block, and how many blocks, of versions 1 to 20 at level L (ISO/IEC 18004). */
const CHECKS = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28]
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8]
/** Light around it, modules. */
const RIM = 4

/** Powers of 2 in the field of 256 elements, and their logarithms. */
const power: number[] = []
const logOf: number[] = []
for (let i = 0, value = 1; i < 255; i++) {
  power[i] = value
  logOf[value] = i
  value = (value << 1) ^ (value > 127 ? 0x11d : 0)
}
const times = (a: number, b: number): number => (a && b ? power[(logOf[a]! + logOf[b]!) % 255]! : 0)

/** The Reed-Solomon check codewords of a block: what is left when it is divided by the generator. */
const checksOf = (data: number[], count: number): number[] => {
  const generator: number[] = Array(count).fill(0)
  generator[count - 1] = 1
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++) generator[j] = times(generator[j]!, power[i]!) ^ (generator[j + 1] ?? 0)
  return data.reduce<number[]>(([first, ...rest], byte) => {
    const factor = byte ^ first!
    return generator.map((each, i) => (rest[i] ?? 0) ^ times(each, factor))
  }, Array(count).fill(0))
}

const bitsOf = (value: number, length: number): string => value.toString(2).padStart(length, '0')

/** The text as bits with mode and length before them, for versions up to 9, or from 10 on. */
const dataBits = (text: string, large: boolean): string => {
  if ([...text].every(letter => LETTERS.includes(letter)))
    return (text.match(/..?/g) ?? []).reduce(
      (bits, [a, b]) => {
        const value = LETTERS.indexOf(a!)
        return bits + (b ? bitsOf(value * 45 + LETTERS.indexOf(b), 11) : bitsOf(value, 6))
      },
      `0010${bitsOf(text.length, large ? 11 : 9)}`,
    )
  const bytes = [...new TextEncoder().encode(text)]
  return `0100${bitsOf(bytes.length, large ? 16 : 8)}${bytes.map(byte => bitsOf(byte, 8)).join('')}`
}

/** What is the same in every code of a version, with level L and mask 0; undefined where data go. */
const frame = (version: number): (boolean | undefined)[][] => {
  const size = 17 + 4 * version
  const rows: (boolean | undefined)[][] = Array.from({ length: size }, () => Array(size).fill(undefined))
  const square = (y: number, x: number, radius: number, ring: number) => {
    for (let i = -radius; i <= radius; i++)
      for (let j = -radius; j <= radius; j++) {
        const far = Math.max(Math.abs(i), Math.abs(j))
        if (rows[y + i] && x + j >= 0 && x + j < size) rows[y + i]![x + j] = far !== ring && far < 4
      }
  }
  const steps = version > 1 ? Math.floor(version / 7) + 1 : 0
  const step = Math.ceil((size - 13) / (2 * steps)) * 2
  const places = [6, ...Array.from({ length: steps }, (_, i) => size - 7 - i * step)]
  // Not where the three large squares are: in the corners.
  for (const y of places)
    for (const x of places)
      if (y + x > 12 && (y > 6 || x < size - 7) && (x > 6 || y < size - 7)) square(y, x, 2, 1)
  for (let i = 8; i < size - 8; i++) rows[6]![i] = rows[i]![6] = i % 2 === 0
  for (const [y, x] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ])
    square(y!, x!, 4, 2)
  for (let i = 0; i < 15; i++) {
    const bit = ((0x77c4 >> i) & 1) > 0
    if (i < 8) rows[i < 6 ? i : i + 1]![8] = rows[8]![size - 1 - i] = bit
    else rows[8]![i < 9 ? 7 : 14 - i] = rows[size - 15 + i]![8] = bit
  }
  rows[size - 8]![8] = true
  if (version > 6) {
    let check = version
    for (let i = 0; i < 12; i++) check = (check << 1) ^ (check >> 11 ? 0x1f25 : 0)
    for (let i = 0, bits = (version << 12) | check; i < 18; i++, bits >>= 1) {
      const far = size - 11 + (i % 3)
      rows[far]![Math.floor(i / 3)] = rows[Math.floor(i / 3)]![far] = (bits & 1) > 0
    }
  }
  return rows
}

/** All codewords, of blocks in turn; the later ones are longer by one where it does not come out even. */
const codewords = (data: number[], blocks: number, checks: number): number[] => {
  const short = Math.floor(data.length / blocks)
  const longFrom = blocks - (data.length % blocks)
  const all = Array.from({ length: blocks }, (_, i) => {
    const start = i * short + Math.max(0, i - longFrom)
    return data.slice(start, start + short + +(i >= longFrom))
  })
  const turn = (rows: number[][], length: number) =>
    Array.from({ length }, (_, i) => rows.flatMap(row => row[i] ?? [])).flat()
  return [
    ...turn(all, short + 1),
    ...turn(
      all.map(block => checksOf(block, checks)),
      checks,
    ),
  ]
}

/**
 * A text as a QR code, row by row, true is dark: the smallest version that holds it, level L. Any mask is valid; it is
 * always mask 0. Capitals, digits and ` $%*+-./:` take less room than other texts.
 * @throws RangeError when it is longer than 858 bytes, or 1,249 of those letters
 */
export const qrModules = (text: string): boolean[][] => {
  for (let version = 1; version <= CHECKS.length; version++) {
    const [checks, blocks] = [CHECKS[version - 1]!, BLOCKS[version - 1]!]
    const rows = frame(version)
    const free = rows.flat().filter(module => module === undefined).length
    const room = (free >> 3) - checks * blocks
    let bits = dataBits(text, version > 9)
    if (bits.length > room * 8) continue
    // A stop of four zeros, or fewer where it is full; zeros to the end of the byte; then two bytes in turn.
    bits = bits.padEnd(Math.min(bits.length + 4, room * 8), '0')
    const data = (bits.match(/.{1,8}/g) ?? []).map(byte => Number.parseInt(byte.padEnd(8, '0'), 2))
    for (let pad = 0xec; data.length < room; pad ^= 0xfd) data.push(pad)
    const all = codewords(data, blocks, checks)
    // In pairs of columns from the right, up and down in turn, around what is fixed.
    const size = rows.length
    for (let right = size - 1, at = 0; right > 0; right -= right === 8 ? 3 : 2)
      for (let i = 0; i < 2 * size; i++) {
        const x = right - (i % 2)
        const y = (right + +(right < 6)) % 4 ? i >> 1 : size - 1 - (i >> 1)
        if (rows[y]![x] !== undefined) continue
        const bit = ((all[at >> 3] ?? 0) >> (7 - (at % 8))) & 1
        rows[y]![x] = (bit ^ +((x + y) % 2 === 0)) > 0
        at++
      }
    return rows as boolean[][]
  }
  throw new RangeError('too long for a QR code here')
}

/** A text as a QR code to be read off the screen: dark on light in every theme. */
export const Qr = (text: string, label: string): VNode => {
  const rows = qrModules(text)
  const size = rows.length + 2 * RIM
  const path = rows
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + RIM} ${y + RIM}h1v1h-1z` : '')))
    .join('')
  return html`
    <svg class="qr" role="img" aria-label=${label} viewBox=${`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <path fill="#fff" d=${`M0 0h${size}v${size}H0z`} /><path d=${path} />
    </svg>`
}
