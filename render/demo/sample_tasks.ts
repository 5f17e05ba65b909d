// One task for each worksheet, with the first value of each of its options.
import type { Language } from '../src/texts/index.ts'
import { worksheets } from '../src/worksheets/index.ts'

export const sampleTasks = (language: Language) =>
  Object.entries(worksheets).map(([view, { options }]) => ({
    kind: 'task#render',
    resource_slug: view.replaceAll('_', '-'),
    resource_name: titled(view),
    resource_view: view,
    paper_size: 'a4',
    copies: 1,
    language,
    header_text: 'Demo',
    url: `https://example.org/${view.replaceAll('_', '-')}`,
    ...Object.fromEntries(Object.entries(options).map(([name, [first]]) => [name, first])),
  }))

/** binary_cards: Binary Cards */
function titled(view: string): string {
  return view
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')
}
