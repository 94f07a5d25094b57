import type { Amount, Menu } from '../domain/event.ts'
import { say, t } from './words.ts'

const tenth = (n: number): number => Math.round(n * 10) / 10

/** An amount of an item the way people count it: bottles, else litres, kilos or pieces. */
export const amountOf = ({ bottle, unit }: Menu, n: Amount): string => {
  if (bottle) return say(unit === 'ml' ? t.bottles : '{0}', tenth(n / bottle))
  if (unit === 'piece' || !unit) return say('{0}', n)
  return Math.abs(n) < 1000 ? say(`{0} ${unit}`, n) : say(unit === 'g' ? '{0} kg' : '{0} l', tenth(n / 1000))
}

/** The same in crates and what is loose; empty where the item comes in none, or less than one is left. */
export const cratesOf = (item: Menu, n: Amount): string => {
  const { pack } = item
  if (!pack || n < pack) return ''
  const loose = n % pack
  return say(t.crates, Math.floor(n / pack)) + (loose ? ` + ${amountOf(item, loose)}` : '')
}
