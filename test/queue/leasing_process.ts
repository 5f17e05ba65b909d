// A process that inserts 300 tasks while it leases whatever is there, and prints the ids it got.
// Arguments: URL of the store, name of the queue, name of this process.
import { argv, stdout } from 'node:process'
import { Clock } from '../../src/clock.ts'
import { openTaskStore } from '../../src/queue/index.ts'
import { lease, task } from './requests.ts'

const [url = '', name = '', own = ''] = argv.slice(2)
await using store = await openTaskStore(url, { clock: new Clock() })
const queue = { project: 'test_project', name, maxLeases: 0 }
const taken: string[] = []
const leaseSome = async (): Promise<void> => {
  const leased = await store.lease(queue, lease({ count: 2 }))
  taken.push(...leased.map(({ id }) => id))
}
for (let index = 0; index < 300; index += 1) {
  await Promise.all([store.insert(queue, task(`${own}-t${index}`)), leaseSome(), leaseSome()])
}
stdout.write(taken.map((id) => `${id}\n`).join(''))
