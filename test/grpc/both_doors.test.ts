// A table of calls, made by REST of one emulator and by gRPC of another: their messages and their errors are equal.
import { fromBinary, fromJson, toJson, type JsonObject } from '@bufbuild/protobuf'
import type { ServiceError } from '@grpc/grpc-js'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { loadDescriptors } from '../../src/grpc/descriptors/load.ts'
import { codes } from '../../src/grpc/wire/rpc_error.ts'
import { grpcClient } from '../helpers/grpc_client.ts'
import { grpcFolder } from '../helpers/grpc_folder.ts'
import { openedEmulator } from '../helpers/opened_emulator.ts'

interface Call {
  readonly rpc: string
  readonly request: JsonObject
  readonly verb: string
  /** Of REST, with its query. */
  readonly path: string
  readonly body?: JsonObject | undefined
}

const caller =
  (service: string) =>
  (rpc: string, request: JsonObject, target: string, body?: JsonObject): Call => {
    const [verb = '', path = ''] = target.split(' ')
    return { rpc: `${service}/${rpc}`, request, verb, path, body }
  }

const secrets = caller('google.cloud.secretmanager.v1.SecretManagerService')
const tasks = caller('google.cloud.tasks.v2.CloudTasks')
const publisher = caller('google.pubsub.v1.Publisher')
const subscriber = caller('google.pubsub.v1.Subscriber')

const automatic = { automatic: {} }

function secretCalls(project: string): Call[] {
  const parent = `projects/${project}`
  const name = (id: string) => `${parent}/secrets/${id}`
  const create = (secretId: string, secret: JsonObject) =>
    secrets(
      'CreateSecret',
      { parent, secretId, secret },
      `POST v1/${parent}/secrets?secretId=${secretId}`,
      secret,
    )
  const get = (id: string) => secrets('GetSecret', { name: name(id) }, `GET v1/${name(id)}`)
  const patch = (id: string, secret: JsonObject, mask: string) =>
    secrets(
      'UpdateSecret',
      { secret: { ...secret, name: name(id) }, updateMask: mask },
      `PATCH v1/${name(id)}?updateMask=${mask}`,
      secret,
    )
  const list = (more: JsonObject) =>
    secrets(
      'ListSecrets',
      { parent, ...more },
      `GET v1/${parent}/secrets?${new URLSearchParams(more as Record<string, string>).toString()}`,
    )
  const add = (id: string, data: string) =>
    secrets(
      'AddSecretVersion',
      { parent: name(id), payload: { data } },
      `POST v1/${name(id)}:addVersion`,
      {
        payload: { data },
      },
    )
  const version = (rpc: string, verb: string, id: string, number: string) => {
    const path = `${name(id)}/versions/${number}`
    const isGet = verb === '' || verb === ':access'
    return secrets(
      rpc,
      { name: path },
      `${isGet ? 'GET' : 'POST'} v1/${path}${verb}`,
      isGet ? undefined : {},
    )
  }
  const bindings = [{ role: 'roles/viewer', members: ['user:a@example.com'] }]
  return [
    create('a', { replication: automatic }),
    create('b', { replication: automatic, labels: { k: 'ä' }, annotations: { x: 'y' } }),
    create('c', {
      replication: { userManaged: { replicas: [{ location: 'l' }] } },
      ttl: '3600.5s',
    }),
    create('a', { replication: automatic }),
    get('a'),
    get('b'),
    get('none'),
    list({}),
    list({ pageSize: 1 }),
    list({ pageSize: 2 }),
    list({ pageToken: 'nonsense' }),
    list({ filter: 'labels.k=ä' }),
    patch('b', { labels: { k: 'w' } }, 'labels'),
    patch('b', { annotations: {} }, 'annotations'),
    patch('b', { labels: {} }, 'nonsense'),
    secrets(
      'UpdateSecret',
      { secret: { name: name('b') }, updateMask: 'noSuchField' },
      `PATCH v1/${name('b')}?updateMask=no_such_field`,
      {},
    ),
    patch('none', { labels: {} }, 'labels'),
    get('b'),
    add('a', 'aGVsbG8='),
    add('a', '/+8='),
    add('none', 'aGVsbG8='),
    version('GetSecretVersion', '', 'a', '1'),
    version('GetSecretVersion', '', 'a', '9'),
    version('AccessSecretVersion', ':access', 'a', '1'),
    version('AccessSecretVersion', ':access', 'a', '9'),
    version('DisableSecretVersion', ':disable', 'a', '1'),
    version('EnableSecretVersion', ':enable', 'a', '1'),
    version('DestroySecretVersion', ':destroy', 'a', '2'),
    secrets('ListSecretVersions', { parent: name('a') }, `GET v1/${name('a')}/versions`),
    secrets('GetIamPolicy', { resource: name('a') }, `GET v1/${name('a')}:getIamPolicy`),
    secrets(
      'SetIamPolicy',
      { resource: name('a'), policy: { bindings } },
      `POST v1/${name('a')}:setIamPolicy`,
      {
        policy: { bindings },
      },
    ),
    secrets('GetIamPolicy', { resource: name('a') }, `GET v1/${name('a')}:getIamPolicy`),
    secrets(
      'TestIamPermissions',
      { resource: name('a'), permissions: ['secretmanager.secrets.get'] },
      `POST v1/${name('a')}:testIamPermissions`,
      { permissions: ['secretmanager.secrets.get'] },
    ),
    secrets('DeleteSecret', { name: name('c') }, `DELETE v1/${name('c')}`),
    secrets('DeleteSecret', { name: name('c') }, `DELETE v1/${name('c')}`),
    list({}),
  ]
}

