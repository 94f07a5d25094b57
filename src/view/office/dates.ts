import type { Millis } from '../../domain/event.ts'
import { language } from '../words.ts'

/** The language of the page, as it is written where this tablet comes from. */
const local = (): string => language + (/-[A-Z]{2}\b/.exec(navigator.language) ?? '')

/** A day: its date. */
export const dateOf = (at: Millis): string =>
  new Date(at).toLocaleDateString(local(), { weekday: 'short', day: 'numeric', month: 'short' })

/** A full hour of the day, as short as it is written. */
export const hourOf = (at: Millis): string => new Date(at).toLocaleTimeString(local(), { hour: 'numeric' })
