// Queues with their tasks and the latest attempts to dispatch them.
// @ts-nocheck -- runs in browsers, whose globals the rest of the project must not see
import { control, doing, every, forkChooser, ownHeaders } from './control.js'
import { clockText, columnHead, h, json, show, showRows, showValue } from './dom.js'

const HOST = 'cloudtasks.googleapis.com/v2beta3'

const main = document.querySelector('main')
const queues = h('tbody')
const detail = h('div', { class: 'detail', 'aria-live': 'polite' })
const attempts = h('tbody')
let chosen

async function cloudTasks(method, path, body) {
  const answer = await fetch(`${HOST}/${path}`, {
    method,
    headers: { ...ownHeaders(), ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const value = await answer.json()
  if (answer.ok) return value
  throw new Error(value.error.message)
}

async function refresh() {
  const [{ queues: names = [] }, { attempts: latest = [] }] = await Promise.all([
    control('GET', 'queues'),
    control('GET', 'attempts'),
  ])
  const found = await Promise.all(
    names.map(({ name }) => cloudTasks('GET', `${name}?readMask=*`).catch(() => ({ name }))),
  )
  showRows(queues, found, row, 'No queue yet.', 6)
  showRows(attempts, latest.slice(-50).toReversed(), attemptRow, 'No attempt yet.', 5)
  if (chosen !== undefined) await drawTasks()
}

const idOf = (name) => name.slice(name.lastIndexOf('/') + 1)

function row(queue) {
  const { name, state = 'RUNNING', rateLimits = {}, stats = {}, type } = queue
  const isPull = type === 'PULL'
  return h(
    'tr',
    {},
    h(
      'td',
      {},
      h('button', { class: 'link', onclick: () => void doing(() => choose(queue)) }, idOf(name)),
      h('br'),
      h('small', {}, name.split('/queues/')[0]),
    ),
    h('td', {}, isPull ? 'pull' : state.toLowerCase()),
    h('td', { class: 'number' }, isPull ? '' : `${rateLimits.maxDispatchesPerSecond ?? ''}/s`),
    h('td', { class: 'number' }, isPull ? '' : String(rateLimits.maxConcurrentDispatches ?? '')),
    h('td', { class: 'number' }, stats.tasksCount ?? '0'),
    h(
      'td',
      {},
      h(
        'div',
        { class: 'buttons' },
        isPull ? '' : act(name, state === 'PAUSED' ? 'resume' : 'pause'),
        act(name, 'purge'),
      ),
    ),
  )
}

const act = (name, verb) =>
  h(
    'button',
    {
      'aria-label': `${verb} ${idOf(name)}`,
      onclick: () =>
        void doing(async () => {
          await cloudTasks('POST', `${name}:${verb}`, {})
          await refresh()
        }),
    },
    verb[0].toUpperCase() + verb.slice(1),
  )

async function choose(queue) {
  chosen = queue
  await drawTasks()
  detail.scrollIntoView({ block: 'nearest' })
}

async function drawTasks() {
  const { name, type } = chosen
  const { tasks = [] } = await cloudTasks('GET', `${name}/tasks?pageSize=50&responseView=FULL`)
  showValue(detail, { name, type, tasks }, tasksOf)
}

function tasksOf({ name, type, tasks }) {
  const open = new Set([...detail.querySelectorAll('[open]')].map(({ dataset }) => dataset.task))
  return [
    h('h2', {}, idOf(name)),
    h('p', { class: 'lede' }, waiting(tasks.length)),
    tasks.map((task) =>
      h(
        'details',
        { class: 'more', 'data-task': task.name, open: open.has(task.name) },
        h(
          'summary',
          {},
          h('span', { class: 'name' }, idOf(task.name)),
          h('small', {}, `due ${clockText(task.scheduleTime ?? task.createTime ?? '')}`),
        ),
        h('pre', { tabindex: '0' }, h('code', {}, json(task))),
        type === 'PULL'
          ? ''
          : h(
              'button',
              {
                onclick: () =>
                  void doing(async () => {
                    await cloudTasks('POST', `${task.name}:run`, {})
                    await refresh()
                  }, 'It runs.'),
              },
              'Run now',
            ),
      ),
    ),
  ]
}

const waiting = (count) => {
  if (count === 0) return 'No task waits.'
  return count === 1 ? 'One task:' : `The next ${count} tasks:`
}

const attemptRow = ({ task, attempt, dispatchTime, request, response, error }) =>
  h(
    'tr',
    {},
    h('td', { class: 'when' }, clockText(dispatchTime)),
    h('td', {}, h('code', {}, idOf(task)), h('small', {}, ` attempt ${attempt}`)),
    h('td', {}, request?.url ?? ''),
    h('td', { class: error === '' ? 'code good' : 'code bad' }, String(response?.status ?? '')),
    h('td', {}, error),
  )

const table = (label, columns, body) =>
  h(
    'div',
    { class: 'table', tabindex: '0', role: 'region', 'aria-label': label },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((name) => columnHead(name)),
        ),
      ),
      body,
    ),
  )

async function start() {
  show(
    main,
    h(
      'div',
      { class: 'head' },
      h('h1', {}, 'Queues and tasks'),
      await forkChooser(() => {
        chosen = undefined
        showValue(detail, null, () => [])
        void doing(refresh)
      }),
    ),
    h('div', { id: 'told', role: 'status' }),
    h(
      'div',
      { class: 'split' },
      table('Queues', ['Queue', 'State', 'Rate', 'At a time', 'Tasks', 'Actions'], queues),
      detail,
    ),
    h(
      'section',
      {},
      h('h2', {}, 'Latest attempts'),
      table('Latest attempts', ['Time', 'Task', 'To', 'Code', 'Error'], attempts),
    ),
  )
  await doing(refresh)
  every(2000, refresh)
}

void start()
