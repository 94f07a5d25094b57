import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// A lock file that was written where a registry has no packages for other systems leaves those out, and then `npm ci`
// refuses it everywhere, on a fresh clone above all ("Missing: @biomejs/cli-darwin-arm64@ from lock file").
test('the lock file names the packages of every system, so that npm ci takes it', () => {
  type Package = { optionalDependencies?: Record<string, string> }
  const { packages } = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'))
  const missing = Object.entries(packages as Record<string, Package>).flatMap(
    ([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        name => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      ),
  )
  expect(missing).toEqual([])
})

test('the lock file names no registry', () => {
  const lock = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')
  expect(lock).not.toMatch(/"resolved": "http/)
})
