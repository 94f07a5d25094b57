// SPDX-License-Identifier: AGPL-3.0-or-later
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { COMMON, officeScript } from './bundle.ts'
import { gzip } from './package/gzip.ts'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))

/** The icons are src/icons/icon.svg in eight shades. Nothing of the drawing is near an edge, so any mask will do. */
const ICONS = [192, 512]

/** What a browser is told that offers to install the app. Called .json, for uhttpd knows no type for `.webmanifest`. */
const MANIFEST = {
  name: 'BarWRT',
  short_name: 'BarWRT',
  id: '/',
  start_url: '/',
  display: 'standalone',
  background_color: '#12110f',
  theme_color: '#12110f',
  icons: ICONS.map(size => ({
    src: `/icon-${size}.png`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose: 'any maskable',
  })),
}

const make = async (): Promise<Map<string, Buffer>> => {
  const { outputFiles } = await build({
    ...COMMON,
    entryPoints: ['src/shell/worker.ts'],
    format: 'iife',
    target: 'es2021',
  })
  const icon = (size: number) => readFile(`${PROJECT}src/icons/icon-${size}.png`)
  return new Map([
    ['office.js', await gzip(Buffer.from(await officeScript()))],
    ['sw.js', await gzip(Buffer.from(outputFiles[0]!.text.trim()))],
    ['manifest.json', await gzip(Buffer.from(JSON.stringify(MANIFEST)))],
    ...(await Promise.all(
      ICONS.map(async size => [`icon-${size}.png`, await icon(size)] as [string, Buffer]),
    )),
  ])
}

let made: Promise<Map<string, Buffer>> | undefined

/**
 * What lies beside the page in the web root: organizers' screens, which are the same bytes whatever version the page
 * says it is, and for a host with HTTPS the service worker, manifest and icons. File name → bytes as a host stores and
 * sends them: texts gzipped.
 */
export const besidePage = (): Promise<Map<string, Buffer>> => (made ??= make())
