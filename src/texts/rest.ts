import type { Texts } from './en.ts'
import { others } from './languages.ts'

/**
 * What of the languages besides English the page does not carry, by their codes: status, errors, what is opened now and
 * then. Comes with organizers' screens. The build replaces this file by just that (build/texts.ts).
 */
export const rest: Record<string, Partial<Texts>> = others
