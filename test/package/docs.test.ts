// What the docs tell a host to type is typed here.
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { unpack } from './managers.ts'
import { first } from './packages.ts'
import { Router } from './router.ts'

const PAGES = ['install.md', 'router.md', 'security.md', 'https.md']
const page = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')

/** Everything in a page that is typed: indented blocks line by line, and what stands between backquotes. */
const typed = (name: string): string[] => {
  const text = page(name)
  const lines = [...text.matchAll(/^ {4}(.*)$/gm)].map(match => match[1]!.replace(/\s{2,}#.*$/, ''))
  return [...lines, ...[...text.matchAll(/`([^`\n]+)`/g)].map(match => match[1]!)]
}

/** The commands that set something, each with what would stand for the words in capitals. */
const commands = PAGES.flatMap(typed)
  .filter(
    line =>
      /^(uci \w+ barwrt|mkdir|service barwrt|barwrt (key|status|new))\b/.test(line) &&
      !/NAME=VALUE|[|…]/.test(line),
  )
  .map(line =>
    line.replace(/\bservice barwrt\b/g, '/etc/init.d/barwrt').replace('CHOSEN', 'four-random-words-here'),
  )

let router: Router
const installed = (): Router => {
  router = new Router({ uhttpd: '/bin/true', lua: '/bin/true' })
  unpack(router, first.entries)
  router.sh('. /etc/uci-defaults/barwrt; /etc/init.d/barwrt start')
  return router
}
afterEach(() => router?.remove())

describe('the settings', () => {
  const source = (name: string) =>
    readFileSync(new URL(`../../openwrt-package/root/usr/share/barwrt/${name}`, import.meta.url), 'utf8')
  const init = source('service.sh')
  const library = source('barwrt.sh')
  const table = page('router.md')
    .split(/^## /m)
    .find(part => part.startsWith('Settings'))!
  const documented = [...table.matchAll(/^\| (`[^|]*`(?: \(list\))?) \|/gm)].flatMap(([, names]) =>
    [...names!.matchAll(/`(\w+)`/g)].map(match => match[1]!),
  )

  test('in the table are those that are read, all of them', () => {
    const read = new Set([
      ...[...init.matchAll(/config_get(?:_bool)? \w+ main (\w+)/g)].map(match => match[1]!),
      ...[...init.matchAll(/config_list_foreach main (\w+)/g)].map(match => match[1]!),
      ...[...library.matchAll(/uci -q get barwrt\.main\.(\w+)/g)].map(match => match[1]!),
    ])
    expect(documented.sort()).toEqual([...read].sort())
  })

  test('that the pages name are in the table', () => {
    for (const name of PAGES)
      for (const [, option] of page(name).matchAll(/barwrt\.main\.([a-z_]+)/g))
        expect(documented, name).toContain(option)
  })
})

test('every command that sets something works', () => {
  installed()
  expect(commands.length).toBeGreaterThan(20)
  router.sh('mkdir -p /mnt/sda1')
  for (const command of commands) {
    // What is to be taken away has to be there.
    for (const [, option] of command.matchAll(/uci delete barwrt\.main\.(\w+)/g))
      router.sh(`uci set barwrt.main.${option}=1`)
    const { status, stderr } = router.run(['sh', '-c', command])
    // Here stands a uhttpd that does nothing, so nothing answers.
    if (command === 'barwrt status') continue
    expect(`${status} ${stderr}`, command).toBe('0 ')
    router.sh('[ -e /etc/rc.d/S95barwrt ] || /etc/init.d/barwrt enable')
  }
})

test('the data go to a stick as the page says, and stay there', () => {
  installed()
  const meeting = router.sh('uci get barwrt.main.meeting').trim()
  router.write(`/etc/barwrt/${meeting}.log`, '{"_id":"a-1"}\t\n')
  router.sh('mkdir -p /mnt/sda1')
  const block = page('router.md').split('**To a USB stick.**')[1]!.split('**To RAM.**')[0]!
  const lines = [...block.matchAll(/^ {4}(.*)$/gm)].map(match =>
    match[1]!.replace('service barwrt', '/etc/init.d/barwrt'),
  )
  expect(lines.length).toBeGreaterThan(3)
  router.sh(lines.join('\n'))
  expect(router.read(`/mnt/sda1/barwrt/${meeting}.log`)).toBe('{"_id":"a-1"}\t\n')
  expect(router.read('/var/run/barwrt/shim.conf')).toContain('\ndata /mnt/sda1/barwrt\n')
  expect(router.read('/var/run/barwrt/shim.conf')).toContain(`\nlimit ${100000 * 1024}\n`)
  expect(router.instance()).toBeDefined()
})

test('the pages name the files that are made, and say what the service does', () => {
  for (const [, name] of page('install.md').matchAll(/(barwrt[_-][0-9][\w.-]*\.(?:ipk|apk))/g))
    expect([...first.files.keys()]).toContain(name)
  installed()
  const command = router.instance()!.command!
  const security = page('security.md')
  expect(security).toContain(`one of three script places for ${command[command.indexOf('-t') + 1]} s`)
  const conf = router.read('/var/run/barwrt/shim.conf')
  const [, limit] = /^limit (\d+)$/m.exec(conf)!
  expect(conf).toContain(`\nrate ${Number(limit) / 2} ${60 * 60}\n`)
  expect(security).toContain(
    'An address can write half of the size limit at once, and as much again in an hour',
  )
})

test('no page has a link to nowhere', () => {
  for (const name of PAGES)
    for (const [, target, anchor] of page(name).matchAll(/\]\(([\w.-]+\.md)?(?:#([\w-]+))?\)/g)) {
      const text = page(target ?? name)
      if (!anchor) continue
      const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(match =>
        match[1]!
          .toLowerCase()
          .replace(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      )
      expect(anchors, `${name}: ${target}#${anchor}`).toContain(anchor)
    }
})
