// What protos add to a document is the same whatever form they have.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { RestDescription, RestMethod, Schema } from '../../../src/discovery/document.ts'
import { loadDocuments } from '../../../src/discovery/read/load.ts'
import { loadDescriptors } from '../../../src/grpc/descriptors/load.ts'
import { documentOf } from '../../helpers/server.ts'
import { forms, ofNpmClient } from './notes.ts'

const text: Schema = { type: 'string' }
const tier: Schema = { type: 'string', enum: ['TIER_UNSPECIFIED', 'BASIC', 'STANDARD_HA'] }
const print = (kind: string): RestMethod => ({
  id: `notes.${kind}.notes.print`,
  path: 'v1/{+name}:print',
  flatPath: `v1/${kind}/{${kind}Id}/notes/{notesId}:print`,
  httpMethod: 'POST',
  parameters: { name: { ...text, location: 'path', required: true } },
  parameterOrder: ['name'],
  request: { $ref: 'Note' },
  response: { $ref: 'Note' },
})
const document = documentOf({
  name: 'notes',
  resources: {
    folders: { methods: { print: print('folders') } },
    projects: { methods: { print: print('projects') } },
  },
  schemas: {
    Note: {
      id: 'Note',
      type: 'object',
      properties: {
        name: text,
        text,
        shelf: text,
        ttl: text,
        expireTime: text,
        tier,
        tiers: { type: 'object', additionalProperties: tier },
        pastTiers: { type: 'array', items: tier },
        // A document may be newer than its protos.
        colour: text,
      },
    },
  },
})

interface Read {
  readonly document: RestDescription
  readonly warnings: readonly string[]
  /** Of the same files, by the gRPC door. */
  readonly messages: readonly string[]
}

async function readWith(write: (base: string) => Promise<void>): Promise<Read> {
  const folder = await mkdtemp(join(tmpdir(), 'facts-'))
  const warnings: string[] = []
  const warn = (sentence: string) => void warnings.push(sentence)
  try {
    await writeFile(join(folder, 'notes_v1.api'), JSON.stringify(document))
    await write(join(folder, 'notes_v1'))
    const [loaded] = await loadDocuments(folder, { warn })
    const own = loaded!.document
    await rm(join(folder, 'notes_v1.source.proto'), { force: true })
    const { registry } = await loadDescriptors(folder, warn)
    const note = registry.getMessage('acme.notes.v1.Note')
    return { document: own, warnings, messages: note?.fields.map(({ jsonName }) => jsonName) ?? [] }
  } finally {
    await rm(folder, { recursive: true })
  }
}

const named = { ...tier, enumNumbers: [0, 1, 3], typeName: 'acme.notes.v1.Note.Tier' }
const shelf = { type: 'shelves.example.com/Shelf', nameField: 'name' }
const resource = { type: 'notes.example.com/Note', nameField: 'name', singular: 'note' }

test.each(Object.entries(forms))('%s', async (_, write) => {
  const { document: read, warnings, messages } = await readWith(write)
  const whole = {
    ...resource,
    hasAllPatterns: true,
    patterns: ['projects/{project}/notes/{note_page}', 'folders/{folder}/notes/{note_page}'],
  }
  expect(read.schemas!['Note']).toEqual({
    ...document.schemas!['Note'],
    typeName: 'acme.notes.v1.Note',
    oneofs: [
      { name: expect.stringMatching(/^expiration_?[rR]ule$/), fields: ['ttl', 'expireTime'] },
    ],
    resource: whole,
    properties: {
      name: { ...text, fieldBehavior: ['REQUIRED', 'IDENTIFIER'] },
      text: { ...text, fieldBehavior: ['REQUIRED'] },
      shelf: { ...text, fieldBehavior: ['REQUIRED'], reference: { type: shelf.type } },
      ttl: text,
      expireTime: text,
      tier: named,
      tiers: { type: 'object', additionalProperties: named },
      pastTiers: { type: 'array', items: named },
      colour: text,
    },
  })
  expect(read.resourceTypes).toEqual({
    [shelf.type]: {
      ...shelf,
      hasAllPatterns: true,
      patterns: ['projects/{project}/shelves/{shelf}', 'shelves/{shelf}'],
    },
    [resource.type]: whole,
  })
  const operationTypes = { response: 'google.protobuf.Empty', metadata: 'acme.notes.v1.Note' }
  expect(read.resources).toEqual({
    folders: { methods: { print: { ...print('folders'), operationTypes } } },
    projects: { methods: { print: { ...print('projects'), operationTypes } } },
  })
  expect(messages).toEqual([
    'name',
    'text',
    'shelf',
    'ttl',
    'expireTime',
    'tier',
    'tiers',
    'pastTiers',
  ])
  expect(warnings).toEqual([])
})

test('the JSON of an npm client has one of several patterns, and says so', async () => {
  const { document: read } = await readWith(ofNpmClient)
  expect(read.schemas!['Note']).toMatchObject({
    typeName: 'acme.notes.v1.Note',
    resource: {
      ...resource,
      hasAllPatterns: false,
      patterns: ['folders/{folder}/notes/{note_page}'],
    },
  })
})

test.each([
  ['notes_v1.binpb', 'text'],
  ['notes_v1.proto', 'message'],
  ['notes_v1.protos.json', '{'],
])('%s that cannot be read is named, and REST goes on without it', async (name, content) => {
  const { document: read, warnings } = await readWith((base) =>
    writeFile(join(base, '..', name), content),
  )
  expect(read).toEqual(document)
  expect(warnings[0]).toMatch(
    /^notes_v1\.(binpb|proto|protos\.json): .+; REST knows nothing of what it says$/,
  )
  expect(warnings[0]).toContain(`${name}: `)
})

/** Whether the library of messages is loaded once documents are read, and once one of them is asked for. */
const program = (folder: string) => `
  import { registerHooks } from 'node:module'
  const seen = new Set()
  registerHooks({ resolve: (name, context, next) => (seen.add(name), next(name, context)) })
  const { loadDocuments } = await import(${JSON.stringify(loader)})
  const [loaded] = await loadDocuments(${JSON.stringify(folder)})
  const before = seen.has('@bufbuild/protobuf')
  const { typeName } = loaded.document.schemas.Note
  console.log(JSON.stringify([before, seen.has('@bufbuild/protobuf'), typeName]))`
const loader = join(import.meta.dirname, '../../../src/discovery/read/load.ts')

test.each([
  ['a FileDescriptorSet', true],
  ['sources compiled by add', false],
])('%s: no library is loaded before a document is used', async (form, needsLibrary) => {
  const folder = await mkdtemp(join(tmpdir(), 'facts-'))
  try {
    await writeFile(join(folder, 'notes_v1.api'), JSON.stringify(document))
    await forms[form]!(join(folder, 'notes_v1'))
    await rm(join(folder, 'notes_v1.source.proto'), { force: true })
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      program(folder),
    ])
    expect(JSON.parse(stdout)).toEqual([false, needsLibrary, 'acme.notes.v1.Note'])
  } finally {
    await rm(folder, { recursive: true })
  }
})
