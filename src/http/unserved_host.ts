// What to do about a host of Google's whose API is not here: the first that a client meets that knows only Google.
import { ownCommand } from '../own_command.ts'

/** A sentence about the host that a path begins with, or that is all of it; undefined where it is none of Google's. */
export function unservedHost(path: string): string | undefined {
  const [, host, name] =
    /^((?:[a-z0-9-]+\.)*?([a-z0-9-]+)\.googleapis\.com)(?:\/|$)/.exec(path) ?? []
  if (host === undefined) return undefined
  return `No API of ${host} is served here; add its document, most likely with "${ownCommand('add')} ${name}".`
}
