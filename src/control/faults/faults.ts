// The faults in force, and which of them meets a call.
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../../clock.ts'
import type { CallRequest } from '../../call/call.ts'
import { forkOf } from '../../api/fork.ts'
import {
  ConnectionDropped,
  type Disturbance,
  type UploadingCall,
  type UploadMark,
} from '../../call/watch.ts'
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
  readonly #met = new WeakMap<CallRequest['context'], string>()

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

  metBy({ context }: CallRequest): string | undefined {
    return this.#met.get(context)
  }

  /** Undefined where nothing meets the call, as it mostly is. */
  meet(request: CallRequest): Promise<Disturbance> | undefined {
    const set = this.#candidates(request).find(
      (one) => !waitsForBytes(one) && this.#meets(one, request),
    )
    return set && this.#hit(set, request)
  }

  /** Where a fault waits in an upload, of which `received` bytes came before this request. */
  mark(call: UploadingCall, received: number): UploadMark | undefined {
    const waiting = this.#candidates(call).find(
      (one) => waitsForBytes(one) && one.fault.afterBytes! > received && isFor(one, call),
    )
    if (waiting === undefined) return undefined
    return {
      at: waiting.fault.afterBytes!,
      reached: async () => {
        if (this.#meets(waiting, call)) await this.#hit(waiting, call)
      },
    }
  }

  /** The one that the request brings, or else all that are set. */
  #candidates({ context }: UploadingCall): readonly SetFault[] {
    const line = context.header(FAULT_HEADER)
    return line === undefined ? this.#set : [ofHeader(line)]
  }

  #hit(set: SetFault, call: UploadingCall): Promise<Disturbance> {
    set.hits += 1
    this.#met.set(call.context, set.name)
    return this.#disturb(set, call)
  }

  #meets(set: SetFault, call: UploadingCall): boolean {
    const { skip = 0, probability = 1, readOnly, callsPerMinute } = set.fault
    if (!isFor(set, call)) return false
    if (readOnly && call.bound.outline.httpMethod === 'GET') return false
    if (callsPerMinute !== undefined && !this.#isOver(set, forkOf(call.context))) return false
    set.seen += 1
    return set.seen > skip && (probability === 1 || Math.random() < probability)
  }

  /** Counts the call, and says whether it is one too many of its minute. */
  #isOver(set: SetFault, fork: string): boolean {
    const now = this.#clockOf(fork).now()
    return set.windows.count(fork, now, MINUTE) > set.fault.callsPerMinute!
  }

  async #disturb({ fault }: SetFault, call: UploadingCall): Promise<Disturbance> {
    const { signal } = call.context
    // A client that leaves is not waited for.
    if (fault.delayMs) await pause(fault.delayMs, undefined, { signal }).catch(() => {})
    if (fault.connection === 'DROP_BEFORE') throw new ConnectionDropped()
    if (fault.status !== undefined) throw errorOf(fault.status, fault)
    if (fault.callsPerMinute !== undefined) throw tooManyCalls(fault, call)
    if (fault.readOnly)
      throw errorOf('PERMISSION_DENIED', {
        message: fault.message ?? 'The service is read-only now: a fault was set that says so.',
      })
    if (fault.connection === undefined) return 'none'
    return fault.connection === 'TRUNCATE' ? { bytes: fault.afterBytes } : 'lost'
  }
}

const setFault = (name: string, fault: Fault): SetFault => ({
  name,
  fault,
  seen: 0,
  hits: 0,
  windows: new CallWindows(),
})

/** Whether it looks at the call at all, and has not ended. */
function isFor({ fault, hits }: SetFault, { bound, context }: UploadingCall): boolean {
  const { method = '*', fork, count = Infinity } = fault
  if (hits >= count || !isLike(method, bound.outline.id)) return false
  return fork === undefined || fork === forkOf(context)
}

/** It meets an upload in the middle of its bytes. */
const waitsForBytes = ({ fault }: SetFault): boolean =>
  fault.afterBytes !== undefined && fault.connection !== 'TRUNCATE'

function ofHeader(line: string): SetFault {
  try {
    return setFault('header', readFaultLine(line))
  } catch (error) {
    throw invalid(`The header X-Emulator-Fault cannot be read: ${(error as Error).message}`)
  }
}

function tooManyCalls(fault: Fault, { bound }: UploadingCall) {
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
