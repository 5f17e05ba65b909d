// The RabbitMQ that tests share.
import { inject } from 'vitest'
import { answers } from './rabbitmq.ts'
import { until } from './until.ts'

/** Its URL, when it answers; undefined where there is none. */
export async function sharedBroker(): Promise<string | undefined> {
  const url = inject('rabbitmqUrl')
  if (url === null) return undefined
  await until('RabbitMQ answers', () => answers(url), 90)
  return url
}

/** What `worker run` needs to find a broker, by the originals' names. */
export function brokerEnv(
  url: string,
  more: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { hostname, port } = new URL(url)
  return {
    MESSAGING_TYPE: 'RabbitMqConnection',
    RABBITMQ_HOST: hostname,
    RABBITMQ_PORT: port,
    ISOLATION: 'none',
    ...more,
  }
}
