import { expect, test } from 'vitest'
import { boardOf } from '../../src/domain/board.ts'
import { foreign, Lab } from './kit.ts'
import type { Tablet } from './tablet.ts'

const MINUTE = 60_000
const PATH = '/_local/board'

/** The board as it lies on the router. */
const shown = (lab: Lab) => lab.database.local.get(PATH)
const isShown = (lab: Lab, { bar }: Tablet) => {
  const { _rev, ...board } = shown(lab) ?? {}
  expect(board).toEqual(boardOf(bar.fold))
}
const asked = (lab: Lab) => lab.model.calls.filter(({ path }) => path.endsWith(PATH))
const written = (lab: Lab) => asked(lab).filter(({ method }) => method === 'PUT').length
/** Sells one out, and brings it back. */
const mark = ({ station, bar }: Tablet, out: boolean) =>
  station.note({ kind: 'mark', drink: 'tschunk', v: bar.fold.nextMark('tschunk'), out })

test.each(['router', 'couch'] as const)(
  'the guests’ board follows what the stations know (%s)',
  async kind => {
    const lab = new Lab({ kind })
    const one = await lab.connected()
    await lab.pass(6000)
    isShown(lab, one)
    mark(one, true)
    await lab.pass(3000)
    isShown(lab, one)
    expect(shown(lab)!['drinks']).toContainEqual(expect.objectContaining({ name: 'Tschunk', out: true }))
    mark(one, false)
    await lab.pass(3000)
    isShown(lab, one)
  },
)

test('several stations do not fight over it: one change is written once', async () => {
  const lab = new Lab()
  const tablets = [await lab.connected(), await lab.connected(), await lab.connected(), await lab.connected()]
  await lab.pass(10_000)
  expect(written(lab)).toBe(1)
  for (const [i, tablet] of tablets.entries()) {
    mark(tablet, i % 2 === 0)
    await lab.pass(10_000)
    isShown(lab, tablet)
    expect(written(lab)).toBe(i + 2)
  }
})

test('it is right in the end, whoever writes last', async () => {
  const lab = new Lab()
  const tablets = [await lab.connected(), await lab.connected(), await lab.connected()]
  for (let round = 0; round < 10; round++) {
    for (const tablet of tablets) mark(tablet, round % 2 === 0)
    await lab.pass(100 + 300 * round)
  }
  await lab.pass(20_000)
  for (const tablet of tablets) isShown(lab, tablet)
})

test('nothing is asked while nothing on it changes, whatever is sold', async () => {
  const lab = new Lab()
  const tablet = await lab.connected()
  await lab.connected()
  await lab.pass(10_000)
  const before = asked(lab).length
  await lab.pass(60 * MINUTE)
  for (let i = 0; i < 20; i++) {
    tablet.tap()
    await lab.pass(5000)
  }
  expect(asked(lab).length).toBe(before)
})

test('a router that restarted has forgotten it, and gets it again', async () => {
  const lab = new Lab()
  const tablet = await lab.connected()
  await lab.pass(10_000)
  lab.model.reboot()
  expect(shown(lab)).toBeUndefined()
  await lab.pass(20_000)
  isShown(lab, tablet)
})

test('where it cannot be written the rest goes on, and it comes later', async () => {
  const lab = new Lab()
  let full = true
  lab.model.intercept = ({ path, method }) =>
    full && method === 'PUT' && path.endsWith(PATH)
      ? { status: 507, headers: {}, body: '{"error":"full"}' }
      : undefined
  const tablet = await lab.connected()
  lab.database.add(foreign('other', 1))
  await lab.pass(MINUTE)
  expect(tablet.link.state).toBe('ok')
  expect(tablet.bar.fold.events.has('other-1')).toBe(true)
  expect(asked(lab).length).toBeLessThan(6)
  full = false
  await lab.pass(2 * MINUTE)
  isShown(lab, tablet)
})
