// Calls as they come, each with what was asked and answered.
// @ts-nocheck -- runs in browsers, whose globals the rest of the project must not see
import { control, doing, download, every, forkChooser, forkName } from './control.js'
import { clockText, columnHead, dotted, field, h, json, show } from './dom.js'

const MOST = 200

const main = document.querySelector('main')
const rows = h('tbody')
const detail = h('div', { class: 'detail', 'aria-live': 'polite' })
const count = h('p', { class: 'note', role: 'status' })
const method = h('input', { type: 'search', placeholder: 'pubsub.*' })
const status = h('input', { type: 'search', placeholder: '4xx, NOT_FOUND' })
const text = h('input', { type: 'search' })
let calls = []
let asked
let chosen

const query = () => {
  const filter = {
    method: method.value.trim(),
    status: status.value.trim(),
    text: text.value.trim(),
    fork: forkName(),
  }
  const given = Object.entries(filter).filter(([name, value]) => value !== '' || name === 'fork')
  return new URLSearchParams(given).toString()
}

async function refresh() {
  const own = query()
  const isOther = asked !== own
  asked = own
  const after = isOther ? '0' : (calls.at(-1)?.id ?? '0')
  const { calls: found = [] } = await control('GET', `calls?${own}&pageSize=${MOST}&after=${after}`)
  if (isOther) forget()
  add(found)
}

/** Rows that are there stay, with the button that somebody is about to press. */
function add(found) {
  calls = [...calls, ...found].slice(-MOST)
  rows.prepend(...found.toReversed().map(row))
  while (rows.childElementCount > MOST) rows.lastElementChild.remove()
  count.textContent =
    calls.length === 0
      ? none()
      : `The latest ${calls.length} ${calls.length === 1 ? 'call' : 'calls'}, newest first.`
}

function forget() {
  calls = []
  show(rows)
}

const none = () =>
  [method, status, text].some(({ value }) => value.trim() !== '')
    ? 'No call fits.'
    : 'No call yet. What clients call appears here by itself; what is no call of a served method is in the log alone.'

function row(call) {
  const own = h(
    'tr',
    { 'aria-selected': call.id === chosen ? 'true' : 'false' },
    h('td', { class: 'when' }, clockText(call.time)),
    h(
      'td',
      { class: 'called' },
      h('button', { class: 'link', onclick: () => choose(call, own) }, dotted(call.method)),
      call.fault ? h('span', { class: 'tag' }, `fault ${call.fault}`) : '',
    ),
    h('td', { class: call.code < 400 ? 'code good' : 'code bad' }, String(call.code)),
    h('td', { class: 'number' }, `${(Number.parseFloat(call.took) * 1000).toFixed(1)} ms`),
    h('td', { class: 'origin' }, call.origin),
  )
  return own
}

function choose(call, own) {
  chosen = call.id
  for (const each of rows.children) each.setAttribute('aria-selected', String(each === own))
  const { params, message, answer, error, http, userAgent } = call
  show(
    detail,
    h('h2', {}, dotted(call.method)),
    h(
      'p',
      { class: 'lede' },
      http ? `${http.method} ${http.target}` : 'by gRPC',
      userAgent ? h('br') : '',
      userAgent ?? '',
    ),
    part('Parameters', params),
    message === undefined ? '' : part('Message', message),
    error === undefined ? part('Answer', answer) : part(`Error: ${call.status}`, error),
  )
  detail.scrollIntoView({ block: 'nearest' })
}

const part = (title, value) => [
  h('h3', {}, title),
  h('pre', { tabindex: '0' }, h('code', {}, json(value) ?? 'nothing')),
]

async function start() {
  show(
    main,
    h('div', { class: 'head' }, h('h1', {}, 'Calls'), await forkChooser(refresh)),
    h('div', { id: 'told', role: 'status' }),
    h(
      'form',
      {
        class: 'filters',
        onsubmit: (event) => event.preventDefault(),
        oninput: () => void doing(refresh),
      },
      field('Method', method),
      field('Status', status),
      field('Text', text),
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'button', onclick: () => void doing(archive) }, 'Download HAR'),
        h(
          'button',
          { type: 'button', onclick: () => void doing(clear, 'The calls are forgotten.') },
          'Clear',
        ),
      ),
    ),
    count,
    h(
      'div',
      { class: 'split' },
      h(
        'div',
        { class: 'table', tabindex: '0', role: 'region', 'aria-label': 'Calls' },
        h(
          'table',
          { class: 'calls' },
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              ['Time', 'Method', 'Code', 'Took', 'Answered by'].map((name) => columnHead(name)),
            ),
          ),
          rows,
        ),
      ),
      detail,
    ),
  )
  every(1000, refresh)
}

const archive = async () => download('calls.har', await control('GET', `calls:har?${query()}`))

async function clear() {
  await control('POST', 'calls:clear', {})
  forget()
  show(detail)
  add([])
}

void start()
