import type { VNode } from 'preact'
import type { Meeting, Menu, Millis } from '../../domain/event.ts'
import type { Soon } from '../../domain/outlook.ts'
import { html } from '../html.ts'
import { o, say, stamp, t } from '../words.ts'

/**
 * When an item is gone and what to do by then, once somebody looked: "gone Sat 16:40 (15:30 – 18:30), order by 13:00", or that
 * nobody can tell yet. For what no shop brings, somebody has to leave by then.
 */
export const SoonLine = (
  item: Menu,
  level: number,
  soon: Soon | undefined | null,
  now: Millis,
  meeting: Meeting | undefined,
): VNode | false => {
  if (level <= 0) return false
  if (soon === null) return html`<span>…</span>`
  if (!soon) return html`<span>${o.unknownYet}</span>`
  const { orderBy, tapped, fill } = soon
  const [inTime, late] =
    item.source && !meeting?.sources?.[item.source]?.brings
      ? [o.leaveBy, o.leaveNow]
      : [o.orderBy, o.orderNow]
  const [at, from, to] = [soon.at, soon.from, soon.to].map(each => each && stamp(each))
  const gone = at
    ? say(to ? o.goneBetween : o.goneFrom, at, from!, to ?? '')
    : from
      ? say(o.lastsTill, from)
      : o.lasts
  return html`<span>${gone}</span>
    ${orderBy && html`<span class=${orderBy < now && 'bad'}><b>${say(orderBy < now ? late : inTime, stamp(orderBy))}</b></span>`}
    ${fill && html`<span>${say(o.fillBy, say(t.crates, fill.packs), stamp(fill.by))}</span>`}
    ${tapped !== undefined && !item.counted && html`<span>${say(o.aboutTapped, tapped)}</span>`}`
}
