import type { Bar } from '../../src/domain/bar.ts'
import { type BarEvent, type Id, is } from '../../src/domain/event.ts'
import { sameJson } from '../../src/domain/json.ts'
import { parseKind } from '../../src/domain/parse.ts'

/** What people saw, by content: ids may change when a clone is noticed. */
export interface Ledger {
  /** Shown on some screen, and so on some disk. */
  seen: Set<string>
  /** Lost with the only disk that held it. */
  buried: Set<string>
}

/** What makes an event the one it is, whatever its id: the simulator numbers what people enter. */
export const identity = (event: BarEvent): string | undefined => {
  if (is(event, 'order') && event.given !== undefined && !event.again) return `given ${event.given}`
  if (is(event, 'void')) return event.why
  if (is(event, 'meeting') || is(event, 'station'))
    return `${event.name} ${event['place' as keyof typeof event]}`
  return undefined
}

const isSeed = (id: Id) => /^seed[0-9a-f]{8}-/.test(id)

/**
 * What is wrong with a healed world, or undefined: all hold the same events as the router, what was seen is there
 * exactly once, and the sums are those of the events.
 */
export const checkWorld = (
  bars: Bar[],
  documents: Record<string, unknown>[],
  { seen, buried }: Ledger,
): string | undefined => {
  const router = new Map(documents.map(each => [each['_id'] as Id, each as unknown as BarEvent]))
  for (const [i, bar] of bars.entries()) {
    const wrong = checkBar(bar, router)
    if (wrong) return `tablet ${i} (${bar.station}): ${wrong}`
  }
  const counts = new Map<string, number>()
  for (const event of router.values()) {
    const mark = identity(event)
    if (mark) counts.set(mark, (counts.get(mark) ?? 0) + 1)
  }
  for (const [mark, n] of counts) if (n > 1) return `${mark} is there ${n} times`
  for (const mark of seen) if (!counts.has(mark) && !buried.has(mark)) return `${mark} was saved and is gone`
  return undefined
}

const checkBar = ({ fold, links, saving }: Bar, router: Map<Id, BarEvent>): string | undefined => {
  const link = links[0]
  if (saving.state !== 'saved') return `is ${saving.state}`
  if (link?.state !== 'ok' || link.unsent || link.refused) return `its link is ${JSON.stringify(link)}`
  for (const [id, event] of fold.events) {
    if (isSeed(id)) continue
    if (!router.has(id)) return `${id} is not on the router`
    if (!sameJson(event, router.get(id))) return `${id} has another value on the router`
  }
  for (const [id, event] of router)
    if (!fold.events.has(id) && parseKind(event as never).ok) return `lacks ${id}`
  if (fold.waiting.size) return `${[...fold.waiting]} wait for a menu entry`
  const sums = sumsOf([...router.values()])
  for (const [name, sum] of Object.entries(sums))
    if (fold.totals[name as keyof typeof sums] !== sum)
      return `${name} is ${fold.totals[name as keyof typeof sums]}, its events make ${sum}`
  return undefined
}

/** Sums added up anew, the plain way. */
const sumsOf = (events: BarEvent[]) => {
  const voided = new Map<Id, Set<number> | 'all'>()
  for (const event of events) {
    if (!is(event, 'void')) continue
    const lines = voided.get(event.of)
    if (!event.lines || lines === 'all') voided.set(event.of, 'all')
    else voided.set(event.of, new Set([...(lines ?? []), ...event.lines]))
  }
  const sums = { orders: 0, drinks: 0, suggested: 0, given: 0, recorded: 0 }
  for (const event of events) {
    if (!is(event, 'order')) continue
    const gone = voided.get(event._id)
    const left = event.lines.filter((_, i) => gone !== 'all' && !gone?.has(i))
    if (!left.length) continue
    sums.orders++
    sums.given += event.given ?? 0
    sums.recorded += event.given === undefined ? 0 : 1
    for (const line of left) {
      sums.drinks += line.n
      sums.suggested += line.sum
    }
  }
  return sums
}
