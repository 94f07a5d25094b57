import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { BUDGET, buildApp } from '../../build/app.ts'
import type { Figure } from './figures.ts'

interface Weight {
  raw: number
  gzip: number
  brotli: number
}

const weigh = (bytes: Uint8Array): Weight => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
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

/** The app's one file against one library that does a part of it. */
export const benchBytes = async (): Promise<Figure[]> => {
  const app = weigh((await buildApp()).html)
  const pouch = await weighLibrary("import PouchDB from 'pouchdb-browser'; globalThis.PouchDB = PouchDB")
  const view = await weighLibrary(
    "import htm from 'htm'; import { h, render, Component } from 'preact'; Object.assign(globalThis, { html: htm.bind(h), render, Component })",
  )
  const figure = (name: string, peer: [string, Weight], key: keyof Weight): Figure => ({
    section: 'bytes',
    name,
    at: key,
    unit: 'B',
    runs: 1,
    median: app[key],
    p95: app[key],
    peer: { name: peer[0], runs: 1, median: peer[1][key], p95: peer[1][key] },
    ...(key === 'gzip' &&
      peer[0] === 'pouchdb-browser' && {
        aim: { says: `≤ ${BUDGET.toLocaleString('en')} B gzip`, reached: app.gzip <= BUDGET },
      }),
  })
  return (['raw', 'gzip', 'brotli'] as const).flatMap(key => [
    figure('the whole app, one file', ['pouchdb-browser', pouch], key),
    figure('the whole app, one file', ['preact + htm alone', view], key),
  ])
}
