import type { Random } from '../sync/random.ts'

/** What happens in a world, and when: ms after its beginning. `tablet` is a place at the bar, 0 to n − 1. */
export type Command = { at: number } /** Taps drinks, and `think` ms later *Done*. */ & (
  | { do: 'order'; tablet: number; drinks: [slug: string, n: number][]; think: number }
  /** Voids an order that the tablet shows: the newest, or one further back. */
  | { do: 'void'; tablet: number; back: number; line: boolean }
  | { do: 'put back'; tablet: number; back: number }
  | { do: 'name meeting'; tablet: number }
  | { do: 'move station'; tablet: number }
  /** The page is ended and comes back. */
  | { do: 'restart'; tablet: number; down: number }
  | { do: 'second tab'; tablet: number; for: number }
  /** The browser threw its storage away: a new station. */
  | { do: 'lose storage'; tablet: number }
  | { do: 'back up'; tablet: number }
  /** What was backed up is put back: the tablet is at an earlier time again. */
  | { do: 'restore'; tablet: number }
  /** A further tablet starts with a copy of this one's disk. */
  | { do: 'clone'; tablet: number }
  | { do: 'set clock'; tablet: number; by: number }
  | { do: 'out of range'; tablet: number; for: number }
  | { do: 'disk trouble'; tablet: number; how: 'full' | 'liar'; for: number }
  | { do: 'bad network'; loss: number; for: number }
  | { do: 'reboot router'; down: number; clock: number }
  /** A power cut while the log's end was not on flash yet. */
  | { do: 'cut log'; share: number }
  /** Flash is empty, and an organizer makes the meeting's database again. */
  | { do: 'erase router'; down: number }
  /** It takes no event: it is full, or has got enough from this address for now. */
  | { do: 'router trouble'; how: 'full' | 'slow'; for: number }
)

/** A world before it runs. */
export interface Script {
  tablets: number
  commands: Command[]
}

const HOUR = 3_600_000
const SLUGS = ['club-mate', 'tschunk', 'kamikaze', 'white-russian', 'tap-water']

/** Which disasters a world knows, apart from bad networks, restarts and wrong clocks. */
export type Flavour = 'router' | 'tablets'

/**
 * Writes a world. The disasters are of two flavours that do not go together: a router that loses its memory can only
 * be refilled when all hold the same value for an id, and that is what copies of a tablet break.
 */
export const writeScript = (random: Random): Script => {
  const tablets = random.int(2, 4)
  const flavour: Flavour = random.chance(0.6) ? 'router' : 'tablets'
  const length = random.int(20, 90) * 1000
  const commands: Command[] = []
  /** Which tablets have been copied: a third copy of what never was on a router would be there twice. */
  const copied = new Set<number>()
  const orders = random.int(10, 40)
  for (let i = 0; i < orders; i++) commands.push(anOrder(random, tablets, length))
  const others = random.int(4, 18)
  for (let i = 0; i < others; i++) {
    const at = random.int(0, length)
    const tablet = random.int(0, tablets - 1)
    const command = aDisturbance(random, at, tablet) ?? aDisaster(random, flavour, at, tablet, copied)
    commands.push(...command)
  }
  return { tablets, commands: commands.sort((a, b) => a.at - b.at) }
}

const anOrder = (random: Random, tablets: number, length: number): Command => {
  const drinks = Array.from({ length: random.int(1, 3) }, (): [string, number] => [
    random.pick(SLUGS),
    random.int(1, 3),
  ])
  const think = random.chance(0.5) ? 0 : random.int(1, 3000)
  return { at: random.int(0, length), do: 'order', tablet: random.int(0, tablets - 1), drinks, think }
}

const aDisturbance = (random: Random, at: number, tablet: number): Command[] | undefined => {
  const time = random.int(1000, 30_000)
  const choices: (() => Command)[] = [
    () => ({ at, do: 'void', tablet, back: random.int(0, 5), line: random.chance(0.3) }),
    () => ({ at, do: 'void', tablet, back: 0, line: false }),
    () => ({ at, do: 'put back', tablet, back: random.int(0, 5) }),
    () => ({ at, do: 'name meeting', tablet }),
    () => ({ at, do: 'move station', tablet }),
    () => ({ at, do: 'restart', tablet, down: random.int(0, 10_000) }),
    () => ({ at, do: 'restart', tablet, down: random.int(0, 200) }),
    () => ({ at, do: 'second tab', tablet, for: time }),
    () => ({
      at,
      do: 'set clock',
      tablet,
      by: random.pick([HOUR, -HOUR, 5000, 24 * 365 * 20 * HOUR, -24 * 365 * 20 * HOUR]),
    }),
    () => ({ at, do: 'out of range', tablet, for: time }),
    () => ({ at, do: 'bad network', loss: random.next() * 0.6, for: time }),
    () => ({ at, do: 'disk trouble', tablet, how: random.pick(['full', 'liar']), for: time }),
    () => ({ at, do: 'router trouble', how: random.pick(['full', 'slow']), for: time }),
    () => ({
      at,
      do: 'reboot router',
      down: random.int(0, 15_000),
      clock: random.pick([0, -3 * 24 * 365 * HOUR]),
    }),
  ]
  return random.chance(0.75) ? [random.pick(choices)()] : undefined
}

const aDisaster = (
  random: Random,
  flavour: Flavour,
  at: number,
  tablet: number,
  copied: Set<number>,
): Command[] => {
  if (flavour === 'router')
    return [
      random.pick<() => Command>([
        () => ({ at, do: 'lose storage', tablet }),
        () => ({ at, do: 'cut log', share: random.next() }),
        () => ({ at, do: 'erase router', down: random.int(0, 10_000) }),
      ])(),
    ]
  if (copied.has(tablet)) return [{ at, do: 'lose storage', tablet }]
  copied.add(tablet)
  if (random.chance(0.5)) return [{ at, do: 'clone', tablet }]
  const later = at + random.int(500, 40_000)
  return [
    { at, do: 'back up', tablet },
    { at: later, do: 'restore', tablet },
  ]
}

/** A script as people read it. */
export const printScript = ({ tablets, commands }: Script): string =>
  [
    `${tablets} tablets`,
    ...commands.map(
      ({ at, do: what, ...rest }) =>
        `${(at / 1000).toFixed(3).padStart(8)} s  ${what.padEnd(14)}${Object.entries(rest)
          .map(([key, value]) => ` ${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
          .join(',')}`,
    ),
  ].join('\n')
