// The connection in use: the same until it is lost, then another when somebody asks for one.
import { SourceUnavailable } from '../source.ts'
import { openLink, type Link, type LinkOptions } from './link.ts'

export interface Links {
  /** Opens one if there is none; the caller waits and asks again after a SourceUnavailable. */
  current(): Promise<Link>
  close(): Promise<void>
}

export function openLinks(options: Omit<LinkOptions, 'first'>): Links {
  let link: Promise<Link> | undefined
  let first = true
  let closed = false
  const open = async (): Promise<Link> => {
    const opened = await openLink({ ...options, first })
    first = false
    if (closed) await opened.close()
    opened.ended.addEventListener('abort', () => (link = undefined))
    return opened
  }
  return {
    current() {
      if (closed) return Promise.reject(new SourceUnavailable('the connection was closed'))
      link ??= open().catch((error: unknown) => {
        link = undefined
        throw error
      })
      return link
    },
    async close() {
      closed = true
      await (await link?.catch(() => undefined))?.close()
    },
  }
}
