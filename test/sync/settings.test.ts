import { expect, test } from 'vitest'
import { readSettings } from '../../src/sync/settings.ts'
import { Clock } from './clock.ts'
import { responseOf } from './model.ts'

const read = (status: number, body: string) =>
  readSettings({
    after: () => () => {},
    fetch: (async () => responseOf({ status, body })) as unknown as typeof fetch,
  })

test('a router tells its database; what else it says is passed on', async () => {
  const settings = { database: 'bar-7f3k2q', board: true, databases: ['https://couch.example/bar'] }
  expect(await read(200, JSON.stringify(settings))).toEqual(settings)
})

test('without a meeting, or with something else in its place, the tablet works alone', async () => {
  for (const body of ['{}', '', 'null', '[]', '"bar"', '{"database":7}', '<html>Welcome</html>'])
    expect(await read(200, body)).toBeUndefined()
  expect(await read(404, '{"database":"bar"}')).toBeUndefined()
})

test('who does not answer is waited for 5 s and no longer', async () => {
  const clock = new Clock()
  const fetch = ((_: string, { signal }: RequestInit) =>
    new Promise((_, reject) =>
      signal!.addEventListener('abort', () => reject(new Error('aborted'))),
    )) as typeof globalThis.fetch
  let answer: unknown = 'none yet'
  readSettings({ after: (ms, then) => clock.after(ms, then), fetch }).then(settings => {
    answer = settings
  })
  await clock.pass(4999)
  expect(answer).toBe('none yet')
  await clock.pass(2)
  expect(answer).toBeUndefined()
})
