// What the forecast believes of a bar before it has seen anything of it.

/** How the hours of a bar's day differ: 24 weights from 00:00 on, of the whole bar, and of groups against the bar. */
export interface Profile {
  bar: number[]
  groups: Record<string, number[]>
}

/**
 * What the model believes before it has seen anything: relative standard deviations, and how fast things fade. Round
 * figures; docs/forecast.md says why these, and how little hangs on each.
 */
export const BELIEF = {
  /** How far an hour of the day is from what the whole's says: the default profile's, the bar's, the group's. */
  shape: { bar: 1, group: 0.6, thing: 0.3 },
  /** How far a day is from what it should be, and an hour. */
  day: 0.2,
  noise: 0.15,
  /** After how many hours what was seen counts half: for the level of all days, and of today. */
  recent: 30,
  half: 6,
  /** How much of what is special about today is so tomorrow: a power. */
  carry: 0.5,
  /** Hours of nothing at all, in a bar that should be busy, that make it a closed one. */
  shut: 0.7,
  /** The odds that what went last of a thing was the last of it. */
  off: 0.1,
  /** The meeting begins with the first hour that has this share of a busy hour's sales: before that people set up. */
  first: 0.4,
  /** A forecast's relative variance before there are own errors to learn from, and for how many windows that stands. */
  error: { bar: 0.2, group: 0.1, thing: 0.3 },
  windows: 2,
  /** How much more goes in a break of the programme than in another such hour (half as much again), and how far off that may be. */
  rest: { more: 0.5, off: 0.5 },
  /** The chance that a Sunday is the last day of a meeting of which nobody said when it ends: few end on another day. */
  sunday: 0.3,
}

/** A hacker meeting's bar by the hour from 00:00, where nothing better is known: opens late in the morning, busiest before midnight. */
export const BAR = [
  0.35, 0.2, 0.08, 0.02, 0.01, 0.01, 0.02, 0.05, 0.1, 0.2, 0.45, 0.6, 0.7, 0.75, 0.75, 0.75, 0.8, 0.9, 0.9,
  0.9, 1, 1.1, 1.1, 0.8,
]

/** How a group's hours differ from the bar's until it has shown so itself: alcohol goes late, all else earlier. */
export const tilt = (alcohol?: boolean): number[] | undefined =>
  alcohol === undefined
    ? undefined
    : BAR.map((_, h) => {
        // From 0 at 10:00 to 1 at 21:00 and after.
        const late = Math.min(1, Math.max(0, (((h + 18) % 24) - 4) / 11))
        return alcohol ? 0.3 + 0.9 * late : 2 - 1.2 * late
      })
