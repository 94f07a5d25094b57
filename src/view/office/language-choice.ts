import type { VNode } from 'preact'
import type { Screen } from '../screen.ts'
import { codes, language, ownName, t } from '../words.ts'
import { chips } from './chips.ts'

/** All languages, each by its name in itself. */
export const Languages = ({ actions }: Screen): VNode =>
  chips(
    t.language,
    codes.map(code => [code, ownName(code), code] as const),
    language,
    language => actions.choose({ language }),
  )
