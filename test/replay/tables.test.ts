import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readBar } from './bar.ts'
import { parseCsv } from './csv.ts'
import { namesOf } from './menu.ts'
import { planOf } from './plan.ts'
import { differences, ofTables } from './totals.ts'

const FIXTURE = new URL('fixture/', import.meta.url).pathname

/** The fixture with another sales table. */
const withSales = async (change: (text: string) => string) => {
  const dir = await mkdtemp(join(tmpdir(), 'barwrt-tables-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  for (const name of ['sales.csv', 'stock.csv', 'products.csv']) {
    const text = await readFile(join(FIXTURE, name), 'utf8')
    await writeFile(join(dir, name), name === 'sales.csv' ? change(text) : text)
  }
  return readBar(dir)
}

test('a CSV field may hold commas, quotes and line breaks; rows end in LF or CRLF, the last one in nothing', () => {
  expect(parseCsv('a,b\r\n"x, ""y""",1\r\n"two\nlines",\n\n,3')).toEqual([
    { a: 'x, "y"', b: '1' },
    { a: 'two\nlines', b: '' },
    { a: '', b: '3' },
  ])
  expect(parseCsv('')).toEqual([])
  expect(() => parseCsv('a,b\n1,2\n3\n')).toThrow('line 3 has 1 fields, the header 2')
  expect(() => parseCsv('a\n"open')).toThrow('line 2 is no CSV')
})

test('the tables of a bar: times to the millisecond, stock in thousandths for one item', async () => {
  const { sales, movements, units } = await readBar(FIXTURE)
  expect(sales).toHaveLength(18)
  expect(sales[0]).toEqual({
    at: Date.UTC(2031, 7, 6, 14, 0, 0, 500),
    order: '1',
    line: '1',
    product: 'Mate',
    department: 'Bottles',
    items: 1,
    price: 250,
    units: 1000,
  })
  expect(sales[4]).toMatchObject({ product: 'Pale Ale', price: 200, units: 500 })
  expect(sales[5]).toMatchObject({ voids: '2', items: -1, units: 1000 })
  expect(sales[7]).toMatchObject({ product: 'Kaffee „groß“ ☕', units: 0 })
  // What was sold stands in stock.csv, too, and is not to leave twice.
  expect(movements.map(({ reason }) => reason)).toEqual(['', '', '', 'Drip tray', 'Damaged'])
  expect(units.get('Pale Ale')).toBe('pint')
})

test('the tables’ own totals, added up by hand', async () => {
  const wanted = ofTables(await readBar(FIXTURE))
  // Orders 3, 7 and 9: all taken back, or nothing but a void. Order 5 put a void of order 3 back.
  expect(wanted.orders).toBe(7)
  expect(wanted.sum).toBe(250 + 200 + 240 + 10 + 400 + 150 + 450 + 200)
  expect(Object.fromEntries(wanted.drinks)).toEqual({
    Mate: 2,
    'Tschunk, large': 1,
    'Pale Ale': 3,
    'Kaffee „groß“ ☕': 2,
    Sticker: 10,
  })
  // Nobody ever brought Tschunk: what is left of it is not known.
  expect(Object.fromEntries(wanted.stock)).toEqual({ Mate: 60_000 - 2000 - 2000, 'Pale Ale': 69_750 })
})

test('a difference in anything is told', async () => {
  const wanted = ofTables(await readBar(FIXTURE))
  expect(differences(wanted, wanted)).toEqual([])
  const found = {
    orders: 8,
    sum: 1901,
    drinks: new Map([...wanted.drinks, ['Mate', 3], ['Water', 1]] as const),
    stock: new Map(),
  }
  expect(differences(found, wanted)).toEqual([
    'orders: 8, not 7',
    'sum: 1901, not 1900',
    'drinks of Mate: 3, not 2',
    'drinks of Water: 1, not 0',
    'stock of Mate: 0, not 56000',
    'stock of Pale Ale: 0, not 69750',
  ])
})

test('lines of an order are one event until nobody touches it for 90 s or one of them is voided', async () => {
  const plan = planOf(await readBar(FIXTURE)).map(action =>
    action.kind === 'order'
      ? `${action.order}: ${action.lines.map(({ line }) => line)}`
      : action.kind === 'void'
        ? `${action.by.line} takes back ${action.of.line}`
        : action.movement.product,
  )
  expect(plan).toEqual([
    'Mate',
    'Pale Ale',
    'Mate',
    '1: 1',
    // Order 3 was rung up while order 2 was open, and was done before it.
    '3: 4',
    '2: 2,3,5',
    '6 takes back 2',
    '7 takes back 3',
    '4: 8',
    '9 takes back 4',
    'Pale Ale',
    '4: 10',
    '11 takes back 9',
    '6: 12',
    '7: 13',
    '14 takes back 7',
    '15 takes back 2',
    '16 takes back 13',
    '17 takes back 12',
    '10: 18',
    'Mate',
  ])
})

test('an order of very many lines is several events, for an event has at most 4 KB', async () => {
  const many = Array.from({ length: 100 }, (_, i) => `2031-08-06 15:00:00,20,x,${100 + i},,Mate,,1,${i},1\n`)
  const plan = planOf(await withSales(text => text + many.join('')))
  const parts = plan.flatMap(action =>
    action.kind === 'order' && action.order === '20' ? [action.lines.length] : [],
  )
  expect(parts).toEqual([40, 40, 20])
})

test('a void of a line that one before already took back, and other nonsense, is refused by its line', async () => {
  const add = (row: string) => withSales(text => `${text}2031-08-06 16:00:00,11,x,${row}\n`)
  await expect(add('19,1,Mate,Bottles,-2,250,-2')).rejects.toThrow('line 19 takes back more than line 1 has')
  await expect(add('19,2,Mate,Bottles,-1,250,-1')).rejects.toThrow('line 19 takes back more than line 2 has')
  await expect(add('19,77,Mate,Bottles,-1,250,-1')).rejects.toThrow('line 77, which is not there before it')
  await expect(add('19,1,Mate,Bottles,-1,300,-1')).rejects.toThrow('another product or price')
  await expect(add('19,,Mate,Bottles,-1,250,-1')).rejects.toThrow('line 19 takes back 1 and names no line')
  await expect(add('19,,Mate,Bottles,1.5,250,1')).rejects.toThrow('items is 1.5, not a whole number')
  await expect(add('1,,Mate,Bottles,1,250,1')).rejects.toThrow('line 1 is there twice')
  await expect(withSales(text => text.replace('order', 'receipt'))).rejects.toThrow(
    'there is no column order',
  )
  await expect(readBar('/nowhere')).rejects.toThrow('sales.csv')
})

test('each product has slugs of its own, whatever letters it is written in', async () => {
  const bar = await withSales(
    text =>
      `${text}2031-08-06 16:00:00,11,x,19,,ΜΑΤΕ,,1,1,\n2031-08-06 16:00:00,11,x,20,,☕,,1,1,\n2031-08-06 16:00:00,11,x,21,,maté,,1,1,\n`,
  )
  const slugs = [...namesOf(bar).values()].flatMap(({ drink, item }) => [drink, item])
  expect(new Set(slugs).size).toBe(slugs.length)
  for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9][a-z0-9-]{0,39}$/)
})
