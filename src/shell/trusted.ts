/**
 * Takes what a browser gives only over a connection that it trusts, and nothing where it does not: a service worker that
 * keeps the page, an icon on the home screen, a screen that stays on. On plain HTTP there is none of it, and nothing is
 * asked for. Tried anew whenever the page is seen again: browsers let the screen sleep once it was hidden, and a
 * worker that the router could not send comes with the next try.
 * @param onRefused the browser refuses the worker: somebody clicked through a warning about the certificate, or this
 * window keeps nothing
 */
export const useTrust = (onRefused: () => void): void => {
  if (!isSecureContext) return
  // Not in the page's own text: over plain HTTP it would only be fetched in vain.
  document.head.insertAdjacentHTML('beforeend', '<link rel=manifest href=/manifest.json>')
  const use = () => {
    if (document.hidden) return
    navigator.serviceWorker?.register('/sw.js', { updateViaCache: 'none' }).catch(({ name }) => {
      if (name === 'SecurityError') onRefused()
    })
    // Refused when the battery is low; then it sleeps as it always did.
    navigator.wakeLock?.request('screen').catch(() => {})
  }
  document.addEventListener('visibilitychange', use)
  use()
}
