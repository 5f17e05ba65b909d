// Server processes are killed, one or all of them, and Redis with them.
import { isAlive } from '../../helpers/server_process.ts'
import { scenario, type Fault } from '../scenario.ts'
import { childrenOf } from '../processes.ts'

const all: Fault = {
  what: 'all processes are killed',
  lasts: 0,
  async inflict(subject) {
    return () => subject.restart()
  },
}

const one: Fault = {
  what: 'a server process is killed',
  lasts: 0,
  async inflict(subject, chance) {
    const workers = await childrenOf(subject.server().pid)
    const pid = workers[chance.below(workers.length)]!
    process.kill(pid, 'SIGKILL')
    return async () => {
      if (!isAlive(subject.server().pid)) throw new Error('the primary ended with its child')
    }
  },
}

scenario({
  name: 'server processes are killed',
  stores: ['SQLite', 'Redis'],
  faults: [all, one],
  mayBeCut: /^/,
})
