// The wire suite once more, over the files that the package puts on a router: the shims as they are packed and unpacked,
// the settings and the uhttpd command line that the installed init script makes, inside a root of their own.
import { afterAll, vi } from 'vitest'
import '../wire/changes.test.ts'
import '../wire/corpus.test.ts'
import '../wire/crowd.test.ts'
import '../wire/database.test.ts'
import '../wire/keys.test.ts'
import '../wire/log.test.ts'
import '../wire/pulse.test.ts'
import '../wire/replicate.test.ts'
import '../wire/write.test.ts'
import { removeRouters } from './installed.ts'

vi.mock('../wire/hosts.ts', async original => {
  const actual = await original<typeof import('../wire/hosts.ts')>()
  const { installedHosts } = await import('./installed.ts')
  const installed = installedHosts(actual.interpreters)
  return { ...actual, hosts: installed, shims: installed }
})

afterAll(removeRouters)
