// What pages do with a script: the search, buttons that copy code, a menu that is shut on a phone.
// @ts-nocheck -- runs in browsers, whose globals the rest of the project must not see

const own = document.currentScript
const root = own.dataset.root ?? ''

/** Wide code and tables can be moved by keys. */
function reachWhatIsWide() {
  for (const box of document.querySelectorAll('.table, pre')) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0
    else box.removeAttribute('tabindex')
  }
}

function copyButton(pre) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.textContent = 'Copy'
  button.addEventListener('click', async () => {
    const commands = [...pre.querySelectorAll('.command')].map((one) => one.textContent)
    const text = commands.length > 0 ? commands.join('\n') : pre.textContent
    await navigator.clipboard.writeText(`${text}\n`)
    button.textContent = 'Copied'
    setTimeout(() => (button.textContent = 'Copy'), 1500)
  })
  pre.before(button)
}

function shutMenu() {
  const menu = document.querySelector('.menu details')
  const isNarrow = matchMedia('(max-width: 56rem)')
  const follow = () => {
    if (menu !== null) menu.open = !isNarrow.matches
  }
  isNarrow.addEventListener('change', follow)
  follow()
  const current = menu?.querySelector('[aria-current]')
  const list = menu?.parentElement
  if (current && current.offsetTop > list.clientHeight) list.scrollTop = current.offsetTop - 200
}

/** It holds all texts, so it is loaded when it is wanted. */
function loadSearch() {
  for (const name of ['search_index.js', 'search.js']) {
    const script = document.createElement('script')
    script.src = `${root}assets/${name}`
    script.async = false
    script.dataset.root = root
    document.head.append(script)
  }
}

function prepareSearch() {
  const form = document.querySelector('.search')
  form.hidden = false
  form.addEventListener('submit', (event) => event.preventDefault())
  const input = form.querySelector('input')
  input.addEventListener('focus', loadSearch, { once: true })
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.matches('input, textarea')
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    input.focus()
  })
}

for (const pre of document.querySelectorAll('figure.code > pre')) copyButton(pre)
shutMenu()
prepareSearch()
reachWhatIsWide()
addEventListener('resize', reachWhatIsWide)
