// Keeps the page fresh.
// @ts-nocheck -- runs in browsers, whose globals the rest of the project must not see
const work = document.getElementById('work')
let shown = ''

/** What somebody reads, is about to click, or has the focus on, stays in its place. */
const isInUse = () =>
  work?.querySelector('details[open]') !== null || work?.matches(':focus-within')

async function refresh() {
  try {
    const answer = await fetch('/work', { headers: { accept: 'text/html' } })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const fresh = page.getElementById('work')
    document.body.classList.remove('away')
    if (!fresh || fresh.innerHTML === shown || isInUse()) return
    shown = fresh.innerHTML
    work?.replaceChildren(...fresh.childNodes)
  } catch {
    document.body.classList.add('away')
  }
}

setInterval(() => void refresh(), 2000)
