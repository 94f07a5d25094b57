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

/** A button for each language that is likely to be wanted here, but not the page's own; the meeting's come first. */
export const OtherLanguages = ({ bar, actions }: Screen): VNode[] =>
  [...new Set([...(bar.fold.meeting()?.languages ?? []), ...preferred()])]
    .filter(code => codes.includes(code) && code !== language)
    .map(
      code =>
        html`<button lang=${code} onClick=${() => actions.choose({ language: code })}>${ownName(code)}</button>`,
    )
