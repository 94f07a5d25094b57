// SPDX-License-Identifier: AGPL-3.0-or-later
// `npm run simulate -- --worlds 10000 --seed 1`: as many simulated bars as asked, from printed seeds.
// `npm run simulate -- --networks 20 --steps 200`: camps of hosts in network namespaces, whose links break.
import { parseArgs } from 'node:util'
import { runCamps } from './networks/run.ts'
import { runWorld, type WorldOptions } from './worlds.ts'

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    // `real`: fake-indexeddb instead of the simulator's own disks.
    storage: { type: 'string', default: 'small' },
    // The name of a shim's interpreter (`Lua`, `ucode`), instead of the model of the wire.
    shim: { type: 'string' },
    networks: { type: 'string' },
    steps: { type: 'string', default: '100' },
    'go-on': { type: 'boolean', default: false },
  },
})
const worlds = Number(values.worlds)
const first = Number(values.seed)
if (!(worlds > 0) || !(first >= 0)) throw new Error('--worlds and --seed are whole numbers')
if (values.networks)
  process.exit(Number((await runCamps(Number(values.networks), first, Number(values.steps))) > 0))
const options: WorldOptions = {
  storage: values.storage === 'real' ? 'real' : 'small',
  ...(values.shim && { shim: values.shim }),
}

const sums = { orders: 0, clones: 0, joined: 0, requests: 0, buried: 0, healed: 0 }
let slowest = 0
let failed = 0
const begun = performance.now()
console.log(`${worlds} worlds from seed ${first}`)
for (let seed = first; seed < first + worlds; seed++) {
  try {
    const outcome = await runWorld(seed, options)
    for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += outcome[key]
    slowest = Math.max(slowest, outcome.healed)
  } catch (error) {
    failed++
    console.error(error instanceof Error ? error.message : error)
    if (!values['go-on']) break
  }
  const done = seed - first + 1
  if (done % 500 === 0) console.log(`${done} worlds, ${((performance.now() - begun) / 1000).toFixed(0)} s`)
}
console.log(
  `${sums.orders} orders, ${sums.requests} requests; ${sums.clones} clones noticed, ${sums.joined} times told to join, ${sums.buried} entries lost with their only disk`,
)
console.log(
  `all equal after ${(sums.healed / worlds).toFixed(1)} s on average, ${slowest} s at most (virtual)`,
)
console.log(
  `${failed ? `${failed} worlds failed` : 'all worlds well'}, ${((performance.now() - begun) / 1000).toFixed(1)} s`,
)
process.exitCode = failed ? 1 : 0
