import { describe, expect, test } from 'vitest'
import type { BarEvent } from '../../src/domain/event.ts'
import { Fold } from '../../src/domain/fold.ts'
import { barHour, kitOf, readKit } from '../../src/domain/kit.ts'
import { seedMenu } from '../../src/domain/seed.ts'

const event = (id: string, kind: string, more: object): BarEvent =>
  ({ _id: id, _rev: '1-0', kind, at: 0, ...more }) as BarEvent
const mate = seedMenu().find(({ slug }) => slug === 'club-mate')!
const sale = (id: string, at: number, n: number) =>
  event(id, 'order', { at, place: 'bar', lines: [{ menu: mate._id, n, sum: 250 * n }], sum: 250 * n })
const foldOf = (events: BarEvent[]) => {
  const fold = new Fold()
  for (const each of [...seedMenu(), ...events]) expect(fold.add(each)).toBe(true)
  return fold
}
const hourOf = (at: number) => new Date(at).getUTCHours()
const HOUR = 3_600_000
const evening = [
  event('ann-1', 'meeting', {
    v: 1,
    name: 'Winter camp',
    currency: 'CHF',
    heads: [80, 120],
    places: ['hall', 'tent'],
    settings: { given: true, practice: false },
    seed: mate._id.split('-')[0],
  }),
  sale('ann-2', 21 * HOUR, 3),
  sale('ann-3', 45 * HOUR, 1),
  sale('bob-1', 5 * HOUR, 2),
  sale('bob-2', 5 * HOUR, 40),
  event('bob-3', 'void', { of: 'bob-2', why: 'test' }),
  event('ann-4', 'lesson', { text: 'Ice comes late.', from: 'Autumn camp' }),
  event('bob-4', 'lesson', { text: 'More limes.', at: 1 }),
  event('bob-5', 'lesson', { text: 'Nonsense.', at: 2 }),
  event('ann-5', 'void', { of: 'bob-5', why: 'wrong' }),
]

describe('a kit', () => {
  const kit = kitOf(foldOf(evening), hourOf)

  test('has the menu, what 1,000 heads drank by the hour, lessons, and nobody’s doings', () => {
    const entry = kit.menu.find(({ slug }) => slug === 'club-mate')!
    const hours = Array(24).fill(0)
    hours[barHour(21)] = 20
    hours[barHour(5)] = 10
    expect(entry.profile).toEqual(hours)
    expect(kit.from).toBe('Winter camp')
    expect(kit.lessons).toEqual([
      { text: 'Ice comes late.', from: 'Autumn camp' },
      { text: 'More limes.', from: 'Winter camp' },
    ])
    expect(kit.meeting).toEqual({ currency: 'CHF', places: ['hall', 'tent'], given: true })
    expect(JSON.stringify(kit)).not.toMatch(/ann|bob|"at"|_id/)
    expect(kit.menu).toHaveLength(33)
  })

  test('comes back from its file as it was', () => {
    expect(readKit(JSON.stringify(kit))).toEqual(kit)
  })

  test('of an older app had its lessons in one text', () => {
    expect(readKit(JSON.stringify({ ...kit, lessons: 'More limes.' }))!.lessons).toEqual([
      { text: 'More limes.', from: 'Winter camp' },
    ])
    expect(readKit(JSON.stringify({ ...kit, lessons: [{ text: '' }, null, 7] }))!.lessons).toEqual([])
  })

  test('gives no profile where nobody said how many people there were', () => {
    const { menu } = kitOf(foldOf(evening.slice(1)), hourOf)
    expect(menu.some(({ profile }) => profile)).toBe(false)
  })

  test('that is none is told from one; entries that cannot be read are left out, and so is a broken meeting', () => {
    for (const text of ['', '{', 'null', '[]', '{"kit":2,"menu":[]}', '{"kit":1,"menu":{}}'])
      expect(readKit(text)).toBeUndefined()
    const broken = {
      ...kit,
      menu: [...kit.menu.slice(0, 2), { slug: '../x' }, null],
      meeting: { currency: 7 },
    }
    expect(readKit(JSON.stringify(broken))).toMatchObject({ menu: kit.menu.slice(0, 2), meeting: {} })
  })
})

test('a bar’s day begins at six in the morning', () => {
  expect([6, 23, 0, 5].map(barHour)).toEqual([0, 17, 18, 23])
})
