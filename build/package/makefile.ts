// SPDX-License-Identifier: AGPL-3.0-or-later

/** What OpenWrt's Makefile of the package says: the one place for its words. */
export interface Makefile {
  name: string
  version: string
  release: string
  maintainer: string
  license: string
  section: string
  url: string
  description: string
  conffiles: string[]
  postrm: string
}

/** Reads `openwrt-package/Makefile`. @throws when it lacks something */
export const readMakefile = (text: string): Makefile => {
  const found = (pattern: RegExp): string => {
    const match = pattern.exec(text)
    if (!match) throw new Error(`openwrt-package/Makefile: nothing matches ${pattern}`)
    return match[1]!.trim()
  }
  const variable = (name: string) => found(new RegExp(`^\\s*${name}:=(.*)$`, 'm'))
  const block = (name: string) => found(new RegExp(`^define ${name}\\n([^]*?)^endef$`, 'm'))
  return {
    name: variable('PKG_NAME'),
    version: variable('PKG_VERSION'),
    release: variable('PKG_RELEASE'),
    maintainer: variable('PKG_MAINTAINER'),
    license: variable('PKG_LICENSE'),
    section: variable('SECTION'),
    url: variable('URL'),
    description: block('Package/barwrt/description'),
    conffiles: block('Package/barwrt/conffiles').split('\n'),
    // A dollar for the script is written twice in a Makefile.
    postrm: `${block('Package/barwrt/postrm').replaceAll('$$', '$')}\n`,
  }
}

/** The Makefile of a release: with the hash of its tarball. */
export const withHash = (text: string, sha256: string): string =>
  text.replace(/^PKG_HASH:=.*$/m, () => `PKG_HASH:=${sha256}`)
