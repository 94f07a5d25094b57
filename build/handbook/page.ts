// SPDX-License-Identifier: AGPL-3.0-or-later
// The handbook of a language as one self-contained page: chapters in Markdown, sheets made from the seeded menu.
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Marked, type Renderer, type Tokens } from 'marked'
import { SHEETS } from './sheets.ts'

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url))

/** The languages of the handbook: the folders of docs/handbook. Some have the bartender's page only. */
export const handbookLanguages = async (): Promise<string[]> => {
  const entries = await readdir(`${DOCS}handbook`, { withFileTypes: true })
  return entries.filter(entry => entry.isDirectory()).map(entry => entry.name)
}

/** A chapter as it is written. */
export interface Chapter {
  /** Its file's name without `.md`. */
  name: string
  markdown: string
  /** It is one of `FURTHER`, whose headings are told apart from other pages' by its name. */
  further?: boolean
}

/** The language that has all of it; a page that has less leads there. */
export const WHOLE = 'en'

/** How the file of the bartender's page begins in every language; on paper it is one sheet. */
const BARTENDERS = '2-'

/** Pages that stand behind the chapters: what a host, a translator or a developer looks up. */
export const FURTHER = [
  'install',
  'router',
  'security',
  'https',
  'scale',
  'reliability',
  'translators',
  'architecture',
  'wire',
  'forecast',
]

/** Where a language has those pages, seen from docs/: English ones lie there, others in a folder of their own. */
export const furtherFolder = (language: string): string => (language === WHOLE ? '' : `${language}/`)

/** Those that a language has, in their order. */
const readFurther = async (language: string): Promise<Chapter[]> => {
  const folder = DOCS + furtherFolder(language)
  const there = FURTHER.filter(name => existsSync(`${folder}${name}.md`))
  return Promise.all(
    there.map(async name => ({
      name,
      markdown: await readFile(`${folder}${name}.md`, 'utf8'),
      further: true,
    })),
  )
}

/** A language's chapters in their order. */
export const readChapters = async (language: string): Promise<Chapter[]> => {
  const files = (await readdir(`${DOCS}handbook/${language}`)).filter(file => file.endsWith('.md')).sort()
  return Promise.all(
    files.map(async file => ({
      name: file.slice(0, -3),
      markdown: await readFile(`${DOCS}handbook/${language}/${file}`, 'utf8'),
    })),
  )
}

