import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Marked, type Token } from 'marked'
import { describe, expect, test } from 'vitest'
import {
  anchorOf,
  handbookLanguages,
  handbookPage,
  readChapters,
  renderChapters,
} from '../../build/handbook/page.ts'
import { SHOTS } from '../../build/handbook/pictures.ts'

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
      partsOf(file).pictures.map(href => (handbook(file) ? href : /pictures\/(.*)\.png$/.exec(href)?.[1])),
    )
    expect(named.length).toBeGreaterThan(0)
    expect(Object.keys(SHOTS)).toEqual(expect.arrayContaining(named))
  })

  test('has the same chapters in each language', async () => {
    const [first, ...others] = await Promise.all((await handbookLanguages()).map(readChapters))
    for (const chapters of others)
      expect(chapters.map(({ name }) => name[0])).toEqual(first!.map(({ name }) => name[0]))
  })

  test('is one page that fetches nothing', async () => {
    const html = await handbookPage('en')
    expect(html).not.toMatch(/(src|href)="(?!#|data:)/)
    for (const [, id] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`id="${id}"`)
    expect(html).toContain('TSCHUNK')
    expect(html).not.toMatch(/\{\{/)
  })

  test('says which picture or sheet is missing', () => {
    const chapter = (markdown: string) => [{ name: '1', markdown }]
    expect(() => renderChapters(chapter('![x](nowhere)'), 'en', {})).toThrow('there is no picture nowhere')
    expect(() => renderChapters(chapter('{{nothing}}'), 'en', {})).toThrow('there is no sheet nothing')
  })
})
