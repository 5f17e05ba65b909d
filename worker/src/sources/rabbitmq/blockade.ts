// A broker short of memory or disk takes nothing from its publishers until it has some again (connection.blocked).
import type { ChannelModel } from './amqp.ts'

export interface Blockade {
  /** Resolves when the broker takes messages; rejects when the connection is lost before that. */
  passed(): Promise<void>
}

export interface BlockadeOptions {
  readonly connection: ChannelModel
  readonly ended: AbortSignal
  /** `RabbitMQ at 127.0.0.1:5672` */
  readonly place: string
  /** Told once when it begins and once when it is over. */
  readonly tell?: ((sentence: string) => void) | undefined
}

export function watchBlockade({ connection, ended, place, tell }: BlockadeOptions): Blockade {
  let blocked: (PromiseWithResolvers<void> & { readonly since: number }) | undefined
  connection.on('blocked', (reason: string) => {
    if (blocked) return
    blocked = { ...Promise.withResolvers<void>(), since: Date.now() }
    blocked.promise.catch(() => undefined)
    tell?.(
      `${place} takes no messages, it is ${reason}: results, retries and dead letters wait, and their tasks stay held; ` +
        'nothing is lost. Free memory or disk of the broker, or let its queues be emptied',
    )
  })
  connection.on('unblocked', () => {
    if (!blocked) return
    const seconds = Math.round((Date.now() - blocked.since) / 1000)
    tell?.(`${place} takes messages again after ${seconds} s; what waited is sent`)
    blocked.resolve()
    blocked = undefined
  })
  ended.addEventListener('abort', () => blocked?.reject(ended.reason))
  return { passed: async () => blocked?.promise }
}
