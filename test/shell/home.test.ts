import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Away, goHome, type HomeOptions } from '../../src/shell/home.ts'

const HOME = 'http://bar.lan:8409/'
const SECOND = 1000
const MINUTE = 60 * SECOND

const start = (options: Partial<HomeOptions> = {}) => {
  const said: Away['why'][] = []
  const go = vi.fn()
  const asked: unknown[] = []
  const callOff = goHome({
    address: HOME,
    stay: () => undefined,
    onAway: ({ why }) => said.push(why),
    go,
    fetch: async (url, init) => {
      asked.push([String(url), init?.mode, init?.cache])
      return new Response()
    },
    after(ms, then) {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
    ...options,
  })
  return { said, go, asked, callOff, pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('location', { origin: 'http://192.168.1.1:8409' })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('under another address: asks whether anything answers at the right one, says so, and goes', async () => {
  const { said, go, asked, pass } = start()
  await pass(3 * SECOND)
  expect(asked).toEqual([[HOME, 'no-cors', 'no-store']])
  expect(said).toEqual(['moving'])
  expect(go).not.toHaveBeenCalled()
  await pass(2 * SECOND)
  expect(go).toHaveBeenCalledExactlyOnceWith(HOME)
})

test('stays under the right address, asks nothing and says nothing', async () => {
  vi.stubGlobal('location', { origin: 'http://bar.lan:8409' })
  const { said, go, asked, pass } = start()
  await pass(10 * MINUTE)
  expect([said, go.mock.calls, asked]).toEqual([[], [], []])
})

test.each(['', 'bar.lan', 'javascript:alert(1)', 'ftp://bar.lan/', '//'])(
  'an address like %j is none',
  async address => {
    const { said, go, pass } = start({ address })
    await pass(10 * MINUTE)
    expect([said, go.mock.calls]).toEqual([[], []])
  },
)

test('stays while an order is open or something is not on the router, says which, then goes', async () => {
  let stay: 'order' | 'unsent' | undefined = 'order'
  const { said, go, pass } = start({ stay: () => stay })
  await pass(10 * MINUTE)
  expect(go).not.toHaveBeenCalled()
  expect(new Set(said)).toEqual(new Set(['order']))
  stay = 'unsent'
  await pass(10 * MINUTE)
  expect(go).not.toHaveBeenCalled()
  expect(said.at(-1)).toBe('unsent')
  stay = undefined
  await pass(6 * SECOND)
  expect(go).toHaveBeenCalledOnce()
})

test('an order that is begun in the last seconds keeps it', async () => {
  let stay: 'order' | undefined
  const { said, go, pass } = start({ stay: () => stay })
  await pass(3 * SECOND)
  stay = 'order'
  await pass(MINUTE)
  expect(go).not.toHaveBeenCalled()
  expect(said.at(-1)).toBe('order')
})

test.each<[string, HomeOptions['fetch']]>([
  ['does not answer', () => Promise.reject(new TypeError())],
  [
    'never ends',
    (_, init) =>
      new Promise((_, fail) => init!.signal!.addEventListener('abort', () => fail(init!.signal!.reason))),
  ],
])('an address that %s, as to a phone that asks another name server, is not moved to', async (_, fetch) => {
  const { said, go, pass } = start({ fetch })
  await pass(10 * MINUTE)
  expect(go).not.toHaveBeenCalled()
  expect(new Set(said)).toEqual(new Set(['unreachable']))
})

test('called off, it goes nowhere', async () => {
  const { go, callOff, pass } = start()
  await pass(3 * SECOND)
  callOff()
  await pass(MINUTE)
  expect(go).not.toHaveBeenCalled()
})
