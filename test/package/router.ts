import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findProgram } from '../../build/interpreter.ts'

const IMITATION = fileURLToPath(new URL('imitation/', import.meta.url))

/** The applets of OpenWrt's busybox (package/utils/busybox/Config-defaults.in) that a script may count on. */
const APPLETS =
  `sh ash [ test awk basename cat chgrp chmod chown cmp cp cut date dd df dirname du echo egrep env expr false fgrep find
  grep gunzip gzip head hexdump kill ln ls md5sum mkdir mkfifo mktemp mv nc pidof printf ps pwd readlink rm rmdir sed seq
  sha256sum sleep sort sync tail tar tee time touch tr true uname uniq vi wc wget which xargs yes zcat`.split(
    /\s+/,
  )

/** The real programs that this machine has, for the parts that an imitation cannot stand for. */
export const real = {
  opkg: findProgram('BARWRT_OPKG', 'opkg', 'opkg-lede'),
  apk: findProgram('BARWRT_APK', 'apk'),
  uhttpd: findProgram('BARWRT_UHTTPD', 'uhttpd'),
  ucode: findProgram('BARWRT_UCODE', 'ucode'),
  lua: process.env.BARWRT_LUA ?? findProgram(undefined, 'lua5.1'),
}

/**
 * An OpenWrt source tree in BARWRT_OPENWRT: then its own functions.sh, rc.common, procd.sh and uci stand where the
 * imitations would (with `uci` and `jshn` from BARWRT_UCI and BARWRT_JSHN or the PATH); only ubus is imitated.
 */
const openwrt = process.env.BARWRT_OPENWRT
const OWN = {
  'base-files/files/lib/functions.sh': '/lib/functions.sh',
  'base-files/files/lib/functions/service.sh': '/lib/functions/service.sh',
  'base-files/files/etc/rc.common': '/etc/rc.common',
  'system/procd/files/procd.sh': '/lib/functions/procd.sh',
  'system/uci/files/lib/config/uci.sh': '/lib/config/uci.sh',
}

/** How a program can see a directory as `/`: as root, else in a user namespace. */
const enter: string[] | undefined = [
  ['unshare', '-m'],
  ['unshare', '-r', '-m'],
].find(
  ([program, ...args]) =>
    spawnSync(program!, [...args, 'sh', '-c', 'mount --rbind /proc /proc && chroot / true']).status === 0,
)

const MOUNT =
  'mount --bind "$0" "$0" || exit 125; for d in proc dev; do mount --rbind /$d "$0/$d" || exit 125; done; exec chroot "$0" "$@"'

const libraries = new Map<string, string[]>()

