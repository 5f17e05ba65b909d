// Another client of gRPC: the one for Python that Debian has, with messages made of a FileDescriptorSet.
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf'
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorSetSchema,
  type FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { env } from 'node:process'
import { expect, test } from 'vitest'
import { startEmulator } from '../../src/start_emulator.ts'
import { loadDescriptors } from '../../src/grpc/descriptors/load.ts'
import { grpcFolder } from '../helpers/grpc_folder.ts'
import { python, runPython } from '../helpers/python.ts'
import { documentOf, methodsOf } from '../helpers/server.ts'

const isThere = spawnSync(python, ['-c', 'import grpc, google.protobuf']).status === 0
if (!isThere)
  console.warn(
    `${python} cannot import grpc: its tests are SKIPPED. Install python3-grpcio and python3-protobuf.`,
  )

test.runIf(env['REQUIRE_PYTHON'] === '1')('Python has a client of gRPC', () => {
  expect(isThere, 'install python3-grpcio and python3-protobuf').toBe(true)
})

const value = {
  name: 'value',
  jsonName: 'value',
  number: 1,
  label: FieldDescriptorProto_Label.OPTIONAL,
  type: FieldDescriptorProto_Type.INT32,
}
const counter: MessageInitShape<typeof FileDescriptorProtoSchema> = {
  name: 'acme/counter/v1/counter.proto',
  package: 'acme.counter.v1',
  syntax: 'proto3',
  messageType: [{ name: 'Number', field: [value] }],
  service: [
    {
      name: 'Counter',
      method: [
        { name: 'Count', serverStreaming: true },
        { name: 'Add', clientStreaming: true },
        { name: 'Wait' },
      ].map((method) => ({
        ...method,
        inputType: '.acme.counter.v1.Number',
        outputType: '.acme.counter.v1.Number',
      })),
    },
  ],
}

const handlers = `
export const rpcs = {
  'acme.counter.v1.Counter/Count': async function* (requests) {
    for await (const { value = 0 } of requests) for (let i = 1; i <= value; i += 1) yield { value: i }
  },
  'acme.counter.v1.Counter/Add': async (requests) => {
    let value = 0
    for await (const request of requests) value += request.value
    return { value }
  },
  'acme.counter.v1.Counter/Wait': () => new Promise(() => {}),
}
export const handlers = {}
`

const setOf = (file: readonly MessageInitShape<typeof FileDescriptorProtoSchema>[]) =>
  toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [...file] }))

test.skipIf(!isThere)('calls, streams, deadlines, gzip and details of errors', async () => {
  await using folder = await grpcFolder({ cloudtasks_v2: 'tasks' })
  const methods = methodsOf('counter', { get: { path: 'v1/counter', httpMethod: 'GET' } })
  await folder.write('counter_v1.api', JSON.stringify(documentOf({ name: 'counter', methods })))
  await folder.write('counter_v1.ts', handlers)
  await folder.write('counter_v1.binpb', setOf([counter]))
  const { registry } = await loadDescriptors(folder.path, (sentence) => expect.fail(sentence))
  await folder.write('all', setOf([...registry.files].map(({ proto }) => proto)))
  await using emulator = await startEmulator({ apiData: folder.path })
  const program = join(import.meta.dirname, 'python_client.py')
  const { host } = new URL(emulator.url)
  const queue = 'projects/python/locations/l/queues'
  const misfit = "Invalid value 'nonsense': name must be projects/*/locations/*/queues/*."
  expect(await runPython([program, host, join(folder.path, 'all')])).toEqual({
    'create queue': `${queue}/q`,
    'create task': {
      scheduleTime: '2050-01-02T03:04:05.000000006Z',
      httpRequest: expect.objectContaining({
        body: 'AAEC/w==',
        headers: expect.objectContaining({ X: 'ä' }),
      }),
    },
    gzip: true,
    'not there': { code: 'NOT_FOUND', message: expect.stringContaining('none'), details: null },
    invalid: {
      code: 'INVALID_ARGUMENT',
      message: misfit,
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.BadRequest',
          fieldViolations: [{ field: 'name', description: misfit }],
        },
      ],
    },
    'two hundred at a time': true,
    'server stream': [1, 2, 3, 4, 5],
    cancelled: [1, 2, true],
    'client stream': 6,
    deadline: 'DEADLINE_EXCEEDED',
  })
})
