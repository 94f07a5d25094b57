import type { BarEvent, Millis, Ref } from './event.ts'

type Stamp = Pick<BarEvent, 'at' | 'ref'>

/** How much later than another a boot began, give or take `err`; ms. */
export interface Gap {
  by: number
  err: number
}

/** What a station measured of a boot, at its event number `n`. */
interface Measured {
  n: number
  at: Millis
  ref: Ref
}

/** Two quartz clocks part by this share of the time that passes, at most. */
const DRIFT = 1e-4
/** Where two stations join the same boots and are further apart than this beyond their errors, one's clock was set; ms. */
const DOUBTFUL = 1000

const NO_GAP: Gap = { by: 0, err: 0 }

/**
 * How the boots of routers lie to each other in time. Whoever measured two of them with a clock that ran on in between
 * joins them; errors add up, along a chain, too. Stations that contradict each other join nothing.
 */
export class Boots {
  /** station → boot → the first and the last time it was measured */
  readonly #measured = new Map<string, Map<string, [first: Measured, last: Measured]>>()
  /** boot → boot → station → gap, each pair both ways */
  readonly #joins = new Map<string, Map<string, Map<string, Gap>>>()
  #found = new Map<string, Map<string, Gap | undefined>>()

  /** Takes in what a station's event says it had measured. Says whether boots may lie otherwise now. */
  see(station: string, n: number, { at, ref }: Stamp): boolean {
    if (!ref) return false
    let mine = this.#measured.get(station)
    if (!mine) this.#measured.set(station, (mine = new Map()))
    const now = { n, at, ref }
    const known = mine.get(ref.boot)
    if (!known) mine.set(ref.boot, [now, now])
    else if (n <= known[0].n) known[0] = now
    else if (n >= known[1].n) known[1] = now
    else return false
    let news = false
    if (mine.size > 1)
      for (const boot of mine.keys()) if (this.#join(station, mine, ref.boot, boot)) news = true
    return news
  }

  /** How much later boot `b` began than `a`; undefined while nobody can tell. */
  between(a: string, b: string): Gap | undefined {
    if (a === b) return NO_GAP
    let from = this.#found.get(a)
    if (!from) this.#found.set(a, (from = new Map()))
    let gap = from.get(b)
    if (!gap && !from.has(b)) from.set(b, (gap = this.#search(a, b)))
    return gap
  }

  /** Joins two boots by what one station measured closest to the change. Says whether that is new. */
  #join(station: string, mine: Map<string, [Measured, Measured]>, a: string, b: string): boolean {
    if (a === b) return false
    if (a > b) [a, b] = [b, a]
    let best: [Measured, Measured] | undefined
    const apart = ([x, y]: [Measured, Measured]) => Math.abs(x.n - y.n)
    for (const x of mine.get(a)!)
      for (const y of mine.get(b)!) if (!best || apart([x, y]) < apart(best)) best = [x, y]
    const [{ ref: x, at: from }, { ref: y, at: to }] = best!
    const gap = { by: y.off - x.off, err: x.err + y.err + Math.ceil(Math.abs(to - from) * DRIFT) }
    const known = this.#joins.get(a)?.get(b)?.get(station)
    if (known?.by === gap.by && known.err === gap.err) return false
    this.#put(a, b, station, gap)
    this.#put(b, a, station, { by: -gap.by, err: gap.err })
    this.#found.clear()
    return true
  }

  #put(a: string, b: string, station: string, gap: Gap): void {
    const from = this.#joins.get(a) ?? new Map<string, Map<string, Gap>>()
    this.#joins.set(a, from)
    from.set(b, (from.get(b) ?? new Map<string, Gap>()).set(station, gap))
  }

  /** What the stations that joined two boots agree on: the least error, or undefined where one contradicts it. */
  #agreed(gaps: Map<string, Gap>): Gap | undefined {
    const all = [...gaps].sort(([a, x], [b, y]) => x.err - y.err || (a < b ? -1 : 1)).map(([, gap]) => gap)
    const [best] = all
    const isClear = all.every(gap => Math.abs(gap.by - best!.by) <= gap.err + best!.err + DOUBTFUL)
    return isClear ? best : undefined
  }

  /** The way from boot to boot with the least error. */
  #search(a: string, b: string): Gap | undefined {
    const near = new Map<string, Gap>([[a, NO_GAP]])
    const done = new Set<string>()
    for (;;) {
      const [next] = [...near]
        .filter(([boot]) => !done.has(boot))
        .sort(([x, p], [y, q]) => p.err - q.err || (x < y ? -1 : 1))
      if (!next || next[0] === b) return next?.[1]
      const [boot, { by, err }] = next
      done.add(boot)
      for (const [other, gaps] of this.#joins.get(boot) ?? []) {
        const gap = this.#agreed(gaps)
        const known = near.get(other)
        const way = gap && { by: by + gap.by, err: err + gap.err }
        if (way && (!known || way.err < known.err || (way.err === known.err && way.by < known.by)))
          near.set(other, way)
      }
    }
  }
}

/**
 * When an event happened, on the clock of the tablet that asks. Corrected where both measured the router, or boots of it
 * that somebody joined; the event's own clock otherwise. For what is shown only: what counts a drink trusts no clock.
 * @param here the asking tablet's last measured offset
 */
export const localTime = (event: Stamp, here: Ref | undefined, boots?: Boots): Millis => {
  const { at, ref } = event
  const gap = here && ref && (ref.boot === here.boot ? NO_GAP : boots?.between(here.boot, ref.boot))
  return gap ? at - ref!.off + gap.by + here!.off : at
}

/**
 * Whether `a` came before `b` by corrected clocks: true or false where the measured errors allow to tell, undefined
 * where they do not, or where nobody joined the boots that the two were measured against.
 */
export const before = (a: Stamp, b: Stamp, boots: Boots): boolean | undefined => {
  const gap = a.ref && b.ref && boots.between(a.ref.boot, b.ref.boot)
  if (!gap) return undefined
  const apart = b.at - b.ref!.off + gap.by - (a.at - a.ref!.off)
  return Math.abs(apart) <= a.ref!.err + b.ref!.err + gap.err ? undefined : apart > 0
}
