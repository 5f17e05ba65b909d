// Time and faults.
// @ts-nocheck -- runs in browsers, whose globals the rest of the project must not see
import { control, doing, every, forkChooser } from './control.js'
import { columnHead, dotted, field, h, show, showRows } from './dom.js'

const main = document.querySelector('main')
const clock = h('p', { class: 'clock' })
const offset = h('p', { class: 'note' })
const faults = h('tbody')
const freezing = h('button', { onclick: () => void doing(freeze) })
let isFrozen = false

async function refresh() {
  const [time, { faults: set = [] }] = await Promise.all([
    control('GET', 'time'),
    control('GET', 'faults'),
  ])
  isFrozen = time.frozen === true
  clock.textContent = `${time.time.slice(0, 10)} ${time.time.slice(11, 19)} UTC`
  const isAhead = time.offset !== '0s' && !/^-?0\./.test(time.offset)
  offset.textContent = `${isFrozen ? 'Time stands still' : 'Time goes on'}${isAhead ? `, ${time.offset} ahead of this machine's.` : '.'}`
  freezing.textContent = isFrozen ? 'Resume' : 'Freeze'
  showRows(faults, set, row, 'No fault is set.', 4)
}

function row({ name, hits = 0, method = 'all methods', fork, ...rest }) {
  const words = Object.entries(rest).map(([member, value]) => `${member}=${value}`)
  return h(
    'tr',
    {},
    h(
      'td',
      {},
      h('code', {}, dotted(method)),
      fork === undefined ? '' : h('span', { class: 'tag' }, `fork ${fork}`),
    ),
    h('td', {}, words.join('; ')),
    h('td', { class: 'number' }, String(hits)),
    h(
      'td',
      { class: 'number' },
      h(
        'button',
        {
          'aria-label': `End fault ${name}`,
          onclick: () =>
            void doing(async () => {
              await control('DELETE', `faults/${name}`)
              await refresh()
            }),
        },
        'End',
      ),
    ),
  )
}

const advance = (duration) =>
  doing(async () => {
    await control('POST', 'time:advance', { duration })
    await refresh()
  })

async function freeze() {
  await control('POST', isFrozen ? 'time:resume' : 'time:freeze', {})
  await refresh()
}

function setForm() {
  const time = h('input', { type: 'datetime-local', step: '1', required: true })
  return h(
    'form',
    {
      class: 'filters',
      onsubmit: (event) => {
        event.preventDefault()
        void doing(async () => {
          await control('POST', 'time:set', { time: new Date(`${time.value}Z`).toISOString() })
          await refresh()
        })
      },
    },
    field('It is (UTC)', time),
    h('div', { class: 'buttons' }, h('button', {}, 'Set')),
  )
}

const statuses =
  'UNAVAILABLE RESOURCE_EXHAUSTED INTERNAL DEADLINE_EXCEEDED ABORTED NOT_FOUND PERMISSION_DENIED UNAUTHENTICATED FAILED_PRECONDITION INVALID_ARGUMENT ALREADY_EXISTS CANCELLED'

function faultForm() {
  const method = h('input', { placeholder: 'all methods, or pubsub.*' })
  const status = h(
    'select',
    {},
    h('option', { value: '' }, 'none'),
    statuses.split(' ').map((word) => h('option', { value: word }, word)),
  )
  const connection = h(
    'select',
    {},
    [
      ['', 'stays'],
      ['DROP_BEFORE', 'drops before the work'],
      ['DROP_AFTER', 'drops after the work'],
      ['TRUNCATE', 'ends in the answer'],
    ].map(([value, words]) => h('option', { value }, words)),
  )
  const numbers = ['delayMs', 'count', 'callsPerMinute', 'retryAfterSeconds', 'afterBytes']
  const inputs = numbers.map((name) => [
    name,
    h('input', { type: 'number', min: '0', step: 'any' }),
  ])
  const readOnly = h('input', { type: 'checkbox' })
  const add = async () => {
    const given = inputs.flatMap(([name, { value }]) =>
      value === '' ? [] : [[name, Number(value)]],
    )
    await control('POST', 'faults', {
      ...(method.value.trim() && { method: method.value.trim() }),
      ...(status.value && { status: status.value }),
      ...(connection.value && { connection: connection.value }),
      ...(readOnly.checked && { readOnly: true }),
      ...Object.fromEntries(given),
    })
    await refresh()
  }
  const words = {
    delayMs: 'Late by, ms',
    count: 'So many times',
    callsPerMinute: 'Calls a minute',
    retryAfterSeconds: 'Retry after, s',
    afterBytes: 'After so many bytes',
  }
  return h(
    'form',
    {
      class: 'filters',
      onsubmit: (event) => {
        event.preventDefault()
        void doing(add, 'The fault is set.')
      },
    },
    field('Method', method),
    field('Answers', status),
    field('Connection', connection),
    inputs.map(([name, input]) => field(words[name], input)),
    h('label', { class: 'check' }, readOnly, h('span', {}, 'Read-only')),
    h('div', { class: 'buttons' }, h('button', { class: 'main' }, 'Set the fault')),
  )
}

async function start() {
  show(
    main,
    h(
      'div',
      { class: 'head' },
      h('h1', {}, 'Time and faults'),
      await forkChooser(() => void doing(refresh)),
    ),
    h('div', { id: 'told', role: 'status' }),
    clock,
    offset,
    h(
      'div',
      { class: 'buttons' },
      [
        ['+1 minute', '60s'],
        ['+1 hour', '3600s'],
        ['+1 day', '86400s'],
        ['+1 week', '604800s'],
      ].map(([label, duration]) => h('button', { onclick: () => void advance(duration) }, label)),
      freezing,
      h(
        'button',
        {
          onclick: () =>
            void doing(async () => {
              const { attempts = 0 } = await control('POST', ':runUntilIdle', {})
              document.getElementById('told').textContent = `${attempts} tasks were dispatched.`
            }),
        },
        'Run what is due',
      ),
    ),
    setForm(),
    h(
      'section',
      {},
      h('h2', {}, 'Faults'),
      faultForm(),
      h(
        'div',
        { class: 'table', tabindex: '0', role: 'region', 'aria-label': 'Faults in force' },
        h(
          'table',
          {},
          h(
            'thead',
            {},
            h(
              'tr',
              {},
              ['Method', 'What happens', 'Hits', 'Actions'].map((name) => columnHead(name)),
            ),
          ),
          faults,
        ),
      ),
    ),
  )
  every(1000, refresh)
}

void start()
