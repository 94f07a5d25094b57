import type { VNode } from 'preact'
import { chips } from './chips.ts'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { codes, language, ownName, preferred, t } from './words.ts'

/** All languages, each by its name in itself. */
export const Languages = ({ actions }: Screen): VNode =>
  chips(
    t.language,
    codes.map(code => [code, ownName(code), code] as const),
    language,
    language => actions.choose({ language }),
  )

/** The languages that are most likely to be wanted here, but not the page's own: a button each. */
export const OtherLanguages = ({ actions }: Screen): VNode[] =>
  preferred()
    .filter(code => code !== language)
    .map(
      code =>
        html`<button lang=${code} onClick=${() => actions.choose({ language: code })}>${ownName(code)}</button>`,
    )
