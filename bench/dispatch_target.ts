// A program of its own: `target` is what tasks are sent to, and tells its parent of each; `loop URL TASKS` is the bare loop, as
// many requests of the same form, as many at a time, and tells what it took.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'

const AT_A_TIME = 100

const [role, url = '', tasks = '0'] = process.argv.slice(2)
if (role === 'target') serve()
else await loop(url, Number(tasks))

function serve(): void {
  const server = createServer((incoming, response) => {
    incoming.resume().on('end', () => {
      response.end()
      process.send!('one')
    })
  })
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
}

async function loop(target: string, count: number): Promise<void> {
  const agent = new Agent({ connections: AT_A_TIME })
  let left = count
  const begun = process.cpuUsage()
  const lane = async () => {
    while (left > 0) {
      left -= 1
      const headers = { 'User-Agent': 'Google-Cloud-Tasks', 'X-CloudTasks-TaskName': `${left}` }
      const { body } = await request(target, {
        dispatcher: agent,
        method: 'POST',
        headers,
        body: 'hello',
      })
      await body.dump()
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, lane))
  const { user, system } = process.cpuUsage(begun)
  process.send!((user + system) / 1e6)
  await agent.close()
}
