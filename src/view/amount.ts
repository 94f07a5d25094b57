import type { VNode } from 'preact'
import type { Amount, Menu } from '../domain/event.ts'
import type { Fields } from './form.ts'
import { field } from './form.ts'
import { html } from './html.ts'
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

/** Fields for an amount: crates, bottles, and with `open` the tenths of an open bottle; or its bare unit. */
export const amountFields = ({ pack, bottle, unit }: Menu, open = false): VNode => {
  const number = (label: string, name: string, most = 99_999) =>
    field(label, name, '', { type: 'number', min: 0, max: most, placeholder: 0, inputmode: 'numeric' })
  return html`
    ${pack && number(t.inCrates, 'crates')}
    ${bottle ? number(unit === 'ml' ? t.inBottles : t.inPieces, 'bottles') : number(say(t.inUnits, unit ?? 'piece'), 'units', 9_999_999)}
    ${bottle && open && number(t.tenths, 'tenths', 9)}`
}

/** What was entered in `amountFields`, in base units. */
export const amountIn = ({ pack = 0, bottle = 0 }: Menu, fields: Fields): Amount => {
  const [crates, bottles, tenths, units] = ['crates', 'bottles', 'tenths', 'units'].map(name =>
    Number(fields(name)),
  ) as [number, number, number, number]
  return Math.round(crates * pack + (bottles + tenths / 10) * bottle + units)
}
