// Keeps the lists fresh, and shows the document that is clicked beside them.
// @ts-nocheck -- runs in browsers, whose globals the rest of the project must not see
const preview = document.getElementById('preview')
const state = document.getElementById('state')
let chosen = false

/** @param {Element} fresh */
function show(fresh) {
  const path = fresh.querySelector('object')?.getAttribute('data')
  if (path !== preview?.querySelector('object')?.getAttribute('data'))
    preview?.replaceChildren(...fresh.childNodes)
}

async function refresh() {
  try {
    const answer = await fetch('/', { headers: { accept: 'text/html' } })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const [lists, newest] = ['state', 'preview'].map((id) => page.getElementById(id))
    document.body.classList.remove('away')
    // What somebody is about to click, or has the focus on, stays in its place.
    if (lists && lists.innerHTML !== state?.innerHTML && !state?.matches(':focus-within'))
      state?.replaceChildren(...lists.childNodes)
    if (newest && !chosen) show(newest)
  } catch {
    document.body.classList.add('away')
  }
}

state?.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('.results a') : null
  // Where PDF cannot be shown in a page, the link opens it.
  if (!(link instanceof HTMLAnchorElement) || !navigator.pdfViewerEnabled) return
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  chosen = true
  const title = document.createElement('h2')
  title.textContent = link.textContent
  const shown = document.createElement('object')
  shown.type = 'application/pdf'
  shown.data = link.pathname
  preview?.replaceChildren(title, shown)
})

setInterval(() => void refresh(), 2000)
