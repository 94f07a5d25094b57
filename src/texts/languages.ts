import { ca } from './ca.ts'
import { de } from './de.ts'
import { el } from './el.ts'
import type { Texts } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { hu } from './hu.ts'
import { it } from './it.ts'
import { nl } from './nl.ts'
import { pt } from './pt.ts'

/**
 * The languages besides English, by their codes, related ones together. The build replaces this file by the same texts
 * without their keys (build/texts.ts).
 */
export const others: Record<string, Texts> = { es, ca, pt, it, fr, de, nl, hu, el }
