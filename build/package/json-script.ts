// SPDX-License-Identifier: AGPL-3.0-or-later
import type { HeaderRule } from '../standin/headers.ts'

/** Where the init script puts the origins of the further databases, each with a space before it. */
export const CONNECT = '@CONNECT@'

/**
 * Header rules in the words of uhttpd's json_script (`-H`). A block of several commands is a list of lists, and the rule
 * list itself is one block: one level less, and only its first command runs.
 */
export const jsonScript = (rules: HeaderRule[]): string => {
  const block = rules.flatMap(({ uri, headers }) => {
    const commands = headers.map(([name, value]) => ['add-header', name, value])
    return uri === '^/' ? commands : [['if', ['regex', 'REQUEST_URI', [uri]], commands]]
  })
  return `${JSON.stringify({ request: [block] }).replace(` ${CONNECT}`, CONNECT)}\n`
}