/** A heading's id, as GitHub makes it, so that one link works in both. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

const escaped = (text: string): string => text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`)

/** Where a link of one of these chapters leads on the handbook's page; undefined where that has no such place. */
const placeOf = (href: string, { name, further }: Chapter, chapters: Chapter[]): string | undefined => {
  const [, path, anchor] = /^(?:(?:[\w.]+\/)*([\w-]+)\.md)?(?:#(.*))?$/.exec(href) ?? []
  if (path === undefined && anchor) return further ? `#${name}-${anchor}` : href
  if (path === undefined || !FURTHER.includes(path)) return undefined
  const to = `#${path}${anchor ? `-${anchor}` : ''}`
  return chapters.some(chapter => chapter.further && chapter.name === path) ? to : `${WHOLE}.html${to}`
}

/** From how many letters on a cell is prose, and the first of a row too wide to stand beside it on a phone. */
const PROSE = 60
const WIDE = 16

/** A table of sentences, not of figures and names: its rows become cards on a phone. */
const isProse = ({ header, rows }: Tokens.Table): boolean =>
  rows.some(row => row.some(({ text }) => text.length > PROSE)) &&
  (header.length > 2 || rows.some(([first]) => first!.text.length > WIDE))

/**
 * Chapters as HTML. A link to a page that is not among them becomes words: on the router's page, and on paper, that page
 * is not there, so it is named. `![words](name)` takes the picture of that name.
 * @param pictures data URLs by name
 * @throws an error that names the picture, or the sheet, that a chapter asks for and nobody makes
 */
export const renderChapters = (
  chapters: Chapter[],
  language: string,
  pictures: Record<string, string>,
): string => {
  const renderer = (chapter: Chapter) => ({
    heading(this: Renderer, { tokens, depth, text }: Tokens.Heading) {
      const id = `${chapter.further ? `${chapter.name}-` : ''}${anchorOf(text.replaceAll('`', ''))}`
      return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`
    },
    link(this: Renderer, { href, tokens }: Tokens.Link) {
      const words = this.parser.parseInline(tokens)
      const place = placeOf(href, chapter, chapters)
      if (place) return `<a href="${place}">${words}</a>`
      const named = /^https?:/.test(href) ? href : `docs/${href.replace(/^(\.\.\/)+/, '').replace(/#.*/, '')}`
      return `${words} <i>(${named})</i>`
    },
    table(this: Renderer, table: Tokens.Table) {
      const { header, rows } = table
      const prose = isProse(table)
      const cell = ({ tokens, align, header: head }: Tokens.TableCell, i: number) => {
        const label = prose && !head && i ? header[i]!.text.replaceAll('`', '') : ''
        const attributes = `${align ? ` align="${align}"` : ''}${label ? ` data-label="${escaped(label)}"` : ''}`
        const tag = head ? 'th' : 'td'
        return `<${tag}${attributes}>${this.parser.parseInline(tokens)}</${tag}>`
      }
      const row = (cells: Tokens.TableCell[]) => `<tr>${cells.map(cell).join('')}</tr>\n`
      return `<table${prose ? ' class="prose"' : ''}>\n<thead>${row(header)}</thead><tbody>${rows.map(row).join('')}</tbody></table>\n`
    },
    image({ href, text }: Tokens.Image) {
      const picture = pictures[href]
      if (!picture) throw new Error(`there is no picture ${href}`)
      const phone = href.includes('phone') ? ' class="phone"' : ''
      return `<img${phone} src="${picture}" alt="${escaped(text)}">`
    },
  })
  const html = chapters.map(chapter => {
    const { name, markdown } = chapter
    const body = markdown.replace(/^\{\{(\w+)\}\}$/gm, (_, sheet: string) => {
      const make = SHEETS[sheet]
      if (!make) throw new Error(`${language}/${name}: there is no sheet ${sheet}`)
      return make(language)
    })
    const marked = new Marked({ renderer: renderer(chapter) })
    const fridge = name.startsWith(BARTENDERS) ? ' fridge' : ''
    return `<section class="chapter${fridge}" id="${name}">\n${marked.parse(body)}</section>`
  })
  return html.join('\n')
}

/** A picture as an address that holds it. */
export const dataUrl = (webp: Buffer): string => `data:image/webp;base64,${webp.toString('base64')}`

/** The names of all pictures that a language's chapters show. */
export const picturesIn = async (language: string): Promise<string[]> => {
  const chapters = await readChapters(language)
  const named = chapters.flatMap(({ markdown }) => [...markdown.matchAll(/!\[[^\]]*\]\(([\w-]+)\)/g)])
  return [...new Set(named.map(([, name]) => name!))]
}

/** Where a language's picture of a name is; that of `WHOLE` is README's, too. */
export const pictureFile = (language: string, name: string): string =>
  `${DOCS}pictures/${language === WHOLE ? '' : `${language}/`}${name}.webp`

/** The pictures of a language as data URLs by name. */
const readPictures = async (language: string): Promise<Record<string, string>> => {
  const names = await picturesIn(language)
  const read = async (name: string) => [name, dataUrl(await readFile(pictureFile(language, name)))]
  return Object.fromEntries(await Promise.all(names.map(read)))
}

/**
 * The whole page of a language: contents, chapters, style and pictures inside; nothing is fetched.
 * @param pictures data URLs by name, those of docs/pictures in that language unless others are given
 */
export const handbookPage = async (language: string, pictures?: Record<string, string>): Promise<string> => {
  const own = await readChapters(language)
  const chapters = [...own, ...(await readFurther(language))]
  const shown = pictures ?? (await readPictures(language))
  const style = await readFile(new URL('style.css', import.meta.url), 'utf8')
  const title = (markdown: string) => /^# (.*)$/m.exec(markdown)![1]!
  const contents = chapters.map(
    ({ name, markdown, further }) =>
      `<li${further ? ' class="further"' : ''}><a href="#${name}">${title(markdown)}</a></li>`,
  )
  if (own.length < (await readChapters(WHOLE)).length)
    contents.push(`<li lang="${WHOLE}"><a href="${WHOLE}.html">All chapters, in English</a></li>`)
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>BarWRT</title><style>${style}</style></head><body>
<header><p class="mark">Bar<b>WRT</b></p><nav><ol>${contents.join('')}</ol></nav></header>
<main>
${renderChapters(chapters, language, shown)}
</main></body></html>
`
}

/** What a host has below `/handbook/`, by file name: a page a language. */
export const handbookFiles = async (): Promise<Map<string, string>> => {
  const languages = await handbookLanguages()
  return new Map(
    await Promise.all(
      languages.map(async code => [`${code}.html`, await handbookPage(code)] as [string, string]),
    ),
  )
}
