import 'fake-indexeddb/auto'
import { describe, expect, test } from 'vitest'
import { readBar } from './bar.ts'
import { play } from './play.ts'
import { shims } from './router.ts'
import { differences, ofLog, ofTables } from './totals.ts'

const FIXTURE = new URL('fixture/', import.meta.url).pathname

describe.each([...shims()])(
  'the fixture’s bar through four stations and the shim in %s',
  (shim, interpreter) => {
    test('everything is equal at the end', { timeout: 120_000 }, async () => {
      const bar = await readBar(FIXTURE)
      const played = await play(bar, shim, interpreter)
      expect(played.wrong).toEqual([])
      expect([...played.found.keys()]).toEqual(['station 1', 'station 2', 'station 3', 'station 4', 'log'])
      for (const totals of played.found.values()) expect(differences(totals, ofTables(bar))).toEqual([])
      expect(played.outages.join()).toContain('router')
      expect(played.events).toBeGreaterThan(bar.sales.length)
      expect(played.logBytes).toBeGreaterThan(played.events * 100)
    })
  },
)

test('a log is added up without the app, torn lines left out, and one event twice is no log', () => {
  const menu =
    '{"_id":"a-1","_rev":"1-0","kind":"menu","slug":"mate","recipe":[{"item":"stock-mate","n":500}]}\t\n'
  const order = (id: string) =>
    `{"_id":"${id}","_rev":"1-0","kind":"order","lines":[{"menu":"a-1","n":2,"sum":500},{"menu":"a-1","n":1,"sum":250}]}\t\n`
  const bought = '{"_id":"a-9","kind":"delivery","goods":[{"item":"stock-mate","n":9000}]}\t\n'
  const legend = {
    orderOf: new Map([
      ['a-2', 'one'],
      ['a-3', 'two'],
      ['b-1', 'two'],
    ]),
    productOf: new Map([
      ['mate', 'Mate'],
      ['stock-mate', 'Mate'],
    ]),
  }
  const log = Buffer.from(
    `${menu}${order('a-2')}{"_id":"torn\n${order('a-3')}${order('b-1')}${bought}` +
      '{"_id":"c-1","kind":"void","of":"a-2"}\t\n{"_id":"c-2","kind":"void","of":"a-3","lines":[0]}\t\n{"_id":"half',
  )
  expect(ofLog(log, legend)).toEqual({
    events: 7,
    orders: 1,
    sum: 250 + 750,
    drinks: new Map([['Mate', 4]]),
    stock: new Map([['Mate', 9000 - 2000]]),
  })
  expect(() => ofLog(Buffer.from(menu + menu), legend)).toThrow('the log has a-1 twice')
})
