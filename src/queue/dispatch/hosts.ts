// Where requests may go: an emulator must not call the real world by accident.

/** Throws an Error whose text is for the developer, if the URL's host is not one that is dispatched to. */
export function checkHost(url: URL, allowed: readonly string[]): void {
  const host = url.hostname.toLowerCase()
  if (isLoopback(host) || allowed.includes('*') || allowed.includes(host)) return
  throw new Error(
    `tasks for ${host} are not dispatched: only this machine is, unless --dispatch-hosts ${host} (or DISPATCH_HOSTS) names more; * is any`,
  )
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '[::1]' ||
  /^127(?:\.\d{1,3}){3}$/.test(host)
