import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitId } from '../../src/domain/event.ts'
import { lacks, MAX_EVENT_BYTES, parseEnvelope, parseEvent } from '../../src/domain/parse.ts'
import { seedMenu } from '../../src/domain/seed.ts'
import { day } from './days.ts'

const base = { _id: 'a-1', _rev: '1-0', at: 1 }
const line = { menu: 'a-2', n: 1, sum: 250 }
const good: Record<string, Record<string, unknown>> = {
  order: {
    lines: [line, { ...line, portion: 50, sum: 125 }, { ...line, deposit: 'back', sum: -200 }],
    sum: 175,
    given: 0,
    house: 'crew',
    again: 'b-1',
    stock: 'store',
  },
  void: { of: 'a-2', lines: [0], why: '' },
  tally: { place: 'bar', from: 1, to: 1, lines: [line], sum: 250 },
  delivery: {
    place: 'bar',
    goods: [{ item: 'mate', n: 10_000, cost: 1600, deposit: 300 }],
    from: 'shop',
    of: 'b-2',
  },
  expected: { place: 'bar', goods: [{ item: 'mate', n: 10_000 }], from: 'shop', due: 1 },
  opened: { place: 'bar', goods: [{ item: 'mate', n: 10_000 }], empty: true },
  batch: { place: 'bar', goods: [{ item: 'rum', n: 700 }], makes: { item: 'canister', n: 20 } },
  empties: { place: 'bar', goods: [{ item: 'mate', n: 10_000, deposit: 450 }], to: 'shop' },
  mark: { drink: 'tschunk', v: 1, out: true },
  told: { place: 'bar', item: 'mate', warning: 'low', upTo: 3 },
  loss: { place: 'bar', goods: [{ item: 'mate', n: 1 }], why: 'broke' },
  transfer: { place: 'bar', to: 'store', goods: [{ item: 'mate', n: 1 }] },
  count: { place: 'bar', items: { mate: 0 }, seen: { a: 7 } },
  menu: {
    slug: 'club-mate',
    v: 0,
    type: 'drink',
    name: 'Club Mate',
    names: { de: 'Club Mate' },
    retired: false,
    order: 1,
    color: '#ffd23f',
    category: 'soft',
    recipe: [{ item: 'mate', n: 500 }],
    how: '',
    portions: [50, 100],
    suggested: [200, 300],
    deposit: 0,
    labels: ['vegan'],
    unit: 'ml',
    bottle: 500,
    pack: 10_000,
    warn: 0,
    substitutes: ['cola'],
    instead: [{ item: 'mate', n: 330 }],
    counted: true,
    source: 'Shop',
    cost: 1600,
  },
  meeting: {
    v: 1,
    name: '',
    currency: 'EUR',
    seed: 'seed01234567',
    settings: { given: true },
    stocks: { bar: { draws: 'store', fits: 3, cools: 180 } },
    sources: {
      Shop: { lead: 2, opens: 480, closes: 1200, closed: [0], least: 0, brings: false, back: true },
    },
  },
  station: { station: 'a', v: 1_000_000, name: '', role: '', ignore: 1 },
}

/** Values that are wrong where the named field is, by kind. A field of a part is named by the whole that it is in. */
const wrong: Record<string, Record<string, unknown[]>> = {
  order: {
    lines: [
      undefined,
      [],
      {},
      'x',
      [null],
      [{}],
      [{ ...line, menu: 'seed' }],
      [{ ...line, n: 0 }],
      [{ ...line, n: 1.5 }],
      [{ ...line, sum: 2.5 }],
      [{ ...line, sum: '250' }],
      [{ ...line, portion: 0 }],
      [{ ...line, deposit: 'kept' }],
    ],
    sum: [undefined, 2.5, '175', 174, Number.MAX_VALUE],
    given: [-1, 0.5, '0', null],
    house: ['', 1],
    again: ['', 'b-0', 'B-1', 7],
    stock: ['', 1],
  },
  void: {
    of: [undefined, 'a', '-1', 'a-01', 'a-9007199254740993', 1],
    lines: [[], [-1], [0.5], {}, ['0']],
    why: [undefined, 1],
  },
  tally: {
    place: [undefined, ''],
    from: [undefined, 1.5, 'x'],
    to: [undefined, null],
    lines: [[]],
    sum: [251],
  },
  delivery: {
    place: [''],
    goods: [
      undefined,
      [],
      [{}],
      [{ item: '', n: 1 }],
      [{ item: 'mate', n: 0.5 }],
      [{ item: 'mate', n: 1, cost: 1.5 }],
    ],
    from: [1],
    of: ['', 'b-0'],
  },
  expected: { goods: [[]], due: [undefined, '1', 0.5] },
  opened: { goods: [undefined], empty: [1] },
  batch: { goods: [{}], makes: [undefined, [], { item: 'canister' }] },
  empties: { goods: [undefined], to: [1] },
  mark: { drink: [undefined, ''], v: [undefined, -1], out: [undefined, 1] },
  told: { item: [undefined, ''], warning: [undefined, 'late'], upTo: [undefined, -1] },
  loss: { goods: [[{ item: 'mate' }]], why: [undefined] },
  transfer: { to: [undefined, ''], goods: [{}] },
  count: { items: [undefined, [], { mate: -1 }, { mate: 0.5 }, null], seen: [undefined, { a: '7' }] },
  menu: {
    slug: [undefined, '', 'Club', 'a b', '-a', 'x'.repeat(41)],
    v: [undefined, -1, 0.5, 1_000_001, '1'],
    type: [undefined, 'food'],
    name: [undefined, ''],
    names: [[], { de: '' }],
    retired: [1],
    color: ['red', '#FFFFFF', '#fff'],
    recipe: [{}, [{ item: 'mate', n: 0 }], [{ n: 1 }]],
    portions: [[0], 50],
    suggested: [-1, 2.5, [1], [3, 2], [1, 2, 3], '2'],
    deposit: [-1],
    labels: ['vegan', [1]],
    unit: ['l'],
    bottle: [0],
    pack: [0.5],
    warn: [-1],
    substitutes: [['']],
    instead: [{}, [{ item: 'mate', n: 0 }]],
    counted: [1],
    source: [''],
    cost: [-1, 0.5],
  },
  meeting: {
    v: [undefined],
    name: [undefined, 1],
    currency: ['eur', 'EURO'],
    seed: ['seed', 'seed0123456g', 'seed012345678'],
    settings: [[], 1],
    stocks: [[], { bar: 1 }, { bar: { draws: '' } }, { bar: { fits: 0 } }],
    plan: [[], { profile: 'x' }, { moods: 'hot' }, { rates: { tschunk: -1 } }, { bought: [''] }],
    sources: [{ Shop: [] }, { Shop: { closed: 1 } }, { Shop: { lead: -1 } }],
  },
  station: { station: [undefined, '', 'A', 'x'.repeat(17)], ignore: [0, -1, '1'] },
}

