// SPDX-License-Identifier: AGPL-3.0-or-later
import { gunzipSync } from 'node:zlib'
import { gzip } from './gzip.ts'

/** Where a section of a shim begins: `-- 5 the log ----…` or `// 5 the log ----…`. */
const SECTION = /^(?=(?:--|\/\/) [0-9]+ [^\n]*---$)/m

/**
 * Packs texts into one gzip file, section by section in turn: both shims say the same in two languages, and gzip finds in
 * one what it has just seen in the other. A line `@NAME` says whose lines follow.
 * @param texts by name; their sections in order
 * @param reduce what is done to each section before it is packed
 */
export const pack = (
  texts: Record<string, string>,
  reduce: (name: string, section: string) => string,
): Promise<Buffer> => {
  const sections = Object.entries(texts).map(([name, text]) => ({ name, parts: text.split(SECTION) }))
  const most = Math.max(...sections.map(({ parts }) => parts.length))
  let packed = ''
  for (let i = 0; i < most; i++)
    for (const { name, parts } of sections) {
      const part = reduce(name, parts[i] ?? '')
      if (/^@/m.test(part)) throw new Error(`${name} has a line that begins with @`)
      if (part.trim()) packed += `@${name}\n${part}`
    }
  return gzip(Buffer.from(packed))
}

/** What the router's `unpack` makes of it (barwrt.sh). */
export const unpack = (packed: Buffer, name: string): string => {
  let on = false
  let text = ''
  for (const line of gunzipSync(packed)
    .toString()
    .split(/(?<=\n)/)) {
    if (line.startsWith('@')) on = line === `@${name}\n`
    else if (on) text += line
  }
  return text
}
