// Whether what clients saw of tasks is what a queue promises: every task ADDED > LEASED (> LEASED)* > DELETED, never leased before its
// prior lease ended, nothing acknowledged missing in the end.
import type { LeasedTask, TaskOperation } from './operations.ts'

type Of<Kind extends TaskOperation['kind']> = Extract<TaskOperation, { readonly kind: Kind }>

interface Lease extends LeasedTask {
  readonly by: Of<'lease'>
}

/** All that was done to one task, each kind in order of sending. */
interface Life {
  readonly task: string
  readonly inserts: Of<'insert'>[]
  readonly leases: Lease[]
  readonly renewals: Of<'renew'>[]
  readonly deletes: Of<'delete'>[]
  readonly gets: Of<'get'>[]
}

/** The clients have taken and deleted all that was left before they stopped. What is wrong, a sentence each. */
export function checkTasks(operations: readonly TaskOperation[]): string[] {
  const inOrder = operations.toSorted((a, b) => a.sent - b.sent)
  // Their answers were lost, and with them the tasks that they leased.
  const lost = inOrder.filter((one) => one.kind === 'lease' && one.outcome === 'unknown')
  return livesIn(inOrder).flatMap((life) =>
    [
      ...insertFaults(life),
      ...contentFaults(life),
      ...leaseFaults(life, lost),
      ...renewalFaults(life),
      ...endFaults(life),
    ].map((fault) => `${life.task}: ${fault}`),
  )
}

function livesIn(operations: readonly TaskOperation[]): Life[] {
  const lives = new Map<string, Life>()
  const lifeOf = (task: string): Life => {
    const known = lives.get(task)
    if (known !== undefined) return known
    const life = { task, inserts: [], leases: [], renewals: [], deletes: [], gets: [] }
    lives.set(task, life)
    return life
  }
  for (const one of operations) {
    if (one.kind === 'insert') lifeOf(one.task).inserts.push(one)
    else if (one.kind === 'renew') lifeOf(one.task).renewals.push(one)
    else if (one.kind === 'delete') lifeOf(one.task).deletes.push(one)
    else if (one.kind === 'get') lifeOf(one.task).gets.push(one)
    else for (const leased of one.leased) lifeOf(leased.task).leases.push({ ...leased, by: one })
  }
  return [...lives.values()]
}

/** It exists once somebody may have inserted it, and at most one insert makes it. */
function insertFaults({ inserts, leases, gets, deletes }: Life): string[] {
  const faults: string[] = []
  const makers = inserts.filter(({ outcome }) => outcome !== 'exists')
  const mayBe = (by: number): boolean => makers.some(({ sent }) => sent <= by)
  for (const { by } of leases)
    if (!mayBe(by.ended)) faults.push(`leased by ${shown(by)}, but nobody had inserted it`)
  for (const one of [...gets, ...deletes])
    if ((one.outcome === 'found' || one.outcome === 'done') && !mayBe(one.ended))
      faults.push(`there for ${shown(one)}, but nobody had inserted it`)
  for (const one of inserts)
    if (one.outcome === 'exists' && !makers.some((other) => other.sent <= one.ended))
      faults.push(`refused as taken for ${shown(one)}, but nobody had inserted it`)
  if (inserts.filter(({ outcome }) => outcome === 'done').length > 1) faults.push('inserted twice')
  return faults
}

function contentFaults({ inserts, leases, gets }: Life): string[] {
  const written = new Set(inserts.map(({ payload }) => payload))
  const read = [
    ...leases.map(({ payload }) => payload),
    ...gets.flatMap(({ payload }) => payload ?? []),
  ]
  return read.every((payload) => written.has(payload))
    ? []
    : ['read with a payload that nobody wrote']
}

