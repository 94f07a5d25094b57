import type { BarEvent, Millis, Ref } from './event.ts'

/**
 * When an event happened, on the clock of the tablet that asks. Corrected where both measured the same boot of the
 * same router; the event's own clock otherwise. For lists on screen only: what counts a drink never trusts a clock.
 * @param here the asking tablet's last measured offset
 */
export const localTime = (event: Pick<BarEvent, 'at' | 'ref'>, here: Ref | undefined): Millis =>
  here && event.ref?.boot === here.boot ? event.at - event.ref.off + here.off : event.at

/**
 * Whether `a` came before `b` by corrected clocks: true or false where the measured errors allow to tell, undefined
 * where they do not, or where the two share no reference.
 */
export const before = (
  a: Pick<BarEvent, 'at' | 'ref'>,
  b: Pick<BarEvent, 'at' | 'ref'>,
): boolean | undefined => {
  if (!a.ref || a.ref.boot !== b.ref?.boot) return undefined
  const apart = b.at - b.ref.off - (a.at - a.ref.off)
  return Math.abs(apart) <= a.ref.err + b.ref.err ? undefined : apart > 0
}
