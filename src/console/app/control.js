// The control API as pages call it.
// @ts-nocheck -- runs in browsers, whose globals the rest of the project must not see
import { h, show } from './dom.js'

const TOKEN = 'emulator-token'
const FORK = 'emulator-fork'

export const forkName = () => sessionStorage.getItem(FORK) ?? ''
export const chooseFork = (name) => sessionStorage.setItem(FORK, name)

/** Headers of every request: whom it is for, and who asks. */
export function ownHeaders() {
  const token = sessionStorage.getItem(TOKEN)
  return {
    ...(forkName() !== '' && { 'x-emulator-fork': forkName() }),
    ...(token && { 'x-emulator-token': token }),
  }
}

/** `control('POST', 'time:advance', { duration: '60s' })`. Throws an Error in the words of the server. */
export async function control(method, path, body) {
  const answer = await fetch(`_emulator/v1${path.startsWith(':') ? '' : '/'}${path}`, {
    method,
    headers: { ...ownHeaders(), ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const value = text === '' ? undefined : JSON.parse(text)
  if (answer.ok) return value
  const message = value?.error?.message ?? `The server answers ${answer.status}.`
  if (answer.status === 403 && askToken(message)) return control(method, path, body)
  if (answer.status === 404 && message.startsWith('There is no fork')) chooseFork('')
  throw new Error(message)
}

function askToken(message) {
  if (!message.includes('X-Emulator-Token')) return false
  const token = prompt('This emulator wants its control token (--control-token):')
  if (!token) return false
  sessionStorage.setItem(TOKEN, token)
  return true
}

/** Does something, and says at the top of the page what went wrong, or what was done. */
export async function doing(work, done) {
  const place = document.getElementById('told')
  try {
    const value = await work()
    show(place, done === undefined ? '' : h('p', { class: 'done' }, done))
    return value
  } catch (error) {
    show(place, h('p', { class: 'fault' }, error.message))
    return undefined
  }
}

/** Asks again and again, as long as the page is looked at. */
export function every(milliseconds, work) {
  const round = async () => {
    if (!document.hidden) await work().catch(() => {})
    setTimeout(round, milliseconds)
  }
  void round()
}

/** Which fork the page is about. */
export async function forkChooser(onChange) {
  const { forks = [] } = await control('GET', 'forks').catch(() => ({}))
  if (forks.length === 0 && forkName() === '') return ''
  const names = [...new Set(['', ...forks.map(({ name }) => name), forkName()])]
  const select = h(
    'select',
    {
      onchange: () => {
        chooseFork(select.value)
        onChange()
      },
    },
    names.map((name) => h('option', { value: name }, name === '' ? 'the first' : name)),
  )
  select.value = forkName()
  return h('label', { class: 'fork' }, h('span', {}, 'Fork'), select)
}

export function download(name, value) {
  const url = URL.createObjectURL(
    new Blob([JSON.stringify(value, undefined, 2)], { type: 'application/json' }),
  )
  h('a', { href: url, download: name }).click()
  URL.revokeObjectURL(url)
}
