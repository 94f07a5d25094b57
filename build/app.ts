// SPDX-License-Identifier: AGPL-3.0-or-later
// `npm run build`: the whole app as one self-contained HTML file, dist/index.html, and what it weighs.
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import { minify as terser } from 'terser'
import { besidePage } from './beside.ts'
import { gzip } from './package/gzip.ts'
import { partSizes } from './size.ts'
import { packedTexts } from './texts.ts'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))

/** Bytes gzipped that the whole app aims for, with all screens: less than PouchDB alone. */
export const BUDGET = 43 * 1024

/**
 * Bytes gzipped past which a build fails: what the organizers' screens came to, which is half as much again as the aim.
 * docs/benchmarks.md says where the bytes are.
 */
export const LIMIT = 68 * 1024

/** The oldest browsers that run it: the first with `<dialog>` and `Array.prototype.at` everywhere. */
const TARGET = ['chrome92', 'firefox98', 'safari15.4']

export interface BuildOptions {
  /** The file that starts the app, relative to the project. */
  entry?: string
  minify?: boolean
  /** Stands at the end of the file; default: package.json's. */
  version?: string
}

export interface BuiltApp {
  html: Uint8Array
  /** The file as the router keeps it. */
  gzip: Uint8Array
  brotliBytes: number
  version: string
  /** Sources (`'sha256-…'`) of the inline script and style for a Content-Security-Policy. */
  csp: { script: string; style: string }
  metafile: Metafile
}

const source = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** The words between tags of an htm template are indented for people; htm drops that space, so the file need not carry it. */
const tightTemplates = {
  name: 'tight-templates',
  setup(setup: import('esbuild').PluginBuild) {
    setup.onLoad({ filter: /src\/view\/.*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8'))
        .replace(/([>}])\s*\n\s*(?=<|\$\{)/g, '$1')
        // Attributes on lines of their own; TypeScript, as it is formatted here, has a space beside each `=`.
        .replace(/\n\s+(?=[\w-]+=["$]|\.\.\.\$\{)/g, ' '),
      loader: 'ts',
    }))
  },
} satisfies import('esbuild').Plugin

/** What esbuild leaves: some 3 % of the bytes, gzipped. Only what holds for any script; nothing marked unsafe. */
const tighten = async (script: string): Promise<string> => {
  const { code } = await terser(script, {
    ecma: 2020,
    // Functions with a body stay where they are: put in at each place they are called from, they are more to pack.
    compress: { passes: 3, inline: 1 },
    format: { ascii_only: false },
  })
  return code!
}

/**
 * Builds the app: script and style bundled into src/app.html, and an end marker with the version as the very last
 * bytes, by which an update can tell a whole file from a cut one. Writes nothing.
 */
export const buildApp = async (options: BuildOptions = {}): Promise<BuiltApp> => {
  const { entry = 'src/main.ts', minify = true } = options
  const read = (path: string) => readFile(`${PROJECT}${path}`, 'utf8')
  const version = options.version ?? (JSON.parse(await read('package.json')).version as string)
  const common = {
    absWorkingDir: PROJECT,
    bundle: true,
    minify,
    write: false,
    target: TARGET,
    legalComments: 'none',
    logLevel: 'warning',
  } as const
  const [code, sheet] = await Promise.all([
    build({
      ...common,
      entryPoints: [entry],
      format: 'iife',
      charset: 'utf8',
      metafile: true,
      define: { BARWRT_VERSION: JSON.stringify(version) },
      plugins: minify ? [tightTemplates, packedTexts] : [],
    }),
    build({ ...common, entryPoints: ['src/view/style.css'] }),
  ])
  const bundle = code.outputFiles[0]!.text.trim()
  const script = minify ? await tighten(bundle) : bundle
  const style = sheet.outputFiles[0]!.text.trim()
  const page = (await read('src/app.html')).replace(/>\n</g, '><').trim()
  // Functions, because a replacement text would have its `$&` and `$'` read as patterns.
  // The page names the script source that its policy must allow, so an update can tell that the two came together.
  const filled = page
    .replace('/*style*/', () => style)
    .replace('/*policy*/', () => source(script))
    .replace('/*script*/', () => script)
  const text = `${filled}<!--barwrt ${version} end-->`
  const html = Buffer.from(text)
  return {
    html,
    gzip: await gzip(html),
    brotliBytes: brotliCompressSync(html).length,
    version,
    csp: { script: source(script), style: source(style) },
    metafile: code.metafile,
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
    `dist/index.html  ${sizes.raw} bytes raw, ${sizes.gzip} gzip, ${sizes.brotli} brotli (aim ${BUDGET} gzip, at most ${LIMIT})`,
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
