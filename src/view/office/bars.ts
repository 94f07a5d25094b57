import type { VNode } from 'preact'
import { html } from '../html.ts'

/** A few amounts beside each other, each as a bar with its name and what it is: it reads without the bar, too. */
export const bars = (title: string, rows: [string, number][], write: (n: number) => string): VNode => {
  const most = Math.max(...rows.map(([, n]) => n), 1)
  return html`
    <ol class="bars" aria-label=${title}>
      ${rows.map(([name, n]) => html`<li><span>${name}</span><b>${write(n)}</b><i style=${{ width: `${(100 * Math.max(0, n)) / most}%` }}></i></li>`)}
    </ol>`
}
