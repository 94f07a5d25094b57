import type { VNode } from 'preact'
import { type Amount, LOSS_REASONS, type Menu } from '../../domain/event.ts'
import { html } from '../html.ts'
import { o, say } from '../words.ts'
import { type Fields, field } from './form.ts'

/** A base unit as it is written: only that of pieces is a word, and of the page's language. */
export const unitOf = ({ unit = 'piece' }: Partial<Menu>): string => (unit === 'piece' ? o.inPieces : unit)

/** Why something was lost, in the page's language where it is one of the reasons that the app offers. */
export const reasonOf = (why: string): string =>
  o.lossReasons[(LOSS_REASONS as readonly string[]).indexOf(why)] ?? why

/** Fields for an amount: crates, bottles, and with `open` the tenths of an open bottle; or its bare unit. */
export const amountFields = (item: Menu, open = false): VNode => {
  const { pack, bottle, unit } = item
  const number = (label: string, name: string, most = 99_999) =>
    field(label, name, '', { type: 'number', min: 0, max: most, placeholder: 0, inputmode: 'numeric' })
  return html`
    ${pack && number(o.inCrates, 'crates')}
    ${bottle ? number(unit === 'ml' ? o.inBottles : o.inPieces, 'bottles') : number(say(o.inUnits, unitOf(item)), 'units', 9_999_999)}
    ${bottle && open && number(o.tenths, 'tenths', 9)}`
}

/** What was entered in `amountFields`, in base units. */
export const amountIn = ({ pack = 0, bottle = 0 }: Menu, fields: Fields): Amount => {
  const [crates, bottles, tenths, units] = ['crates', 'bottles', 'tenths', 'units'].map(name =>
    Number(fields(name)),
  ) as [number, number, number, number]
  return Math.round(crates * pack + (bottles + tenths / 10) * bottle + units)
}
