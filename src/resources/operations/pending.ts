// Operations that take their time: until they are done, what they change is as it was.
import type { Context } from '../context.ts'
import { runningMetadata } from './metadata.ts'
import type { Micros } from '../../clock.ts'
import { applyWrites, type BufferedView } from '../buffered_view.ts'
import { encodedSegment, idOf } from '../model/resource_path.ts'
import { isJsonObject, textOf, without, type JsonObject } from '../json.ts'
import type { Held, Pending } from '../kept.ts'
import type { ResourceView } from '../resource_view.ts'

/** How long operations run: they are done when they were asked for so often, and when that long has passed. */
export interface Pace {
  readonly polls: number
  readonly delay: Micros
}

export const atOnce: Pace = { polls: 0, delay: 0 }

/** Puts what a method wrote into its operation, if it started one and operations take time; else it is kept now. */
export function settleWrites(
  buffer: BufferedView,
  view: ResourceView,
  started: string | undefined,
  pace: Pace,
  context: Context,
): void {
  const { writes } = buffer
  const own = writes.find(({ name }) => name === started)
  const isAtOnce = pace.polls === 0 && pace.delay === 0
  if (own?.kept === undefined || isAtOnce) return applyWrites(writes, view)
  const done = own.kept.resource
  const pending: Pending = {
    polls: pace.polls,
    until: context.now + pace.delay,
    done,
    writes: writes.filter((write) => write !== own),
  }
  view.put(own.name, own.pattern, { resource: running(done, context), pending })
  if (pace.delay > 0) view.put(dueName(own.name), DUE, { resource: { pattern: own.pattern } })
}

/** Beside resources: which operations end by time, whether anybody asks for them or not. */
const DUE = ':due'

const dueName = (operation: string): string => `${DUE}/${encodedSegment(operation)}`

/** Ends the operations whose time has passed. */
export async function settleDue(view: ResourceView, now: Micros): Promise<void> {
  for (const due of await view.list(DUE)) {
    const held = await view.get(idOf(due.name))
    const { pending } = held ?? {}
    if (held !== undefined && pending !== undefined) {
      if (now < pending.until || pending.polls > 0) continue
      finished(held, textOf(due.resource['pattern']) ?? '', view)
    }
    view.delete(due.name)
  }
}

/** The operation as it is answered while it runs. */
export function running(done: JsonObject, context: Context): JsonObject {
  const rest = without(done, 'done', 'response', 'error', 'endTime', 'startTime', 'progress')
  if ('status' in rest) return { ...rest, ...runningStatus(done) }
  const said = context.traits.saysNotDone ? { ...rest, done: false } : rest
  const { metadata } = rest
  return isJsonObject(metadata) ? { ...said, metadata: runningMetadata(metadata, context) } : said
}

/** Recorded: one of Cloud SQL waits at first, those of Compute Engine, Kubernetes Engine and Deployment Manager have begun. */
function runningStatus({ insertTime, startTime, progress }: JsonObject): JsonObject {
  if (insertTime !== undefined && progress === undefined) return { status: 'PENDING' }
  return {
    status: 'RUNNING',
    ...(startTime !== undefined && { startTime }),
    ...(progress !== undefined && { progress: 0 }),
  }
}

/** One more look at an operation: the operation as it is now. */
export function polled(held: Held, pattern: string, view: ResourceView, now: Micros): JsonObject {
  const { pending, name } = held
  if (pending === undefined) return held.resource
  const polls = Math.max(0, pending.polls - 1)
  if (polls > 0 || now < pending.until) {
    view.put(name, pattern, { resource: held.resource, pending: { ...pending, polls } })
    return held.resource
  }
  return finished(held, pattern, view)
}

/** Ends an operation: what it changes is there. */
export function finished(
  { name, pending, resource }: Held,
  pattern: string,
  view: ResourceView,
): JsonObject {
  if (pending === undefined) return resource
  applyWrites(pending.writes, view)
  view.put(name, pattern, { resource: pending.done })
  return pending.done
}
