import { readFile, writeFile } from 'node:fs/promises'

const DOCS = new URL('../../docs/', import.meta.url)

const cellsOf = (row: string): string[] => row.split('|').map(cell => cell.trim())
const isFigure = (cell: string): boolean => /^[\d.,]*$/.test(cell)
/** A figure as Spanish writes it: 1.234,5 for 1,234.5. */
const inSpanish = (figure: string): string => figure.replace(/[.,]/g, point => (point === ',' ? '.' : ','))

/**
 * Tables with the words that a Spanish page has and the figures of the English ones.
 * @param spanish what the page has now: the same rows in the same order
 * @throws where it has other rows, which somebody has to put into words first
 */
export const translated = (english: string, spanish: string): string => {
  const [rows, own] = [english, spanish].map(text => text.trim().split('\n').map(cellsOf)) as [
    string[][],
    string[][],
  ]
  if (rows.map(row => row.length).join() !== own.map(row => row.length).join())
    throw new Error(
      'the Spanish tables have other rows than the English ones: give them the same, in the same order',
    )
  return rows
    .map((row, i) => row.map((cell, j) => (isFigure(cell) ? inSpanish(cell) : own[i]![j]!)))
    .map(row =>
      row.length > 1
        ? `|${row
            .slice(1, -1)
            .map(cell => ` ${cell} |`)
            .join('')}`
        : '',
    )
    .join('\n')
}

/**
 * Writes tables into a page of docs/, between `<!-- MARK -->` and `<!-- end of MARK -->`, and their figures into the
 * same page in Spanish.
 * @throws where a page has no such place, or the Spanish one other rows
 */
export const writeTables = async (page: string, mark: string, text: string): Promise<void> => {
  const block = new RegExp(`(<!-- ${mark} -->\n)([\\s\\S]*)(\n<!-- end of ${mark} -->)`)
  for (const name of [page, `es/${page}`]) {
    const docs = await readFile(new URL(name, DOCS), 'utf8')
    const [, , own] = block.exec(docs) ?? []
    if (own === undefined) throw new Error(`docs/${name} has no place for its ${mark}`)
    const tables = name === page ? text : translated(text, own)
    await writeFile(
      new URL(name, DOCS),
      docs.replace(block, (_, from, __, to) => from + tables + to),
    )
  }
}
