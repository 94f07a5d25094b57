// SPDX-License-Identifier: AGPL-3.0-or-later
// `npm run docs`: takes every picture anew from the real app, and makes the handbook, as a page and as a booklet (PDF).
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { printed } from './handbook/booklet.ts'
import { dataUrl, handbookLanguages, handbookPage } from './handbook/page.ts'
import { takePictures } from './handbook/pictures.ts'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))
const say = (line: string) => process.stdout.write(`${line}\n`)

const { shown, printed: onPaper } = await takePictures()
for (const [name, webp] of Object.entries(shown)) {
  await writeFile(`${PROJECT}docs/pictures/${name}.webp`, webp)
  say(`docs/pictures/${name}.webp  ${webp.length} bytes`)
}
const paper = Object.fromEntries(Object.entries(onPaper).map(([name, webp]) => [name, dataUrl(webp)]))
await mkdir(`${PROJECT}dist`, { recursive: true })
for (const language of await handbookLanguages()) {
  const html = await handbookPage(language)
  const pdf = await printed(await handbookPage(language, paper))
  await writeFile(`${PROJECT}dist/handbook-${language}.html`, html)
  await writeFile(`${PROJECT}dist/handbook-${language}.pdf`, pdf)
  say(`dist/handbook-${language}.html  ${html.length} bytes, as a booklet ${pdf.length}`)
}
