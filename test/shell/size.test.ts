import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'
import { expect, test } from 'vitest'

/** The same exports, and nothing in them. */
const hollow: Plugin = {
  name: 'hollow',
  setup(build) {
    build.onLoad({ filter: /\/src\/shell\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      const names = [...source.matchAll(/^export const (\w+)/gm)].map(([, name]) => name)
      return { contents: names.map(name => `export const ${name} = () => {}`).join('\n'), loader: 'ts' }
    })
  },
}

const bytes = async (plugins: Plugin[]): Promise<number> => {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('../..', import.meta.url)),
    entryPoints: ['src/main.ts'],
    bundle: true,
    minify: true,
    write: false,
    define: { BARWRT_VERSION: '"0"' },
    plugins,
  })
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length
}

test('the page’s own shell adds at most 1.75 KB gzipped to the app', async () => {
  const [app, without] = await Promise.all([bytes([]), bytes([hollow])])
  expect(app - without).toBeGreaterThan(500)
  expect(app - without).toBeLessThanOrEqual(1792)
})
