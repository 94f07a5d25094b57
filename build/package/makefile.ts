// SPDX-License-Identifier: AGPL-3.0-or-later

/** What OpenWrt's Makefile says of one of its packages: the one place for its words. */
export interface Makefile {
  name: string
  version: string
  release: string
  maintainer: string
  license: string
  section: string
  url: string
  description: string
  /** None: empty. */
  conffiles: string[]
  /** None: empty. */
  postrm: string
}

/**
 * Reads `openwrt-package/Makefile`.
 * @param name which package of it; absent: the first
 * @throws when it lacks something
 */
export const readMakefile = (text: string, name?: string): Makefile => {
  const found = (pattern: RegExp): string => {
    const match = pattern.exec(text)
    if (!match) throw new Error(`openwrt-package/Makefile: nothing matches ${pattern}`)
    return match[1]!.trim()
  }
  const variable = (name: string) => found(new RegExp(`^\\s*${name}:=(.*)$`, 'm'))
  const block = (name: string) => found(new RegExp(`^define ${name}\\n([^]*?)^endef$`, 'm'))
  const which = name ?? variable('PKG_NAME')
  const perhaps = (part: string) => (text.includes(`define ${part}\n`) ? block(part) : '')
  return {
    name: which,
    version: variable('PKG_VERSION'),
    release: variable('PKG_RELEASE'),
    maintainer: variable('PKG_MAINTAINER'),
    license: variable('PKG_LICENSE'),
    section: variable('SECTION'),
    url: variable('URL'),
    description: block(`Package/${which}/description`),
    conffiles: perhaps(`Package/${which}/conffiles`).split('\n').filter(Boolean),
    // A dollar for the script is written twice in a Makefile.
    postrm: perhaps(`Package/${which}/postrm`).replaceAll('$$', '$').replace(/.$/s, '$&\n'),
  }
}

/** The Makefile of a release: with the hash of its tarball. */
export const withHash = (text: string, sha256: string): string =>
  text.replace(/^PKG_HASH:=.*$/m, () => `PKG_HASH:=${sha256}`)
