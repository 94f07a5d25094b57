import { expect, test } from 'vitest'
import { printed } from '../../build/handbook/booklet.ts'
import { handbookLanguages, handbookPage } from '../../build/handbook/page.ts'
import { launch, page } from './chromium.ts'
import { PHONE } from './fixture/screens.ts'

/** How many pages a PDF of Chromium's has. */
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)!.length

test('the bartender’s page is one sheet of paper in each language, with pictures on it', async () => {
  const sheets: Record<string, number> = {}
  const languages = await handbookLanguages()
  for (const language of languages) {
    const html = await handbookPage(language)
    const [, head, chapter] = /^(.*<body>).*?(<section class="chapter fridge".*?<\/section>)/s.exec(html)!
    expect(chapter).toContain('<img src="data:image/webp')
    sheets[language] = pagesOf(await printed(`${head}<main>${chapter}</main>`))
  }
  expect(sheets).toEqual(Object.fromEntries(languages.map(language => [language, 1])))
})

test('the sign that nothing is fine is one sheet, too', async () => {
  for (const language of ['en', 'es']) {
    const html = await handbookPage(language)
    const [, head, sign] = /^(.*<body>).*?(<div class="sheet sign">.*?<\/div>)/s.exec(html)!
    expect(pagesOf(await printed(`${head}<main>${sign}</main>`)), language).toBe(1)
  }
})

// A long address in a paragraph once made the whole page wider than the phone.
test('on a phone only code and tables of figures are wider than it, and scroll by themselves', async () => {
  const browser = await launch()
  try {
    const phone = await page(browser, PHONE)
    for (const language of await handbookLanguages()) {
      await phone.setContent(await handbookPage(language))
      expect(await phone.evaluate(() => document.documentElement.scrollWidth), language).toBe(PHONE.width)
    }
  } finally {
    await browser.close()
  }
})
