// SPDX-License-Identifier: AGPL-3.0-or-later
import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'
import { en } from '../src/texts/en.ts'
import { others } from '../src/texts/languages.ts'
import { offices } from '../src/texts/office/languages.ts'

/** Stands between two texts of a language, and in none. */
const BETWEEN = '~'

/**
 * The first text, in the order of the English file, that the page does not carry in other languages: the bar itself, and
 * whether all is saved, take 7.5 KB gzipped there, and all of them would take 4 more. The rest comes with organizers'
 * screens, which a tablet has in its first seconds.
 */
const REST_FROM = 'close' satisfies keyof typeof en
/** The first that those do not carry either, but that comes with the texts that a host has (`textFiles`). */
const FETCHED_FROM = 'keeps' satisfies keyof typeof en

/** The texts of one language, in the order of the English file. */
const linesOf = (english: object, texts: object): string[] =>
  Object.entries(english).flatMap(([key, text]) => {
    const own = texts[key as keyof typeof texts]
    return typeof text === 'string' ? [own] : linesOf(text, own)
  })

const split = (() => {
  const entries = Object.entries(en)
  const at = (key: string) => entries.findIndex(entry => entry[0] === key)
  const [from, to] = [at(REST_FROM), at(FETCHED_FROM)]
  return {
    page: Object.fromEntries(entries.slice(0, from)),
    rest: Object.fromEntries(entries.slice(from, to)),
  }
})()

/** A module that has some texts of all languages but English without their keys, a line for each language. */
const packed = (name: string, part: object, english: string): string => {
  const lines = Object.entries(others).map(([code, texts]) => [code, ...linesOf(part, texts)])
  if (lines.flat().some(text => /[~\n]/.test(text))) throw new Error(`A text has a ${BETWEEN}, or two lines.`)
  return `
    import { en } from './en.ts'
    import { unpacked } from './shape.ts'
    export const ${name} = unpacked(${english}, ${JSON.stringify(lines.map(line => line.join(BETWEEN)).join('\n'))}, '${BETWEEN}')`
}

/**
 * Packs src/texts/languages.ts and rest.ts: the texts that the page, and organizers' screens, carry without their keys, a
 * line for each language; the app reads the keys off the English ones. Measured on nine languages of 85 texts, gzipped
 * within the page: with their keys 7.4 KB; so, 6.4 KB; with the nine wordings of a text side by side 6.7 KB, as what a
 * language repeats is then too far apart; with the languages in the order of the alphabet, related ones apart, 6.5 KB.
 */
export const packedTexts: Plugin = {
  name: 'packed-texts',
  setup(setup) {
    const load = (filter: RegExp, contents: () => string) =>
      setup.onLoad({ filter }, ({ path }) => ({
        contents: contents(),
        loader: 'ts',
        resolveDir: dirname(path),
      }))
    load(/src\/texts\/languages\.ts$/, () => packed('others', split.page, 'en'))
    // Of the English ones only those from there on are named: what comes before is in the page already.
    load(/src\/texts\/rest\.ts$/, () =>
      packed(
        'rest',
        split.rest,
        `Object.fromEntries(Object.entries(en).slice(${Object.keys(split.page).length}))`,
      ),
    )
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
