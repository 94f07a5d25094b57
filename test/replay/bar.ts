import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Amount, Millis, Money } from '../../src/domain/event.ts'
import { parseCsv } from './csv.ts'

/** One row of `sales.csv`: a sale, a void of one, or a void of a void. */
export interface Sale {
  at: Millis
  order: string
  line: string
  /** The line that this one takes back, all of it or some of its items. */
  voids?: string
  product: string
  department: string
  /** How many, a whole number that is not 0; below 0 where a sale is taken back. */
  items: number
  /** What one item costs, minor units. */
  price: Money
  /** What one item takes from the stock, thousandths of the product's unit; 0: nothing. */
  units: Amount
}

/** One row of `stock.csv` that is no sale. */
export interface Movement {
  at: Millis
  kind: 'delivery' | 'out'
  reason: string
  product: string
  /** Thousandths of the product's unit. */
  n: Amount
}

/** A bar's tables, read and checked. */
export interface Bar {
  sales: Sale[]
  movements: Movement[]
  /** The unit that each product's stock is counted in, where a table says. */
  units: Map<string, string>
}

/**
 * Reads `sales.csv`, `stock.csv` and `products.csv`. Times without a zone are taken as UTC and cut to milliseconds;
 * stock is counted in thousandths of its unit, so that half a pint is a whole number.
 * @throws an error that names the file and what is wrong in it
 */
export const readBar = async (dir: string): Promise<Bar> => {
  const table = async <T>(name: string, columns: string[], read: (row: Record<string, string>) => T) => {
    const text = await readFile(join(dir, name), 'utf8')
    try {
      const rows = parseCsv(text)
      const missing = columns.find(column => rows[0] && !(column in rows[0]))
      if (missing) throw new Error(`there is no column ${missing}`)
      return rows.map(read)
    } catch (error) {
      throw new Error(`${join(dir, name)}: ${(error as Error).message}`)
    }
  }
  const sales = await table('sales.csv', SALES, readSale)
  const stock = await table('stock.csv', STOCK, row => ({ row, movement: readMovement(row) }))
  const products = await table('products.csv', ['product', 'unit'], row => row)
  try {
    checkVoids(sales)
  } catch (error) {
    throw new Error(`${join(dir, 'sales.csv')}: ${(error as Error).message}`)
  }
  return {
    sales,
    // What was sold stands in both tables; the sales are played from sales.csv.
    movements: stock
      .map(({ movement }) => movement)
      .filter(({ kind, reason }) => kind !== 'out' || reason !== 'Sold'),
    units: new Map([...stock.map(({ row }) => row), ...products].map(row => [row.product!, row.unit!])),
  }
}

const SALES = ['time', 'order', 'line', 'voids_line', 'product', 'items', 'amount_minor', 'stock_units']
const STOCK = ['time', 'kind', 'reason', 'product', 'quantity']

const readSale = (row: Record<string, string>): Sale => {
  const where = `line ${row.line}`
  const items = whole(row.items!, `${where}: items`)
  if (!items) throw new Error(`${where}: items is 0`)
  if (items < 0 && !row.voids_line) throw new Error(`${where} takes back ${-items} and names no line`)
  const price = whole(row.amount_minor!, `${where}: amount_minor`)
  if (price < 0) throw new Error(`${where}: amount_minor is below 0; it is what one item costs`)
  const units = Math.abs(Math.round(thousandths(row.stock_units || '0', `${where}: stock_units`) / items))
  return {
    at: time(row.time!),
    order: row.order!,
    line: row.line!,
    ...(row.voids_line && { voids: row.voids_line }),
    product: row.product!,
    department: row.department ?? '',
    items,
    price,
    units,
  }
}

const readMovement = (row: Record<string, string>): Movement => {
  const { kind, reason, product } = row
  if (kind !== 'delivery' && kind !== 'out') throw new Error(`kind ${kind} is neither delivery nor out`)
  return {
    at: time(row.time!),
    kind,
    reason: reason!,
    product: product!,
    n: thousandths(row.quantity!, `quantity of ${product}`),
  }
}

/** Each void names a line before it, of the same product and price, which has as much left as it takes back. */
const checkVoids = (sales: Sale[]): void => {
  const left = new Map<string, number>()
  const lines = new Map<string, Sale>()
  for (const sale of sales) {
    if (lines.has(sale.line)) throw new Error(`line ${sale.line} is there twice`)
    lines.set(sale.line, sale)
    left.set(sale.line, Math.abs(sale.items))
    if (!sale.voids) continue
    const of = lines.get(sale.voids)
    if (!of) throw new Error(`line ${sale.line} voids line ${sale.voids}, which is not there before it`)
    if (of.product !== sale.product || of.price !== sale.price || of.units !== sale.units)
      throw new Error(`line ${sale.line} voids line ${of.line} of another product or price`)
    const rest = left.get(of.line)! - Math.abs(sale.items)
    if (of.items > 0 === sale.items > 0 || rest < 0)
      throw new Error(`line ${sale.line} takes back more than line ${of.line} has`)
    left.set(of.line, rest)
  }
}

const whole = (text: string, what: string): number => {
  if (!/^-?\d+$/.test(text)) throw new Error(`${what} is ${text || 'empty'}, not a whole number`)
  return Number(text)
}

const thousandths = (text: string, what: string): Amount => {
  const n = Number(text)
  if (text === '' || !Number.isFinite(n)) throw new Error(`${what} is ${text || 'empty'}, not a number`)
  return Math.round(n * 1000)
}

const time = (text: string): Millis => {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?$/.exec(text)
  const [, day, clock = '00:00:00', fraction = '', zone = 'Z'] = match ?? []
  const at = Date.parse(`${day}T${clock}.${fraction.padEnd(3, '0').slice(0, 3)}${zone}`)
  if (Number.isNaN(at)) throw new Error(`${text} is no time`)
  return at
}