/** The shared libraries that a program is linked to. */
const librariesOf = (program: string): string[] => {
  let found = libraries.get(program)
  if (!found) {
    const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' })
    found = [...stdout.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map(([, library]) => library!)
    libraries.set(program, found)
  }
  return found
}

export interface Ended {
  status: number | null
  stdout: string
  stderr: string
}

export interface RouterOptions {
  ucode?: string | undefined
  lua?: string | undefined
  uhttpd?: string | undefined
  opkg?: string | undefined
  apk?: string | undefined
}

/** What procd was told of a service: a parameter's words by its type. */
export type Instance = Record<string, string[]>

/**
 * A throw-away root with OpenWrt's conventions imitated (see imitation/README.md) and with those real programs that the
 * machine has. Programs run inside it as on a router: same paths, busybox as their shell.
 */
export class Router {
  readonly root = mkdtempSync(join(tmpdir(), 'barwrt-router-'))
  #running: { child: ChildProcess; instance: string; ended: Promise<void> } | undefined
  /** What uhttpd and the scripts under it said. */
  log = ''

  constructor(options: RouterOptions = {}) {
    if (!enter)
      throw new Error(
        'The package tests need a root of their own: run them as root, or allow user namespaces (unshare -r -m).',
      )
    for (const dir of [
      ...['bin', 'sbin', 'dev', 'proc', 'root', 'etc/config', 'etc/init.d', 'etc/rc.d', 'etc/uci-defaults'],
      ...[
        'lib/functions',
        'tmp/address',
        'tmp/record',
        'usr/bin',
        'usr/sbin',
        'usr/lib',
        'var/lock',
        'var/run',
      ],
    ])
      mkdirSync(join(this.root, dir), { recursive: true })
    const busybox = findProgram(undefined, 'busybox')
    if (!busybox) throw new Error('The package tests need busybox.')
    this.add(busybox, '/bin/busybox')
    for (const applet of APPLETS) symlinkSync('/bin/busybox', join(this.root, 'bin', applet))
    // Debian's busybox has no flock; a router's has.
    this.add(findProgram(undefined, 'flock')!, '/usr/bin/flock')
    for (const [name, path] of Object.entries({
      'functions.sh': '/lib/functions.sh',
      'network.sh': '/lib/functions/network.sh',
      'procd.sh': '/lib/functions/procd.sh',
      'rc.common': '/etc/rc.common',
      uci: '/sbin/uci',
      dnsmasq: '/etc/init.d/dnsmasq',
    }))
      cpSync(join(IMITATION, name), join(this.root, path))
    if (openwrt) this.#useOpenWrt(openwrt)
    this.write('/etc/config/dhcp', "config dnsmasq 'main'\n\toption domain 'lan'\n")
    // Other packages' files: without them an empty directory would go with ours.
    for (const path of ['/etc/uci-defaults/.other', '/lib/upgrade/keep.d/other', '/usr/share/other'])
      this.write(path, '')
    this.write('/tmp/address/lan', '192.168.1.1\n')
    if (options.uhttpd) this.add(options.uhttpd, '/usr/sbin/uhttpd')
    if (options.lua) this.add(options.lua, '/usr/bin/lua')
    if (options.ucode) this.#addUcode(options.ucode)
    if (options.opkg) this.#addOpkg(options)
    if (options.apk) this.add(options.apk, '/usr/bin/apk')
  }

  #useOpenWrt(tree: string): void {
    for (const [from, to] of Object.entries(OWN))
      this.write(to, readFileSync(join(tree, 'package', from)), 0o755)
    this.write('/usr/share/libubox/jshn.sh', readFileSync(process.env.BARWRT_JSHN_SH!))
    this.add(findProgram('BARWRT_JSHN', 'jshn')!, '/usr/bin/jshn')
    this.add(findProgram('BARWRT_UCI', 'uci')!, '/sbin/uci')
    cpSync(join(IMITATION, 'ubus'), this.path('/bin/ubus'))
    this.write('/etc/config/system', "config system\n\toption hostname 'OpenWrt'\n")
  }

  path(path: string): string {
    return join(this.root, path)
  }
  read(path: string): string {
    return readFileSync(this.path(path), 'utf8')
  }
  bytes(path: string): Buffer {
    return readFileSync(this.path(path))
  }
  write(path: string, text: string | Buffer, mode = 0o644): void {
    mkdirSync(dirname(this.path(path)), { recursive: true })
    writeFileSync(this.path(path), text, { mode })
  }
  replace(path: string, from: string, to: string): void {
    const text = this.read(path)
    if (!text.includes(from)) throw new Error(`${path} lacks ${from}`)
    this.write(
      path,
      text.replace(from, () => to),
    )
  }
  has(path: string): boolean {
    return existsSync(this.path(path))
  }

  /** Copies a program with the libraries that it is linked to. */
  add(program: string, path: string): void {
    const target = this.path(path)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(realpathSync(program), target)
    chmodSync(target, 0o755)
    for (const library of librariesOf(program)) {
      if (this.has(library)) continue
      mkdirSync(dirname(this.path(library)), { recursive: true })
      copyFileSync(realpathSync(library), this.path(library))
      chmodSync(this.path(library), 0o755)
    }
  }

  /** ucode with its modules, where it looks for them and where OpenWrt has them. */
  #addUcode(program: string): void {
    this.add(program, '/usr/bin/ucode')
    const { stdout } = spawnSync(program, ['-e', 'print(join("\\n", REQUIRE_SEARCH_PATH))'], {
      encoding: 'utf8',
    })
    for (const pattern of stdout.split('\n').filter(one => one.endsWith('/*.so'))) {
      const module = join(dirname(pattern), 'fs.so')
      if (!existsSync(module)) continue
      this.add(module, module)
      this.add(module, '/usr/lib/ucode/fs.so')
    }
  }

  /** opkg, on a router where those packages are installed already that the programs here stand for. */
  #addOpkg({ opkg, ucode, lua }: RouterOptions): void {
    this.add(opkg!, '/bin/opkg')
    this.write('/etc/opkg.conf', 'dest root /\nlists_dir ext /var/opkg-lists\narch all 1\n')
    const packages = ['libc', 'uhttpd', ...(ucode ? ['ucode-mod-fs'] : []), ...(lua ? ['lua'] : [])]
    this.write(
      '/usr/lib/opkg/status',
      packages
        .map(name => `Package: ${name}\nVersion: 1\nStatus: install ok installed\nArchitecture: all\n\n`)
        .join(''),
    )
    for (const name of packages) this.write(`/usr/lib/opkg/info/${name}.list`, '')
  }

  /** The program and arguments that run a command inside. */
  command(command: string[]): [program: string, args: string[]] {
    const [program, ...args] = enter!
    return [program!, [...args, 'sh', '-c', MOUNT, this.root, ...command]]
  }

  /** Runs a program inside, with the environment of a login on a router. */
  run(command: string[], options: { env?: Record<string, string>; input?: string | Buffer } = {}): Ended {
    const [program, args] = this.command(command)
    const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', ...options.env }
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      env,
      ...(options.input !== undefined && { input: options.input }),
      timeout: 30_000,
    })
    if (error) throw error
    return { status, stdout: stdout.toString(), stderr: stderr.toString() }
  }

  /** A line for the shell; it must succeed. */
  sh(line: string): string {
    const { status, stdout, stderr } = this.run(['sh', '-c', line])
    if (status !== 0) throw new Error(`${line}: ${status}\n${stdout}${stderr}`)
    return stdout
  }

  /** What procd was told of the service; undefined when it does not run. */
  instance(name = 'barwrt'): Instance | undefined {
    const instance = openwrt ? this.#toldUbus(name)?.instances.instance1 : this.#told(name)
    return instance && (Object.keys(instance).length > 0 ? instance : undefined)
  }

  #told(name: string): Instance | undefined {
    const record = `/tmp/record/procd/${name}`
    if (!this.has(record)) return undefined
    const blocks = this.read(record)
      .split(/^= /m)
      .slice(1)
      .map(block => block.trimEnd().split('\n'))
    return Object.fromEntries(blocks.map(([type, ...words]) => [type!, words]))
  }

  #toldUbus(
    name: string,
  ):
    | { instances: { instance1?: Instance }; triggers: [event: string, [string, [string, string, string]]][] }
    | undefined {
    const record = `/tmp/record/procd/${name}.json`
    return this.has(record) ? JSON.parse(this.read(record)) : undefined
  }

  /** What makes procd reload the service: `config NAME`, `interface NAME`. */
  triggers(name = 'barwrt'): string[] {
    if (!openwrt) return this.read(`/tmp/record/triggers/${name}`).trim().split('\n')
    return this.#toldUbus(name)!.triggers.map(
      ([event, [, [, , what]]]) => `${event.replace(/\..*/, '')} ${what}`,
    )
  }

  /** Does what procd would after the service's script has run: starts, ends, or starts anew when something changed. */
  async settle(): Promise<void> {
    const instance = this.instance()
    const digest = instance && createHash('sha256').update(JSON.stringify(instance))
    for (const file of instance?.file ?? []) digest!.update(readFileSync(this.path(file)))
    const wanted = digest?.digest('hex')
    if (this.#running && this.#running.instance !== wanted) {
      this.#running.child.kill('SIGKILL')
      await this.#running.ended
      this.#running = undefined
    }
    if (!instance || this.#running) return
    const [program, args] = this.command(instance.command!)
    const child = spawn(program, args, { env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } })
    const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
    for (const stream of [child.stdout, child.stderr])
      stream!.on('data', data => {
        this.log += data
      })
    this.#running = { child, instance: wanted!, ended }
    await this.#listens(child)
  }

  /** The process that serves, to tell a new one from an old one. */
  get pid(): number | undefined {
    return this.#running?.child.pid
  }

  get port(): number {
    const words = this.instance()!.command!
    return Number(words[words.indexOf('-p') + 1])
  }
  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** A port that nothing listens on now. */
  freePort(): Promise<number> {
    return new Promise((resolve, reject) => {
      const server = createServer().once('error', reject)
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo
        server.close(() => resolve(port))
      })
    })
  }

  async #listens(child: ChildProcess): Promise<void> {
    for (let i = 0; i < 250 && child.exitCode === null; i++) {
      if (
        await fetch(`${this.url}/nothing`).then(
          () => true,
          () => false,
        )
      )
        return
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    throw new Error(`uhttpd did not start: ${this.log}`)
  }

  /** A power cycle: RAM is empty, flash is as it was; then the service starts as at boot. */
  async reboot(): Promise<void> {
    await this.stop()
    rmSync(this.path('/var/run'), { recursive: true })
    mkdirSync(this.path('/var/run'))
    rmSync(this.path('/tmp/record'), { recursive: true })
    mkdirSync(this.path('/tmp/record'))
    this.sh('for s in /etc/rc.d/S*; do [ ! -e "$s" ] || $s start; done')
    await this.settle()
  }

  async stop(): Promise<void> {
    this.#running?.child.kill('SIGKILL')
    await this.#running?.ended
    this.#running = undefined
  }

  /** Ends what runs and takes the root away. */
  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.root, { recursive: true, force: true })
  }
}