describe('an event of a known kind', () => {
  for (const [kind, fields] of Object.entries(good)) {
    test(`${kind}: with all fields, and with those it must have`, () => {
      expect(parseEvent({ ...base, kind, ...fields })).toMatchObject({ ok: true })
    })

    for (const [field, values] of Object.entries(wrong[kind]!))
      test(`${kind}: a wrong ${field} is refused by name`, () => {
        for (const value of values) {
          const { [field]: _, ...rest } = fields
          const parsed = parseEvent({
            ...base,
            kind,
            ...rest,
            ...(value !== undefined && { [field]: value }),
          })
          expect(parsed, JSON.stringify(value)).toMatchObject({
            ok: false,
            reason: expect.stringMatching(`\\b${field}\\b`),
          })
          // What every event may have is refused before its kind is looked at.
          if (field !== 'place') expect((parsed as { reason: string }).reason).toContain(kind)
        }
      })

    test(`${kind}: a field that nobody knows is kept`, () => {
      const event = { ...base, kind, ...fields, later: { x: [1] } }
      expect(parseEvent(event)).toEqual({ ok: true, event })
    })
  }

  test('a line’s sum has the sign that its deposit says', () => {
    const order = (deposit: string | undefined, sum: number) =>
      parseEvent({ ...base, kind: 'order', lines: [{ ...line, sum, ...(deposit && { deposit }) }], sum }).ok
    expect([order(undefined, -1), order('taken', -1), order('back', 1)]).toEqual([false, false, false])
    expect([order(undefined, 0), order('taken', 200), order('back', -200), order('back', 0)]).toEqual([
      true,
      true,
      true,
      true,
    ])
  })

  test('a tally does not end before it begins', () => {
    expect(parseEvent({ ...base, kind: 'tally', ...good['tally'], from: 2, to: 1 })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('ends before'),
    })
  })
})

