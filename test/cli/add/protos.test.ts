// `add … --protos`: descriptors beside a document that is there already.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import protobuf from 'protobufjs'
import { expect, test } from 'vitest'
import { addProtos } from '../../../src/cli/add/protos.ts'

async function folderOf(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'protos-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

test('an installed package gives its protos', async () => {
  await using folder = await folderOf()
  await addProtos(folder.path, 'cloudtasks_v2', 'from=@google-cloud/tasks')
  expect(await readdir(folder.path)).toEqual(['cloudtasks_v2.protos.json'])
})

test('protos of another API are wondered at', async () => {
  await using folder = await folderOf()
  const own = '{"rootUrl": "https://cloudtasks.googleapis.com/"}'
  await writeFile(join(folder.path, 'cloudtasks_v2.api'), own)
  const add = (source: string) => addProtos(folder.path, 'cloudtasks_v2', `from=${source}`)
  expect(await add('@google-cloud/tasks')).not.toContain('Is it the right source?')
  expect(await add('@google-cloud/pubsub')).toContain(
    'Its services are of pubsub.googleapis.com, not of cloudtasks.googleapis.com.',
  )
})

const serviceOf = (kind: string) => `syntax = "proto3";
  package acme.v1;
  message Note {
    option (google.api.resource) = { type: "a/Note" pattern: "${kind}/{a}" pattern: "b/{b}" };
    string name = 1;
  }
  service Notes { rpc GetNote(Note) returns (Note); }`

test('a package with two files of one service gives what its JSON has, with the options of the first', async () => {
  await using folder = await folderOf()
  await using source = await folderOf()
  await writeFile(join(source.path, 'notes.proto'), serviceOf('notes'))
  await writeFile(join(source.path, 'notes_old.proto'), serviceOf('papers'))
  const { root } = protobuf.parse(serviceOf('papers'))
  await writeFile(join(source.path, 'protos.json'), JSON.stringify(root.toJSON()))
  await addProtos(folder.path, 'notes_v1', `from=${source.path}`)
  const written = await readFile(join(folder.path, 'notes_v1.protos.json'), 'utf8')
  expect(JSON.parse(written)).toMatchObject({
    nested: {
      acme: {
        nested: {
          v1: {
            nested: {
              Note: {
                parsedOptions: [
                  { '(google.api.resource)': { type: 'a/Note', pattern: ['notes/{a}', 'b/{b}'] } },
                ],
              },
            },
          },
        },
      },
    },
  })
})

test.each([
  ['a package that is not installed', 'from=@google-cloud/nothing', /npm install/],
  ['a folder without protos', `from=${import.meta.dirname}`, /has none of/],
])('%s is refused, and nothing is written', async (_, option, message) => {
  await using folder = await folderOf()
  await expect(addProtos(folder.path, 'a_v1', option)).rejects.toThrow(message)
  expect(await readdir(folder.path)).toEqual([])
})

test('a file that cannot be read is refused, and nothing is written', async () => {
  await using folder = await folderOf()
  await using source = await folderOf()
  const file = join(source.path, 'a.json')
  await writeFile(file, '{"nested": 1}')
  await expect(addProtos(folder.path, 'a_v1', `from=${file}`)).rejects.toThrow(/cannot be read/)
  expect(await readdir(folder.path)).toEqual([])
})
