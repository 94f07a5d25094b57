import { ca } from './ca.ts'
import { de } from './de.ts'
import { el } from './el.ts'
import type { Office } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { hu } from './hu.ts'
import { it } from './it.ts'
import { nl } from './nl.ts'
import { pt } from './pt.ts'

/** The languages besides English that hosts have for those who ask; the app carries none of them. */
export const offices: Record<string, Partial<Office>> = { es, ca, pt, it, fr, de, nl, hu, el }
