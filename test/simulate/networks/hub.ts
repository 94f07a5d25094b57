// `hub.ts OWN-URL ROUTER-URL…`: the hub's timer, each router both ways, again and again. Says on each line it gets what
// the hub holds. Where the hub's URL has a user it is a CouchDB, and gets the requests of docs/scale.md; a pouchdb-server
// has PouchDB's replicator beside it.
import { setTimeout as sleep } from 'node:timers/promises'
import PouchDB from 'pouchdb'
import { basic } from '../../wire/db.ts'
import { here, NAME, section } from '../../wire/page.ts'
import { onLines, tell } from './lines.ts'

const [own, ...routers] = process.argv.slice(2)
const { origin, username, password } = new URL(own!)
const open = (url: string) => new PouchDB(url, { skip_setup: true })
const ours = ({ _id, _rev }: Record<string, unknown>) =>
  /^[a-z0-9]+-[1-9][0-9]*$/.test(String(_id)) && _rev === '1-0'

const byPouch = async (router: string): Promise<void> => {
  // A router that is out of reach is the timer's daily bread.
  const swallow = () => {}
  await open(own!).replicate.from(open(router), { batch_size: 50 }).catch(swallow)
  await open(router).replicate.from(open(own!), { batch_size: 50, filter: ours }).catch(swallow)
}

const requests = section('Replication with a router, both ways').files('json')
const byCouch = async (router: string): Promise<void> => {
  for (const request of requests)
    await fetch(`${origin}/_replicate`, {
      method: 'POST',
      headers: { authorization: basic(password, username), 'content-type': 'application/json' },
      body: here(request).replace('ROUTER', new URL(router).host).replaceAll(NAME, own!.replace(/.*\//, '')),
      // As the script has it.
      signal: AbortSignal.timeout(50_000),
    })
      .then(answer => answer.text())
      .catch(() => {})
}

// PouchDB leaves a rejection to nobody when a router goes away in the middle of an answer.
process.on('unhandledRejection', () => {})

onLines(process.stdin, async () => {
  const { rows } = await open(own!).allDocs({ include_docs: true })
  tell({ docs: rows.map(({ doc }) => doc) })
})
for (const router of routers)
  void (async () => {
    for (;;) {
      await (username ? byCouch : byPouch)(router)
      await sleep(2000)
    }
  })()
