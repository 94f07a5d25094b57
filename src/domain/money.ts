import type { Menu, Money } from './event.ts'

/** Digits after the point that a currency has: 2 for EUR, 0 for JPY, 3 for TND. */
export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** Makes a function that writes whole minor units the way the language does: 250 → "2,50 €". */
export const moneyFormat = (currency: string, language: string): ((minor: Money) => string) => {
  const digits = digitsOf(currency)
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  })
  return minor => format.format(minor / 10 ** digits)
}

/**
 * Reads an amount that somebody typed: "2.50", "2,5", "20". Whole minor units, or undefined when it is none; never a
 * float. A point and a comma mean the same; more digits than the currency has are refused.
 */
export const parseMoney = (typed: string, digits = 2): Money | undefined => {
  const match = /^\s*(\d{1,9})(?:[.,](\d*))?\s*$/.exec(typed)
  if (!match || (match[2] ?? '').length > digits) return undefined
  return Number(match[1]! + (match[2] ?? '').padEnd(digits, '0'))
}

/** The suggested donation to add up: the low end of a range, 0 where none is suggested. */
export const suggestedOf = (menu: Menu): Money =>
  Array.isArray(menu.suggested) ? menu.suggested[0] : (menu.suggested ?? 0)

/** A part of an amount, in percent, rounded half up to whole units. */
export const percentOf = (sum: number, percent = 100): number => Math.floor((sum * percent) / 100 + 0.5)

/** The suggested sum of a line; portion in percent. */
export const lineSum = (menu: Menu, n: number, portion?: number): Money =>
  percentOf(suggestedOf(menu), portion) * n

/** Up to four likely amounts to give for a suggested sum: the sum itself, and what a hand finds next in notes. */
export const likelyAmounts = (sum: Money, digits = 2): Money[] => {
  const unit = 10 ** digits
  const next = (step: number) => Math.ceil((sum + 1) / (step * unit)) * step * unit
  const amounts = new Set([...(sum > 0 ? [sum] : []), next(1), next(5), next(10), next(20)])
  return [...amounts].sort((a, b) => a - b).slice(0, 4)
}
