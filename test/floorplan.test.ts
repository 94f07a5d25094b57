import { readFileSync } from 'node:fs'
import { build, type Plugin } from 'esbuild'
import { expect, test } from 'vitest'

/**
 * The floors of the house, from top to bottom, as docs/architecture.md draws them. A room may import what stands beside
 * its name, and nothing else of ours.
 */
const rooms: Record<string, string[]> = {
  main: ['meeting', 'guests', 'screens', 'sync', 'view', 'journal', 'shell', 'world', 'domain'],
  office: ['sync', 'view', 'texts'],
  meeting: ['station', 'sync', 'journal', 'shell', 'domain'],
  guests: ['sync', 'journal', 'domain'],
  screens: ['view', 'domain'],
  station: ['journal', 'domain'],
  sync: ['journal', 'domain'],
  view: ['domain', 'texts'],
  journal: ['domain'],
  shell: [],
  world: [],
  domain: [],
  texts: [],
}

const roomOf = (path: string): string | undefined => /^src\/([a-z]+)(?:\/|\.ts$)/.exec(path)?.[1]

/** Types tie rooms together just the same, but esbuild drops `import type`: says each once more as a plain import. */
const typesToo: Plugin = {
  name: 'types-too',
  setup(build) {
    build.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      const types = [...source.matchAll(/^import type [^']*('[^']+')/gm)].map(match => `import ${match[1]}\n`)
      return { contents: source + types.join(''), loader: 'ts' }
    })
  },
}

/** Each import between files of ours that are reached from these. */
const imports = async (
  entryPoints = ['src/main.ts', 'src/office.ts'],
): Promise<[from: string, to: string][]> => {
  const { metafile } = await build({
    entryPoints,
    outdir: 'out',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    plugins: [typesToo],
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    loader: { '.css': 'text', '.svg': 'text' },
    logLevel: 'silent',
  })
  return Object.entries(metafile.inputs).flatMap(([from, { imports }]) =>
    imports.filter(each => each.path.startsWith('src/')).map((each): [string, string] => [from, each.path]),
  )
}

test('imports run one way: each room imports only what the floor plan allows', async () => {
  const found = await imports()
  expect(found.length).toBeGreaterThan(20)
  const wrong = found.filter(([from, to]) => {
    const [a, b] = [roomOf(from), roomOf(to)]
    return a !== b && !(a && b && rooms[a]?.includes(b))
  })
  expect(wrong).toEqual([])
})

test('no file imports itself by way of others', async () => {
  const found = await imports()
  const next = new Map<string, string[]>()
  for (const [from, to] of found) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const circle = (file: string, path: string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return undefined
    for (const to of next.get(file) ?? []) {
      const found = circle(to, [...path, file])
      if (found) return found
    }
    done.add(file)
    return undefined
  }
  for (const file of next.keys()) expect(circle(file, [])).toBeUndefined()
})

test('the page carries nothing of the second script, and reads no text of it', async () => {
  const carried = new Set((await imports(['src/main.ts'])).flat())
  expect([...carried]).toContain('src/view/order.ts')
  expect([...carried].filter(path => path.startsWith('src/view/office/'))).toEqual([])
  const reads = [...carried].filter(
    path =>
      path !== 'src/view/words.ts' &&
      /\bo[.[]/.test(readFileSync(path, 'utf8').replace(/^ *(\*|\/).*$/gm, '')),
  )
  expect(reads.filter(path => path.startsWith('src/view/'))).toEqual([])
})
