// What the handbook and the pages behind it say in English and in Spanish is the same: nobody has to read both to see
// that they have not drifted apart. Words are a translator's; what is compared is all that is no word.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Marked, type Token, type Tokens } from 'marked'
import { describe, expect, test } from 'vitest'
import { anchorOf, FURTHER, furtherFolder } from '../../build/handbook/page.ts'
import { en } from '../../src/texts/en.ts'
import { es } from '../../src/texts/es.ts'
import { office } from '../../src/texts/office/en.ts'
import { es as oficina } from '../../src/texts/office/es.ts'

const DOCS = fileURLToPath(new URL('../../docs', import.meta.url))
const chaptersOf = (language: string): string[] =>
  readdirSync(join(DOCS, 'handbook', language))
    .sort()
    .map(file => join('handbook', language, file))

/** English pages, each with its Spanish one; both seen from docs/. */
const PAIRS: [english: string, spanish: string][] = [
  ...chaptersOf('en').map((file, i): [string, string] => [file, chaptersOf('es')[i]!]),
  ...FURTHER.map((name): [string, string] => [`${name}.md`, `${furtherFolder('es')}${name}.md`]),
]
const englishOf = new Map(PAIRS.map(([english, spanish]) => [spanish, english]))

const lexed = (page: string): Token[] => new Marked().lexer(readFileSync(join(DOCS, page), 'utf8'))

/** One heading, paragraph, item of a list, row of a table or block of code: what of it is the same in every language. */
interface Part {
  kind: string
  /** Its beginning, to find it by. */
  words: string
  code: string[]
  figures: string[]
  links: string[]
  pictures: string[]
  /** What is printed in italics or bold. */
  emphasized: string[]
}

/** An OpenWrt release, which has a point in every language. */
const RELEASE = /^(?:19|2\d)\.(?:0[2357]|1[02])(?:\.\d+)?$/
/** Digits in groups of three. */
const GROUPED = /^\d{1,3}(?:\.\d{3})+$/

/** The figures in a text as English writes them: a Spanish 1.234,5 is 1,234.5. Releases and IP addresses stay. */
const figuresIn = (text: string, spanish: boolean): string[] =>
  (text.replace('Lua 5.1', '').match(/\d+(?:[.,]\d+)*/g) ?? [])
    .map(figure =>
      !spanish || RELEASE.test(figure) || (figure.split('.').length > 2 && !GROUPED.test(figure))
        ? figure
        : figure.replace(/[.,]/g, point => (point === ',' ? '.' : ',')),
    )
    .sort()

/** Code without its comments, which are words. */
const bare = (code: string): string => code.replace(/(^|\s{2,})#( .*)?$/gm, '').trimEnd()

/** Where a link leads: a page by its English name, a heading by its number there. */
const targetOf = (page: string, href: string): string => {
  if (/^https?:/.test(href)) return href
  const [path, anchor] = href.split('#') as [string, string?]
  const to = path ? relative(DOCS, join(DOCS, dirname(page), path)) : page
  const headings = anchor
    ? lexed(to).filter((token): token is Tokens.Heading => token.type === 'heading')
    : []
  const at = headings.findIndex(({ text }) => anchorOf(text.replaceAll('`', '')) === anchor)
  return `${englishOf.get(to) ?? to}${anchor ? ` heading ${at}` : ''}`
}

const partsOf = (page: string, spanish: boolean): Part[] => {
  const parts: Part[] = []
  const marked = new Marked()
  const add = (kind: string, tokens: Token[], code: string[] = []) => {
    let text = ''
    const part: Part = { kind, words: '', code, figures: [], links: [], pictures: [], emphasized: [] }
    marked.walkTokens(tokens, token => {
      if (token.type === 'codespan') part.code.push(token['text'])
      if (token.type === 'link') part.links.push(targetOf(page, token['href']))
      if (token.type === 'image') part.pictures.push(token['href'])
      if (token.type === 'em' || token.type === 'strong')
        part.emphasized.push(...token['text'].replace(/[.:]$/, '').replaceAll('\n', ' ').split(' → '))
      if (token.type === 'text' && !token['tokens']) text += ` ${token['text']}`
    })
    part.words = text.trim().slice(0, 60)
    part.figures = figuresIn(text, spanish)
    part.links.sort()
    part.code.sort()
    parts.push(part)
  }
  const see = (token: Token): void => {
    if (token.type === 'heading') add(`heading ${token['depth']}`, token['tokens']!)
    else if (token.type === 'code') add('code', [], [bare(token['text'])])
    else if (token.type === 'html') add(`html ${token['text'].trim()}`, [])
    else if (token.type === 'paragraph' || token.type === 'text') add('text', token['tokens']!)
    else if (token.type === 'list')
      for (const item of token['items']) {
        parts.push({ ...EMPTY, kind: 'item' })
        for (const inner of item.tokens) see(inner)
      }
    else if (token.type === 'table')
      for (const row of [token['header'], ...token['rows']])
        for (const [i, cell] of row.entries()) add(`cell ${i + 1} of ${row.length}`, cell.tokens)
    else if (token.type === 'blockquote') for (const inner of token['tokens']!) see(inner)
    else expect(token.type).toBe('space')
  }
  for (const token of lexed(page)) see(token)
  return parts
}
const EMPTY: Part = { kind: '', words: '', code: [], figures: [], links: [], pictures: [], emphasized: [] }

/** Each text of the app by its English words: all that it may be in Spanish. */
const inSpanish = new Map<string, Set<string>>()
const pair = (english: unknown, spanish: unknown): void => {
  if (typeof english !== 'string')
    for (const [key, text] of Object.entries(english as object)) pair(text, (spanish as never)[key])
  else inSpanish.set(english, (inSpanish.get(english) ?? new Set()).add(spanish as string))
}
pair(en, es)
pair(office, oficina)

describe.each(PAIRS)('%s and %s', (english, spanish) => {
  const [said, dicho] = [partsOf(english, false), partsOf(spanish, true)]

  test('have the same parts, with the same code, figures, links and pictures', () => {
    for (const [i, { words, emphasized: _, ...part }] of said.entries()) {
      const { words: palabras, emphasized: __, ...parte } = dicho[i] ?? EMPTY
      expect(parte, `“${words}” / “${palabras}”`).toEqual(part)
    }
    expect(dicho).toHaveLength(said.length)
  })

  test('call what one taps what the app calls it in their language', () => {
    for (const [i, { words, emphasized }] of said.entries())
      for (const text of emphasized) {
        const own = inSpanish.get(text)
        if (own)
          expect(
            [...own].some(one => dicho[i]!.emphasized.includes(one)),
            `“${words}”: ${text} is ${[...own]}`,
          ).toBe(true)
      }
  })
})
