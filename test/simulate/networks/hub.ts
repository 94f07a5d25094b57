// `hub.ts OWN-URL ROUTER-URL…`: the hub's timer, by PouchDB's replicator: each router both ways, again and again. Says
// on each line it gets what the hub holds.
import { setTimeout as sleep } from 'node:timers/promises'
import PouchDB from 'pouchdb'
import { onLines, tell } from './lines.ts'

const [own, ...routers] = process.argv.slice(2)
const open = (url: string) => new PouchDB(url, { skip_setup: true })
const ours = ({ _id, _rev }: Record<string, unknown>) =>
  /^[a-z0-9]+-[1-9][0-9]*$/.test(String(_id)) && _rev === '1-0'

// PouchDB leaves a rejection to nobody when a router goes away in the middle of an answer.
process.on('unhandledRejection', () => {})

onLines(process.stdin, async () => {
  const { rows } = await open(own!).allDocs({ include_docs: true })
  tell({ docs: rows.map(({ doc }) => doc) })
})
for (const url of routers)
  void (async () => {
    for (;;) {
      // A router that is out of reach is the timer's daily bread.
      const swallow = () => {}
      await open(own!).replicate.from(open(url), { batch_size: 50 }).catch(swallow)
      await open(url).replicate.from(open(own!), { batch_size: 50, filter: ours }).catch(swallow)
      await sleep(2000)
    }
  })()
