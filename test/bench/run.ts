// `npm run bench -- [--quick] [tap] [start] [bytes] [shim] [fold] [stock] [load] [soak]`: measures what this machine does now, prints a
// table and writes dist/bench.json and dist/bench.md. Without a name: all but the soak and the load.
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, release } from 'node:os'
import { parseArgs } from 'node:util'
import { need } from '../../build/need.ts'
import { importBuilt } from './bundle.ts'
import { benchBytes } from './bytes.ts'
import { type Figure, markdown, table } from './figures.ts'
import { benchLoad } from './load.ts'
import { benchShim } from './shim.ts'
import { benchSoak } from './soak.ts'
import { benchStart } from './start.ts'
import { benchStock } from './stock.ts'
import { benchTap } from './tap.ts'

const SECTIONS: Record<string, (quick: boolean) => Figure[] | Promise<Figure[]>> = {
  tap: benchTap,
  start: benchStart,
  bytes: benchBytes,
  shim: benchShim,
  stock: benchStock,
  soak: benchSoak,
  load: benchLoad,
  fold: async quick => {
    const entry = new URL('fold.ts', import.meta.url).pathname
    return (await importBuilt<typeof import('./fold.ts')>(entry)).benchFold(quick)
  },
}

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const unknown = positionals.find(name => !(name in SECTIONS))
  if (unknown) throw new Error(`no section ${unknown}; there are ${Object.keys(SECTIONS).join(', ')}`)
  const names = positionals.length
    ? positionals
    : Object.keys(SECTIONS).filter(name => !['soak', 'load'].includes(name))
  need(['chromium', 'lua5.1', 'time'])
  const figures: Figure[] = []
  const load: Record<string, number> = {}
  for (const name of names) {
    const found = await SECTIONS[name]!(values.quick)
    // What else the machine did meanwhile: with much of it, times say more about that than about us.
    load[name] = loadavg()[0]!
    process.stdout.write(`${table(found)}\nload average of the last minute: ${load[name]}\n\n`)
    figures.push(...found)
  }
  const machine = {
    cpu: cpus()[0]?.model,
    cores: availableParallelism(),
    kernel: release(),
    node: process.version,
    load,
  }
  process.stdout.write(`${machine.cores} × ${machine.cpu}, Node ${machine.node}\n`)
  await mkdir('dist', { recursive: true })
  await writeFile('dist/bench.md', `${markdown(figures)}\n`)
  await writeFile(
    'dist/bench.json',
    `${JSON.stringify({ machine, quick: values.quick, figures }, null, 2)}\n`,
  )
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
})
