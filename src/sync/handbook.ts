/**
 * Whether the host says that it has no such page of the handbook, which is a package of its own. Asked before a link leads
 * there, since its answer to what it does not have is none that a browser can show (it says gzip of any such address). One
 * that does not answer does not say so: the browser may have the page from before.
 * @param ask the browser's `fetch`. Not by `request`: what both scripts use stands in the page, and costs it 180 bytes
 */
export const isAbsent = (ask: typeof fetch, href: string): Promise<boolean> =>
  ask(href, { method: 'HEAD' }).then(
    ({ status }) => status === 404,
    () => false,
  )
