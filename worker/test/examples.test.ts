// The examples run as `npm start` runs them, and say first what the original hosts said.
import { describe, expect, test } from 'vitest'
import amqplib from 'amqplib'
import { startEmulator } from './helpers/emulator.ts'
import { testQueue } from './helpers/queue.ts'
import { npmStart } from './helpers/npm_start.ts'
import { freePort } from '../../test/helpers/free_port.ts'
import { sharedBroker } from './helpers/rabbitmq_shared.ts'
import { until } from './helpers/until.ts'

/** rococo's form: `2026-11-20 10:00:00,120 [INFO] module:line - message`. */
const rococo = (message: string | RegExp): RegExp =>
  new RegExp(
    String.raw`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \[INFO\] \w+:\d+ - ${typeof message === 'string' ? RegExp.escape(message) : message.source}$`,
  )

function expectLines(lines: readonly string[], expected: readonly RegExp[]): void {
  for (const [index, line] of expected.entries()) expect(lines[index]).toMatch(line)
}

const host = rococo(/Rococo Service Host Version: \d+\.\d+\.\d+/)
const service = rococo('Service Processor Version: 1.0.0')

test('the message processor logs what it is sent, from a Task Queue as well', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await using running = npmStart('service_example', {
    ...queue.env,
    MESSAGING_TYPE: 'TaskQueueConnection',
    QUEUE_NAME_PREFIX: '',
    ChildLoggingServiceProcessor_QUEUE_NAME: queue.name,
  })
  expectLines(await running.firstLines(4), [
    host,
    rococo('processor_module: service_example.processor'),
    rococo('processor_type: ChildLoggingServiceProcessor'),
    service,
  ])
  await queue.put({ a: 1 })
  const logged = rococo('Received message: {"a":1} to the child image!')
  await until('the message is logged', () => running.lines().some((line) => logged.test(line)))
  running.interrupt()
  await running.ended
  expect(running.output()).toContain('SHUT DOWN COMPLETE')
})

test("IsleConsumer's template takes text and gives text", async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  const { QUEUE_NAME: _, ...env } = queue.env
  const prefix = `${queue.name}-`
  await using running = npmStart('isle_consumer', {
    ...env,
    MESSAGING_TYPE: 'TaskQueueConnection',
    QUEUE_NAME_PREFIX: prefix,
  })
  expectLines(await running.firstLines(2), [
    /^INFO: STARTING UP 'isleconsumer'$/,
    /^INFO: RUNNING 'isleconsumer'$/,
  ])
  running.interrupt()
  await running.ended
  expect(running.output()).toMatch(/^INFO: SHUT DOWN COMPLETE$/m)
})

const broker = await sharedBroker()
const brokerUrl = broker ?? ''

describe.skipIf(broker === undefined)('examples at a broker', () => {
  test('the message processor says what it listens to, and logs what comes', async () => {
    const { hostname: RABBITMQ_HOST, port: RABBITMQ_PORT } = new URL(brokerUrl)
    await using running = npmStart('service_example', { RABBITMQ_HOST, RABBITMQ_PORT })
    const lines = await running.firstLines(5)
    expectLines(lines, [
      host,
      rococo('processor_module: service_example.processor'),
      rococo('processor_type: ChildLoggingServiceProcessor'),
      service,
      rococo(
        `Listening to RabbitMQ queue CST_SERVICE_test_queue on ${RABBITMQ_HOST}:${RABBITMQ_PORT} with 1 threads...`,
      ),
    ])
    const connection = await amqplib.connect(brokerUrl)
    const channel = await connection.createConfirmChannel()
    channel.sendToQueue('CST_SERVICE_test_queue', Buffer.from('{"a":1}'))
    const logged = rococo('Received message: {"a":1} to the child image!')
    await until('it is logged', () => running.lines().some((line) => logged.test(line)))
    expect(await channel.checkQueue('CST_SERVICE_test_queue')).toMatchObject({ consumerCount: 1 })
    const delivered = rococo(/Thread id: \d+ Delivery tag: 1 Message body: {"a":1}/)
    const acknowledged = rococo('Sent ack for Delivery tag 1...')
    await until('it says what was delivered', () =>
      [delivered, acknowledged].every((each) => running.lines().some((line) => each.test(line))),
    )
    await connection.close()
  })

  test("IsleConsumer's template hands text on", async () => {
    const port = await freePort()
    await using running = npmStart('isle_consumer', { RABBITMQ_URL: brokerUrl, PORT: `${port}` })
    const lines = await running.firstLines(2)
    expectLines(lines, [/^INFO: STARTING UP 'isleconsumer'$/, /^INFO: RUNNING 'isleconsumer'$/])
    const connection = await amqplib.connect(brokerUrl)
    const channel = await connection.createConfirmChannel()
    await channel.assertQueue('out_queue')
    await until('it is ready, and idle', () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    channel.sendToQueue('in_queue', Buffer.from('Hello, World!'), { contentType: 'text/plain' })
    const message = await until('there is a message', () =>
      channel.get('out_queue', { noAck: true }),
    )
    expect(message.content.toString()).toBe('Hello, World!')
    expect(message.properties.contentType).toBe('text/plain')
    await connection.close()
    running.interrupt()
    await running.ended
    expect(running.output()).toMatch(
      /^INFO: CLOSING RABBITMQ CONNECTION\nINFO: CLEANING UP\nINFO: SHUT DOWN COMPLETE$/m,
    )
  })
})

describe('examples by the clock', () => {
  test.for([
    ['cron_service_example', { CRON_TIME_AMOUNT: '0.5' }],
    ['cron_run_at_example', { RUN_AT_STARTUP: 'true' }],
  ] as const)('%s says when it runs', async ([example, env]) => {
    await using running = npmStart(example, env)
    const lines = await running.firstLines(5)
    expectLines(lines, [
      host,
      rococo('processor_module: processor'),
      rococo('processor_type: LoggingServiceProcessor'),
      service,
    ])
    const started = rococo(/Cron processor execution started at .* \.\.\./)
    await until('it runs', () => running.lines().some((line) => started.test(line)))
    running.interrupt()
    await running.ended
    expect(running.output()).toContain('SHUT DOWN COMPLETE')
  })
})