function queueCalls(): Call[] {
  const parent = 'projects/p/locations/l'
  const name = (id: string) => `${parent}/queues/${id}`
  const create = (queue: JsonObject) =>
    tasks('CreateQueue', { parent, queue }, `POST v2/${parent}/queues`, queue)
  const patch = (queue: JsonObject, mask: string) =>
    tasks(
      'UpdateQueue',
      { queue, updateMask: mask },
      `PATCH v2/${queue['name'] as string}?updateMask=${mask}`,
      queue,
    )
  const act = (rpc: string, verb: string, id: string) =>
    tasks(rpc, { name: name(id) }, `POST v2/${name(id)}:${verb}`, {})
  const task = (id: string): JsonObject => ({
    name: `${name('q')}/tasks/${id}`,
    scheduleTime: '2050-01-02T03:04:05.000006Z',
    dispatchDeadline: '30s',
    httpRequest: {
      url: 'http://localhost:1/',
      httpMethod: 'PUT',
      headers: { 'X-Ä': 'b' },
      body: '/+8=',
    },
  })
  const createTask = (id: string, queue = 'q') =>
    tasks('CreateTask', { parent: name(queue), task: task(id) }, `POST v2/${name(queue)}/tasks`, {
      task: task(id),
    })
  const getTask = (id: string, view = 'FULL') =>
    tasks(
      'GetTask',
      { name: `${name('q')}/tasks/${id}`, responseView: view },
      `GET v2/${name('q')}/tasks/${id}?responseView=${view}`,
    )
  return [
    create({ name: name('q') }),
    create({
      name: name('r'),
      rateLimits: { maxDispatchesPerSecond: 0.5, maxConcurrentDispatches: 3 },
    }),
    create({
      name: name('s'),
      retryConfig: { maxAttempts: -1, minBackoff: '0.100s', maxBackoff: '60s' },
    }),
    create({ name: name('q') }),
    create({}),
    tasks('GetQueue', { name: name('r') }, `GET v2/${name('r')}`),
    tasks('GetQueue', { name: name('none') }, `GET v2/${name('none')}`),
    tasks('ListQueues', { parent }, `GET v2/${parent}/queues`),
    tasks('ListQueues', { parent, pageSize: 1 }, `GET v2/${parent}/queues?pageSize=1`),
    patch(
      { name: name('r'), rateLimits: { maxConcurrentDispatches: 9 } },
      'rateLimits.maxConcurrentDispatches',
    ),
    patch({ name: name('r') }, 'nonsense'),
    tasks('GetQueue', { name: name('r') }, `GET v2/${name('r')}`),
    act('PauseQueue', 'pause', 'r'),
    act('ResumeQueue', 'resume', 'r'),
    act('PurgeQueue', 'purge', 'r'),
    act('PauseQueue', 'pause', 'none'),
    act('PauseQueue', 'pause', 'q'),
    createTask('one'),
    createTask('two'),
    createTask('one'),
    createTask('x', 'none'),
    getTask('one'),
    getTask('one', 'BASIC'),
    getTask('none'),
    tasks('ListTasks', { parent: name('q') }, `GET v2/${name('q')}/tasks`),
    tasks(
      'ListTasks',
      { parent: name('q'), responseView: 'FULL' },
      `GET v2/${name('q')}/tasks?responseView=FULL`,
    ),
    tasks('DeleteTask', { name: `${name('q')}/tasks/two` }, `DELETE v2/${name('q')}/tasks/two`),
    tasks('DeleteTask', { name: `${name('q')}/tasks/two` }, `DELETE v2/${name('q')}/tasks/two`),
    tasks('DeleteQueue', { name: name('s') }, `DELETE v2/${name('s')}`),
    tasks('DeleteQueue', { name: name('none') }, `DELETE v2/${name('none')}`),
  ]
}