/** Leases are counted, so that their order is known. */
function leaseFaults(life: Life, lost: readonly TaskOperation[]): string[] {
  const faults: string[] = []
  const leases = life.leases.toSorted((a, b) => a.retries - b.retries)
  for (const [i, lease] of leases.entries()) {
    const before = leases[i - 1]
    const missing = lease.retries - (before?.retries ?? 0) - 1
    if (missing < 0)
      faults.push(
        `leased twice as lease ${lease.retries}: ${shown(before!.by)}, ${shown(lease.by)}`,
      )
    const unseen = lost.filter(({ sent }) => sent < lease.by.ended).length
    if (missing > unseen)
      faults.push(
        `lease ${lease.retries} follows on ${before?.retries ?? 0}, and no answer was lost`,
      )
    if (before === undefined) continue
    const end = earliestEnd(before, life)
    if (lease.by.ended < end)
      faults.push(
        `leased by ${shown(lease.by)}, but the lease of ${shown(before.by)} holds until ${Math.round(end)} ms`,
      )
  }
  return faults
}

/** Before this moment a lease cannot have ended by itself, or been given back, by what was asked before `before`. */
function earliestEnd({ retries, by }: Lease, { renewals }: Life, before = Infinity): number {
  let end = by.sent + by.seconds * 1000
  for (const renewal of renewals) {
    if (renewal.retries !== retries || renewal.sent >= before) continue
    const renewed = renewal.sent + renewal.seconds * 1000
    if (renewal.outcome === 'done') end = renewed
    if (renewal.outcome === 'unknown') end = Math.min(end, renewed)
  }
  return end
}

/** A lease is renewed as long as it holds, and not once somebody else has got the task. */
function renewalFaults(life: Life): string[] {
  const { leases, renewals } = life
  return renewals.flatMap((renewal) => {
    const lease = leases.find(({ retries }) => retries === renewal.retries)
    if (renewal.outcome === 'lost' && lease !== undefined) {
      const end = earliestEnd(lease, life, renewal.sent)
      if (renewal.ended < end)
        return [`lost for ${shown(renewal)}, but the lease holds until ${Math.round(end)} ms`]
    }
    if (renewal.outcome !== 'done') return []
    const later = leases.find(
      ({ retries, by }) => retries > renewal.retries && by.ended < renewal.sent,
    )
    return later === undefined
      ? []
      : [`lease ${renewal.retries} was renewed by ${shown(renewal)} after ${shown(later.by)}`]
  })
}

/** Deleted once, not seen afterwards, and never gone by itself. */
function endFaults({ inserts, leases, renewals, deletes, gets }: Life): string[] {
  const faults: string[] = []
  const done = deletes.filter(({ outcome }) => outcome === 'done')
  if (done.length > 1) faults.push(`deleted twice: ${done.map(shown).join(', ')}`)
  const gone = done[0]?.ended ?? Infinity
  for (const { by } of leases)
    if (by.sent > gone) faults.push(`leased by ${shown(by)} after it was deleted`)
  for (const one of gets)
    if (one.outcome === 'found' && one.sent > gone)
      faults.push(`there for ${shown(one)} after it was deleted`)
  const wasThere = inserts.find(({ outcome }) => outcome === 'done')?.ended ?? Infinity
  for (const one of [...gets, ...deletes, ...renewals]) {
    if (one.outcome !== 'missing' || one.sent < wasThere) continue
    const others = deletes.filter(({ outcome }) => outcome !== 'missing')
    if (!others.some(({ sent }) => sent <= one.ended))
      faults.push(`missing for ${shown(one)}, but nobody had deleted it`)
  }
  const isAcknowledged = wasThere < Infinity || leases.length > 0
  if (isAcknowledged && !deletes.some(({ outcome }) => outcome !== 'missing'))
    faults.push('acknowledged, but missing in the end')
  return faults
}

const shown = ({ kind, client, sent, ended }: TaskOperation): string =>
  `${kind} of ${client} (${Math.round(sent)}–${Math.round(ended)} ms)`
