// A process that inserts tasks until it is killed, and prints each id once it is acknowledged.
// Arguments: URL of the store, name of the queue.
import { writeSync } from 'node:fs'
import { argv } from 'node:process'
import { Clock } from '../../src/clock.ts'
import { openTaskStore } from '../../src/queue/index.ts'
import { task } from './requests.ts'

const [url = '', name = ''] = argv.slice(2)
const store = await openTaskStore(url, { clock: new Clock() })
const queue = { project: 'test_project', name, maxLeases: 0 }
const insert = async (id: string): Promise<void> => {
  await store.insert(queue, task(id))
  writeSync(1, `${id}\n`)
}
for (let round = 0; ; round += 1) {
  await Promise.all([0, 1, 2, 3].map((index) => insert(`t${round}-${index}`)))
}
