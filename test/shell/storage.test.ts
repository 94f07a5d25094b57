import { expect, test } from 'vitest'
import { type Browser, checkStorage, type Keeps } from '../../src/shell/storage.ts'

const storage = (persist: boolean, quota?: number, usage = 0): Browser['storage'] => ({
  persist: async () => persist,
  estimate: async () => (quota === undefined ? {} : { quota, usage }),
})
const CHROME = 'Google Inc.'
const SAFARI = 'Apple Computer, Inc.'

test.each<[string, Browser, Keeps]>([
  ['Chromium on plain HTTP, where nothing can be asked', { vendor: CHROME }, 'mostly'],
  ['Firefox on plain HTTP', { vendor: '' }, 'mostly'],
  ['Safari', { vendor: SAFARI, standalone: false }, 'week'],
  ['Safari on a laptop, which says nothing of icons', { vendor: SAFARI }, 'week'],
  ['the icon on an iPad', { vendor: SAFARI, standalone: true }, 'mostly'],
  ['HTTPS, and the browser agreed', { vendor: CHROME, storage: storage(true, 10e9) }, 'always'],
  ['HTTPS, and it did not', { vendor: CHROME, storage: storage(false, 10e9) }, 'mostly'],
  ['Safari on HTTPS that agreed', { vendor: SAFARI, storage: storage(true, 10e9) }, 'always'],
  ['little room', { vendor: CHROME, storage: storage(true, 60e6, 20e6) }, 'tight'],
  ['a browser that does not tell how much', { vendor: CHROME, storage: storage(false) }, 'mostly'],
  [
    'a browser that refuses to be asked',
    { vendor: CHROME, storage: { persist: () => Promise.reject(), estimate: () => Promise.reject() } },
    'mostly',
  ],
])('%s', async (_, browser, keeps) => {
  expect(await checkStorage(browser)).toBe(keeps)
})
