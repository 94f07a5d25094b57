import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/**
 * Imports a module as the app's build would make it: bundled and minified, with none of the names that a TypeScript
 * runner keeps on every function and that cost more than the functions do.
 */
export const importBuilt = async <T>(entry: string): Promise<T> => {
  const dir = await mkdtemp(join(tmpdir(), 'barwrt-bench-'))
  try {
    const outfile = join(dir, 'module.mjs')
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      target: 'es2022',
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    await rm(dir, { recursive: true })
  }
}
