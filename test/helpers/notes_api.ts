// `notes:v1`, a small API of our own: notes of a project, in the form that Google describes APIs in.
export const string = { type: 'string' }

export const notes = {
  kind: 'discovery#restDescription',
  discoveryVersion: 'v1',
  id: 'notes:v1',
  name: 'notes',
  version: 'v1',
  title: 'Notes API',
  protocol: 'rest',
  rootUrl: 'https://notes.googleapis.com/',
  servicePath: '',
  baseUrl: 'https://notes.googleapis.com/',
  basePath: '',
  batchPath: 'batch',
  version_module: true,
  parameters: { '$.xgafv': { ...string, enum: ['1', '2'], location: 'query' } },
  schemas: {
    Note: {
      id: 'Note',
      type: 'object',
      properties: { name: string, text: string, privateKey: string },
    },
    Empty: { id: 'Empty', type: 'object', properties: {} },
    ListNotesResponse: {
      id: 'ListNotesResponse',
      type: 'object',
      properties: { notes: { type: 'array', items: { $ref: 'Note' } }, nextPageToken: string },
    },
  },
  resources: {
    projects: {
      resources: {
        notes: {
          methods: {
            create: method('create', 'POST', 'v1/{+parent}/notes', 'Note', 'Note', {
              noteId: { ...string, location: 'query' },
            }),
            get: method('get', 'GET', 'v1/{+name}', undefined, 'Note'),
            list: method('list', 'GET', 'v1/{+parent}/notes', undefined, 'ListNotesResponse'),
            delete: method('delete', 'DELETE', 'v1/{+name}', undefined, 'Empty'),
          },
        },
      },
    },
  },
}

function method(
  name: string,
  httpMethod: string,
  path: string,
  request: string | undefined,
  response: string,
  more = {},
) {
  const inPath = path.includes('parent') ? 'parent' : 'name'
  const pattern = inPath === 'parent' ? '^projects/[^/]+$' : '^projects/[^/]+/notes/[^/]+$'
  return {
    id: `notes.projects.notes.${name}`,
    path,
    flatPath: path
      .replace('{+parent}', 'projects/{projectsId}')
      .replace('{+name}', 'projects/{projectsId}/notes/{notesId}'),
    httpMethod,
    parameters: { [inPath]: { ...string, required: true, location: 'path', pattern }, ...more },
    parameterOrder: [inPath],
    ...(request && { request: { $ref: request } }),
    response: { $ref: response },
  }
}
