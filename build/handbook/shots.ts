// SPDX-License-Identifier: AGPL-3.0-or-later
// Which pictures README and handbook have: on what screen of the app each is taken, and what is done there before.
import type { Page } from 'playwright-core'
import { en, type Texts } from '../../src/texts/en.ts'
import { others } from '../../src/texts/languages.ts'
import { type Office, office } from '../../src/texts/office/en.ts'
import { offices } from '../../src/texts/office/languages.ts'
import { over } from '../../src/texts/shape.ts'

export const TABLET = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }

/** What the screens say in a language. */
export interface Words {
  t: Texts
  o: Office
}

/** The words of a language by its code. */
export const wordsOf = (language: string): Words => ({
  t: over(en, others[language]),
  o: over(office, offices[language]),
})

/** A picture: where it is taken, and what is done before. */
export interface Shot {
  route: string
  size: { width: number; height: number }
  /** It is shown in daylight colours. */
  day?: boolean
  before?: (page: Page, words: Words) => Promise<void>
}

/** Taps the first button whose name begins so. */
export const press = (page: Page, name: string): Promise<void> =>
  page
    .getByRole('button', { name: new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`) })
    .first()
    .click()

const tapOrder = async (page: Page): Promise<void> => {
  for (const name of ['Club Mate', 'Club Mate', 'Chaos Calmer']) await press(page, name)
}

/** Every picture by its name. */
export const SHOTS: Record<string, Shot> = {
  'bar-dark-tablet': { route: 'bar', size: TABLET, before: tapOrder },
  'bar-day-tablet': { route: 'bar', size: TABLET, day: true, before: tapOrder },
  'bar-dark-phone': { route: 'bar', size: PHONE, before: tapOrder },
  'bar-phone-order': {
    route: 'bar',
    size: PHONE,
    before: async (page, { t }) => {
      await tapOrder(page)
      await press(page, t.showOrder)
    },
  },
  'recent-orders': { route: 'bar', size: TABLET, before: (page, { t }) => press(page, t.recent) },
  stock: { route: 'stock', size: TABLET },
  count: { route: 'stock', size: TABLET, before: (page, { o }) => press(page, o.countStock) },
  item: { route: 'stock/mate', size: TABLET },
  cash: { route: 'cash', size: TABLET },
  report: { route: 'report', size: TABLET },
  board: { route: 'board', size: TABLET },
  setup: {
    route: 'setup',
    size: TABLET,
    before: async (page, { o }) => {
      await page.getByText(o.forBar).click()
      await page.locator('details[open]').scrollIntoViewIfNeeded()
    },
  },
}
