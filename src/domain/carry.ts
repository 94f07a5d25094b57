import type { BarEvent, Id } from './event.ts'
import type { Fold } from './fold.ts'
import { seedOf } from './menu.ts'
import { parseEnvelope } from './parse.ts'

// Events that people carry by hand: as a file, or as texts of QR codes.

/** An event as one line of a file: as in the router's log, whose lines also have a TAB before their end. */
export const lineOf = (event: BarEvent): string => `${JSON.stringify(event)}\n`

/** What a file, or part of one, holds. */
export interface Read {
  events: BarEvent[]
  /** Lines that hold no event, by their numbers from 1, and why. */
  refused: [line: number, why: string][]
}

/** Reads lines of a file: the events, as far as their envelopes are good, and what is none. Empty lines say nothing. */
export const readLines = (lines: string[], from = 1): Read => {
  const read: Read = { events: [], refused: [] }
  lines.forEach((line, i) => {
    if (!line.trim()) return
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      // What JSON.parse says differs between browsers, and helps nobody.
    }
    const parsed = parseEnvelope(value)
    if (parsed.ok) read.events.push(parsed.event as unknown as BarEvent)
    else read.refused.push([from + i, value === undefined ? 'no JSON' : parsed.reason])
  })
  return read
}

/** Events of tablets, not of a seeded menu, which every bar may have. */
const own = ({ _id }: { _id: Id }): boolean => !seedOf(_id)

/**
 * Whether brought events may be another meeting's: seeded menus apart, they share none with what is here, and there is
 * something here. Two parts of one meeting that never met look the same, so a person must say.
 */
export const isStrange = (fold: Fold, events: BarEvent[]): boolean =>
  events.some(own) &&
  Object.keys(fold.runs).some(station => own({ _id: `${station}-1` })) &&
  !events.some(event => own(event) && fold.events.has(event._id))

/** The letters of base 45 (RFC 9285): what a QR code holds in the least room. */
export const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
/** Letters of a code besides its head: a code of some 77 modules, which a camera reads off a phone. */
const MOST = 690

const toLetters = (bytes: Uint8Array): string => {
  let text = ''
  for (let i = 0; i < bytes.length; i += 2) {
    const two = i + 1 < bytes.length
    let value = two ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!
    for (let n = two ? 3 : 2; n--; value = Math.floor(value / 45)) text += LETTERS[value % 45]
  }
  return text
}

const toBytes = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes: number[] = []
  for (let i = 0; i < text.length; i += 3) {
    const letters = [...text.slice(i, i + 3)]
    const value = letters.reduceRight((sum, letter) => sum * 45 + LETTERS.indexOf(letter), 0)
    bytes.push(...(letters.length > 2 ? [value >> 8, value & 255] : [value]))
  }
  return new Uint8Array(bytes)
}

/** A number for some bytes, by which the codes of one sequence know each other. */
const tagOf = (bytes: Uint8Array): string =>
  (bytes.reduce((sum, byte) => (Math.imul(sum, 31) + byte) | 0, 7) >>> 0).toString(36).toUpperCase()

/** Bytes as the texts of a sequence of QR codes: `BARWRT 2/12 TAG `, a part of them in base 45, and a point, for a space may be the last letter. */
export const codesOf = (bytes: Uint8Array): string[] => {
  const parts = toLetters(bytes).match(new RegExp(`.{1,${MOST}}`, 'g')) ?? []
  return parts.map((part, i) => `BARWRT ${i + 1}/${parts.length} ${tagOf(bytes)} ${part}.`)
}

/** A sequence of codes that is being read. */
export class Codes {
  readonly #parts = new Map<number, string>()
  #tag = ''
  /** How many there are; 0 before the first. */
  of = 0

  /** How many were read. */
  get got(): number {
    return this.#parts.size
  }

  /**
   * Takes a code's text, in any order, again and again. One of another sequence begins that one.
   * @returns whether it is one of ours
   */
  add(text: string): boolean {
    const [, n, of, tag, part] = /^BARWRT (\d+)\/(\d+) (\w+) (.+)\.\s*$/.exec(text) ?? []
    if (!part) return false
    if (tag !== this.#tag) this.#parts.clear()
    this.#tag = tag!
    this.of = Number(of)
    this.#parts.set(Number(n), part)
    return true
  }

  /** What they hold, once all were read; undefined before, or when it is not what was shown. */
  bytes(): Uint8Array<ArrayBuffer> | undefined {
    if (!this.of || this.got < this.of) return undefined
    const texts = Array.from({ length: this.of }, (_, i) => this.#parts.get(i + 1) ?? '')
    const bytes = toBytes(texts.join(''))
    return tagOf(bytes) === this.#tag ? bytes : undefined
  }
}
