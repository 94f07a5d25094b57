import type { VNode } from 'preact'
import { html } from './html.ts'
import type { Screen } from './screen.ts'
import { codes, language, ownName, preferred } from './words.ts'

/** A button for each language that is likely to be wanted here, but not the page's own; the meeting's come first. */
export const OtherLanguages = ({ bar, actions }: Screen): VNode[] =>
  [...new Set([...(bar.fold.meeting()?.languages ?? []), ...preferred()])]
    .filter(code => codes.includes(code) && code !== language)
    .map(
      code =>
        html`<button lang=${code} onClick=${() => actions.choose({ language: code })}>${ownName(code)}</button>`,
    )
