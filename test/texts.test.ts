import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { en } from '../src/texts/en.ts'
import { others } from '../src/texts/languages.ts'
import { office } from '../src/texts/office/en.ts'
import { offices } from '../src/texts/office/languages.ts'
import { over } from '../src/texts/shape.ts'

/** Each text by its path: `link.offline`, `howTo.0`. */
const flat = (texts: object, path = ''): [path: string, text: string][] =>
  Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [[path + key, text]] : flat(text, `${path}${key}.`),
  )

const placesIn = (text: string): string[] => [...new Set(text.match(/{\d}/g))].sort()
const formsOf = (text: string): string[] => text.split('|')

const screens = readdirSync('src/view', { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts'))
  .map(name => readFileSync(`src/view/${name}`, 'utf8'))
  .join('\n')

/** What is wrong with another language's texts, measured against the English ones. */
const wrong = (english: object, texts: object): string[] => {
  const own = new Map(flat(texts))
  const asked = new Map(flat(english))
  return [
    ...[...own.keys()].filter(path => !asked.has(path)).map(path => `${path} is not among the English texts`),
    ...[...asked].flatMap(([path, text]) => {
      const said = own.get(path)
      if (!said?.trim()) return [`${path} is missing`]
      const forms = formsOf(said)
      return [
        ...(formsOf(text).length === 2 && forms.length !== 2 ? [`${path} counts, and wants two forms`] : []),
        ...(forms.length > 1 && !text.includes('{0}') ? [`${path} has two forms, and counts nothing`] : []),
        ...forms
          .filter(form => placesIn(form).join() !== placesIn(text).join())
          .map(form => `${path}: “${form}” should fill in ${placesIn(text).join(' ') || 'nothing'}`),
        ...(said.includes('~') ? [`${path} has a ~, which parts texts in the app`] : []),
        ...(said !== said.trim() || said.includes('  ') ? [`${path} has a space too many`] : []),
      ]
    }),
  ]
}

/** One function makes both buttons, and asks for t[what]; the board says `zero` in several languages at once. */
const FOUND_OTHERWISE = ['less', 'more', 'zero']

describe('English', () => {
  for (const [letter, texts] of [
    ['t', en],
    ['o', office],
  ] as const)
    test(`${letter}: each text is used by a screen, and fills in the same in both of its forms`, () => {
      const unused = Object.keys(texts).filter(
        key =>
          !new RegExp(`\\b${letter}\\.${key}\\b|\\b${letter}\\[[^\\]]*'${key}'|'${key}'.*=>`).test(screens),
      )
      expect(unused.filter(key => !FOUND_OTHERWISE.includes(key))).toEqual([])
      expect(wrong(texts, texts)).toEqual([])
    })
})

describe.each(Object.entries(others))('%s', (code, texts) => {
  test('says all that English says, and no more, and loses nothing that is filled in', () => {
    expect(wrong(en, texts)).toEqual([])
    expect(wrong(office, offices[code]!)).toEqual([])
  })
})

test('French has a no-break space before a colon, a semicolon, a question and an exclamation mark', () => {
  const said = [...flat(others.fr!), ...flat(offices.fr!)]
  expect(said.filter(([, text]) => / [:;?!]/.test(text))).toEqual([])
})

test('texts that come from elsewhere may be anything: what is no text stays as it was', () => {
  const english = { a: 'x', b: { c: 'y' }, d: ['z', 'w'] }
  expect(over(english, { a: 'X', b: 'no group', d: ['Z'], e: 'new' })).toEqual({
    a: 'X',
    b: { c: 'y' },
    d: ['Z', 'w'],
  })
  for (const own of [undefined, null, 7, 'x', [], { a: { b: 'x' }, d: 3 }])
    expect(over(english, own)).toEqual(english)
})

test('the test sees a text that is missing, surplus, empty, without a form, or without its place', () => {
  const english = { a: '{0} x|{0} xs', b: 'x {0}', c: ['x'], d: 'x' }
  expect(wrong(english, { a: '{0} y', b: 'y', c: [''], e: 'y', f: 'y' })).toEqual([
    'e is not among the English texts',
    'f is not among the English texts',
    'a counts, and wants two forms',
    'b: “y” should fill in {0}',
    'c.0 is missing',
    'd is missing',
  ])
})
