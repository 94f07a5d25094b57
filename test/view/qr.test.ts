import { encode } from 'uqr'
import { describe, expect, test } from 'vitest'
import { qrModules } from '../../src/view/office/qr.ts'

// Against another encoder, which is told to take the same level and mask: every module must be the same.
const theirs = (text: string) =>
  encode(text, { ecc: 'L', boostEcc: false, maskPattern: 0, border: 0, minVersion: 1, maxVersion: 20 }).data

const of = (length: number, letters: string) =>
  Array.from({ length }, (_, i) => letters[(i * 7 + (i >> 3) * 5) % letters.length]).join('')

// Not digits alone, for which the other has a mode that nothing here needs.
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:0123456789'

describe('the same code as another encoder’s', () => {
  test.each([
    ['an address with a key', 'http://bar.lan:8409/#k=Zm9vYmFyYmF6'],
    ['letters beyond ASCII', 'Grüße aus der Bar ☕'],
    ['one letter', 'A'],
  ])('%s', (_, text) => {
    expect(qrModules(text)).toEqual(theirs(text))
  })

  test('capitals and digits, in each version and at its very end', () => {
    for (let length = 1; length <= 1249; length += length < 60 ? 1 : 13) {
      const text = of(length, CAPITALS)
      expect(qrModules(text), `${length}`).toEqual(theirs(text))
    }
    expect(qrModules(of(1249, CAPITALS))).toEqual(theirs(of(1249, CAPITALS)))
  })

  test('any text, in each version and at its very end', () => {
    for (let length = 1; length <= 858; length += length < 60 ? 1 : 11) {
      const text = of(length, 'abc{"_id":7é')
      if (new TextEncoder().encode(text).length <= 858)
        expect(qrModules(text), `${length}`).toEqual(theirs(text))
    }
    expect(qrModules(of(858, 'abcdefg'))).toEqual(theirs(of(858, 'abcdefg')))
  })
})

test('what is too long is refused, not cut', () => {
  expect(() => qrModules(of(859, 'abc'))).toThrow(RangeError)
  expect(() => qrModules(of(1250, CAPITALS))).toThrow(RangeError)
})
