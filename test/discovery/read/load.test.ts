// A folder of documents, and everything that can be wrong in it.
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DocumentError, loadDocuments } from '../../../src/discovery/read/load.ts'

const good = { name: 'shelves', version: 'v1', rootUrl: 'https://x.example.com/', servicePath: '' }
const method = (parts: object) => ({
  id: 'shelves.list',
  path: 'v1/shelves',
  httpMethod: 'GET',
  ...parts,
})

async function folderOf(files: Readonly<Record<string, unknown>>) {
  const path = await mkdtemp(join(tmpdir(), 'api_data-'))
  for (const [file, content] of Object.entries(files))
    await writeFile(
      join(path, file),
      typeof content === 'string' ? content : JSON.stringify(content),
    )
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

/** The lines of the refusal below its first. */
async function problemsOf(files: Readonly<Record<string, unknown>>): Promise<string[]> {
  await using folder = await folderOf(files)
  const refusal = await loadDocuments(folder.path).then(
    () => '',
    (error: Error) => error.message,
  )
  const [, ...lines] = refusal.split('\n')
  return lines.map((line) => line.trim())
}

const problemsIn = (document: object) => problemsOf({ 'a.api': document })

describe('a folder of documents', () => {
  test('is read by file name; name and version come from inside', async () => {
    await using folder = await folderOf({
      'b.api': { ...good, version: 'v1.1', anything: [1], features: ['dataWrapper'] },
      'a_b_c.api': good,
      'a.ts': 'not read',
      'notes.txt': 'not read',
    })
    const loaded = await loadDocuments(folder.path)
    expect(loaded.map(({ file, document }) => [file, document.version])).toEqual([
      ['a_b_c.api', 'v1'],
      ['b.api', 'v1.1'],
    ])
    expect(loaded[1]?.document).toHaveProperty('features', ['dataWrapper'])
  })

  test('may hold documents that begin with a byte order mark', async () => {
    expect(await problemsOf({ 'a.api': `\uFEFF${JSON.stringify(good)}` })).toEqual([])
  })

  test('that is not there is named, and how to name another', async () => {
    await expect(loadDocuments('/no/such/folder')).rejects.toThrow(
      /^cannot read the folder of discovery documents \/no\/such\/folder: there is no such folder\. .*--api-data DIR or API_DATA=DIR\.$/,
    )
  })

  test('that is a file is named', async () => {
    await using folder = await folderOf({ file: '' })
    await expect(loadDocuments(join(folder.path, 'file'))).rejects.toThrow(/ENOTDIR/)
  })

  test('may hold what is no file: it is named', async () => {
    await using folder = await folderOf({})
    await mkdir(join(folder.path, 'folder.api'))
    await expect(loadDocuments(folder.path)).rejects.toThrow(/^ {2}folder\.api#: EISDIR/m)
  })

  // An administrator may read what is locked.
  test.skipIf(process.getuid?.() === 0)('may hold what is locked: it is named', async () => {
    await using folder = await folderOf({ 'locked.api': good })
    await chmod(join(folder.path, 'locked.api'), 0)
    await expect(loadDocuments(folder.path)).rejects.toThrow(/^ {2}locked\.api#: EACCES/m)
  })

  test('names all problems of all files in one message', async () => {
    await using folder = await folderOf({
      'a.api': '{',
      'b.api': { ...good, kind: 'drive#file', name: undefined },
      'c.api': { ...good, methods: { list: method({ response: { $ref: 'Nope' } }) } },
      'd.api': good,
      'e.api': good,
    })
    const refusal = loadDocuments(folder.path)
    await expect(refusal).rejects.toBeInstanceOf(DocumentError)
    await expect(refusal).rejects.toThrow(
      [
        `5 problems in the discovery documents of ${folder.path}; nothing is served until mended:`,
        `  a.api#: not JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)`,
        '  b.api#/kind: not a discovery document: kind is "drive#file", not "discovery#restDescription"',
        '  b.api#/name: not a discovery document: name must be a string, is missing',
        '  c.api#/methods/list/response/$ref: there is no schema "Nope"',
        '  e.api#/version: shelves:v1 is served already from d.api',
      ].join('\n'),
    )
  })
})

describe('a document is refused', () => {
  test.each<[string, unknown, string[]]>([
    ['that is empty', '', ['a.api#: not JSON: Unexpected end of JSON input']],
    [
      'that has lines',
      'hello\n{',
      [`a.api#: not JSON: Unexpected token 'h', "hello {" is not valid JSON`],
    ],
    [
      'that is of OpenAPI',
      { openapi: '3.1.0', info: { title: 'x', version: '1' }, paths: {} },
      [
        'a.api#/openapi: not a discovery document, but one of OpenAPI, another format; `discovery-emulator add NAME` fetches that of a Google API, and docs/writing_an_api.md says how to write one',
      ],
    ],
    ['that is a list', '[]', ['a.api#: not a discovery document: the root is not an object']],
    ['that is null', 'null', ['a.api#: not a discovery document: the root is not an object']],
    [
      'that is some other JSON',
      '{}',
      ['name', 'version', 'rootUrl', 'servicePath'].map(
        (key) => `a.api#/${key}: not a discovery document: ${key} must be a string, is missing`,
      ),
    ],
  ])('%s', async (_, content, expected) => {
    expect(await problemsOf({ 'a.api': content })).toEqual(expected)
  })

  test('with keys of the wrong type', async () => {
    expect(
      await problemsIn({
        ...good,
        name: '',
        version: 1,
        rootUrl: 'example.com',
        servicePath: null,
      }),
    ).toEqual([
      'a.api#/name: not a discovery document: name must be a string, is ""',
      'a.api#/version: not a discovery document: version must be a string, is 1',
      'a.api#/rootUrl: "example.com" is not a URL',
      'a.api#/servicePath: not a discovery document: servicePath must be a string, is null',
    ])
  })

  test.each<[string, object, string]>([
    ['rootUrl', { rootUrl: 'ftp://x/' }, '"ftp://x/" is not a URL of HTTP'],
    ['rootUrl', { rootUrl: 'mailto:a@b' }, '"mailto:a@b" is not a URL of HTTP'],
    [
      'rootUrl',
      { rootUrl: 'https://x/?a' },
      '"https://x/?a" has a query or a fragment, which no path can follow',
    ],
    [
      'servicePath',
      { servicePath: 'https://x/' },
      '"https://x/" is not a path, as comes between rootUrl and that of a method',
    ],
    ['title', { title: 5 }, 'must be a string, is 5'],
    ['mtlsRootUrl', { mtlsRootUrl: {} }, 'must be a string, is {}'],
    ['features', { features: 'dataWrapper' }, 'must be a list of strings, is "dataWrapper"'],
    ['endpoints', { endpoints: {} }, 'must be a list of objects, is {}'],
    ['endpoints', { endpoints: [null] }, 'must be a list of objects, is [null]'],
    ['resources', { resources: [] }, 'must be an object, is []'],
    [
      'methods/list/httpMethod',
      { methods: { list: method({ httpMethod: 'get' }) } },
      '"get" is none of GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS',
    ],
    [
      'methods/list/path',
      { methods: { list: method({ path: 'v1?x=1' }) } },
      '"v1?x=1" has a "?" or "#", which no path can have',
    ],
    [
      'parameters/x/location',
      { parameters: { x: { type: 'string', location: 'header' } } },
      '"header" is neither "path" nor "query"',
    ],
    [
      'parameters/x/minimum',
      { parameters: { x: { type: 'integer', minimum: '5', maximum: '3', location: 'query' } } },
      '"5" is above the maximum, "3"',
    ],
    [
      'schemas/A/additionalProperties',
      { schemas: { A: { type: 'object', additionalProperties: true } } },
      'must be a schema, is true',
    ],
    [
      'schemas/A/type',
      { schemas: { A: { type: ['string', 'null'] } } },
      '["string","null"] is not a type',
    ],
    [
      'schemas/A/$ref',
      { schemas: { A: { $ref: 'A' } } },
      'is nothing but a circle of names: A → A',
    ],
  ])('for its %s: %j', async (pointer, parts, message) => {
    expect(await problemsIn({ ...good, ...parts })).toEqual([`a.api#/${pointer}: ${message}`])
  })

  test('whose schemas lead in a circle through others, each of them', async () => {
    const schemas = { A: { $ref: 'B' }, B: { $ref: 'C' }, C: { $ref: 'B' }, D: { $ref: 'A' } }
    expect(await problemsIn({ ...good, schemas })).toEqual([
      'a.api#/schemas/B/$ref: is nothing but a circle of names: B → C → B',
      'a.api#/schemas/C/$ref: is nothing but a circle of names: C → B → C',
    ])
  })

  test('that nests without an end', async () => {
    const levels = 5_000
    const schema = `${'{"items":'.repeat(levels)}{}${'}'.repeat(levels)}`
    const resource = `${'{"resources":{"a":'.repeat(levels)}{}${'}}'.repeat(levels)}`
    const head = JSON.stringify(good).slice(0, -1)
    const told = await problemsOf({
      'a.api': `${head},"schemas":{"A":${schema}}}`,
      'b.api': `${head},"version":"v2","resources":{"a":${resource}}}`,
    })
    expect(told).toEqual([
      expect.stringMatching(/^a\.api#\/schemas\/A\/items.*…: nests too deeply to be served$/),
      expect.stringMatching(/^b\.api#\/resources\/a.*…: nests too deeply to be served$/),
    ])
  })

  test('in another encoding than UTF-8', async () => {
    await using folder = await folderOf({})
    const text = JSON.stringify({ ...good, title: 'é' })
    await writeFile(join(folder.path, 'a.api'), Buffer.from(text, 'latin1'))
    await writeFile(join(folder.path, 'b.api'), Buffer.from(`\uFEFF${text}`, 'utf16le'))
    await expect(loadDocuments(folder.path)).rejects.toThrow(
      / a\.api#: not JSON: it is not encoded in UTF-8\n {2}b\.api#: not JSON: it is not encoded in UTF-8$/,
    )
  })

  test('with a $ref to nothing, wherever it stands', async () => {
    const $ref = 'toString'
    const list = method({
      request: { $ref },
      response: { $ref },
      parameters: { x: { type: 'array', items: { $ref }, location: 'query' } },
    })
    const schemas = {
      'a/b~c': { properties: { p: { $ref }, q: { items: { $ref } } } },
      Map: { additionalProperties: { additionalProperties: { $ref } } },
    }
    const resources = { shelves: { methods: { list } } }
    expect(await problemsIn({ ...good, schemas, parameters: { k: { $ref } }, resources })).toEqual(
      [
        '/parameters/k',
        '/schemas/a~1b~0c/properties/p',
        '/schemas/a~1b~0c/properties/q/items',
        '/schemas/Map/additionalProperties/additionalProperties',
        '/resources/shelves/methods/list/parameters/x/items',
        '/resources/shelves/methods/list/request',
        '/resources/shelves/methods/list/response',
      ].map((pointer) => `a.api#${pointer}/$ref: there is no schema "toString"`),
    )
  })

  test('with a template variable that has no path parameter', async () => {
    const list = method({
      path: 'v1/{a}/{+constructor}/{c}/{d}',
      parameters: { a: { type: 'string', location: 'path' }, c: { location: 'query' }, d: 5 },
    })
    const at = 'a.api#/methods/list'
    const lacks = (name: string) =>
      `${at}/path: the template variable {${name}} of "v1/{a}/{+constructor}/{c}/{d}" has no parameter with location "path"`
    expect(await problemsIn({ ...good, methods: { list } })).toEqual([
      lacks('constructor'),
      lacks('c'),
      lacks('d'),
      `${at}/parameters/d: must be a schema, is 5`,
    ])
  })

  test('with braces that do not pair', async () => {
    expect(await problemsIn({ ...good, methods: { list: method({ path: 'v1/{a' }) } })).toEqual([
      'a.api#/methods/list/path: "v1/{a" is not a variable of the form {x} or {+x}',
    ])
  })

  test('with a method id used twice', async () => {
    const resources = { shelves: { methods: { list: method({}), all: method({}) } } }
    expect(await problemsIn({ ...good, methods: { list: method({}) }, resources })).toEqual([
      'a.api#/resources/shelves/methods/list/id: the method id shelves.list is used already at /methods/list',
      'a.api#/resources/shelves/methods/all/id: the method id shelves.list is used already at /methods/list',
    ])
  })

  test('with methods that lack what every method has', async () => {
    expect(await problemsIn({ ...good, methods: { list: {}, get: 5 } })).toEqual([
      'a.api#/methods/list/id: a method needs id as a string, here it is missing',
      'a.api#/methods/list/path: a method needs path as a string, here it is missing',
      'a.api#/methods/list/httpMethod: a method needs httpMethod as a string, here it is missing',
      'a.api#/methods/get: must be an object, is 5',
    ])
  })

  test('with tables that are none', async () => {
    const document = { ...good, parameters: [], schemas: 'x', methods: [], resources: { a: null } }
    expect(await problemsIn(document)).toEqual([
      'a.api#/parameters: must be an object, is []',
      'a.api#/schemas: must be an object, is "x"',
      'a.api#/methods: must be an object, is []',
      'a.api#/resources/a: must be an object, is null',
    ])
  })

  test('with parameters that nothing can be checked by', async () => {
    const parameters = {
      pattern: { type: 'string', pattern: '(', location: 'query' },
      list: { type: 'string', pattern: ['a'], location: 'query' },
      type: { type: 'text', location: 'query' },
      names: { type: 'string', enum: [1], location: 'query' },
      least: { type: 'integer', minimum: 'one', maximum: '5', location: 'query' },
      size: { type: 'integer', default: 'ten', location: 'query' },
      flag: { type: 'boolean', default: 'maybe', location: 'query' },
      rate: { type: 'number', default: '1.x', location: 'query' },
      bare: { type: 'integer', default: 5, location: 'query' },
    }
    const told = await problemsIn({ ...good, methods: { list: method({ parameters }) } })
    const at = 'a.api#/methods/list/parameters'
    expect(told.map((line) => line.replace(/expression: .*/, 'expression: …'))).toEqual([
      `${at}/pattern/pattern: "(" is no regular expression: …`,
      `${at}/list/pattern: ["a"] is no regular expression: …`,
      `${at}/type/type: "text" is not a type`,
      `${at}/names/enum: must be a list of strings, is [1]`,
      `${at}/least/minimum: "one" is not a number`,
      `${at}/size/default: "ten" is not a string that holds a value of type "integer"`,
      `${at}/flag/default: "maybe" is not a string that holds a value of type "boolean"`,
      `${at}/rate/default: "1.x" is not a string that holds a value of type "number"`,
      `${at}/bare/default: 5 is not a string that holds a value of type "integer"`,
    ])
  })
})

describe('a document is taken', () => {
  test.each<[string, object]>([
    ['without methods, schemas or parameters', {}],
    ['with keys nobody has heard of', { mtlsRootUrl: 'https://x.mtls.example.com/', features: [] }],
    [
      'with methods at its root, and names that are members of Object.prototype',
      {
        schemas: {
          constructor: { type: 'object', properties: { toString: { $ref: 'constructor' } } },
        },
        methods: {
          valueOf: method({
            path: 'v1/{+hasOwnProperty}:run',
            parameters: {
              hasOwnProperty: {
                type: 'string',
                pattern: '^a/[^/]+$',
                location: 'path',
                required: true,
              },
            },
            request: { $ref: 'constructor' },
          }),
        },
      },
    ],
    [
      'with inline schemas',
      { methods: { list: method({ request: {}, response: { type: 'object' } }) } },
    ],
    [
      'with a pattern that only RE2 knows',
      { parameters: { x: { type: 'string', pattern: '(?i)x', location: 'query' } } },
    ],
    [
      'with defaults and bounds as strings',
      {
        parameters: {
          a: { type: 'boolean', default: 'true', location: 'query' },
          b: {
            type: 'integer',
            default: '-1',
            minimum: '-1',
            maximum: '9223372036854775807',
            location: 'query',
          },
          c: { type: 'number', default: '1.5', location: 'query' },
          d: { type: 'string', default: '', location: 'query' },
        },
      },
    ],
  ])('%s', async (_, parts) => {
    expect(await problemsIn({ ...good, ...parts })).toEqual([])
  })
})

describe('a patch', () => {
  const shelves = { ...good, auth: { oauth2: {} }, schemas: { Shelf: { type: 'object' } } }
  const get = method({ response: { $ref: 'Shelf' } })

  test('is applied to the document of its name, byte for byte the same elsewhere', async () => {
    const text = JSON.stringify(shelves, null, 2)
    await using folder = await folderOf({
      'a.api': text,
      'a.patch.json': { auth: null, methods: { list: get } },
    })
    const [loaded] = await loadDocuments(folder.path)
    const { auth: _, ...rest } = shelves
    expect(loaded?.document).toEqual({ ...rest, methods: { list: get } })
    expect(loaded?.text).toBe(JSON.stringify({ ...rest, methods: { list: get } }, null, 2))
    expect(loaded?.patch).toEqual({
      file: 'a.patch.json',
      pointers: [
        '/auth',
        ...['id', 'path', 'httpMethod', 'response/$ref'].map((key) => `/methods/list/${key}`),
      ],
    })
  })

  test('may mend a document', async () => {
    const broken = { ...good, schemas: { A: { $ref: 'Gone' } } }
    expect(await problemsOf({ 'a.api': broken, 'a.patch.json': { schemas: { A: null } } })).toEqual(
      [],
    )
  })

  test('without its document is named', async () => {
    expect(await problemsOf({ 'a.api': good, 'b.patch.json': {} })).toEqual([
      'b.patch.json#: it patches b.api, which is not there',
    ])
  })

  test.each([
    ['{', /^a\.patch\.json#: not JSON: /],
    ['[]', /^a\.patch\.json#: a merge patch must be an object, is \[\]$/],
    ['null', /^a\.patch\.json#: a merge patch must be an object, is null$/],
  ])('that is %s is named', async (patch, problem) => {
    expect(await problemsOf({ 'a.api': good, 'a.patch.json': patch })).toEqual([
      expect.stringMatching(problem),
    ])
  })

  test('that breaks its document is named, with the place in the patched document', async () => {
    const document = { ...shelves, methods: { list: get } }
    const patch = { schemas: { Shelf: null }, version: 1 }
    expect(await problemsOf({ 'a.api': document, 'a.patch.json': patch })).toEqual([
      'a.patch.json#/version: once it is applied, not a discovery document: version must be a string, is 1',
      'a.patch.json#/methods/list/response/$ref: once it is applied, there is no schema "Shelf"',
    ])
  })

  test('is not blamed for what its document has wrong already', async () => {
    const document = { ...good, schemas: { A: { $ref: 'Gone' } } }
    const patch = { parameters: { p: { type: 'text' } } }
    expect(await problemsOf({ 'a.api': document, 'a.patch.json': patch })).toEqual([
      'a.patch.json#/parameters/p/type: once it is applied, "text" is not a type',
      'a.api#/schemas/A/$ref: there is no schema "Gone"',
    ])
  })

  test('of what is no document leaves the blame with the document', async () => {
    expect(await problemsOf({ 'a.api': '[]', 'a.patch.json': {} })).toEqual([
      'a.api#: not a discovery document: the root is not an object',
    ])
  })
})

const uploading = (mediaUpload: unknown) =>
  problemsIn({ ...good, servicePath: 's/', methods: { list: method({ mediaUpload }) } })

describe('what a method says of uploads', () => {
  const simple = { path: '/upload/s/v1/shelves', multipart: true }
  const resumable = { path: '/resumable/upload/s/v1/shelves' }

  test.each(['1GB', '1048576', '10 MB', undefined])('may limit them: %s', async (maxSize) => {
    const accept = ['*/*']
    expect(await uploading({ accept, maxSize, protocols: { simple, resumable } })).toEqual([])
  })

  test.each([
    ['yes', '', 'must be an object, is "yes"'],
    [
      { protocols: {}, maxSize: 'much' },
      '/maxSize',
      'must be bytes as "1048576" or "1MB", is "much"',
    ],
    [{ protocols: {}, maxSize: 5 }, '/maxSize', 'must be bytes as "1048576" or "1MB", is 5'],
    [{ protocols: {}, accept: '*/*' }, '/accept', 'must be a list of media types, is "*/*"'],
    [{}, '/protocols', 'must be an object, is missing'],
    [
      { protocols: { simple: resumable } },
      '/protocols/simple/path',
      'must be "/upload/s/v1/shelves", is "/resumable/upload/s/v1/shelves"',
    ],
  ])('has to be readable: %j', async (mediaUpload, pointer, message) => {
    expect(await uploading(mediaUpload)).toEqual([
      `a.api#/methods/list/mediaUpload${pointer}: ${message}`,
    ])
  })
})
