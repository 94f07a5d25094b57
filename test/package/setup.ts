import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serialize } from 'node:v8'
import { buildApp } from '../../build/app.ts'
import { makePackages } from '../../build/package.ts'
import { real } from './router.ts'

/** The time of every file in the packages of the tests. */
const MTIME = 1_760_000_000

/** Makes the packages once for all test files: small packages take some seconds of compressing. */
export default async () => {
  for (const [name, path] of Object.entries(real))
    if (!path)
      process.stdout.write(
        `not run: what needs the real ${name} (none on the PATH or in BARWRT_${name.toUpperCase()})\n`,
      )
  const dir = mkdtempSync(join(tmpdir(), 'barwrt-packages-'))
  const { html } = await buildApp()
  const changed = Buffer.from(Buffer.from(html).toString().replace('<title>', '<title>Later '))
  const made = [
    await makePackages(html, { mtime: MTIME, release: '1' }),
    await makePackages(changed, { mtime: MTIME + 1000, release: '2' }),
  ]
  process.env.BARWRT_TEST_PACKAGES = join(dir, 'packages')
  writeFileSync(process.env.BARWRT_TEST_PACKAGES, serialize([html, ...made]))
  return () => rmSync(dir, { recursive: true, force: true })
}
