// SPDX-License-Identifier: AGPL-3.0-or-later
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { besidePage } from '../beside.ts'
import { headerRules, scriptHashes } from '../standin/headers.ts'
import { gzip } from './gzip.ts'
import { CONNECT, jsonScript } from './json-script.ts'
import { pack } from './packed.ts'
import { strip } from './strip.ts'
import { type Entry, file, link, type Scripts } from './tree.ts'

const SHARE = 'usr/share/barwrt'
/** What lies in RAM, made by the init script. */
const RUN = '/var/run/barwrt'

/** Files that are unpacked when they are needed. */
const PACKED = /^(shim\.(uc|lua)|qr\.awk|(service|command)\.sh)$/

const walk = async (root: string, under = ''): Promise<string[]> => {
  const found: string[] = []
  for (const entry of await readdir(join(root, under), { withFileTypes: true })) {
    const path = under ? `${under}/${entry.name}` : entry.name
    if (entry.isDirectory()) found.push(...(await walk(root, path)))
    else found.push(path)
  }
  return found.sort()
}

/**
 * Everything that the package puts on a router.
 *
 * The app is stored as gzip bytes under its plain name. What is needed rarely is packed together, and so are both shims:
 * the init script unpacks the one that the router can run into RAM, where a link leads.
 * @param source `openwrt-package/root`
 * @param html the app
 * @param without the shim of an interpreter that no router of these has, if any
 */
export const routerFiles = async (
  source: string,
  html: Uint8Array,
  version: string,
  without?: 'shim.lua',
): Promise<Entry[]> => {
  const entries: Entry[] = []
  const packed: Record<string, string> = {}
  for (const path of await walk(source)) {
    const text = await readFile(join(source, path), 'utf8')
    const runs = ((await stat(join(source, path))).mode & 0o100) !== 0
    const name = path.slice(path.lastIndexOf('/') + 1)
    if (name === without) continue
    if (!PACKED.test(name)) {
      entries.push(file(path, strip(path, text), runs ? 0o755 : 0o644))
      continue
    }
    packed[name] = text
    if (name.startsWith('shim.')) entries.push(link(path, `${RUN}/${name}`))
  }
  entries.push(file(`${SHARE}/packed.gz`, await pack(packed, strip)))
  const page = Buffer.from(html)
  const rules = headerRules({ scripts: scriptHashes(page.toString()), connect: [CONNECT] })
  entries.push(
    file(`${SHARE}/www/index.html`, await gzip(page)),
    ...[...(await besidePage())].map(([name, bytes]) => file(`${SHARE}/www/${name}`, bytes)),
    file(`${SHARE}/headers.json`, jsonScript(rules)),
    file(`${SHARE}/version`, `${version}\n`),
    link(`${SHARE}/www/pulse`, `${RUN}/pulse`),
  )
  return entries
}

/** OpenWrt's own words for the first two (include/package-pack.mk); what is ours is in the third alone, if any. */
export const scripts = (postrm = ''): Scripts => ({
  postinst: `#!/bin/sh
[ "\${IPKG_NO_SCRIPT}" = "1" ] && exit 0
[ -s "\${IPKG_INSTROOT}/lib/functions.sh" ] || exit 0
. \${IPKG_INSTROOT}/lib/functions.sh
default_postinst $0 $@
`,
  prerm: `#!/bin/sh
[ -s "\${IPKG_INSTROOT}/lib/functions.sh" ] || exit 0
. \${IPKG_INSTROOT}/lib/functions.sh
default_prerm $0 $@
`,
  postrm: strip('postrm', postrm),
})
