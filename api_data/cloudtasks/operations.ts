// Long-running operations: they are done when they are answered, and can be read again.
import { randomUUID } from 'node:crypto'
import { timeText, type Clock } from 'discovery-emulator'

export interface Operation {
  name?: string
  done?: boolean
  metadata?: object
  response?: object
}

const MOST_KEPT = 1000

export class Operations {
  readonly #clock: Clock
  readonly #byName = new Map<string, Operation>()
  /** By request id: the same call again is not done again. */
  readonly #byRequest = new Map<string, Promise<Operation>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  find(name: string): Operation | undefined {
    return this.#byName.get(name)
  }

  /** `work` answers for each item its result, or throws what became of it. */
  async each<Item, Result>(
    { location, requestId, type, version }: OperationRequest,
    items: readonly Item[],
    work: (item: Item) => Promise<Result>,
    response: (results: Result[]) => object,
  ): Promise<Operation> {
    const run = async () => {
      const startTime = timeText(this.#clock.now())
      const settled = await Promise.allSettled(items.map(work))
      const results = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
      const failed = settled.flatMap((one, i) =>
        one.status === 'rejected' ? [[String(i), statusOf(one.reason)] as const] : [],
      )
      const someFailed = results.length > 0 ? 'PARTIALLY_SUCCEEDED' : 'FAILED'
      const operation: Operation = {
        name: `${location}/operations/${randomUUID()}`,
        done: true,
        metadata: {
          '@type': `type.googleapis.com/google.cloud.tasks.${version}.${type}Metadata`,
          startTime,
          endTime: timeText(this.#clock.now()),
          state: failed.length === 0 ? 'SUCCEEDED' : someFailed,
          ...(failed.length > 0 && { failedRequests: Object.fromEntries(failed) }),
        },
        response: response(results),
      }
      keep(this.#byName, operation.name!, operation)
      return operation
    }
    if (requestId === undefined || requestId === '') return run()
    const key = `${location} ${type} ${requestId}`
    const known = this.#byRequest.get(key) ?? run()
    keep(this.#byRequest, key, known)
    return known
  }
}

interface OperationRequest {
  readonly location: string
  readonly requestId: string | undefined
  /** `BatchCreateTasks` */
  readonly type: string
  readonly version: string
}

const codes: Readonly<Record<string, number>> = {
  INVALID_ARGUMENT: 3,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  FAILED_PRECONDITION: 9,
  UNAVAILABLE: 14,
}

function statusOf(error: unknown): object {
  const status = error instanceof Error && 'status' in error ? String(error.status) : ''
  const message = status === '' ? 'Internal error encountered.' : (error as Error).message
  return { code: codes[status] ?? 13, message }
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value)
  if (map.size > MOST_KEPT) map.delete(map.keys().next().value!)
}
