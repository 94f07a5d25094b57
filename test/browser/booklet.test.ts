import { expect, test } from 'vitest'
import { printed } from '../../build/handbook/booklet.ts'
import { handbookLanguages, handbookPage } from '../../build/handbook/page.ts'

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
