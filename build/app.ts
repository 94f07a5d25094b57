// SPDX-License-Identifier: AGPL-3.0-or-later
// `npm run build`: the whole app as one self-contained HTML file, dist/index.html, and what it weighs.
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import { besidePage } from './beside.ts'
import { bundle, COMMON } from './bundle.ts'
import { gzip } from './package/gzip.ts'
import { partSizes } from './size.ts'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))

/** Bytes gzipped that the page may have; a build fails past it. */
export const LIMIT = 43 * 1024

export interface BuildOptions {
  /** The file that starts the app, relative to the project. */
  entry?: string
  /** Stands at the end of the file; default: package.json's. */
  version?: string
}

export interface BuiltApp {
  html: Uint8Array
  /** The file as the router keeps it. */
  gzip: Uint8Array
  brotliBytes: number
  /** Organizers' screens as the router keeps them; absent where the page carries all that it uses. */
  office?: Uint8Array
  version: string
  /** Sources (`'sha256-…'`) of its scripts, a space between them, and of its style for a Content-Security-Policy. */
  csp: { script: string; style: string }
  metafile: Metafile
}

const source = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * Builds the app: script and style bundled into src/app.html, and an end marker with the version as the very last
 * bytes, by which an update can tell a whole file from a cut one. Writes nothing.
 */
export const buildApp = async (options: BuildOptions = {}): Promise<BuiltApp> => {
  const { entry = 'src/main.ts' } = options
  const read = (path: string) => readFile(`${PROJECT}${path}`, 'utf8')
  const version = options.version ?? (JSON.parse(await read('package.json')).version as string)
  const [scripts, sheet] = await Promise.all([
    bundle(version, entry),
    build({ ...COMMON, entryPoints: ['src/view/style.css'] }),
  ])
  const script = scripts.page
  const style = sheet.outputFiles[0]!.text.trim()
  const page = (await read('src/app.html')).replace(/>\n</g, '><').trim()
  // Functions, because a replacement text would have its `$&` and `$'` read as patterns.
  // The page names the sources that its policy must allow, so an update can tell that the two came together.
  const sources = [script, ...(scripts.office ? [scripts.office] : [])].map(source).join(' ')
  const filled = page
    .replace('/*style*/', () => style)
    .replace('/*policy*/', () => sources)
    .replace('/*script*/', () => script)
  const text = `${filled}<!--barwrt ${version} end-->`
  const html = Buffer.from(text)
  return {
    html,
    gzip: await gzip(html),
    brotliBytes: brotliCompressSync(html).length,
    version,
    csp: { script: sources, style: source(style) },
    metafile: scripts.metafile,
    ...(scripts.office && { office: (await besidePage()).get('office.js')! }),
  }
}

const main = async (): Promise<void> => {
  const app = await buildApp()
  const sizes = { raw: app.html.length, gzip: app.gzip.length, brotli: app.brotliBytes }
  await mkdir(`${PROJECT}dist`, { recursive: true })
  await writeFile(`${PROJECT}dist/index.html`, app.html)
  const facts = { version: app.version, ...sizes, scriptHash: app.csp.script, styleHash: app.csp.style }
  await writeFile(`${PROJECT}dist/build.json`, `${JSON.stringify(facts, null, 2)}\n`)
  const say = (line: string) => process.stdout.write(`${line}\n`)
  say(
    `dist/index.html  ${sizes.raw} bytes raw, ${sizes.gzip} gzip, ${sizes.brotli} brotli (at most ${LIMIT} gzip)`,
  )
  say(
    `minified parts   ${partSizes(app.metafile)
      .map(([part, bytes]) => `${part} ${bytes}`)
      .join(', ')}`,
  )
  const beside = [...(await besidePage())].map(([name, bytes]) => `${name} ${bytes.length}`)
  say(`beside it        ${beside.join(', ')}`)
  if (sizes.gzip <= LIMIT) return
  process.stderr.write(`The app is ${sizes.gzip - LIMIT} bytes over its limit. Make it smaller.\n`)
  process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
