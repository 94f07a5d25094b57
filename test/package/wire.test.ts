// The wire suite once more, over the files that the package puts on a router: the shims as they are packed and unpacked,
// the settings and the uhttpd command line that the installed init script makes, inside a root of their own.
import { afterAll, vi } from 'vitest'
import { removeRouters } from './installed.ts'
import { real } from './router.ts'

vi.mock('../wire/hosts.ts', async original => {
  const actual = await original<typeof import('../wire/hosts.ts')>()
  const { installedHosts } = await import('./installed.ts')
  const installed = installedHosts(actual.interpreters)
  return { ...actual, hosts: installed, shims: installed }
})

afterAll(removeRouters)

// Without uhttpd each request is a process in a namespace of its own, so only what the packing could break is asked.
await import('../wire/database.test.ts')
await import('../wire/keys.test.ts')
await import('../wire/write.test.ts')
if (real.uhttpd) {
  await import('../wire/changes.test.ts')
  await import('../wire/corpus.test.ts')
  await import('../wire/crowd.test.ts')
  await import('../wire/log.test.ts')
  await import('../wire/pulse.test.ts')
  await import('../wire/replicate.test.ts')
}
