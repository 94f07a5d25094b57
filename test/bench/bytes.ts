import { brotliCompressSync, gunzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { buildApp, LIMIT } from '../../build/app.ts'
import { gzip } from '../../build/package/gzip.ts'
import type { Figure } from './figures.ts'

interface Weight {
  raw: number
  gzip: number
  brotli: number
}

/** As a router would keep it. */
const weigh = async (bytes: Uint8Array): Promise<Weight> => ({
  raw: bytes.length,
  gzip: (await gzip(Buffer.from(bytes))).length,
  brotli: brotliCompressSync(bytes).length,
})

/** What somebody else's library weighs, bundled and minified as the app is. */
const weighLibrary = async (contents: string): Promise<Weight> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: new URL('../..', import.meta.url).pathname },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['chrome92', 'firefox98', 'safari15.4'],
    legalComments: 'none',
    define: { global: 'globalThis' },
    logLevel: 'error',
  })
  return weigh(outputFiles[0]!.contents)
}

/** The app's page, and organizers' screens, against one library that does a part of the page. */
export const benchBytes = async (): Promise<Figure[]> => {
  const { html, office } = await buildApp()
  const app = await weigh(html)
  const screens = await weigh(gunzipSync(office!))
  const pouch = await weighLibrary("import PouchDB from 'pouchdb-browser'; globalThis.PouchDB = PouchDB")
  const view = await weighLibrary(
    "import htm from 'htm'; import { h, render, Component } from 'preact'; Object.assign(globalThis, { html: htm.bind(h), render, Component })",
  )
  const figure = (name: string, own: Weight, peer: [string, Weight], key: keyof Weight): Figure => ({
    section: 'bytes',
    name,
    at: key,
    unit: 'B',
    runs: 1,
    median: own[key],
    p95: own[key],
    peer: { name: peer[0], runs: 1, median: peer[1][key], p95: peer[1][key] },
    ...(key === 'gzip' &&
      own === app &&
      peer[0] === 'pouchdb-browser' && {
        aim: { says: `≤ ${LIMIT.toLocaleString('en')} B gzip`, reached: app.gzip <= LIMIT },
      }),
  })
  return (['raw', 'gzip', 'brotli'] as const).flatMap(key => [
    figure('the page', app, ['pouchdb-browser', pouch], key),
    figure('the page', app, ['preact + htm alone', view], key),
    figure('organizers’ screens', screens, ['pouchdb-browser', pouch], key),
  ])
}
