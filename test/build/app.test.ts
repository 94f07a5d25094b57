import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { type BuiltApp, buildApp, LIMIT } from '../../build/app.ts'
import { besidePage } from '../../build/beside.ts'
import { bundle } from '../../build/bundle.ts'
import { partSizes } from '../../build/size.ts'
import { scriptHashes } from '../../build/standin/headers.ts'

let app: BuiltApp
let text: string
/** The page without what is inside its script and its style. */
let frame: string
beforeAll(async () => {
  app = await buildApp({ version: '7.8.9' })
  text = Buffer.from(app.html).toString()
  frame = text.replace(/(<(script|style)\b[^>]*>)[\s\S]*?(<\/\2>)/g, '$1$3')
}, 60_000)

test('the app is one file that asks for no other', () => {
  expect(text).toMatch(/^<!doctype html><html lang="en"/)
  expect(text).toContain('<meta charset="utf-8">')
  const links = [...frame.matchAll(/\b(?:src|href)="?([^">]+)/g)].map(match => match[1])
  expect(links).toEqual([expect.stringMatching(/^data:image\/svg/)])
  expect(text).not.toMatch(/@import|url\(/)
})

test('its very last bytes say that it is whole, and which version it is', () => {
  expect(text).toMatch(/<\/script><!--barwrt 7\.8\.9 end-->$/)
  expect(frame.split('<!--barwrt').length).toBe(2)
})

const hash = (bytes: string | Uint8Array) => `'sha256-${createHash('sha256').update(bytes).digest('base64')}'`

test('its policy sources are the hashes of its script, of organizers’ screens, and of the one style in it', () => {
  const own = /<script[^>]*>([\s\S]*)<\/script>/.exec(text)![1]!
  expect(scriptHashes(text)).toEqual([hash(own), hash(gunzipSync(app.office!))])
  expect(app.csp.script).toBe(scriptHashes(text).join(' '))
  const styles = [...text.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(match => match[1]!)
  expect(styles.map(hash)).toEqual([app.csp.style])
})

test('it stays within its limit as the router keeps it, and every part of it is named', () => {
  expect(gunzipSync(app.gzip).equals(app.html)).toBe(true)
  expect(app.gzip.length).toBeLessThanOrEqual(LIMIT)
  const parts = partSizes(app.metafile).map(([part]) => part)
  for (const part of ['domain', 'view', 'texts', 'sync', 'journal', 'preact', 'htm', 'idb-keyval'])
    expect(parts).toContain(part)
})

test('it is the same bytes each time', async () => {
  const again = await buildApp({ version: '7.8.9' })
  expect(Buffer.from(again.html).equals(app.html)).toBe(true)
  expect(Buffer.from(again.gzip).equals(app.gzip)).toBe(true)
})

test('organizers’ screens are the same bytes beside every version, and hold none of the page’s own parts', async () => {
  const versions = await Promise.all(['7.8.9', '7.9.0'].map(version => bundle(version)))
  const beside = gunzipSync((await besidePage()).get('office.js')!).toString()
  expect(versions.map(({ office }) => office)).toEqual([beside, beside])
  const names = Object.entries(app.metafile.outputs).map(([path, { inputs }]) => [path, Object.keys(inputs)])
  const parts = Object.fromEntries(names) as Record<string, string[]>
  expect(parts['out/office.js']).toContain('src/view/office/plan.ts')
  for (const path of ['src/station/station.ts', 'src/domain/fold.ts', 'src/view/order.ts', 'src/texts/en.ts'])
    expect(parts['out/office.js']).not.toContain(path)
})
