// Elements as expressions.
// @ts-nocheck -- runs in browsers, whose globals the rest of the project must not see

/**
 * `h('button', { onclick }, 'Run')`. Attributes that are false or undefined are left out; children that are texts are
 * never read as markup.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (name === 'value') element.value = value
    else element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== ''))
  return element
}

export const show = (place, ...content) => place.replaceChildren(...content.flat(Infinity))

const shown = new WeakMap()

/**
 * What `draw` makes of `value`, if that is not what the place shows: who is about to press a button there, or has come to it by
 * keyboard, is not to lose it because the page asked again.
 */
export function showValue(place, value, draw) {
  const now = json(value)
  if (shown.get(place) === now) return
  shown.set(place, now)
  const { activeElement } = document
  const reached = place.contains(activeElement) ? nameOf(activeElement) : undefined
  show(place, draw(value))
  if (reached === undefined) return
  const buttons = [...place.querySelectorAll('button, summary')]
  buttons.find((each) => nameOf(each) === reached)?.focus({ preventScroll: true })
}

const nameOf = (element) => element.getAttribute('aria-label') ?? element.textContent

/** A row for each value; where there are none, `none` in one of so many columns. */
export const showRows = (body, values, row, none, columns) =>
  showValue(body, values, () =>
    values.length === 0
      ? [h('tr', {}, h('td', { colspan: String(columns), class: 'empty' }, none))]
      : values.map(row),
  )

/** A field with its label. */
export const field = (label, input) => h('label', { class: 'field' }, h('span', {}, label), input)

export const json = (value) => JSON.stringify(value, null, 2)

/** Of a column of numbers to the right; of buttons for those alone who hear it. */
export const columnHead = (name) =>
  h(
    'th',
    { scope: 'col', class: /^(Took|Hits|Rate|At a time|Tasks)$/.test(name) ? 'number' : undefined },
    name === 'Actions' ? h('span', { class: 'unseen' }, name) : name,
  )

/** A name that may break behind its dots. */
export const dotted = (name) => name.split(/(?<=[.])/).flatMap((part) => [part, h('wbr')])

/** What somebody reads of a time: `14:03:05.123`. */
export const clockText = (time) => time.slice(11, 23)
