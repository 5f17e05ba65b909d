// A word on tasks of a queue that no setting of this worker makes it take: most likely a tag was mistyped.
import type { Settings } from '../../config/settings.ts'
import type { PullApi } from './pull_api.ts'

type Tags = Pick<Settings, 'taskTag' | 'resultTag' | 'deadTag'>

/** A sentence; undefined if the first tasks of the queue are all of known tags. */
export async function strangersIn(
  api: Pick<PullApi, 'someTags'>,
  queue: string,
  { taskTag, resultTag, deadTag }: Tags,
): Promise<string | undefined> {
  const known = new Set([taskTag, resultTag, deadTag, `${deadTag}-original`])
  const counts = new Map<string, number>()
  for (const tag of await api.someTags(queue))
    if (!known.has(tag)) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  if (counts.size === 0) return undefined
  const told = [...counts].slice(0, 5).map(([tag, count]) => `${count} ${said(tag)}`)
  const more = counts.size > told.length ? ` and of ${counts.size - told.length} more tags` : ''
  return (
    `queue ${queue} holds tasks that this worker never takes: ${told.join(', ')}${more}; ` +
    `it takes those ${said(taskTag)} (TASK_TAG)`
  )
}

const said = (tag: string): string =>
  tag === '' ? 'without a tag' : `with the tag ${JSON.stringify(tag)}`
