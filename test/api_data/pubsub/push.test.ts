// Push subscriptions: messages are sent to an endpoint on this machine, again until it takes them.
import type { IncomingHttpHeaders } from 'node:http'
import { describe, expect, test } from 'vitest'
import { serving } from '../../helpers/serving.ts'
import { stores } from '../../helpers/stores.ts'
import { pubsubFolder, startService, type Service } from './service.ts'

const folder = pubsubFolder()
const data = Buffer.from('hello').toString('base64')

const ofKey = (text: string) => ({
  orderingKey: 'k',
  data: Buffer.from(text).toString('base64'),
})

/** An endpoint that answers with these statuses, one after the other, then with 204. */
async function endpoint(...statuses: number[]) {
  const requests: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = []
  const server = await serving((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      requests.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(statuses.shift() ?? 204).end()
    })
  })
  return { ...server, requests }
}

async function pushTo({ rest }: Service, pushConfig: object, rest_: object = {}) {
  await rest('topics/top', {}, 'PUT')
  const subscription = { topic: 'projects/p/topics/top', pushConfig, ...rest_ }
  expect((await rest('subscriptions/sub', subscription, 'PUT')).status).toBe(200)
}

const publish = ({ rest }: Service, ...messages: object[]) =>
  rest('topics/top:publish', { messages })

describe.each(stores)('a push subscription ($name)', ({ url }) => {
  test('sends each message to its endpoint, again after a failure', async () => {
    await using service = await startService(folder, url)
    await service.emulator.reset()
    await using target = await endpoint(500)
    await pushTo(service, {
      pushEndpoint: `${target.url}/hook`,
      oidcToken: { serviceAccountEmail: 'a@b.c' },
    })
    const { json } = await publish(service, { data, attributes: { k: 'v' } })
    await service.emulator.tasks.runUntilIdle()
    expect(target.requests).toHaveLength(1)
    service.emulator.clock.advance(1)
    await service.emulator.tasks.runUntilIdle()
    expect(target.requests).toHaveLength(2)
    service.emulator.clock.advance(600)
    await service.emulator.tasks.runUntilIdle()
    expect(target.requests).toHaveLength(2)
    const { headers, body } = target.requests[1]!
    expect(JSON.parse(body)).toEqual({
      message: {
        data,
        attributes: { k: 'v' },
        messageId: json.messageIds[0],
        message_id: json.messageIds[0],
        publishTime: expect.any(String),
        publish_time: expect.any(String),
      },
      subscription: 'projects/p/subscriptions/sub',
    })
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      authorization: expect.stringMatching(/^Bearer ey/),
    })
    expect(Object.keys(headers).filter((name) => name.startsWith('x-cloudtasks'))).toEqual([])
    expect(service.emulator.tasks.attempts()).toMatchObject([
      { task: expect.stringMatching(/^projects\/p\/subscriptions\/sub\//), attempt: 1 },
      { attempt: 2, error: '' },
    ])
  })

  test('sends what was refused too often to the dead letter topic', async () => {
    await using service = await startService(folder, url)
    await service.emulator.reset()
    await using target = await endpoint(...Array.from({ length: 9 }, () => 500))
    await service.rest('topics/dead', {}, 'PUT')
    await service.rest('subscriptions/of-dead', { topic: 'projects/p/topics/dead' }, 'PUT')
    const deadLetterPolicy = { deadLetterTopic: 'projects/p/topics/dead', maxDeliveryAttempts: 5 }
    await pushTo(service, { pushEndpoint: target.url }, { deadLetterPolicy })
    await publish(service, { data })
    for (let i = 0; i < 7; i += 1) {
      await service.emulator.tasks.runUntilIdle()
      service.emulator.clock.advance(60)
    }
    expect(target.requests.map(({ body }) => JSON.parse(body).deliveryAttempt)).toEqual([
      1, 2, 3, 4, 5,
    ])
    const body = { maxMessages: 10, returnImmediately: true }
    const { json } = await service.rest('subscriptions/of-dead:pull', body)
    expect(json.receivedMessages).toMatchObject([
      { message: { data, attributes: { CloudPubSubDeadLetterSourceSubscription: 'sub' } } },
    ])
  })

  test('keeps the order of a key', async () => {
    await using service = await startService(folder, url)
    await service.emulator.reset()
    await using target = await endpoint(503)
    const noWrapper = { writeMetadata: true }
    await pushTo(service, { pushEndpoint: target.url, noWrapper }, { enableMessageOrdering: true })
    await publish(service, ofKey('1'), ofKey('2'), ofKey('3'))
    await service.emulator.tasks.runUntilIdle()
    service.emulator.clock.advance(1)
    await service.emulator.tasks.runUntilIdle()
    expect(target.requests.map(({ body }) => body)).toEqual(['1', '1', '2', '3'])
    expect(target.requests[3]!.headers).toMatchObject({
      'x-goog-pubsub-ordering-key': 'k',
      'x-goog-pubsub-subscription-name': 'projects/p/subscriptions/sub',
    })
  })
})

describe('a push subscription', () => {
  test('cannot be pulled, until it has no endpoint any more', async () => {
    await using service = await startService(folder)
    await using target = await endpoint(500)
    await pushTo(service, { pushEndpoint: target.url })
    await publish(service, { data })
    await service.emulator.tasks.runUntilIdle()
    const pull = () =>
      service.rest('subscriptions/sub:pull', { maxMessages: 1, returnImmediately: true })
    expect((await pull()).json.error).toMatchObject({
      status: 'FAILED_PRECONDITION',
      message: 'This method is not supported for this subscription type.',
    })
    await service.rest('subscriptions/sub:modifyPushConfig', { pushConfig: {} })
    service.emulator.clock.advance(60)
    expect((await pull()).json.receivedMessages).toHaveLength(1)
    expect(target.requests).toHaveLength(1)
  })

  test('does not reach other machines unless they are named', async () => {
    await using service = await startService(folder)
    await pushTo(service, { pushEndpoint: 'https://example.com/hook' })
    await publish(service, { data })
    await service.emulator.tasks.runUntilIdle()
    expect(service.emulator.tasks.attempts()).toMatchObject([
      { error: expect.stringContaining('--dispatch-hosts example.com') },
    ])
  })
})
