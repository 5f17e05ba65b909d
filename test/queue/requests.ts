// Tasks and lease requests with everything filled in that a test does not care about.
import type { LeaseRequest, NewTask } from '../../src/queue/index.ts'

export const second = 1_000_000

export const task = (id: string, rest: Partial<NewTask> = {}): NewTask => ({
  id,
  named: true,
  payload: 'aGk=',
  tag: '',
  ...rest,
})

export const lease = (rest: Partial<LeaseRequest> = {}): LeaseRequest => ({
  count: 1000,
  duration: 60 * second,
  tags: { kind: 'every' },
  maxPayload: 1e9,
  ...rest,
})

export const idsOf = (tasks: readonly { readonly id: string }[]): string[] =>
  tasks.map(({ id }) => id)
