// Ack ids: which message of which queue, and which of its deliveries.
import { badAckId } from './errors.ts'

export interface AckId {
  readonly queue: string
  readonly id: string
  /** 1 for the first delivery. */
  readonly attempt: number
}

export const ackIdOf = ({ queue, id, attempt }: AckId): string =>
  Buffer.from(`${queue}:${id}:${attempt}`).toString('base64url')

/** Throws 400. */
export function readAckId(ackId: string): AckId {
  const text = Buffer.from(ackId, 'base64url').toString()
  const [, queue, id, attempt] = /^([\w-]+):(\d+):(\d+)$/.exec(text) ?? []
  if (queue === undefined || id === undefined) throw badAckId(ackId)
  return { queue, id, attempt: Number(attempt) }
}
