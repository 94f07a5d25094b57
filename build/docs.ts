// SPDX-License-Identifier: AGPL-3.0-or-later
// `npm run docs`: takes every picture anew from the real app, and makes the handbook, as a page and as a booklet (PDF).
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { printed } from './handbook/booklet.ts'
import { dataUrl, handbookLanguages, handbookPage, pictureFile, picturesIn, WHOLE } from './handbook/page.ts'
import { takePictures } from './handbook/pictures.ts'
import { SHOTS } from './handbook/shots.ts'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))
const say = (line: string) => process.stdout.write(`${line}\n`)

const wanted = new Map<string, string[]>()
for (const language of await handbookLanguages())
  wanted.set(language, language === WHOLE ? Object.keys(SHOTS) : await picturesIn(language))
const taken = await takePictures(wanted)

await mkdir(`${PROJECT}dist`, { recursive: true })
for (const [language, { shown, printed: onPaper }] of taken) {
  for (const [name, webp] of Object.entries(shown)) {
    const file = pictureFile(language, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, webp)
    say(`${relative(PROJECT, file)}  ${webp.length} bytes`)
  }
  const paper = Object.fromEntries(Object.entries(onPaper).map(([name, webp]) => [name, dataUrl(webp)]))
  const html = await handbookPage(language)
  const pdf = await printed(await handbookPage(language, paper))
  await writeFile(`${PROJECT}dist/handbook-${language}.html`, html)
  await writeFile(`${PROJECT}dist/handbook-${language}.pdf`, pdf)
  say(`dist/handbook-${language}.html  ${html.length} bytes, as a booklet ${pdf.length}`)
}
