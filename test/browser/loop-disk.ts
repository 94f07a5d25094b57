import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'pipe' })

/**
 * A disk of its own: an ext4 file system in a file, mounted. A copy of that file is what a disk would hold if the power
 * went at that moment: what the file system has handed to the disk, and nothing that is still in memory.
 */
export class LoopDisk {
  readonly #dir: string
  readonly #mounts: string[] = []

  private constructor(dir: string) {
    this.#dir = dir
  }

  /** A new one. @throws where this machine lets nobody mount */
  static make(size = '300M'): LoopDisk {
    const disk = new LoopDisk(mkdtempSync(join(tmpdir(), 'barwrt-disk-')))
    try {
      run('truncate', '-s', size, disk.#image('disk'))
      run('mkfs.ext4', '-q', '-F', disk.#image('disk'))
      disk.#mount('disk')
      return disk
    } catch (error) {
      disk.destroy()
      throw error
    }
  }

  /** Whether this machine lets one mount. Leaves nothing behind, so it may be asked before it is known which tests run. */
  static get allowed(): boolean {
    try {
      LoopDisk.make('8M').destroy()
      return true
    } catch {
      return false
    }
  }

  /** Where it is mounted. */
  get path(): string {
    return join(this.#dir, 'disk')
  }

  /** Pulls the plug, as far as the disk can tell, and goes on. @returns where the disk as it was then is mounted */
  cut(name: string): string {
    run('cp', '--sparse=always', this.#image('disk'), this.#image(name))
    return this.#mount(name)
  }

  destroy(): void {
    for (const at of this.#mounts.reverse()) run('umount', '--lazy', at)
    rmSync(this.#dir, { recursive: true, force: true })
  }

  #image(name: string): string {
    return join(this.#dir, `${name}.img`)
  }

  #mount(name: string): string {
    const at = join(this.#dir, name)
    mkdirSync(at)
    run('mount', '-o', 'loop', this.#image(name), at)
    this.#mounts.push(at)
    return at
  }
}
