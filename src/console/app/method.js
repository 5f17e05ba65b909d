// One method: a form made from its document, to try it.
// @ts-nocheck -- runs in browsers, whose globals the rest of the project must not see
import { doing, forkChooser, ownHeaders } from './control.js'
import { h, show } from './dom.js'

const form = document.querySelector('form.try')
const answer = h('div', { class: 'answer', 'aria-live': 'polite' })

/** `https://…/v1/{+name}:pause` with its values filled in; what is not in the path goes into the query. */
function urlOf(data) {
  let url = form.dataset.url
  const query = new URLSearchParams()
  for (const [name, value] of data) {
    if (name === ' body' || value === '') continue
    if (url.includes(`{${name}}`)) url = url.replace(`{${name}}`, encodeURIComponent(value))
    else if (url.includes(`{+${name}}`))
      url = url.replace(`{+${name}}`, value.split('/').map(encodeURIComponent).join('/'))
    else for (const one of value.split('\n')) query.append(name, one)
  }
  const text = query.toString()
  return text === '' ? url : `${url}?${text}`
}

async function send() {
  const data = new FormData(form)
  const body = data.get(' body')
  if (body) parsed(body)
  const begun = performance.now()
  const response = await fetch(urlOf(data), {
    method: form.dataset.method,
    headers: { ...ownHeaders(), ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body }),
  })
  const text = await response.text()
  const took = performance.now() - begun
  const origin = response.headers.get('x-emulator-origin') ?? ''
  show(
    answer,
    h(
      'p',
      { class: response.ok ? 'code good' : 'code bad' },
      `${response.status} ${response.statusText}`,
      h('small', {}, ` ${took.toFixed(0)} ms${origin === '' ? '' : `, answered by: ${origin}`}`),
    ),
    h('pre', { tabindex: '0' }, h('code', {}, text === '' ? 'no content' : text)),
  )
}

function parsed(source) {
  try {
    return JSON.parse(source)
  } catch (error) {
    throw new Error(`The message is no JSON: ${error.message}`, { cause: error })
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  void doing(send)
})
form.after(answer)
void forkChooser(() => {}).then(
  (chooser) => chooser && document.querySelector('.head').append(chooser),
)
