// The messages that wait in a queue, all of them: copied into another, or dropped if they are older than a time.
import { timeMicros } from 'discovery-emulator'
import type { Position, Queue, StoredTask, TaskStore } from 'discovery-emulator/queue'
import { messageIn } from './message.ts'

const AT_ONCE = 1000

/** In the order in which they were published. What is there already is left as it is. */
export async function copyMessages(store: TaskStore, from: Queue, to: Queue): Promise<void> {
  // Ids grow, and are of one length.
  const tasks = (await allOf(store, from)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  for (let at = 0; at < tasks.length; at += AT_ONCE) {
    const some = tasks.slice(at, at + AT_ONCE).map(({ id, payload }) => ({
      id,
      named: false,
      payload,
      tag: to.isOrdered === true ? (messageIn(payload).orderingKey ?? '') : '',
    }))
    // One that was published meanwhile is in both.
    if ((await store.insertAll(to, some)) === 'exists')
      for (const task of some) await store.insert(to, task)
  }
}

export async function dropBefore(store: TaskStore, queue: Queue, time: number): Promise<void> {
  const old = (await allOf(store, queue)).filter(
    ({ payload }) => timeMicros(messageIn(payload).publishTime) < time,
  )
  await Promise.all(old.map(({ id }) => store.remove(queue, id)))
}

async function allOf(store: TaskStore, queue: Queue): Promise<StoredTask[]> {
  const all: StoredTask[] = []
  for (let after: Position | undefined; ; after = all.at(-1)) {
    const page = await store.list(queue, AT_ONCE, after)
    all.push(...page)
    if (page.length < AT_ONCE) return all
  }
}
