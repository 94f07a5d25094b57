// What the docs tell a developer to type is there: scripts, files, options, variables.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const read = (name: string): string => readFileSync(join(PROJECT, name), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

const below = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(PROJECT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => ending.test(name))
    .map(name => join(folder, name))
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...below('docs', /\.md$/)]
const programs = [...below('build', /\.ts$/), ...below('test', /\.ts$/)].map(read).join('\n')

/** Each place where a pattern stands in the docs: the page, and what its brackets hold. */
const said = (pattern: RegExp): [page: string, ...groups: string[]][] =>
  pages.flatMap(page =>
    [...read(page).matchAll(pattern)].map((match): [string, ...string[]] => [page, ...match.slice(1)]),
  )

describe('the docs name', () => {
  test('scripts that package.json has, with options that they take', () => {
    const named = said(/npm (?:run (\w+)|(start|test))\b(?: -- ([^`\n;|]*))?/g)
    expect(named.length).toBeGreaterThan(15)
    for (const [page, run, own, rest = ''] of named) {
      const script = scripts[run ?? own!]
      expect(script, `${page}: npm run ${run ?? own}`).toBeDefined()
      const [, file] = /tsx (\S+)/.exec(script!) ?? []
      for (const [, option] of rest.matchAll(/--([a-z]+)/g))
        expect(read(file!), `${page}: npm run ${run} -- --${option}`).toMatch(new RegExp(`\\b${option}\\b`))
    }
  })

  test('programs and tests that are there', () => {
    const named = said(/npx (?:tsx|vitest run(?: --project \w+)?) ((?:test|build)\/[\w./-]+)/g)
    expect(named.length).toBeGreaterThan(3)
    for (const [page, file] of named) expect(existsSync(join(PROJECT, file!)), `${page}: ${file}`).toBe(true)
  })

  test('test files by their names', () => {
    const files = below('test', /\.ts$/).map(name => name.replace(/.*\//, ''))
    const named = said(/`(?:test\/[\w/]+\/)?([\w-]+\.test\.ts)`/g)
    expect(named.length).toBeGreaterThan(20)
    for (const [page, file] of named) expect(files, page).toContain(file)
  })

  test('rooms and files of the code that are there', () => {
    for (const [page, path] of said(/`((?:src|build|test|openwrt-package)\/[\w./-]*)`/g))
      expect(existsSync(join(PROJECT, path!)), `${page}: ${path}`).toBe(true)
  })

  test('variables that something reads', () => {
    const named = said(/`(BARWRT_\w+)`/g)
    expect(named.length).toBeGreaterThan(5)
    for (const [page, name] of named) expect(programs, page).toContain(name)
  })
})
