import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BarEvent } from '../../src/domain/event.ts'
import {
  addId,
  addNumber,
  hasNumber,
  type RunSet,
  type Runs,
  sizeOf,
  without,
} from '../../src/domain/runs.ts'
import { Outbox } from '../../src/sync/outbox.ts'

const runsOf = (numbers: number[]): Runs => {
  const runs: Runs = []
  for (const n of numbers) addNumber(runs, n)
  return runs
}
const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 60 })

describe('what one set of runs has and another lacks', () => {
  test('is the difference of the sets', () => {
    fc.assert(
      fc.property(numbers, numbers, (here, there) => {
        const rest = without(runsOf(here), runsOf(there))
        expect(rest).toEqual(runsOf(here.filter(n => !there.includes(n))))
      }),
      { numRuns: 2000 },
    )
  })

  test('needs no more steps than there are runs, however many events', () => {
    let looks = 0
    const counting = (runs: Runs): Runs =>
      new Proxy(runs, {
        get(target, key) {
          if (typeof key === 'string' && /^[0-9]+$/.test(key)) looks++
          return Reflect.get(target, key)
        },
      })
    expect(without(counting([1, 100_000]), counting([1, 99_998]))).toEqual([99_999, 100_000])
    expect(looks).toBeLessThan(20)
  })

  test('a set of runs holds as many as were put in', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(sizeOf({ a: runsOf(a), b: runsOf(b) })).toBe(a.length + b.length)
      }),
    )
  })
})

describe('an outbox', () => {
  const seed = 'seed12345678'
  const make = (ids: string[], shown?: string) => {
    const runs: RunSet = {}
    const events = new Map<string, BarEvent>()
    for (const id of ids) {
      const [station, n] = id.split('-') as [string, string]
      addId(runs, station, Number(n))
      events.set(id, { _id: id, _rev: '1-0', kind: 'note', at: 1 })
    }
    const journal = {
      runs,
      isMine: (station: string) => station === 'me' || station === 'constructor',
      read: async (wanted: string[]) => wanted.flatMap(id => events.get(id) ?? []),
    }
    return { outbox: new Outbox(journal, () => shown), events }
  }
  const ids = async (outbox: Outbox, others: boolean) => (await outbox.next(others)).map(event => event._id)

  test('sends the shown seed first, then own events, then, when it is time, those of others', async () => {
    const { outbox } = make(['zoe-1', 'me-2', `${seed}-1`, 'me-1'], seed)
    expect(await ids(outbox, false)).toEqual([`${seed}-1`, 'me-1', 'me-2'])
    expect(await ids(outbox, true)).toEqual([`${seed}-1`, 'me-1', 'me-2', 'zoe-1'])
    expect(outbox.hasOthers).toBe(true)
    expect(outbox.unsent).toBe(3)
  })

  test('what was taken waits for the changes; what they do not list goes again', async () => {
    const { outbox } = make(['me-1', 'me-2'])
    outbox.taken.set('me-1', 4)
    outbox.taken.set('me-2', 4)
    expect(await ids(outbox, false)).toEqual([])
    // A reading that had begun before says nothing of them.
    expect(outbox.settle({}, 4, 0)).toBe(false)
    expect(await ids(outbox, false)).toEqual([])
    expect(outbox.unsent).toBe(2)
    expect(outbox.settle({ me: [1, 1] }, 5, 0)).toBe(true)
    expect(await ids(outbox, false)).toEqual(['me-2'])
    expect(outbox.unsent).toBe(1)
  })

  test('what was refused goes again after an hour, and not when it is there by another way', async () => {
    const { outbox } = make(['me-1', 'me-2'])
    outbox.refused.set('me-1', { at: 0, reason: 'no' })
    outbox.refused.set('me-2', { at: 0, reason: 'no' })
    outbox.settle({ me: [2, 2] }, 1, 1000)
    expect([...outbox.refused.keys()]).toEqual(['me-1'])
    expect(await ids(outbox, false)).toEqual([])
    outbox.settle({ me: [2, 2] }, 2, 3_600_001)
    expect(await ids(outbox, false)).toEqual(['me-1'])
  })

  test('a forged number near the largest costs no more than another', async () => {
    const { outbox } = make(['other-9007199254740991', 'other-1'])
    expect(outbox.unsent).toBe(2)
    expect(await ids(outbox, true)).toEqual(['other-1', 'other-9007199254740991'])
  })

  test('a station may be called like anything that objects have', async () => {
    const { outbox } = make(['constructor-1'])
    expect(await ids(outbox, false)).toEqual(['constructor-1'])
    expect(outbox.unsent).toBe(1)
    expect(hasNumber(undefined, 1)).toBe(false)
  })
})
