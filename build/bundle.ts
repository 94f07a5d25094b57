// SPDX-License-Identifier: AGPL-3.0-or-later
// The app's two scripts: the page's own, and organizers' screens, which use the page's parts.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'
import { minify as terser } from 'terser'
import { parseAst } from 'vite'
import { packedTexts } from './texts.ts'

/** The oldest browsers that run it: the first with `<dialog>` and `Array.prototype.at` everywhere. */
const TARGET = ['chrome92', 'firefox98', 'safari15.4']

/** Where the page's script leaves the parts that organizers' screens use. */
const PARTS = 'globalThis.barwrt'

/** What all of the app's builds have in common. */
export const COMMON = {
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  bundle: true,
  minify: true,
  write: false,
  target: TARGET,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions

/** The words between tags of an htm template are indented for people; htm drops that space, so the file need not carry it. */
const tightTemplates: Plugin = {
  name: 'tight-templates',
  setup(setup) {
    setup.onLoad({ filter: /src\/(view\/.*|office)\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8'))
        .replace(/([>}])\s*\n\s*(?=<|\$\{)/g, '$1')
        // Attributes on lines of their own; TypeScript, as it is formatted here, has a space beside each `=`.
        .replace(/\n\s+(?=[\w-]+=["$]|\.\.\.\$\{)/g, ' '),
      loader: 'ts',
    }))
  },
}

/** A style sheet that a script imports is the text of it, as small as that of the page. */
const sheets: Plugin = {
  name: 'sheets',
  setup(setup) {
    setup.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ ...COMMON, entryPoints: [path] })
      return { contents: outputFiles[0]!.text.trim(), loader: 'text' }
    })
  },
}

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

/** Bundles modules that are given as texts, by their names, into one script that begins with `first`. */
const link = async (first: string, modules: Record<string, string>): Promise<string> => {
  const given: Plugin = {
    name: 'given',
    setup(setup) {
      setup.onResolve({ filter: /^\.\// }, ({ path }) => ({ path, namespace: 'given' }))
      setup.onLoad({ filter: /.*/, namespace: 'given' }, ({ path }) => ({ contents: modules[path]! }))
    },
  }
  const stdin = { contents: first }
  const { outputFiles } = await build({ ...COMMON, stdin, format: 'iife', plugins: [given] })
  return tighten(outputFiles[0]!.text.trim())
}

/** The names that a module imports from another. */
const imported = (module: string, from: string): string[] =>
  parseAst(module).body.flatMap(each =>
    each.type === 'ImportDeclaration' && each.source.value === from
      ? each.specifiers.map(name =>
          name.type === 'ImportSpecifier' && name.imported.type === 'Identifier' ? name.imported.name : '',
        )
      : [],
  )

export interface Scripts {
  page: string
  /** Organizers' screens; absent from a page of another entry, which carries all that it uses. */
  office?: string
  metafile: Metafile
}

const inOne = async (entry: string, options: BuildOptions): Promise<Scripts> => {
  const { outputFiles, metafile } = await build({ ...options, entryPoints: [entry], metafile: true })
  return { page: await tighten(outputFiles![0]!.text.trim()), metafile: metafile! }
}

/**
 * Bundles the app. esbuild parts src/main.ts and src/office.ts into what only one of them uses, and what both do; the
 * page's script is made of its own and the shared part, and hands the names that organizers' screens import from it
 * over in `globalThis.barwrt`. They read each there at each use, because the words' variables change with the language.
 * @param entry another file that starts the page instead
 * @param version what the page says it is; organizers' screens do not say
 */
export const bundle = async (version: string, entry = 'src/main.ts'): Promise<Scripts> => {
  const options = {
    ...COMMON,
    define: { BARWRT_VERSION: JSON.stringify(version) },
    plugins: [sheets, tightTemplates, packedTexts],
  }
  if (entry !== 'src/main.ts') return inOne(entry, { ...options, format: 'iife' })
  const { outputFiles, metafile } = await build({
    ...options,
    metafile: true,
    format: 'esm',
    splitting: true,
    entryPoints: { page: entry, office: 'src/office.ts' },
    outdir: 'out',
    chunkNames: 'shared',
  })
  const modules = Object.fromEntries(
    outputFiles.map(({ path, text }) => [`./${path.slice(path.lastIndexOf('/') + 1)}`, text]),
  )
  const { './page.js': page = '', './office.js': screens = '', './shared.js': shared = '' } = modules
  const names = imported(screens, './shared.js')
  const parts = `export { ${names.join(', ')} } from './shared.js'`
  const first = `import * as parts from './parts.js'; ${PARTS} = parts; import './page.js'`
  const linked = Promise.all([
    link(first, { './parts.js': parts, './page.js': page, './shared.js': shared }),
    link("import './office.js'", { './office.js': screens, './shared.js': `module.exports = ${PARTS}` }),
  ])
  office ??= linked.then(([, script]) => script)
  return { page: (await linked)[0], office: (await linked)[1], metafile }
}

/** Organizers' screens as the page of any version wants them; bundled at most once a run. */
let office: Promise<string> | undefined
export const officeScript = (): Promise<string> => (office ??= bundle('').then(scripts => scripts.office!))
