/** How long the page takes no touch while another comes, ms; then it did not come to it. */
const GIVE_UP = 5000

/** How long after a touch somebody is still at the page, ms. */
const AT_IT = 10_000

let leaving = false
let touched = Number.NEGATIVE_INFINITY

/** Whether somebody is at the page: has touched it just now, has a dialog open or a field in hand. */
export const inUse = (): boolean =>
  performance.now() - touched < AT_IT || !!document.querySelector('dialog[open],input:focus,select:focus')

/** Goes to another page, asking nobody. Until that is there, no tap is taken: it would be lost on the way. */
export const leaveFor = (address: string): void => {
  const { body } = document
  leaving = body.inert = true
  body.style.pointerEvents = 'none'
  setTimeout(() => {
    leaving = body.inert = false
    body.style.pointerEvents = ''
  }, GIVE_UP)
  location.replace(address)
}

/**
 * Opens the page anew from what the browser keeps, router or not. `location.reload()` asks the host first, and fails or
 * loses the kept page with it; `location.replace()` of an address with a fragment only moves to the fragment. So the
 * address is made another one first, which loads nothing.
 */
export const openAnew = (): void => {
  const to = location.pathname + location.hash
  history.replaceState(null, '', '?')
  leaveFor(to)
}

/**
 * Guards the page against what would lose it while the router is off: F5, Ctrl+R and their kin, pull-to-refresh, swiping
 * back; and asks before somebody leaves with events that are nowhere but here.
 */
export const guard = (page: {
  /** Somebody wants the page anew. */
  refresh(): void
  /** Whether something is nowhere but here. */
  unsent(): boolean
}): void => {
  addEventListener(
    'pointerdown',
    () => {
      touched = performance.now()
    },
    true,
  )
  addEventListener(
    'keydown',
    event => {
      const { key, ctrlKey, metaKey } = event
      if (key !== 'F5' && !((ctrlKey || metaKey) && /^r$/i.test(key))) return
      event.preventDefault()
      if (!event.repeat) page.refresh()
    },
    true,
  )
  // On both, because browsers differ in which of them speaks for the page.
  for (const { style } of [document.documentElement, document.body]) style.overscrollBehavior = 'none'
  addEventListener('beforeunload', event => {
    if (leaving || !page.unsent()) return
    event.preventDefault()
    // Safari, and Chromium before 119, want this too.
    event.returnValue = true
  })
}

/** Tells of each origin that the page's own security policy does not let it talk to. */
export const onBarred = (tell: (origin: string) => void): void =>
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    if (effectiveDirective === 'connect-src') tell(new URL(blockedURI).origin)
  })
