// The faults in force, and which of them meets a call.
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../clock.ts'
import type { CallRequest } from '../../call/call.ts'
import { forkOf } from '../../api/fork.ts'
import { ConnectionDropped, type Disturbance } from '../../call/watch.ts'
import { invalid, notFound } from '../../errors.ts'
import { CallWindows, quotaExceeded } from '../../quota.ts'
import { isLike } from '../calls/filter.ts'
import { errorOf, type Fault } from './fault.ts'
import { readFaultLine } from './read_fault.ts'

/** A fault that was set. */
export interface SetFault {
  readonly name: string
  readonly fault: Fault
  /** Calls that it could have met, and those that it did. */
  seen: number
  hits: number
  /** Calls of each fork that its limit counts. */
  readonly windows: CallWindows
}

/** Header of one request with a fault for it alone. */
const FAULT_HEADER = 'x-emulator-fault'
const MINUTE = 60_000_000

export class Faults {
  readonly #clockOf: (fork: string) => Clock
  #set: SetFault[] = []
  #count = 0
  /** What met a call, for the log. */
  readonly #met = new WeakMap<CallRequest, string>()

  constructor(clockOf: (fork: string) => Clock) {
    this.#clockOf = clockOf
  }

  add(fault: Fault): SetFault {
    this.#count += 1
    const set = setFault(String(this.#count), fault)
    this.#set.push(set)
    return set
  }

  list(): readonly SetFault[] {
    return this.#set
  }

  /** Throws NOT_FOUND where there is none. */
  remove(name: string): void {
    const left = this.#set.filter((set) => set.name !== name)
    if (left.length === this.#set.length) throw notFound(`There is no fault ${name}.`)
    this.#set = left
  }

  /** One that has ended stays so. */
  end(set: SetFault): void {
    this.#set = this.#set.filter((other) => other !== set)
  }

  /** Ends those of a fork; all of them by default. */
  clear(fork?: string): void {
    this.#set = fork === undefined ? [] : this.#set.filter(({ fault }) => fault.fork !== fork)
  }

  metBy(request: CallRequest): string | undefined {
    return this.#met.get(request)
  }

  /** Undefined where nothing meets the call, as it mostly is. */
  meet(request: CallRequest): Promise<Disturbance> | undefined {
    const line = request.context.header(FAULT_HEADER)
    if (this.#set.length === 0 && line === undefined) return undefined
    const own = line === undefined ? undefined : ofHeader(line)
    const set = own ?? this.#set.find((one) => this.#meets(one, request))
    if (set === undefined) return undefined
    set.hits += 1
    this.#met.set(request, set.name)
    return this.#disturb(set, request)
  }

  #meets(set: SetFault, { bound, context }: CallRequest): boolean {
    const { method = '*', fork, skip = 0, count = Infinity, probability = 1 } = set.fault
    const asked = forkOf(context)
    if (set.hits >= count || !isLike(method, bound.outline.id)) return false
    if (fork !== undefined && fork !== asked) return false
    if (set.fault.readOnly && bound.outline.httpMethod === 'GET') return false
    if (set.fault.callsPerMinute !== undefined && !this.#isOver(set, asked)) return false
    set.seen += 1
    return set.seen > skip && (probability === 1 || Math.random() < probability)
  }

  /** Counts the call, and says whether it is one too many of its minute. */
  #isOver(set: SetFault, fork: string): boolean {
    const now = this.#clockOf(fork).now()
    return set.windows.count(fork, now, MINUTE) > set.fault.callsPerMinute!
  }

  async #disturb({ fault }: SetFault, request: CallRequest): Promise<Disturbance> {
    const { signal } = request.context
    // A client that leaves is not waited for.
    if (fault.delayMs) await pause(fault.delayMs, undefined, { signal }).catch(() => {})
    if (fault.connection === 'DROP_BEFORE') throw new ConnectionDropped()
    if (fault.status !== undefined) throw errorOf(fault.status, fault)
    if (fault.callsPerMinute !== undefined) throw tooManyCalls(fault, request)
    if (fault.readOnly)
      throw errorOf('PERMISSION_DENIED', {
        message: fault.message ?? 'The service is read-only now: a fault was set that says so.',
      })
    if (fault.connection === undefined) return 'none'
    return fault.connection === 'TRUNCATE' ? 'truncated' : 'lost'
  }
}

const setFault = (name: string, fault: Fault): SetFault => ({
  name,
  fault,
  seen: 0,
  hits: 0,
  windows: new CallWindows(),
})

function ofHeader(line: string): SetFault {
  try {
    return setFault('header', readFaultLine(line))
  } catch (error) {
    throw invalid(`The header X-Emulator-Fault cannot be read: ${(error as Error).message}`)
  }
}

function tooManyCalls(fault: Fault, { bound }: CallRequest) {
  const service = bound.service.rootHost
  const { details } = quotaExceeded({
    service,
    metric: 'default_requests',
    limit: fault.callsPerMinute!,
    consumer: 'projects/000000000000',
    metadata: {
      quota_limit: 'defaultPerMinutePerProject',
      quota_unit: '1/min/{project}',
      quota_location: 'global',
    },
  })
  const message = `Quota exceeded for quota metric 'Requests' and limit 'Requests per minute' of service '${service}' for consumer 'project_number:000000000000'.`
  return errorOf('RESOURCE_EXHAUSTED', { message, ...fault }, details)
}
