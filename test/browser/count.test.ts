// biome-ignore-all lint/performance/useDomNodeTextContent: what is on screen is the point here
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildApp } from '../../build/app.ts'
import { done, drink, Meeting, onRouter } from './meeting.ts'
import { Tablet } from './tablet.ts'

// A stock take on two tablets, as people do it: an hour, line by line, while the bar goes on selling.

let html: Uint8Array
let meeting: Meeting
let dirs: string[]
let tablets: Tablet[]

beforeAll(async () => {
  html = (await buildApp()).html
})
beforeEach(async () => {
  dirs = await Promise.all([1, 2].map(n => mkdtemp(join(tmpdir(), `barwrt-count-${n}-`))))
  meeting = await Meeting.start(html)
  tablets = await Promise.all(dirs.map(dir => Tablet.start(dir)))
})
afterEach(async () => {
  await Promise.all(tablets.map(tablet => tablet.close()))
  await meeting.stop()
  await Promise.all(dirs.map(dir => rm(dir, { recursive: true, force: true })))
})

const opened = async (tablet: Tablet): Promise<Page> => {
  const page = (await tablet.open(meeting.router.url))!
  page.setDefaultTimeout(60_000)
  await drink(page, 'Club Mate').waitFor()
  await onRouter(page)
  return page
}
const go = (page: Page, way: 'Bar' | 'Stock') => page.getByRole('link', { name: way, exact: true }).click()
const delivered = async (page: Page, item: string, field: string, n: string) => {
  await page.getByRole('button', { name: 'Delivery', exact: true }).click()
  const form = page.getByRole('form', { name: 'Delivery' })
  await form.getByLabel('Item').selectOption({ label: item })
  await form.getByLabel(field, { exact: true }).fill(n)
  await form.getByRole('button', { name: 'Record' }).click()
}
const sold = async (page: Page) => {
  await go(page, 'Bar')
  await drink(page, 'Club Mate').click()
  await done(page).click()
  await go(page, 'Stock')
}
/** A line of the count that waits to be entered; there is none where it was, here or elsewhere. */
const line = (page: Page, item: string) => page.getByRole('form', { name: item, exact: true })
const counted = async (page: Page, item: string, fields: Record<string, string>) => {
  const form = line(page, item)
  for (const [label, n] of Object.entries(fields)) await form.getByLabel(label, { exact: true }).fill(n)
  await form.getByRole('button', { name: 'Counted' }).click()
}
const count = (page: Page) => page.getByRole('button', { name: 'Count', exact: true }).click()
const row = (page: Page, item: string, level: RegExp) =>
  page.getByRole('row', { name: item }).filter({ hasText: level }).waitFor()

test('a count begun on one tablet is finished on another, under sales that go on and a battery that dies', async () => {
  const [one, two] = (await Promise.all(tablets.map(opened))) as [Page, Page]
  await go(one, 'Stock')
  await delivered(one, 'Club Mate', 'Crates', '3')
  await delivered(one, 'Vodka', 'Bottles', '2')
  await onRouter(one)
  await count(one)
  // Nobody is told beforehand what there should be.
  expect(await one.getByRole('dialog').innerText()).not.toMatch(/60|3 crates|expected|2 bottles/)
  await counted(one, 'Club Mate', { Crates: '2', Bottles: '5', 'Open, tenths': '3' })
  await one.getByText('45.3 bottles, expected 60 bottles').waitFor()
  await expect
    .poll(async () => (await meeting.events()).filter(({ kind }) => kind === 'count').length)
    .toBe(1)
  // It was on the disk before it was on the router.
  await tablets[0]!.kill()

  await go(two, 'Stock')
  await sold(two)
  await row(two, 'Club Mate', /44\.3 bottles/)
  await count(two)
  await two
    .getByRole('dialog')
    .getByText(/^counted \d/)
    .waitFor()
  expect(await line(two, 'Club Mate').count()).toBe(0)
  expect(await line(two, 'Vodka').innerText()).not.toMatch(/2 bottles|expected/)
  await counted(two, 'Vodka', { Bottles: '1', 'Open, tenths': '4' })
  await two.getByText('1.4 bottles, expected 2 bottles').waitFor()
  await two.keyboard.press('Escape')
  await onRouter(two)

  tablets[0] = await Tablet.start(dirs[0]!)
  const again = await opened(tablets[0])
  await go(again, 'Stock')
  await row(again, 'Vodka', /1\.4 bottles/)
  await sold(again)
  await onRouter(again)
  for (const page of [again, two]) await row(page, 'Club Mate', /43\.3 bottles/)
  // Both know the whole count: nothing is left to enter.
  await count(again)
  await again
    .getByRole('dialog')
    .getByText(/^counted \d/)
    .first()
    .waitFor()
  for (const item of ['Club Mate', 'Vodka']) expect(await line(again, item).count()).toBe(0)
})
