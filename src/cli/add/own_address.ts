// The address an API has of its own, in a document that an emulator served with the emulator's.
import { withAddress } from '../../discovery/addresses.ts'
import type { RestDescription } from '../../discovery/document.ts'

/** `http://localhost:5052/cloudtasks.googleapis.com/` → `https://cloudtasks.googleapis.com/`; others stay. */
function ownRootUrl(rootUrl: string): string {
  const { protocol, hostname, pathname } = new URL(rootUrl)
  const [, host, path = ''] = /^\/((?:[a-z\d-]+\.)+[a-z]{2,})(\/.*)?$/i.exec(pathname) ?? []
  if (host !== undefined) return `https://${host}${path || '/'}`
  // An emulator that was asked by the API's host names it, with its own port.
  if (protocol === 'http:' && /\.googleapis\.com$/i.test(hostname))
    return `https://${hostname}${pathname}`
  return rootUrl
}

/** The document's text as its author would serve it. A text that carries no emulator's address stays as it is. */
export function withOwnAddress(text: string, document: RestDescription): string {
  const rootUrl = ownRootUrl(document.rootUrl)
  return rootUrl === document.rootUrl ? text : withAddress(text, document, rootUrl)
}
