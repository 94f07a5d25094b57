import type { Office } from './en.ts'

/** The languages besides English that hosts have for those who ask; the app carries none of them. */
export const offices: Record<string, Office> = {}
