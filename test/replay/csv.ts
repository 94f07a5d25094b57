/**
 * Reads a CSV text with a header row (RFC 4180: quoted fields may hold commas, quotes and line breaks) into one object a
 * row. Empty lines are passed over.
 * @throws when a row has another number of fields than the header, or a quote stays open; the message names the line
 */
export const parseCsv = (text: string): Record<string, string>[] => {
  const [header, ...rows] = split(text.replace(/^\uFEFF/, ''))
  if (!header) return []
  return rows.map(({ line, fields }) => {
    if (fields.length !== header.fields.length)
      throw new Error(`line ${line} has ${fields.length} fields, the header ${header.fields.length}`)
    return Object.fromEntries(header.fields.map((name, i) => [name, fields[i]!]))
  })
}

interface Row {
  line: number
  fields: string[]
}

const split = (text: string): Row[] => {
  const rows: Row[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y
  let line = 1
  for (let row: Row = { line, fields: [] }; field.lastIndex < text.length || row.fields.length; ) {
    const at = field.lastIndex
    const match = field.exec(text)
    if (!match) throw new Error(`line ${line} is no CSV: ${text.slice(at, at + 40)}`)
    const [whole, quoted, plain, end] = match
    row.fields.push(quoted?.replaceAll('""', '"') ?? plain!)
    line += whole.split('\n').length - 1
    if (end === ',') continue
    if (row.fields.length > 1 || row.fields[0] !== '') rows.push(row)
    row = { line, fields: [] }
    if (end === '') break
  }
  return rows
}
