// A process that makes resources until it is killed or has made so many, each with its operation in one change, and counts
// them in a third; it prints each name once it is kept.
// Arguments: URL of the store, a name for this process, how many.
import { writeSync } from 'node:fs'
import { argv } from 'node:process'
import { Clock } from '../../../src/clock.ts'
import { openResourceStore } from '../../../src/resources/store/open.ts'
import { transact } from '../../../src/resources/store/transact.ts'

const [url = '', own = '', most = ''] = argv.slice(2)
await using store = await openResourceStore(url, new Clock())
const scope = { store, fork: '', api: 'library' }

const make = async (id: string): Promise<void> => {
  await transact(scope, async (view) => {
    const counted = Number((await view.get('counters/all'))?.resource['count'] ?? 0)
    view.put(`books/${id}`, '', { resource: { title: 'x'.repeat(500) } })
    view.put(`operations/${id}`, '', { resource: { done: true } })
    view.put('counters/all', '', { resource: { count: counted + 1 } })
  })
  writeSync(1, `${id}\n`)
}

for (let round = 0; round < Number(most); round += 1)
  await Promise.all([0, 1].map((index) => make(`${own}-${round}-${index}`)))
