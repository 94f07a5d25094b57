import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Marked, type Token } from 'marked'
import { describe, expect, test } from 'vitest'
import {
  anchorOf,
  FURTHER,
  handbookLanguages,
  handbookPage,
  readChapters,
  renderChapters,
} from '../../build/handbook/page.ts'
import { SHOTS } from '../../build/handbook/shots.ts'
import { en } from '../../src/texts/en.ts'
import { es } from '../../src/texts/es.ts'
import { others } from '../../src/texts/languages.ts'
import { office } from '../../src/texts/office/en.ts'
import { es as oficina } from '../../src/texts/office/es.ts'
import { shoppingTable } from './shopping.ts'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const pages = [
  ...readdirSync(PROJECT).filter(file => file.endsWith('.md')),
  ...readdirSync(join(PROJECT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.md'))
    .map(file => join('docs', file)),
].map(file => join(PROJECT, file))

/** All headings, links and pictures of a page. */
const partsOf = (file: string) => {
  const headings: string[] = []
  const links: string[] = []
  const pictures: string[] = []
  const marked = new Marked()
  const see = (token: Token) => {
    if (token.type === 'heading') headings.push(anchorOf(token['text'].replaceAll('`', '')))
    if (token.type === 'link') links.push(token['href'])
    if (token.type === 'image') pictures.push(token['href'])
  }
  marked.walkTokens(marked.lexer(readFileSync(file, 'utf8')), see)
  return { headings, links, pictures }
}

describe('what the docs point to is there', () => {
  test.each(pages.map(file => relative(PROJECT, file)))('%s', name => {
    const file = join(PROJECT, name)
    for (const link of partsOf(file).links) {
      if (/^https?:/.test(link)) continue
      const [path = '', anchor] = link.split('#')
      const to = path ? join(dirname(file), path) : file
      expect(existsSync(to), `${name}: ${link}`).toBe(true)
      if (anchor) expect(partsOf(to).headings, `${name}: ${link}`).toContain(anchor)
    }
  })
})

describe('the handbook', () => {
  const handbook = (name: string) => name.includes(join('docs', 'handbook'))

  test('shows only pictures that are taken from the real app', () => {
    const named = pages.flatMap(file =>
      partsOf(file).pictures.map(href => (handbook(file) ? href : /pictures\/(.*)\.webp$/.exec(href)?.[1])),
    )
    expect(named.length).toBeGreaterThan(0)
    expect(Object.keys(SHOTS)).toEqual(expect.arrayContaining(named))
  })

  test('is whole in English and Spanish, and has the bartender’s page in each of its languages', async () => {
    const numbers = async (language: string) =>
      (await readChapters(language)).map(({ name }) => name.split('-')[0])
    const whole = await numbers('en')
    expect(whole).toEqual(['1', '2', '3', '4', '5', '6', '7'])
    expect(await numbers('es')).toEqual(whole)
    const languages = await handbookLanguages()
    expect(languages.sort()).toEqual(['ca', 'de', 'el', 'en', 'es', 'fr', 'hu', 'it', 'nl', 'pt'])
    for (const language of languages) expect(await numbers(language)).toContain('2')
  })

  const NAMED = [
    ...(['done', 'oneTap', 'undo', 'recent', 'void', 'house', 'wipe', 'daylight', 'tally'] as const),
    ...(['saved', 'notSaving', 'soldOut'] as const),
  ]
  test.each(Object.entries({ en, ...others }))(
    'calls what a bartender of %s taps and reads what the app calls it',
    async (code, texts) => {
      const { markdown } = (await readChapters(code)).find(({ name }) => name.startsWith('2-'))!
      const emphasized = [...markdown.matchAll(/\*{1,2}([^*\n]+?)[.:]?\*{1,2}/g)].map(match => match[1])
      expect(emphasized).toEqual(expect.arrayContaining(NAMED.map(key => texts[key])))
    },
  )

  /** What organizers and hosts are told to tap or to fill in. */
  const OFFICE = [
    ...(['meeting', 'firstDay', 'heads', 'cocktails', 'softBar', 'save', 'editMenu', 'retired'] as const),
    ...([
      'invite',
      'forBar',
      'forOrganizer',
      'sheetBar',
      'sheetGuests',
      'sheetTally',
      'recipes',
      'practise',
      'openBar',
    ] as const),
    ...(['places', 'goBy', 'settings', 'sources', 'bought', 'delivery', 'due', 'itCame', 'loss'] as const),
    ...(['transfer', 'empties', 'mixed', 'countStock', 'recount', 'moveCash', 'countCash'] as const),
    ...(['shiftEnds', 'print', 'accountsPage', 'lessons', 'saveKit', 'archive', 'archiveAll'] as const),
    ...(['checkArchive', 'hoursOnly', 'beginNext', 'wipeAll', 'forget'] as const),
    ...(['carry', 'exportFile', 'importFile'] as const),
  ]
  test.each([
    ['en', en, office],
    ['es', es, oficina],
  ] as const)('calls what an organizer of %s taps what the app calls it', async (code, texts, office) => {
    const chapters = (await readChapters(code)).filter(({ name }) => /^[34]-/.test(name))
    const emphasized: string[] = []
    const marked = new Marked()
    for (const { markdown } of chapters)
      marked.walkTokens(marked.lexer(markdown), token => {
        if (token.type !== 'em' && token.type !== 'strong') return
        const words = token['text'].replaceAll('\n', ' ').replace(/[.:]$/, '')
        emphasized.push(words, ...words.split(' → '))
      })
    const { hours, ways } = office
    const named = [texts.setup, texts.stock, texts.plan, texts.cash, texts.report, hours?.title, ways?.[0]]
    expect(emphasized).toEqual(expect.arrayContaining([...named, ...OFFICE.map(key => office[key])]))
  })

  test('is one page that fetches nothing', async () => {
    for (const language of await handbookLanguages()) {
      const html = await handbookPage(language)
      // The one way out: from a page with less to the one with every chapter, which lies beside it.
      const less = (await readChapters(language)).length < 7
      expect(html.replace('href="en.html"', '')).not.toMatch(/(src|href)="(?!#|data:)/)
      expect(html.includes('href="en.html"')).toBe(less)
      for (const [, id] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`id="${id}"`)
      expect(html.replace('<code>{{NAME}}</code>', '')).not.toMatch(/\{\{/)
    }
    const [english, spanish] = await Promise.all([handbookPage('en'), handbookPage('es')])
    expect(spanish).toContain('TSCHUNK')
    // What a host looks up is in it, too: one that stands beside the router has no other page.
    expect(english).toContain('id="install-when-it-does-not"')
    expect(english).toContain('<a href="#security-keys">')
    expect(spanish).toContain('id="install-cuando-no-va"')
    expect(spanish).toContain('<a href="#security-claves">')
    for (const name of FURTHER)
      for (const html of [english, spanish]) expect(html).toContain(`<section class="chapter" id="${name}">`)
  })

  const chapter = (markdown: string) => [{ name: '1', markdown }]

  test('makes cards of a table of sentences on a phone, where each says what its column is', () => {
    const long = 'Whoever listens reads every order, and the bar key with the first request'
    const table = (cell: string) => `| threat | \`what\` & how | do |\n|---|---:|---|\n| x | ${cell} | y |\n`
    const html = renderChapters(chapter(table(long)), 'en', {})
    expect(html).toContain('<table class="prose">')
    expect(html).toContain(
      `<tr><td>x</td><td align="right" data-label="what &#38; how">${long}</td><td data-label="do">y</td></tr>`,
    )
    expect(renderChapters(chapter(table('1,000')), 'en', {})).toContain(
      '<td>x</td><td align="right">1,000</td>',
    )
  })

  /**
   * By item: what a pack of it holds, and what one of each of the eight mixed drinks takes of it together, in ml or g, added
   * up from the banners' recipes by hand.
   */
  const TAKES: Record<string, [pack: number, takes: number]> = {
    'Club Mate': [20 * 500, 250],
    'White rum': [700, 40],
    Lime: [60, 30],
    'Cane sugar': [1000, 10],
    Vodka: [700, 60 + 30 + 15 + 8],
    Kahlúa: [700, 30 + 15],
    Cream: [200, 15],
    'Triple sec': [700, 30 + 8 + 8],
    'Lime juice': [700, 30 + 23],
    'Bailey’s': [700, 15],
    Gin: [700, 8 + 45],
    Amaretto: [700, 8],
    'Peach schnapps': [700, 8],
    'Sour mix': [1000, 8],
    'Cranberry juice': [1000, 10 + 60],
    Galliano: [700, 15],
    'Cold coffee': [1000, 120],
    'Dark rum': [700, 45],
    'Crème de cacao': [700, 10],
    'Orange juice': [1000, 45 + 60],
    Grenadine: [700, 5],
    'Pineapple juice': [1000, 60],
    'Grapefruit juice': [1000, 60],
  }

  test('has one buy what heads, days and recipes come to, reckoned here in whole numbers', () => {
    // 1.5 drinks a head and day: 0.4 bottles of Club Mate, and the other 1.1 the eight mixed drinks, one as much as
    // another. Two days. A tenth less, as nothing goes back; then up to whole packs.
    const wanted = Object.entries(TAKES).map(([name, [pack, takes]]) => {
      const packs = [20, 50, 150, 500].map(heads => {
        const bottles = name === 'Club Mate' ? Math.floor((8 * heads + 5) / 10) : 0
        const ofEach = Math.floor((11 * heads + 20) / 40)
        return Math.ceil(((bottles * 500 + ofEach * takes) * 9) / (10 * pack))
      })
      return [name, packs]
    })
    expect(Object.fromEntries(shoppingTable())).toEqual(Object.fromEntries(wanted))
  })

  test('says which picture or sheet is missing', () => {
    expect(() => renderChapters(chapter('![x](nowhere)'), 'en', {})).toThrow('there is no picture nowhere')
    expect(() => renderChapters(chapter('{{nothing}}'), 'en', {})).toThrow('there is no sheet nothing')
  })
})
