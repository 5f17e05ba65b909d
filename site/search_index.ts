// What the search of the site knows: every section of every page, as a script, since a page that is a file may not fetch one.
import MiniSearch from 'minisearch'
import { searchOptions } from './browser/search_options.js'

export interface Section {
  /** Title of its page. */
  readonly page: string
  readonly title: string
  readonly url: string
  readonly text: string
}

export function searchIndexOf(sections: readonly Section[]): string {
  const index = new MiniSearch<Section>(searchOptions)
  index.addAll(sections.map((section) => ({ ...section, start: section.text.slice(0, 160) })))
  return `window.siteIndex = ${JSON.stringify(JSON.stringify(index))}\n`
}