function topicCalls(): Call[] {
  const project = 'projects/p'
  const topic = (id: string) => `${project}/topics/${id}`
  const subscription = (id: string) => `${project}/subscriptions/${id}`
  const create = (id: string, more: JsonObject = {}) =>
    publisher('CreateTopic', { name: topic(id), ...more }, `PUT v1/${topic(id)}`, more)
  const subscribe = (id: string, of: string, more: JsonObject = {}) =>
    subscriber(
      'CreateSubscription',
      { name: subscription(id), topic: topic(of), ...more },
      `PUT v1/${subscription(id)}`,
      { topic: topic(of), ...more },
    )
  return [
    create('a'),
    create('b', { labels: { k: 'v' }, messageRetentionDuration: '86400s' }),
    create('a'),
    publisher('GetTopic', { topic: topic('b') }, `GET v1/${topic('b')}`),
    publisher('GetTopic', { topic: topic('none') }, `GET v1/${topic('none')}`),
    publisher('ListTopics', { project }, `GET v1/${project}/topics`),
    publisher('ListTopics', { project, pageSize: 1 }, `GET v1/${project}/topics?pageSize=1`),
    subscribe('s', 'a'),
    subscribe('t', 'a', { ackDeadlineSeconds: 30, enableMessageOrdering: true }),
    subscribe('s', 'a'),
    subscriber(
      'GetSubscription',
      { subscription: subscription('t') },
      `GET v1/${subscription('t')}`,
    ),
    subscriber(
      'GetSubscription',
      { subscription: subscription('none') },
      `GET v1/${subscription('none')}`,
    ),
    subscriber('ListSubscriptions', { project }, `GET v1/${project}/subscriptions`),
    subscriber(
      'DeleteSubscription',
      { subscription: subscription('t') },
      `DELETE v1/${subscription('t')}`,
    ),
    publisher('DeleteTopic', { topic: topic('b') }, `DELETE v1/${topic('b')}`),
    publisher('DeleteTopic', { topic: topic('b') }, `DELETE v1/${topic('b')}`),
    publisher('ListTopics', { project }, `GET v1/${project}/topics`),
  ]
}

const calls = [
  ...secretCalls('p'),
  ...queueCalls(),
  ...topicCalls(),
  // The same once more where resources of another project are.
  ...secretCalls('q'),
]

const UUID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g

/** Without what no two emulators give alike: moments, and what is made at random. */
const own = (json: unknown): unknown =>
  JSON.parse(
    JSON.stringify(json, (key, value: unknown) => {
      if (typeof value !== 'string') return value
      const isOwn = /^(etag|uid|nextPageToken)$/.test(key) || /^202\d-\d\d-\d\dT/.test(value)
      return isOwn ? '*' : value.replaceAll(UUID, '*')
    }),
  )

interface Outcome {
  readonly message?: unknown
  readonly error?: { readonly code: unknown; readonly message: string; readonly details: unknown }
}

test('a hundred calls have equal messages and equal errors by REST and by gRPC', async () => {
  await using folder = await grpcFolder({
    secretmanager_v1: 'secret-manager',
    cloudtasks_v2: 'tasks',
    pubsub_v1: 'pubsub',
  })
  await using forRest = await openedEmulator({ api_data: folder.path })
  await using forGrpc = await openedEmulator({ api_data: folder.path })
  using client = await grpcClient(new URL(forGrpc.emulator.url).host, folder.path)
  const { registry } = await loadDescriptors(folder.path, () => {})

  async function byRest({ rpc, verb, path, body }: Call): Promise<Outcome> {
    const answer = await fetch(`${forRest.emulator.url}/${path}`, {
      method: verb,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const json = (await answer.json()) as JsonObject
    if (answer.ok) {
      const [service = '', name] = rpc.split('/')
      const { output } = registry.getService(service)!.methods.find((each) => each.name === name)!
      return { message: own(toJson(output, fromJson(output, json, { registry }), { registry })) }
    }
    const { status, message, details = [] } = json['error'] as Record<string, JsonObject>
    const code = codes[status as unknown as keyof typeof codes]
    return { error: { code, message: message as unknown as string, details } }
  }

  async function byGrpc({ rpc, request }: Call): Promise<Outcome> {
    try {
      return { message: own(await client.call(rpc, request)) }
    } catch (error) {
      const { code, details: message, metadata } = error as ServiceError
      const [packed] = metadata.get('grpc-status-details-bin')
      const schema = registry.getMessage('google.rpc.Status')!
      const status =
        packed === undefined
          ? {}
          : toJson(schema, fromBinary(schema, packed as Buffer), { registry })
      return { error: { code, message, details: (status as JsonObject)['details'] ?? [] } }
    }
  }

  expect(calls.length).toBeGreaterThanOrEqual(100)
  const differing: object[] = []
  let refused = 0
  for (const call of calls) {
    const rest = await byRest(call)
    const grpc = await byGrpc(call)
    if (rest.error !== undefined) refused += 1
    if (!isDeepStrictEqual(rest, grpc)) differing.push({ call, rest, grpc })
  }
  expect(differing).toEqual([])
  expect(refused).toBeGreaterThan(20)
})
