import { enter, keyless } from '../sync/links.ts'
import { aim, edit, learnRole } from './keys.ts'
import { type Running, urlOf } from './running.ts'

/** Starts to keep a station in step with its databases. */
export const sync = (running: Running): void => {
  const { links, station } = running
  const { signal } = running.stopped
  const retry = () => links.each(one => one.retry())
  const own = () => links.get(urlOf(running.entry.database ?? ''))
  const setDatabase = (typed: string, key?: string) =>
    void edit(running, { databases: enter(running.entry.databases, typed, key) })
  station.onNews = () => links.each(one => one.news())
  station.onClockJump = retry
  station.can({
    retry,
    setKey(key) {
      if (key) void edit(running, { key, role: undefined }).then(() => learnRole(running))
      retry()
    },
    forgetKey: () =>
      void edit(running, { key: undefined, role: undefined, databases: keyless(running.entry.databases) }),
    setDatabase,
    dropDatabase: setDatabase,
    join: url => void links.get(url)?.join(),
    heard: async stations => (await own()?.heard(stations)) ?? {},
    wipe: async () => own()?.wipe(),
  })
  addEventListener('online', retry, { signal })
  addEventListener('pagehide', () => station.flush(), { signal })
  const onVisible = () => {
    if (document.hidden) station.flush()
    links.each(one => one.setVisible(!document.hidden))
  }
  document.addEventListener('visibilitychange', onVisible, { signal })
  signal.addEventListener('abort', () => links.each(one => one.stop()))
  aim(running)
  void learnRole(running)
}
