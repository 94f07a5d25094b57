import { expect, test } from 'vitest'
import { followTexts, type HostTexts } from '../../src/sync/texts.ts'
import { Clock } from './clock.ts'
import { responseOf } from './model.ts'

/** A tablet with some texts kept, and a host that has those in `has`; none at all while it is off. */
const setUp = (version = '1') => {
  const kept = new Map<string, HostTexts>()
  const has = new Map([['de', '{"t":{"ok":"Gut"},"o":{"key":"Schlüssel"}}']])
  const world = { clock: new Clock(), kept, has, off: false, asked: [] as string[], shown: [] as unknown[] }
  const net = {
    after: (ms: number, then: () => void) => world.clock.after(ms, then),
    fetch: (async (url: string) => {
      world.asked.push(url)
      const body = has.get(/(\w+)\.json$/.exec(url)![1]!)
      if (world.off) throw new TypeError('no route')
      return responseOf(body === undefined ? { status: 404, body: '' } : { status: 200, body })
    }) as unknown as typeof fetch,
  }
  const store = {
    fetched: async (name: string) => kept.get(name),
    keepFetched: async (name: string, texts: HostTexts) => void kept.set(name, texts),
  }
  const open = (version: string) =>
    followTexts(net, store, version, (code, texts) => world.shown.push([code, texts.t]))
  return { ...world, world, open, speak: open(version) }
}

test('a language is fetched once a version of the app, kept, and shown at once from then on', async () => {
  const { world, open, speak } = setUp()
  speak('de')
  speak('de')
  await world.clock.pass(1)
  expect(world.asked).toEqual(['/texts/de.json'])
  expect(world.shown).toEqual([['de', { ok: 'Gut' }]])
  world.off = true
  open('1')('de')
  await world.clock.pass(1)
  expect(world.shown).toHaveLength(2)
  expect(world.asked).toHaveLength(1)
  open('2')('de')
  await world.clock.pass(1)
  expect(world.shown).toHaveLength(3)
  expect(world.asked).toHaveLength(2)
})

test('English is never asked for', async () => {
  const { world, speak } = setUp()
  speak('en')
  await world.clock.pass(1)
  expect(world.asked).toEqual([])
})

test('a host that does not answer is asked again each minute, until another language is spoken', async () => {
  const { world, speak } = setUp()
  world.off = true
  speak('de')
  await world.clock.pass(60_100)
  expect(world.asked).toHaveLength(2)
  speak('en')
  await world.clock.pass(300_000)
  expect(world.asked).toHaveLength(2)
  speak('de')
  world.off = false
  await world.clock.pass(60_100)
  expect(world.shown).toEqual([['de', { ok: 'Gut' }]])
})

test('what is no texts is neither shown nor kept', async () => {
  const { world, speak } = setUp()
  world.has.set('de', '<html>Welcome to our Wi-Fi</html>')
  speak('de')
  await world.clock.pass(1)
  expect(world.shown).toEqual([])
  expect(world.kept.size).toBe(0)
})

test('who has chosen another language meanwhile does not see the one that came', async () => {
  const { world, speak } = setUp()
  speak('de')
  speak('en')
  await world.clock.pass(1)
  expect(world.shown).toEqual([])
  expect(world.kept.has('texts de')).toBe(true)
})
