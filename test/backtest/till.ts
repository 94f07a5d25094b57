import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Millis } from '../../src/domain/event.ts'
import { parseCsv } from '../replay/csv.ts'

/** Something that left the stock (n above 0), or was put back by a void (below 0). */
export interface Move {
  at: Millis
  n: number
}

/** A till's tables as a forecast needs them. Times are the stamps as they stand, read as if they were UTC. */
export interface Till {
  /** What left with sales, by product, in time order, in the product's unit. */
  sales: Map<string, Move[]>
  /** All that came (above 0) and went otherwise than by sales of `sales` (below 0), in time order. */
  stock: Map<string, Move[]>
  department: Map<string, string>
  /** Whether most products of a department have alcohol, where the table has such a column filled at all. */
  alcohol: Map<string, boolean>
}

/**
 * Reads `sales.csv`, `stock.csv` and `products.csv`. Like `baselines.py`: seconds without their fraction, no zones, lines
 * that took nothing from the stock or mix several products left out, each product in its own unit.
 * @throws an error that says what is wrong
 */
export const readTill = async (dir: string): Promise<Till> => {
  const [sold, moved, products] = await Promise.all(
    ['sales.csv', 'stock.csv', 'products.csv'].map(async name =>
      parseCsv(await readFile(join(dir, name), 'utf8')),
    ),
  )
  const till: Till = {
    sales: new Map(),
    stock: new Map(),
    department: new Map(),
    alcohol: alcoholOf(products!),
  }
  for (const { time, product, department, stock_units } of sold!) {
    const n = number(stock_units || '0', `stock_units of ${product}`)
    if (!n || product!.includes('+')) continue
    push(till.sales, product!, { at: stamp(time!), n })
    till.department.set(product!, department ?? '')
  }
  const without = !moved!.some(({ reason }) => reason === 'Sold')
  for (const { time, kind, product, quantity } of moved!)
    push(till.stock, product!, {
      at: stamp(time!),
      n: number(quantity!, `quantity of ${product}`) * (kind === 'delivery' ? 1 : -1),
    })
  // A stock table that leaves the sales out knows what came; what is left needs both.
  if (without)
    for (const [product, moves] of till.stock)
      for (const { at, n } of till.sales.get(product) ?? []) moves.push({ at, n: -n })
  for (const moves of [...till.sales.values(), ...till.stock.values()]) moves.sort((a, b) => a.at - b.at)
  return till
}

const alcoholOf = (products: Record<string, string>[]): Map<string, boolean> => {
  const found = new Map<string, number>()
  if (products.some(({ abv_percent }) => Number(abv_percent) > 0))
    for (const { department = '', abv_percent } of products)
      found.set(department, (found.get(department) ?? 0) + (Number(abv_percent) > 1.2 ? 1 : -1))
  return new Map([...found].map(([department, more]) => [department, more > 0]))
}

const push = (map: Map<string, Move[]>, key: string, move: Move): void => {
  const moves = map.get(key)
  if (moves) moves.push(move)
  else map.set(key, [move])
}

const number = (text: string, what: string): number => {
  const n = Number(text)
  if (text === '' || !Number.isFinite(n)) throw new Error(`${what} is ${text || 'empty'}, not a number`)
  return n
}

const stamp = (text: string): Millis => {
  const at = Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19) || '00:00:00'}Z`)
  if (Number.isNaN(at)) throw new Error(`${text} is no time`)
  return at
}

/** Adds up moves between two times, the first in, the second out. */
export const sums = (moves: readonly Move[]): ((from: Millis, to: Millis) => number) => {
  const upTo = [0]
  for (const { n } of moves) upTo.push(upTo.at(-1)! + n)
  const before = (at: Millis): number => {
    let low = 0
    let high = moves.length
    while (low < high) {
      const mid = (low + high) >> 1
      if (moves[mid]!.at < at) low = mid + 1
      else high = mid
    }
    return upTo[low]!
  }
  return (from, to) => before(to) - before(from)
}

/** `sums` of each product. */
export const sumsOf = (moves: ReadonlyMap<string, Move[]>) =>
  new Map([...moves].map(([name, each]) => [name, sums(each)]))
