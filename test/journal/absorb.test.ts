import { expect, test } from 'vitest'
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
