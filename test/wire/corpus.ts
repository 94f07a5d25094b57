import { readFileSync } from 'node:fs'

/**
 * Who refuses a case: nobody (`valid`), only a tablet (`kind`: the router keeps it, `parseEvent` says no), its shape
 * (`event`: the router and `parseEvent`), or already its text (`json`: the router and any strict reader).
 */
export type Level = 'valid' | 'kind' | 'event' | 'json'

interface Bytes {
  name: string
  /** What is sent; `base64` where it is no UTF-8 text. */
  text?: string
  base64?: string
}

/** One event, as it stands in the list of a `_bulk_docs` body. */
export interface EventCase extends Bytes {
  level: Level
  /** The stored line without its end; absent: what was sent. */
  stored?: string
  /** The router's answer when it is another than the level says. */
  status?: number
}

/** A whole `_bulk_docs` body. */
export interface BodyCase extends Bytes {
  status: number
}

export const corpus: { events: EventCase[]; bodies: BodyCase[] } = JSON.parse(
  readFileSync(new URL('corpus.json', import.meta.url), 'utf8'),
)

export const bytes = ({ text, base64 }: Bytes): Buffer =>
  base64 === undefined ? Buffer.from(text!) : Buffer.from(base64, 'base64')

/** A `_bulk_docs` body around the bytes of its events. */
export const bodyOf = (...events: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from('{"new_edits":false,"docs":['),
    ...events.flatMap((event, i) => (i === 0 ? [event] : [Buffer.from(','), event])),
    Buffer.from(']}'),
  ])

/**
 * Reads JSON as strictly as the router does at the level of text: RFC 8259 in UTF-8, and no key twice at the top, keys
 * compared decoded. (Halves of surrogate pairs and depth are for `parseEvent`.)
 * @throws on anything else
 */
export const readStrictly = (data: Uint8Array): unknown => {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)
  const value: unknown = JSON.parse(text)
  const keys = new Set<string>()
  let depth = 0
  let last = ''
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s"[\]{}:,]+/g)) {
    if (token === '{' || token === '[') depth++
    if (token === '}' || token === ']') depth--
    if (token === ':' && depth === 1) {
      const key: string = JSON.parse(last)
      if (keys.has(key)) throw new SyntaxError(`${last} twice`)
      keys.add(key)
    }
    last = token
  }
  return value
}
