import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { button, screens, serve } from './fixture/screens.ts'

// Long logs at the end of a meeting; the archive itself is made and read back in whole.test.ts.

const open = screens()

/** A page with a long log, at its setup. */
const long = async (events: number): Promise<Page> => {
  const page = await open()
  await serve(page, 'Club Mate')
  await page.evaluate(events => {
    const text = 'x'.repeat(100)
    for (let n = 1; n <= events; n++)
      window.fixture.fold.add({ _id: `far-${n}`, _rev: '1-0', kind: 'note', at: 1, text })
    location.hash = '#/setup'
  }, events)
  return page
}
const downloads = (page: Page): string[] => {
  const names: string[] = []
  page.on('download', download => names.push(download.suggestedFilename()))
  return names
}

test('an archive of 100,000 events shows how far it is; stopped, it is none and says nothing', async () => {
  const page = await long(100_000)
  const saved = downloads(page)
  const archive = page.getByRole('region', { name: 'Archive' })
  await button(page, 'Archive everything').click()
  const bar = archive.getByRole('progressbar', { name: /of 100,0/ })
  await expect.poll(() => bar.getAttribute('value').then(Number)).toBeGreaterThan(500)
  await button(archive, 'Stop').click()
  await bar.waitFor({ state: 'detached' })
  await page.evaluate(() => new Promise(done => setTimeout(done, 500)))
  expect(saved).toEqual([])
  expect(await archive.getByRole('status').textContent()).toBe('')
})

test('an archive of 20,000 events is read back whole, and a table of the hours is small', async () => {
  const page = await long(20_000)
  const archive = page.getByRole('region', { name: 'Archive' })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Archive everything').click(),
  ])
  expect(download.suggestedFilename()).toMatch(/-archive\.jsonl$/)
  await archive.getByText(/^20,\d+ events, read back, all there\. Orders: 1, drinks: 1/).waitFor()
  await button(page, 'Only the hours’ totals').click()
  await archive.getByText('1 drink in the file, read back, by the hour: 1.').waitFor()
})

test('a log as JSON can be stopped, too', async () => {
  const page = await long(100_000)
  const saved = downloads(page)
  await page.evaluate(() => void (location.hash = '#/report'))
  await button(page, 'log.json').click()
  await button(page, 'Stop').click()
  await page.getByRole('progressbar').waitFor({ state: 'detached' })
  await page.evaluate(() => new Promise(done => setTimeout(done, 500)))
  expect(saved).toEqual([])
})
