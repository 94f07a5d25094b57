import { type Net, request } from './remote.ts'

/**
 * Whether the host says that it has no such page of the handbook, which is a package of its own. Asked before a link leads
 * there, since its answer to what it does not have is none that a browser can show (it says gzip of any such address). One
 * that does not answer does not say so: the browser may have the page from before.
 */
export const isAbsent = async (net: Net, href: string): Promise<boolean> => {
  const answer = await request(net, href, { method: 'HEAD' }).catch(() => undefined)
  return answer?.response.status === 404
}
