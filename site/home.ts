// The first page: what this is, how it begins, and where to go from there.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, type Page } from './contents.ts'
import { highlighted } from './highlight.ts'
import { escaped } from './html.ts'
import { document } from './layout.ts'

/** The first answer in the first five minutes. */
function firstSession(): string {
  const page = readFileSync(join(root, 'docs/first_steps.md'), 'utf8')
  const found = /^## Ask it\n[^]*?^```console\n(\$ [^]*?)\n\$ /m.exec(page)?.[1]
  if (found === undefined) throw new Error('docs/first_steps.md asks nothing')
  return `$ npm start\n${found}`
}

export function homePage(pages: readonly Page[]): string {
  const groups = Map.groupBy(
    // The pages to start with are led to above.
    pages.filter(({ group }) => group !== undefined && group !== 'Start'),
    ({ group }) => group!,
  )
  const parts = [...groups].map(
    ([group, own]) => `<section><h2>${escaped(group)}</h2>
<ul class="cards">
${own.map(card).join('\n')}
</ul></section>`,
  )
  const main = `<main id="text" class="home">
<div class="opening">
<div>
<h1>Google’s REST APIs on your machine</h1>
<p class="lead">Google describes each of its APIs in a discovery document. From that alone this server routes, validates and
answers as Google does, with the clients that you have, offline, and with state, time and failures in your tests’ hands.</p>
<p class="ways"><a class="button" href="first_steps.html">The first five minutes</a> <a href="overview.html">What it can do</a></p>
</div>
<figure class="code"><pre data-language="console"><code>${highlighted(firstSession(), 'console')}</code></pre></figure>
</div>
${parts.join('\n')}
</main>`
  const page = { path: 'index', title: 'discovery-emulator' }
  return document(page, pages, 'discovery-emulator: Google’s REST APIs on your machine', main)
}

const card = ({ path, title, about = '' }: Page): string =>
  `<li><a href="${path}.html">${escaped(title)}</a><p>${escaped(about)}</p></li>`
