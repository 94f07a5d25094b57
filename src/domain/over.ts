import type { Meeting, Millis } from './event.ts'

/** Days after a meeting's last one that tablets keep it, unless it says otherwise. */
export const FORGET_AFTER = 30
const DAY = 86_400_000

/** The last day, `YYYY-MM-DD`: as the meeting says, or the last of those it counts heads for; undefined: none is known. */
export const lastDay = ({ from, heads, settings }: Meeting): string | undefined =>
  settings?.end ??
  (from && heads?.length
    ? new Date(Date.parse(from) + (heads.length - 1) * DAY).toISOString().slice(0, 10)
    : undefined)

/**
 * When tablets forget a meeting by themselves, ms by their own clocks: so many days after its last one, at the 06:00
 * that ends a bar's day. Undefined where no last day is known: then they keep it until it is wiped.
 */
export const forgetAt = (meeting: Meeting | undefined): Millis | undefined => {
  const last = meeting && Date.parse(`${lastDay(meeting)}T06:00`)
  return last ? last + (1 + (meeting.settings?.forgetAfter ?? FORGET_AFTER)) * DAY : undefined
}
