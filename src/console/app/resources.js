// Resources of all APIs as a tree, to look at and to edit; and the state as a whole.
// @ts-nocheck -- runs in browsers, whose globals the rest of the project must not see
import { control, doing, download, forkChooser } from './control.js'
import { field, h, json, show } from './dom.js'

const MOST = 1000

const main = document.querySelector('main')
const tree = h('div', { class: 'tree' })
const detail = h('div', { class: 'detail', 'aria-live': 'polite' })
const text = h('input', { type: 'search', placeholder: 'projects/p' })
const count = h('p', { class: 'note', role: 'status' })
const snapshots = h('ul', { class: 'chips' })

async function refresh() {
  const query = new URLSearchParams({ text: text.value.trim(), pageSize: MOST }).toString()
  const { resources = [], totalSize = 0 } = await control('GET', `resources?${query}`)
  count.textContent =
    totalSize === 0
      ? 'No resources yet. What clients create appears here.'
      : `${totalSize} ${totalSize === 1 ? 'resource' : 'resources'}${totalSize > MOST ? `, of which the first ${MOST} are shown` : ''}.`
  const byApi = Map.groupBy(resources, ({ api }) => api)
  show(
    tree,
    [...byApi].map(([api, own]) => apiPart(api, own)),
  )
  await drawSnapshots()
}

function apiPart(api, own) {
  const byCollection = Map.groupBy(own, ({ name }) =>
    name.slice(0, Math.max(0, name.lastIndexOf('/'))),
  )
  return h(
    'details',
    { open: true },
    h('summary', {}, h('span', { class: 'name' }, api), h('small', {}, String(own.length))),
    [...byCollection].map(([collection, members]) => [
      h('p', { class: 'collection' }, collection === '' ? 'at the root' : collection),
      h(
        'ul',
        {},
        members.map((resource) =>
          h(
            'li',
            {},
            h(
              'button',
              { class: 'link', onclick: () => choose(resource) },
              resource.name.slice(resource.name.lastIndexOf('/') + 1),
            ),
          ),
        ),
      ),
    ]),
  )
}

const pathOf = ({ api, name }) =>
  `resources/${api}/${name.split('/').map(encodeURIComponent).join('/')}`

function choose(resource) {
  const editor = h('textarea', {
    rows: Math.min(30, json(resource.resource).split('\n').length + 1),
    spellcheck: 'false',
    'aria-label': `${resource.name} as JSON`,
    value: json(resource.resource),
  })
  const save = async () => {
    const value = parsed(editor.value)
    await control('PUT', pathOf(resource), { resource: value })
    await refresh()
  }
  const remove = async () => {
    await control('DELETE', pathOf(resource))
    show(detail)
    await refresh()
  }
  show(
    detail,
    h('h2', {}, resource.name),
    h('p', { class: 'lede' }, `A resource of ${resource.api}.`),
    editor,
    h(
      'div',
      { class: 'buttons' },
      h('button', { class: 'main', onclick: () => void doing(save, 'Saved.') }, 'Save'),
      h('button', { onclick: () => void doing(remove, 'Deleted.') }, 'Delete'),
    ),
  )
  detail.scrollIntoView({ block: 'nearest' })
}

function parsed(source) {
  try {
    return JSON.parse(source)
  } catch (error) {
    throw new Error(`It is no JSON: ${error.message}`, { cause: error })
  }
}

function addForm() {
  const api = h('input', { required: true, placeholder: 'secretmanager' })
  const name = h('input', { required: true, placeholder: 'projects/p/secrets/s' })
  const add = async () => {
    const resource = {
      api: api.value.trim(),
      name: name.value.trim(),
      resource: { name: name.value.trim() },
    }
    await control('PUT', pathOf(resource), { resource: resource.resource })
    await refresh()
    choose(resource)
  }
  return h(
    'details',
    { class: 'more' },
    h('summary', {}, h('span', { class: 'name' }, 'Put a resource there')),
    h(
      'form',
      {
        class: 'filters',
        onsubmit: (event) => {
          event.preventDefault()
          void doing(add, 'It is there.')
        },
      },
      field('API', api),
      field('Name', name),
      h('div', { class: 'buttons' }, h('button', { class: 'main' }, 'Add')),
    ),
  )
}

async function drawSnapshots() {
  const { snapshots: names = [] } = await control('GET', 'snapshots')
  show(
    snapshots,
    names.map(({ name }) =>
      h(
        'li',
        {},
        h('code', {}, name),
        h(
          'button',
          {
            'aria-label': `Restore ${name}`,
            onclick: () =>
              void doing(async () => {
                await control('POST', `snapshots/${name}:restore`, {})
                await refresh()
              }, `Restored ${name}.`),
          },
          'Restore',
        ),
        h(
          'button',
          {
            'aria-label': `Forget ${name}`,
            onclick: () =>
              void doing(async () => {
                await control('DELETE', `snapshots/${name}`)
                await drawSnapshots()
              }),
          },
          'Forget',
        ),
      ),
    ),
  )
}

function stateForm() {
  const name = h('input', {
    value: `s-${new Date().toISOString().slice(11, 19).replaceAll(':', '')}`,
  })
  const file = h('input', {
    type: 'file',
    accept: '.json,application/json',
    onchange: () =>
      void doing(async () => {
        await control('POST', ':import', parsed(await file.files[0].text()))
        await refresh()
      }, 'Imported.'),
  })
  return h(
    'section',
    {},
    h('h2', {}, 'The state as a whole'),
    h(
      'form',
      { class: 'filters', onsubmit: (event) => event.preventDefault() },
      field('Snapshot', name),
      h(
        'div',
        { class: 'buttons' },
        h(
          'button',
          {
            type: 'button',
            onclick: () =>
              void doing(async () => {
                await control('POST', `snapshots?snapshotId=${encodeURIComponent(name.value)}`, {})
                await drawSnapshots()
              }, 'Kept.'),
          },
          'Take a snapshot',
        ),
        h(
          'button',
          {
            type: 'button',
            onclick: () =>
              void doing(async () => download('state.json', await control('GET', ':export'))),
          },
          'Export',
        ),
      ),
      field('Import', file),
      h(
        'div',
        { class: 'buttons' },
        h(
          'button',
          {
            type: 'button',
            class: 'danger',
            onclick: () =>
              void doing(async () => {
                await control('POST', ':reset', {})
                show(detail)
                await refresh()
              }, 'Back to the seed.'),
          },
          'Reset everything',
        ),
      ),
    ),
    snapshots,
  )
}

async function start() {
  show(
    main,
    h(
      'div',
      { class: 'head' },
      h('h1', {}, 'Resources'),
      await forkChooser(() => void doing(refresh)),
    ),
    h('div', { id: 'told', role: 'status' }),
    h(
      'form',
      {
        class: 'filters',
        onsubmit: (event) => event.preventDefault(),
        oninput: () => void doing(refresh),
      },
      field('Name contains', text),
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'button', onclick: () => void doing(refresh) }, 'Refresh'),
      ),
    ),
    count,
    h('div', { class: 'split' }, tree, detail),
    addForm(),
    stateForm(),
  )
  await doing(refresh)
}

void start()
