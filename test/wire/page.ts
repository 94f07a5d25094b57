import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The meeting of the page. */
export const NAME = 'bar-7f3k2q'
/** What its words in capitals stand for here. */
export const STANDS_FOR = {
  PASSWORD: 'of-the-administrator',
  STATIONS: 'of-the-stations',
  KEY: 'the-bar-key-of-this-test',
  ORGANIZER: 'the-organizer-key',
  COOKIE: 'whoever-has-it-has-the-cluster',
  SECRET: '72f0e9d3b1a84c56',
  UUID: '5bd5a0f6c1de4a7c9e0d3f2b1a090807',
}
/** docs/scale.md. */
export const page = await readFile(new URL('../../docs/scale.md', import.meta.url), 'utf8')

/** Puts in the text what its words in capitals stand for, and what is elsewhere here. */
export const here = (text: string, places: Record<string, string> = {}): string => {
  const words = text.replace(/"?\b([A-Z]+)\b"?/g, (whole, word: string) =>
    word in STANDS_FOR ? whole.replace(word, STANDS_FOR[word as keyof typeof STANDS_FOR]) : whole,
  )
  return Object.entries(places).reduce((so, [there, place]) => {
    if (!so.includes(there)) throw new Error(`nothing about ${there}`)
    return so.replaceAll(there, place)
  }, words)
}

/** What is below a heading: the lines to be typed, block by block, and the files by their kind. */
export const section = (heading: string) => {
  const text = page.split(/^#+ /m).find(part => part.startsWith(`${heading}\n`))!
  const typed = [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/(?:^(?: {4}.*)?\n)*^ {4}.*\n/gm)].map(
    ([block]) => block.replace(/^ {4}/gm, ''),
  )
  const files = (kind: string) =>
    [...text.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, file]) => file!)
  return { typed, files }
}

/** Lines as somebody types them who looks whether each went well. */
export const careful = (lines: string): string =>
  `set -e\ncurl() { command curl -sS --fail-with-body "$@"; }\n${lines}`

/** Types lines. @returns what they print; @throws when one fails */
export const type = async (lines: string): Promise<string> =>
  (await promisify(execFile)('sh', ['-c', careful(lines)])).stdout

const hub = section('A hub: one CouchDB')
/** What is typed to set up a hub that runs. */
export const [setUp] = hub.typed as [string]
/** `bar.ini` of a hub, with all that the page has in it. */
export const barIni = here(hub.files('ini')[0]! + section('Tablets that talk to the hub').files('ini')[0]!)
const replication = section('Replication with a router, both ways')

/**
 * Lays what a hub's timer runs, as the page has it, in a directory.
 * @param hub the hub, and the two routers, each as `ADDRESS:PORT`
 * @returns the script
 */
export const layTimer = async (dir: string, hub: string, routers: [string, string]): Promise<string> => {
  for (const [i, name] of ['from.json', 'to.json'].entries())
    await writeFile(join(dir, name), here(replication.files('json')[i]!, { '127.0.0.1:5984': hub }))
  const [typed] = replication.typed
  const script = join(dir, 'bar-hub')
  const [first, second] = routers
  const places = {
    '127.0.0.1:5984': hub,
    '/etc/bar-hub': dir,
    '10.1.0.1:8409': first,
    '10.2.0.1:8409': second,
  }
  await writeFile(script, here(typed!, places), { mode: 0o755 })
  return script
}
