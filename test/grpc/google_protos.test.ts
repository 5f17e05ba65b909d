// Protos that all of Google's APIs share come with the emulator: those of the package that Google keeps.
import { readFile } from 'node:fs/promises'
import { create, fromJson, toBinary, toJson } from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { expect, test } from 'vitest'
import { loadDescriptors } from '../../src/grpc/descriptors/load.ts'
import { googleProtos, path } from '../../release/google_protos.ts'
import { grpcFolder } from '../helpers/grpc_folder.ts'

const refuse = (sentence: string): never => {
  throw new Error(sentence)
}

test('the file is what google-gax has: `npm run google-protos` writes it', async () => {
  expect(await readFile(path, 'utf8')).toBe(googleProtos())
})

test('types and annotations of google.type and google.api are there without a client that has them', async () => {
  await using folder = await grpcFolder({})
  const { registry } = await loadDescriptors(folder.path, refuse)
  const examples = {
    'google.type.Date': { year: 2026, month: 11, day: 27 },
    'google.type.Money': { currencyCode: 'EUR', units: '3', nanos: 500_000_000 },
    'google.type.LatLng': { latitude: 52.5, longitude: 13.4 },
    'google.type.Expr': { expression: 'true', title: 'always' },
    'google.type.PostalAddress': { regionCode: 'DE', addressLines: ['a', 'b'] },
    'google.type.DateTime': { year: 2026, timeZone: { id: 'Europe/Berlin' } },
    'google.api.MonitoredResource': { type: 'gce_instance', labels: { zone: 'z' } },
    'google.api.HttpBody': { contentType: 'text/plain', data: 'aGk=' },
    'google.rpc.ResourceInfo': { resourceType: 't', resourceName: 'n' },
  }
  for (const [name, json] of Object.entries(examples)) {
    const schema = registry.getMessage(name)!
    expect([name, toJson(schema, fromJson(schema, json))]).toEqual([name, json])
  }
  const extensions = ['http', 'field_behavior', 'resource', 'resource_reference', 'default_host']
  const numbers = extensions.map((name) => registry.getExtension(`google.api.${name}`)?.number)
  expect(numbers).toEqual([72_295_728, 1052, 1053, 1055, 1049])
})

test('a set of files needs not bring what it imports of them', async () => {
  await using folder = await grpcFolder({})
  const file = {
    name: 'a/v1/a.proto',
    package: 'a.v1',
    syntax: 'proto3',
    dependency: [
      'google/api/annotations.proto',
      'google/type/money.proto',
      'google/rpc/status.proto',
    ],
    messageType: [
      {
        name: 'M',
        field: [
          {
            name: 'price',
            jsonName: 'price',
            number: 1,
            type: 11,
            label: 1,
            typeName: '.google.type.Money',
          },
          {
            name: 'status',
            jsonName: 'status',
            number: 2,
            type: 11,
            label: 1,
            typeName: '.google.rpc.Status',
          },
        ],
      },
    ],
  }
  await folder.write(
    'a_v1.binpb',
    toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [file] })),
  )
  const { registry } = await loadDescriptors(folder.path, refuse)
  const schema = registry.getMessage('a.v1.M')!
  const json = { price: { currencyCode: 'EUR' }, status: { code: 5 } }
  expect(toJson(schema, fromJson(schema, json))).toEqual(json)
})
