import { describe, expect, test } from 'vitest'
import { ArchiveCheck, hourlyOf, isWhole, readHourly } from '../../src/domain/archive.ts'
import { lineOf } from '../../src/domain/carry.ts'
import type { BarEvent } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { seedMenu } from '../../src/domain/seed.ts'

const seed = seedMenu()
const mate = seed.find(({ slug }) => slug === 'club-mate')!
const sale = (id: string, n: number): BarEvent =>
  ({
    _id: id,
    _rev: '1-0',
    kind: 'order',
    at: 0,
    place: 'bar',
    lines: [{ menu: mate._id, n, sum: 250 * n }],
    sum: 250 * n,
  }) as BarEvent
/** What this version cannot fold is archived, too. */
const odd = { _id: 'ann-9', _rev: '1-0', kind: 'loss', at: 0 } as BarEvent
const here: BarEvent[] = [sale('ann-1', 1), sale('ann-2', 2), odd, ...seed]
const fold = new Fold()
for (const event of here) fold.add(event)

/** Reads lines back, some at a time, and compares them with what is here. */
const check = (lines: string[]) => {
  const reading = new ArchiveCheck()
  for (let i = 0; i < lines.length; i += 10) reading.read(lines.slice(i, i + 10))
  for (let i = 0; i < here.length; i += 7) reading.compare(here.slice(i, i + 7))
  return reading.found
}
const lines = here.map(lineOf)

describe('an archive', () => {
  test('that holds all that is here says so, and what it adds up to', () => {
    const found = check(lines)
    expect(found).toMatchObject({ same: here.length, missing: [], different: [], extra: 0, refused: [] })
    expect(found.totals).toMatchObject({ orders: 2, drinks: 3, suggested: 750 })
    expect(isWhole(found, fold.totals)).toBe(true)
  })

  test('is whole in any order, and with a router’s TABs', () => {
    expect(isWhole(check([...lines].reverse().map(line => line.replace('\n', '\t'))), fold.totals)).toBe(true)
  })

  test('names what it lacks, what it has otherwise, and lines that are none', () => {
    const broken = lines.slice(1)
    broken[0] = broken[0]!.replace('"n":2', '"n":3')
    broken.push('{"_id":"ann-')
    const found = check(broken)
    expect(found).toMatchObject({
      missing: ['ann-1'],
      different: ['ann-2'],
      refused: [[here.length, 'no JSON']],
    })
    expect(isWhole(found, fold.totals)).toBe(false)
  })

  test('may have more than is here; what adds up to something else is none', () => {
    const found = check([...lines, lineOf(sale('bob-1', 1))])
    expect(found.extra).toBe(1)
    expect(isWhole(found, fold.totals)).toBe(true)
    expect(isWhole(check(lines), { ...fold.totals, given: 1 })).toBe(false)
  })
})

describe('the hours alone', () => {
  const HOUR = 3_600_000
  const table = hourlyOf([
    [20 * HOUR, 3],
    [22 * HOUR, 4],
  ])

  test('are a table of hours and numbers of drinks, and nothing else', () => {
    expect(table).toBe('hour,drinks\r\n1970-01-01T20:00:00.000Z,3\r\n1970-01-01T22:00:00.000Z,4\r\n')
    expect(readHourly(table)).toEqual({ hours: 2, drinks: 7 })
    expect(readHourly(hourlyOf([]))).toEqual({ hours: 0, drinks: 0 })
  })

  test('that were cut or altered are none', () => {
    for (const text of ['', 'hour\r\n', table.replace('drinks', 'x'), table.slice(0, -5), `${table}x`])
      expect(readHourly(text)).toBeUndefined()
  })
})
