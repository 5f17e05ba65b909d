// The search: a list under the field, moved through by arrow keys.
// @ts-nocheck -- runs in browsers, whose globals the rest of the project must not see
import MiniSearch from 'minisearch'
import { searchOptions } from './search_options.js'

const MOST_SHOWN = 8

const root = document.currentScript.dataset.root ?? ''
// Made with the site: search_index.js.
const index = MiniSearch.loadJSON(globalThis.siteIndex, searchOptions)
const form = document.querySelector('.search')
const input = form.querySelector('input')
const list = form.querySelector('ul')

function find() {
  const found = index.search(input.value, {
    prefix: true,
    fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    combineWith: 'AND',
    boost: { title: 4, page: 2 },
  })
  list.replaceChildren(...found.slice(0, MOST_SHOWN).map(item))
  if (found.length === 0 && input.value.trim() !== '') list.append(nothing())
  show(input.value.trim() !== '')
}

function item({ id, title, page, start }, place) {
  const own = document.createElement('li')
  own.id = `found-${place}`
  own.role = 'option'
  own.ariaSelected = 'false'
  own.dataset.url = `${root}${id}`
  own.append(line('strong', title), line('small', title === page ? '' : page), line('span', start))
  own.addEventListener('mousedown', () => open(own))
  return own
}

function line(tag, text) {
  const own = document.createElement(tag)
  own.textContent = text
  return own
}

function nothing() {
  const own = line('li', `Nothing has “${input.value.trim()}”.`)
  own.role = 'option'
  own.ariaSelected = 'false'
  own.ariaDisabled = 'true'
  return own
}

function show(isShown) {
  list.hidden = !isShown
  input.ariaExpanded = String(isShown)
  if (!isShown) input.removeAttribute('aria-activedescendant')
}

const chosen = () => list.querySelector('[aria-selected=true]')

function choose(step) {
  const items = [...list.querySelectorAll('[data-url]')]
  const now = items.findIndex((one) => one.ariaSelected === 'true')
  const next = items[(now + step + items.length + (now < 0 && step < 0 ? 1 : 0)) % items.length]
  for (const one of items) one.ariaSelected = String(one === next)
  next?.scrollIntoView({ block: 'nearest' })
  if (next !== undefined) input.setAttribute('aria-activedescendant', next.id)
}

function open(own) {
  const url = own?.dataset.url
  if (url === undefined) return
  show(false)
  location.href = url
}

input.addEventListener('input', find)
input.addEventListener('focus', find)
input.addEventListener('blur', () => show(false))
input.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault()
    choose(event.key === 'ArrowDown' ? 1 : -1)
  } else if (event.key === 'Enter') open(chosen() ?? list.querySelector('[data-url]'))
  else if (event.key === 'Escape') input.blur()
})
if (document.activeElement === input) find()
