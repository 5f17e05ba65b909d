// Clients do not ask in a tight loop while a server is away.
import { setTimeout as pause } from 'node:timers/promises'
import type { Ask } from './clients.ts'

/** Milliseconds a client rests after a request that was not answered. */
const REST = 50

export async function restIfUnanswered(ask: Ask | undefined): Promise<void> {
  if (ask?.answer === undefined) await pause(REST)
}