describe('what every event has', () => {
  const note = { ...base, kind: 'poem' }
  const refused: [string, unknown, string][] = [
    ['no object', [], 'object'],
    ['null', null, 'object'],
    ['no id', { ...note, _id: undefined }, '_id'],
    ['a number over 2^53-1', { ...note, _id: 'a-9007199254740992' }, '_id'],
    ['another _rev', { ...note, _rev: '2-0' }, '_rev'],
    ['a reserved field', { ...note, _deleted: true }, '_deleted'],
    ['no kind', { ...note, kind: '' }, 'kind'],
    ['a clock that is no whole number', { ...note, at: 1.5 }, 'at'],
    ['no clock', { ...base, at: undefined, kind: 'poem' }, 'at'],
    ['a broken reference', { ...note, ref: { boot: 'x', off: 1, err: -1 } }, 'ref'],
    ['a count that is no id', { ...note, saw: ['x'] }, 'saw'],
    ['an empty place', { ...note, place: '' }, 'place'],
    ['half a surrogate pair', { ...note, text: '\ud800' }, 'surrogate'],
    ['half a surrogate pair in a key', { ...note, '\udc00': 1 }, 'surrogate'],
    ['infinity', { ...note, x: Number.POSITIVE_INFINITY }, 'number'],
    ['a function', { ...note, x: () => 1 }, 'function'],
    ['a bigint', { ...note, x: 1n }, 'bigint'],
  ]
  for (const [name, value, reason] of refused)
    test(`${name} is refused, and the reason says so`, () => {
      expect(parseEvent(value)).toMatchObject({ ok: false, reason: expect.stringContaining(reason) })
    })

  const nested = (levels: number): unknown => (levels === 0 ? 1 : { x: nested(levels - 1) })
  test('sixteen levels pass, the event’s own counted, seventeen do not', () => {
    expect(parseEvent({ ...note, x: nested(15) }).ok).toBe(true)
    expect(parseEvent({ ...note, x: nested(16) }).ok).toBe(false)
  })

  test('4,096 bytes pass, one more does not; bytes, not letters', () => {
    const sized = (bytes: number, letter = 'x') => {
      const empty = JSON.stringify({ ...note, text: '' }).length
      return { ...note, text: letter.repeat((bytes - empty) / new TextEncoder().encode(letter).length) }
    }
    expect(parseEvent(sized(MAX_EVENT_BYTES)).ok).toBe(true)
    expect(parseEvent(sized(MAX_EVENT_BYTES + 1))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('4096'),
    })
    expect(parseEvent({ ...note, text: '€'.repeat(1400) }).ok).toBe(false)
  })

  test('a kind that nobody knows passes, whatever its fields; one called like a part of objects, too', () => {
    for (const kind of ['poem', 'constructor', 'toString', '__proto__'])
      expect(parseEvent({ ...base, kind, lines: 'roses', sum: {} }).ok).toBe(true)
  })
})

describe('anything at all', () => {
  test('is accepted or refused with a reason, never an exception', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withNullPrototype: true,
          withSparseArray: true,
          withMap: true,
        }),
        value => {
          const parsed = parseEvent(value)
          if (!parsed.ok) expect(parsed.reason).not.toBe('')
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('with an event’s envelope and a kind’s name is no different', () => {
    const fields = Object.entries(good).flatMap(([kind, value]) =>
      Object.keys(value).map(field => [kind, field] as const),
    )
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.anything(), ([kind, field], value) => {
        const parsed = parseEvent({ ...base, kind, ...good[kind], [field]: value })
        if (!parsed.ok) expect(parsed.reason).not.toBe('')
      }),
      { numRuns: 3000 },
    )
  })

  test('what was made here is accepted, and is the same after a trip over the wire', () => {
    fc.assert(
      fc.property(day, events => {
        for (const event of events) {
          expect(parseEvent(event)).toEqual({ ok: true, event })
          expect(parseEvent(JSON.parse(JSON.stringify(event)))).toEqual({ ok: true, event })
        }
      }),
      { numRuns: 100 },
    )
    for (const entry of seedMenu()) expect(parseEvent(entry)).toEqual({ ok: true, event: entry })
  })

  test('an envelope says nothing about what its kind asks for', () => {
    expect(parseEnvelope({ ...base, kind: 'order' }).ok).toBe(true)
    expect(parseEnvelope({ _id: 'a-1', _rev: '1-0' }).ok).toBe(true)
  })
})

describe('an id', () => {
  test('is a station and a number, and nothing near it is one', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9]{1,16}$/),
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        (station, n) => {
          expect(splitId(`${station}-${n}`)).toEqual({ station, n })
          for (const no of [
            `${station}-0${n}`,
            `${station}-${n} `,
            `-${n}`,
            `${station}--${n}`,
            `${station}-`,
            `${station}A-${n}`,
            `${station}-${n}\n`,
            n,
            [`${station}-${n}`],
          ])
            expect(splitId(no)).toBeUndefined()
        },
      ),
    )
  })
})

// Most orders are looked at by a short way, since a start looks at all of them; it must not be a wider one.
test('an order that nothing is special about lacks what it would lack by the long way', () => {
  const plain = {
    ...{ ...base, kind: 'order', place: 'bar', stock: 'store', ref: { boot: 'b', off: 1, err: 0 } },
    ...{ lines: [line, { ...line, portion: 50 }], sum: 500 },
  }
  expect(lacks(plain)).toBeUndefined()
  const value = fc.constantFrom(
    ...[
      undefined,
      null,
      0,
      1,
      -1,
      0.5,
      Number.NaN,
      '',
      '500',
      'x',
      'a-1',
      'a-0',
      true,
      [],
      {},
      [null],
      [line],
    ],
    ...[
      'toolongforastation-1',
      { boot: '', off: 1, err: 0 },
      { boot: 'b', off: 1, err: -1 },
      [{ ...line, deposit: 'back' }],
    ],
  )
  const at = fc.constantFrom(
    'kind',
    'at',
    'place',
    'stock',
    'ref',
    'lines',
    'sum',
    'saw',
    'given',
    'house',
    'line',
  )
  const field = fc.constantFrom('menu', 'n', 'sum', 'portion', 'deposit')
  fc.assert(
    fc.property(at, field, value, (key, of, value) => {
      const event =
        key === 'line' ? { ...plain, lines: [line, { ...line, [of]: value }] } : { ...plain, [key]: value }
      expect(lacks(event)).toBe(lacks({ ...event, again: 'a-7' }))
    }),
    { numRuns: 1000 },
  )
})
