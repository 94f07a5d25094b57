import { isWhole } from './fresh.ts'

// The service worker, /sw.js: a script of its own, started by the browser where a host has HTTPS that the tablet trusts.
// It keeps the page where no reload, no cut answer and no full cache costs it, and leaves all else to the network. What it
// keeps is decided by the page (fresh.ts), as without it: this only changes where the browser's cache is.

/** What a service worker's world has and a page's has not. */
interface WorkerScope {
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
  addEventListener(type: 'install' | 'activate' | 'fetch', listener: (event: WorkerEvent) => void): void
}
interface WorkerEvent {
  waitUntil(work: Promise<unknown>): void
  request: Request
  respondWith(answer: Promise<Response>): void
}

const scope = globalThis as unknown as WorkerScope
const PAGE = '/'

/** The page that is kept. A store that cannot be read has none. */
const kept = (): Promise<Response | undefined> => caches.match(PAGE).catch(() => undefined)

/**
 * Fetches the page and keeps it, if it is whole, before anybody sees it. With `no-store`, so that the copy in the browser's
 * own cache stays, whatever happens: it is what opens should this store ever be gone. The new page goes into a store of
 * its own before the old ones go, so there is one at any moment, also when the power is cut.
 */
const commit = async (request: Request): Promise<Response> => {
  const answer = await fetch(new Request(request, { cache: 'no-store' }))
  if (isWhole(answer, await answer.clone().text())) {
    const old = await caches.keys()
    const store = await caches.open(crypto.randomUUID())
    await store.put(PAGE, answer.clone())
    for (const name of old) await caches.delete(name)
  }
  return answer
}

/** An update of this script keeps the page that is there. @throws when there is none to be had: it is tried again later */
const install = async (): Promise<void> => {
  if (!(await kept())) await commit(new Request(PAGE, { redirect: 'error' }))
  if (!(await kept())) throw new Error('the page did not come whole')
  // The page is one file, so it does not matter to it which of two workers brings it.
  await scope.skipWaiting()
}

scope.addEventListener('install', event => event.waitUntil(install()))
scope.addEventListener('activate', event => event.waitUntil(scope.clients.claim()))
scope.addEventListener('fetch', event => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin || !/^\/(index\.html)?$/.test(pathname)) return
  const { mode, cache } = request
  if (mode === 'navigate' || cache === 'only-if-cached')
    event.respondWith(kept().then(page => page ?? fetch(request)))
  else if (cache === 'reload') event.respondWith(commit(request))
})
