import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Codes, codesOf, isStrange, LETTERS, lineOf, readLines } from '../../src/domain/carry.ts'
import type { BarEvent } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { seedMenu } from '../../src/domain/seed.ts'

const loss = (_id: string): BarEvent =>
  ({
    _id,
    _rev: '1-0',
    kind: 'loss',
    at: 1,
    place: 'bar',
    goods: [{ item: 'mate', n: 1 }],
    why: 'broke',
  }) as BarEvent

describe('lines of a file', () => {
  test('what was written is read again, from a router’s log, too, whose lines end with a TAB', () => {
    const events = [loss('a-1'), loss('b-7')]
    const text = events.map(lineOf).join('')
    expect(readLines(text.split('\n'))).toEqual({ events, refused: [] })
    expect(readLines(text.replaceAll('\n', '\t\n').split('\n'))).toEqual({ events, refused: [] })
  })

  test('a kind that this version does not know is taken along', () => {
    const odd = { _id: 'a-1', _rev: '1-0', kind: 'from-the-future', at: 1, what: [true] }
    expect(readLines([JSON.stringify(odd)]).events).toEqual([odd])
  })

  test('what is no event is refused with its line and the reason, and does not stop the rest', () => {
    const lines = ['{"_id":"a-1","_rev":"1-0","kind":"lo', '', '[]', lineOf(loss('a-2')), '{"_id":"a"}']
    const { events, refused } = readLines(lines, 501)
    expect(events.map(({ _id }) => _id)).toEqual(['a-2'])
    expect(refused).toEqual([
      [501, 'no JSON'],
      [503, 'an event is a JSON object'],
      [505, '_id must be STATION-NUMBER'],
    ])
  })
})

describe('events of another meeting', () => {
  const fold = (...events: BarEvent[]) => {
    const fold = new Fold()
    for (const event of [...seedMenu(), ...events]) fold.add(event)
    return fold
  }
  test('have nothing in common with what is here', () => {
    expect(isStrange(fold(loss('a-1')), [...seedMenu(), loss('b-1')])).toBe(true)
    expect(isStrange(fold(loss('a-1')), [loss('b-1'), loss('a-1')])).toBe(false)
  })
  test('cannot be told where nothing is here but a seeded menu, or nothing else is brought', () => {
    expect(isStrange(fold(), [loss('b-1')])).toBe(false)
    expect(isStrange(fold(loss('a-1')), seedMenu())).toBe(false)
  })
})

describe('codes', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 4000 })

  test('hold any bytes, and may be read in any order, again and again', () => {
    fc.assert(
      fc.property(bytes, fc.infiniteStream(fc.nat()), (bytes, random) => {
        const texts = codesOf(bytes)
        const order = [...texts, ...texts].sort(() => (random.next().value! % 2) - 0.5)
        const codes = new Codes()
        for (const text of order) expect(codes.add(text)).toBe(true)
        expect(codes.got).toBe(texts.length)
        expect(codes.bytes()).toEqual(bytes)
      }),
      { numRuns: 50 },
    )
  })

  test('are of the letters that take least room, and small enough for a camera', () => {
    for (const text of codesOf(new Uint8Array(5000).map((_, i) => i * 37))) {
      expect([...text].every(letter => LETTERS.includes(letter))).toBe(true)
      expect(text.length).toBeLessThanOrEqual(734)
    }
  })

  test('say nothing before all are there, and begin anew with those of another sequence', () => {
    const [one, two] = [codesOf(new Uint8Array(1500).fill(1)), codesOf(new Uint8Array(1500).fill(2))]
    const codes = new Codes()
    for (const text of one.slice(1)) codes.add(text)
    expect(codes.bytes()).toBeUndefined()
    for (const text of two) codes.add(text)
    expect(codes.bytes()).toEqual(new Uint8Array(1500).fill(2))
  })

  test('of somebody else are passed over, and a letter read wrong is noticed', () => {
    const codes = new Codes()
    expect(codes.add('http://bar.lan:8409/#k=abc')).toBe(false)
    expect(codes.of).toBe(0)
    const [text] = codesOf(new Uint8Array([1, 2, 3, 4]))
    codes.add(text!.replace(/.\.$/, letter => (letter[0] === 'A' ? 'B.' : 'A.')))
    expect(codes.bytes()).toBeUndefined()
  })
})
