import type { VNode } from 'preact'
import type { Amount, Millis } from '../../domain/event.ts'
import type { Soon } from '../../domain/outlook.ts'
import type { Point } from '../../domain/supply.ts'
import { html } from '../html.ts'

/** The level of the last day in a row's width; no scale: it says whether, and how, it falls. */
export const Spark = (levels: Amount[]): VNode => {
  const most = Math.max(...levels, 1)
  const least = Math.min(...levels, 0)
  const points = levels.map((n, i) => `${i * 4},${(30 * (most - n)) / (most - least) + 1}`).join(' ')
  return html`<svg class="spark" viewBox="0 0 96 32" preserveAspectRatio="none" aria-hidden="true"><polyline points=${points} /></svg>`
}

interface Burn {
  points: Point[]
  now: Millis
  level: Amount
  soon: Soon | undefined | null
  /** What is on order: when it is due, and how much. */
  due: { at: Millis; n: Amount }[]
  /** The item's, for who cannot see it. */
  name: string
  amount: (n: Amount) => string
  time: (at: Millis) => string
  nowWord: string
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const [W, H, LEFT, TOP, BOTTOM] = [720, 284, 8, 62, 34]
/** Half of what a letter of a label is wide on a phone, where labels are largest. */
const LETTER = 7

/**
 * The burn-down of one item: the level that was as a line, counts as hollow dots, deliveries as ticks, a band for what
 * may come, a line for now. Labels stand at what they name; it reads without colour, on paper, too.
 */
export const BurnDown = ({ points, now, level, soon, due, name, amount, time, nowWord }: Burn): VNode => {
  const start = points[0]?.at ?? now
  const hours = soon ? Math.min(48, Math.ceil(((soon.to ?? now + DAY) - now) / HOUR)) : 1
  const end = Math.max(now + (now - start) / 8, now + hours * HOUR)
  const most = Math.max(level, ...points.map(({ n }) => n), 1)
  const x = (at: Millis) => LEFT + ((W - 2 * LEFT) * (Math.min(at, end) - start)) / (end - start)
  const y = (n: Amount) => TOP + ((H - TOP - BOTTOM) * (most - Math.max(n, 0))) / most
  const floor = y(0)
  let path = ''
  for (const { at, n } of points) path += path ? `H${x(at)}V${y(n)}` : `M${x(at)},${y(n)}`
  path += `H${x(now)}V${y(level)}`
  // There along the most that may be left, back along the least.
  const ahead = soon ? soon.curve.slice(0, hours) : []
  const will = (of: 'low' | 'likely' | 'high') =>
    ahead.map((range, i) => `${x(now + (i + 1) * HOUR)},${y(level - range[of])}`)
  const from = `M${x(now)},${y(level)}L`
  const counts = points.filter(({ event }) => event.kind === 'count')
  const came = points.filter(({ n }, i) => n > (points[i - 1]?.n ?? 0) && points[i]!.event.kind !== 'count')
  const text = (at: Millis, top: number, words: string, extra = '') => {
    const half = LETTER * words.length
    const [left, anchor] =
      x(at) < half ? [LEFT, 'start'] : x(at) > W - half ? [W - LEFT, 'end'] : [x(at), 'middle']
    return html`<text x=${left} y=${top} text-anchor=${anchor} class=${extra}>${words}</text>`
  }
  return html`
    <svg class="chart" viewBox="0 0 ${W} ${H}" role="img" aria-label=${name}>
      ${
        ahead.length > 0 &&
        html`<path class="band" d=${`${from}${will('low')}L${will('high').reverse()}Z`} />
          <path class="likely" d=${from + will('likely')} />`
      }
      ${soon?.at && soon.at < end && text(soon.at, floor + 26, time(soon.at))}
      ${due.map(({ at, n }) => at < end && html`<path class="came due" d=${`M${x(at)},${floor - 30}V${floor}`} />${text(at, floor - 36, `+${amount(n)}`)}`)}
      <path class="axis" d=${`M${LEFT},${floor}H${W - LEFT}`} />
      <path class="was" d=${path} />
      ${came.map(({ at, n }) => html`<path class="came" d=${`M${x(at)},${y(n) - 9}V${y(n) + 9}`} />`)}
      ${came.slice(-4).map(({ at, n, event }) => text(at, y(n) - 12, `+${amount(n - before(points, event))}`, 'came'))}
      ${counts.map(({ at, n }) => html`<circle class="dot" cx=${x(at)} cy=${y(n)} r="5" />`)}
      <path class="now" d=${`M${x(now)},${TOP}V${floor}`} />
      ${text(now, 22, `${nowWord} ${time(now)}: ${amount(level)}`, 'ink')}
      ${text(start, floor + 26, time(start))}
    </svg>`
}

/** The level before an event's point. */
const before = (points: Point[], event: Point['event']): Amount =>
  points[points.findIndex(point => point.event === event) - 1]?.n ?? 0
