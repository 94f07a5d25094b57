import { expect, test } from 'vitest'
import { foreign, Lab } from './kit.ts'

const MINUTE = 60_000

test.each(['router', 'couch'] as const)(
  'a station says now and then that it is there, and others hear it (%s)',
  async kind => {
    const lab = new Lab({ kind })
    const one = await lab.connected()
    const other = await lab.connected()
    await lab.pass(MINUTE)
    const asking = other.replicator.heard([one.bar.station, 'nobody'])
    await lab.pass(1000)
    const first = await asking
    expect(Object.keys(first)).toEqual([one.bar.station])
    expect(first[one.bar.station]).toMatchObject({ unsent: 0 })
    await lab.pass(10 * MINUTE)
    const again = other.replicator.heard([one.bar.station])
    await lab.pass(1000)
    expect((await again)[one.bar.station]!.at).toBeGreaterThan(first[one.bar.station]!.at + 4 * MINUTE)
  },
)

test('it costs no event, and two requests each few minutes', async () => {
  const lab = new Lab()
  const tablet = await lab.connected()
  const before = lab.ids.length
  const calls = lab.model.calls.length
  await lab.pass(60 * MINUTE)
  expect(lab.ids.length).toBe(before)
  const words = lab.model.calls.slice(calls).filter(({ path }) => path.includes('/_local/'))
  expect(words.length).toBeGreaterThan(15)
  expect(words.length).toBeLessThan(40)
  tablet.stop()
})

test('where nobody can be told, the rest goes on; a station that is out of reach is not heard again', async () => {
  const lab = new Lab()
  lab.model.intercept = ({ path }) =>
    path.includes('/_local/') ? { status: 507, headers: {}, body: '{"error":"full"}' } : undefined
  const tablet = await lab.connected()
  await lab.pass(10 * MINUTE)
  lab.database.add(foreign('other', 1))
  await lab.pass(MINUTE)
  expect(tablet.link.state).toBe('ok')
  expect(tablet.bar.fold.events.has('other-1')).toBe(true)
})
