// What Redis says while it cannot serve, in words. It has changed nothing then.

/** By the first word of the error. Any other error of a script is a bug of ours. */
const sentences: Readonly<Record<string, string>> = {
  LATE: 'it got this too late, when nobody waited for it any more',
  LOADING: 'it has started and still loads its data; it answers when that is done',
  BUSY: 'it is busy with a script of somebody else',
  READONLY:
    'it is a replica, which takes no changes; after a failover the new master is found within seconds',
  MASTERDOWN: 'it is a replica whose master is down (replica-serve-stale-data no)',
  NOREPLICAS: 'its master has fewer replicas than min-replicas-to-write, and takes no changes',
  OOM: 'its memory is full (maxmemory), and it takes nothing new until tasks or resources are deleted',
  MISCONF: 'it cannot save its data to disk (stop-writes-on-bgsave-error), and takes no changes',
  CLUSTERDOWN: 'a part of the cluster is down, and no replica has taken its place yet',
  TRYAGAIN: 'the cluster moves these keys from one node to another',
  MOVED: 'the cluster has moved these keys to another node, which was not found yet',
  ASK: 'the cluster moves these keys from one node to another',
  NOAUTH: 'it wants a password',
  NOPERM: 'this user may not run what is needed (ACL)',
  WRONGPASS: 'it refuses name or password',
  UNBLOCKED: 'it became a replica in the middle of this',
  NOSCRIPT: 'it forgot what it was sent',
}

/** `READONLY: it is a …`; undefined if Redis does not refuse to serve with this error. Within a script the code may come later. */
export function refusalIn(message: string): string | undefined {
  const code = message.match(/\b[A-Z]{3,}\b/g)?.find((word) => Object.hasOwn(sentences, word))
  return code && `${code}: ${sentences[code]}`
}
