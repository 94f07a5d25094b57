import { expect, test } from 'vitest'
import type { BarEvent } from '../../src/domain/event.ts'
import { foreign, Lab } from '../sync/kit.ts'

test('what a disk kept, and then failed to say so, is shown all the same', async () => {
  // The connection died between the commit and its word: rows and place were on the disk, the station had seen
  // neither, and as the place had moved on the rows never came again. The screen lacked them until the next start.
  const lab = new Lab()
  const tablet = await lab.connected()
  const { journal } = tablet
  const absorb = journal.absorb.bind(journal)
  journal.absorb = async (...page) => {
    journal.absorb = absorb
    await absorb(...page)
    throw new DOMException('the connection was lost', 'UnknownError')
  }
  const events = journal.events.bind(journal)
  let reads = 0
  journal.events = async () => {
    if (reads++ === 0) throw new DOMException('nor can it be read yet', 'UnknownError')
    return events()
  }
  lab.database.add(foreign('other', 1))
  await lab.pass(5000)
  expect(reads).toBe(2)
  expect(tablet.bar.fold.events.has('other-1')).toBe(true)
  expect(journal.runs['other']).toEqual([1, 1])
  expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
})

test('an order that was kept, and of which the disk then failed to say so, is saved once', async () => {
  const lab = new Lab()
  const tablet = await lab.connected()
  const { journal } = tablet
  const append = journal.append.bind(journal)
  journal.append = async (...drafts) => {
    journal.append = append
    await append(...drafts)
    throw new DOMException('the connection was lost', 'UnknownError')
  }
  tablet.tap()
  await lab.pass(500)
  expect(tablet.bar.saving).toMatchObject({ state: 'trouble', waiting: 1 })
  await lab.pass(5000)
  expect(tablet.bar.saving.state).toBe('saved')
  expect(tablet.orders).toHaveLength(1)
  expect(lab.ids).toEqual([tablet.orders[0]!._id])
})

test('when a clone’s event takes the place of an own one, the screen shows both, and says so', async () => {
  const lab = new Lab()
  lab.fate = () => ({ lost: 'refused' })
  const tablet = await lab.connected()
  tablet.tap('club-mate')
  tablet.tap('tschunk')
  await lab.pass(100)
  const [mine] = tablet.orders
  const theirs = { ...mine!, lines: [{ ...mine!.lines[0]!, n: 5, sum: 1250 }], sum: 1250 }
  lab.database.add(theirs)
  lab.fate = () => ({})
  tablet.replicator.retry()
  await lab.pass(5000)
  expect(tablet.bar.notice).toEqual({ kind: 'clone' })
  expect(tablet.orders.map(order => order.sum).sort((a, b) => a - b)).toEqual([250, 450, 1250])
  expect(tablet.bar.fold.totals).toMatchObject({ orders: 3, drinks: 7, suggested: 1950 })
  expect(lab.ids).toHaveLength(3)
  expect(tablet.link).toMatchObject({ state: 'ok', unsent: 0 })
})

test('events that somebody brings are taken in once, and are on no router until they came back from one', async () => {
  const lab = new Lab()
  lab.fate = () => ({ lost: 'refused' })
  const tablet = await lab.connected()
  const brought = [foreign('other', 1), foreign('other', 2)] as unknown as BarEvent[]
  expect(await tablet.station.bring(brought)).toBe(2)
  expect(await tablet.station.bring(brought)).toBe(0)
  expect(tablet.bar.fold.events.has('other-2')).toBe(true)
  tablet.tap()
  await lab.pass(100)
  const mine = tablet.orders[0]!._id
  expect((await tablet.station.unsent(9)).map(({ _id }) => _id)).toEqual([mine, 'other-1', 'other-2'])
  expect((await tablet.station.unsent(2)).map(({ _id }) => _id)).toEqual([mine, 'other-1'])
  lab.fate = () => ({})
  tablet.replicator.retry()
  await lab.pass(60_000)
  expect(new Set(lab.ids)).toEqual(new Set([mine, 'other-1', 'other-2']))
  expect(await tablet.station.unsent(9)).toEqual([])
})

test('a brought event with an own number that is not here is a clone’s: this station goes on under another id', async () => {
  const lab = new Lab()
  const tablet = await lab.connected()
  tablet.tap()
  await lab.pass(3000)
  const before = tablet.bar.station
  const [mine] = tablet.orders
  expect(await tablet.station.bring([mine!])).toBe(0)
  expect(tablet.bar.station).toBe(before)
  expect(await tablet.station.bring([{ ...mine!, _id: `${before}-7` }])).toBe(1)
  expect(tablet.bar.station).not.toBe(before)
  expect(tablet.bar.notice).toEqual({ kind: 'clone' })
  expect(tablet.orders).toHaveLength(2)
})
