// SPDX-License-Identifier: AGPL-3.0-or-later

/** How a line comment begins, by the file's ending; no ending: a shell script. */
const MARKS: Record<string, string> = { sh: '#', awk: '#', lua: '--', uc: '//', '': '#' }

/**
 * A script as the router gets it: without the lines that are only a comment, or empty, and without their indents. Flash is
 * scarce, and the whole text is in the source tarball. The first lines stay: `#!` and the licence.
 * @param path the file's name, which says the language
 */
export const strip = (path: string, text: string): string => {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const ending = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : ''
  const mark = MARKS[ending]
  if (mark === undefined) return text
  const kept = text
    .split('\n')
    .filter(line => /^#!|SPDX-License-Identifier/.test(line) || !/^\s*$/.test(line))
    .filter(line => /^#!|SPDX-License-Identifier/.test(line) || !line.trimStart().startsWith(mark))
    .map(line => line.replace(/^\t+/, ''))
  return kept.length > 0 ? `${kept.join('\n')}\n` : ''
}
