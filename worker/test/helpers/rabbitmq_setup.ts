// A RabbitMQ for all tests that kill none: RABBITMQ_URL, else a server of our own, else none.
import { env } from 'node:process'
import type { TestProject } from 'vitest/node'
import { prepareBroker } from './rabbitmq.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Maybe of one that still starts; null if there is no RabbitMQ. */
    readonly rabbitmqUrl: string | null
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = env['RABBITMQ_URL']
  const broker = given ? undefined : await prepareBroker()
  // Tests of other things need not wait for it; what goes wrong here is what a test that needs it will find.
  void broker?.start().catch((error: unknown) => console.error(error))
  project.provide('rabbitmqUrl', given || (broker?.url ?? null))
  return async () => broker?.[Symbol.asyncDispose]()
}
