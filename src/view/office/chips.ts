import type { VNode } from 'preact'
import { html } from '../html.ts'

/**
 * A choice of one among a few, each a tap: what it is chosen by, what it says, and in which language if not the page's.
 * @param name tells it from others that say the same of themselves
 */
export const chips = (
  legend: string,
  options: (readonly [value: string, label: string | undefined, lang?: string])[],
  chosen: string,
  choose: (value: string) => void,
  name = legend,
): VNode => html`
  <fieldset class="chips"><legend>${legend}</legend>
    ${options.map(
      ([
        value,
        label,
        lang,
      ]) => html`<label lang=${lang}><input type="radio" name=${name} checked=${value === chosen}
        onChange=${() => choose(value)} /><span>${label}</span></label>`,
    )}
  </fieldset>`
