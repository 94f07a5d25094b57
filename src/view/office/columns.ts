import type { VNode } from 'preact'
import type { Day } from '../../domain/report.ts'
import { html } from '../html.ts'
import { clock, say } from '../words.ts'
import { dateOf, hourOf } from './dates.ts'

const HOUR = 3_600_000
const [W, H, TOP, BOTTOM] = [480, 150, 30, 28]
const WIDE = W / 24

/** A day's drinks as a column an hour; the high ones say how many they are. It reads without colour, on paper, too. */
const Columns = ({ from, hours }: Day, most: number, words: string): VNode => {
  const all = hours.reduce((sum, n) => sum + n, 0)
  const peak = hours.indexOf(Math.max(...hours))
  const floor = H - BOTTOM
  const height = (n: number) => ((floor - TOP) * n) / most
  const title = say(words, dateOf(from), all, clock(from + peak * HOUR))
  // A number stands at the columns that are no lower than those beside them.
  const isHigh = (n: number, i: number) => n > most / 5 && n >= (hours[i - 1] ?? 0) && n > (hours[i + 1] ?? 0)
  return html`
    <figure><figcaption>${title}</figcaption>
      <svg class="chart" viewBox="0 0 ${W} ${H}" role="img" aria-label=${title}>
        ${hours.map((n, i) => n > 0 && html`<rect x=${i * WIDE + 2} y=${floor - height(n)} width=${WIDE - 4} height=${height(n)} />`)}
        ${hours.map((n, i) => isHigh(n, i) && html`<text class="ink" x=${(i + 0.5) * WIDE} y=${floor - height(n) - 5} text-anchor="middle">${n}</text>`)}
        <path class="axis" d=${`M0,${floor}H${W}`} />
        ${[0, 6, 12, 18].map(i => html`<text x=${i * WIDE + 2} y=${H - 6}>${hourOf(from + i * HOUR)}</text>`)}
      </svg></figure>`
}

/** All days beneath each other, to one measure. `words` says a day's name, its drinks and its busiest hour. */
export const DayColumns = (days: Day[], words: string): VNode => {
  const most = Math.max(...days.flatMap(({ hours }) => hours), 1)
  return html`<div class="days">${days.map(day => Columns(day, most, words))}</div>`
}
