// SPDX-License-Identifier: AGPL-3.0-or-later
import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'
import { en } from '../src/texts/en.ts'
import { others } from '../src/texts/languages.ts'
import { offices } from '../src/texts/office/languages.ts'

/** Stands between two texts of a language, and in none. */
const BETWEEN = '~'

/**
 * The first text, in the order of the English file, that the app does not carry in other languages: they take 6.5 KB
 * gzipped, and the app has 2.5 to spare. So it carries the bar itself, and whether all is saved; the rest comes with
 * the texts that the host has (`textFiles`).
 */
const FETCHED_FROM = 'close' satisfies keyof typeof en

/** The texts of one language, in the order of the English file. */
const linesOf = (english: object, texts: object): string[] =>
  Object.entries(english).flatMap(([key, text]) => {
    const own = texts[key as keyof typeof texts]
    return typeof text === 'string' ? [own] : linesOf(text, own)
  })

const carried = (): object => {
  const entries = Object.entries(en)
  return Object.fromEntries(
    entries.slice(
      0,
      entries.findIndex(([key]) => key === FETCHED_FROM),
    ),
  )
}

/**
 * Packs src/texts/languages.ts: the texts that the app carries without their keys, a line for each language; the app
 * reads the keys off the English ones. Measured on nine languages of 85 texts, gzipped within the page: with their keys
 * 7.4 KB; so, 6.4 KB; with the nine wordings of a text side by side 6.7 KB, as what a language repeats is then too far
 * apart; with the languages in the order of the alphabet, related ones apart, 6.5 KB.
 */
export const packedTexts: Plugin = {
  name: 'packed-texts',
  setup(setup) {
    setup.onLoad({ filter: /src\/texts\/languages\.ts$/ }, ({ path }) => {
      const lines = Object.entries(others).map(([code, texts]) => [code, ...linesOf(carried(), texts)])
      if (lines.flat().some(text => /[~\n]/.test(text)))
        throw new Error(`A text has a ${BETWEEN}, or two lines.`)
      const packed = lines.map(line => line.join(BETWEEN)).join('\n')
      return {
        contents: `
          import { en } from './en.ts'
          import { shaped } from './shape.ts'
          export const others = Object.fromEntries(${JSON.stringify(packed)}.split('\\n').map(line => {
            const texts = line.split('${BETWEEN}')
            return [texts.shift(), shaped(en, english => texts.shift() ?? english)]
          }))`,
        loader: 'ts',
        resolveDir: dirname(path),
      }
    })
  },
}

/** What a host has below `/texts/`, by file name: all texts of a language, by their keys, so that a host can mend one. */
export const textFiles = (): Map<string, string> =>
  new Map(
    Object.entries(others).map(([code, t]) => [
      `${code}.json`,
      `${JSON.stringify({ t, o: offices[code] })}\n`,
    ]),
  )
