import { expect, test } from 'vitest'
import { parseEvent } from '../../src/domain/parse.ts'
import { night } from './events.ts'

test('a made-up night is events that the app takes, the same in each run, as large as a real bar’s', () => {
  const events = night(1000)
  expect(events).toEqual(night(1000))
  for (const event of events) expect(parseEvent(event)).toMatchObject({ ok: true })
  expect(new Set(events.map(event => event._id)).size).toBe(1000)
  const orders = events.filter(event => event.kind === 'order')
  const bytes = orders.reduce((sum, event) => sum + JSON.stringify(event).length, 0) / orders.length
  // 245 bytes an order in the log of a replayed camp bar.
  expect(bytes).toBeGreaterThan(220)
  expect(bytes).toBeLessThan(300)
})
