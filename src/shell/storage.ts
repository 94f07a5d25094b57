/**
 * What this tablet can promise about what it keeps, besides that a power cut takes nothing that was *saved*.
 * `always`: it stays until somebody clears it. `mostly`: so, too, but a browser whose disk is full may clear it.
 * `week`: Safari clears it after seven days of use without a visit here; an icon on the home screen is exempt.
 * `tight`: there is little room left for it.
 * A private window forgets all when it is closed, and hides that it is one: no check can tell.
 */
export type Keeps = 'always' | 'mostly' | 'week' | 'tight'

/** What is asked of the browser; `storage` is missing on plain HTTP. */
export interface Browser {
  vendor: string
  storage?: Pick<StorageManager, 'persist' | 'estimate'> | undefined
  /** Safari on iPhones and iPads: whether the app was opened by its icon. */
  standalone?: boolean | undefined
}

/** Less than this is little, bytes: a long meeting takes about a tenth of it. */
const LITTLE = 50e6

/** Checks what this browser promises, and asks it for more where it can be asked. */
export const checkStorage = async ({ vendor, storage, standalone }: Browser): Promise<Keeps> => {
  try {
    const always = await storage?.persist?.()
    const { quota, usage = 0 } = (await storage?.estimate?.()) ?? {}
    if (quota !== undefined && quota - usage < LITTLE) return 'tight'
    if (always) return 'always'
  } catch {
    // A browser that refuses to be asked promises no more than the others.
  }
  return vendor.startsWith('Apple') && !standalone ? 'week' : 'mostly'
}
