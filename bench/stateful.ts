// What a method without a handler costs: a resource created, read, listed and deleted by the engine, against handlers written
// by hand over the same store.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { notes } from '../test/helpers/notes_api.ts'
import { withClient, type Send } from './load.ts'
import { measure, WARM, warm, type Operation } from './operations.ts'
import { startEmulator } from './programs.ts'
import { storeKinds, type StoreKind } from './stores.ts'
import { compare, type Side } from './table.ts'
import { targetsOf, type Part, type Target } from './targets.ts'

/** What an author writes who does without the engine. */
const byHand = `
import { alreadyExists, notFound } from 'discovery-emulator'

const missing = (name) => notFound(\`\${name} is not there.\`)

export const handlers = {
  'notes.projects.notes.create': ({ params: { parent, noteId }, body, resources }) =>
    resources.transaction(async (all) => {
      const name = \`\${parent}/notes/\${noteId}\`
      if ((await all.get(name)) !== undefined) throw alreadyExists(\`\${name} is there.\`)
      const note = { ...body, name }
      all.put(name, note)
      return note
    }),
  'notes.projects.notes.get': ({ params: { name }, resources }) =>
    resources.transaction(async (all) => {
      const found = await all.get(name)
      if (found === undefined) throw missing(name)
      return found.resource
    }),
  'notes.projects.notes.list': ({ params: { parent }, resources }) =>
    resources.transaction(async (all) => ({
      notes: (await all.list(\`\${parent}/notes\`)).map(({ resource }) => resource),
    })),
  'notes.projects.notes.delete': ({ params: { name }, resources }) =>
    resources.transaction(async (all) => {
      if ((await all.get(name)) === undefined) throw missing(name)
      await all.delete(name)
      return {}
    }),
}
`

const body = JSON.stringify({ text: 'x'.repeat(200) })

/** Each in a project of its own, so that lists stay short. */
async function life(send: Send, i: number): Promise<void> {
  const parent = `/v1/projects/p${i % 64}/notes`
  const id = `n${i}-${performance.now()}`
  await send({ method: 'POST', path: `${parent}?noteId=${id}`, body, status: 200 })
  await send({ method: 'GET', path: `${parent}/${id}`, status: 200 })
  await send({ method: 'GET', path: parent, status: 200 })
  await send({ method: 'DELETE', path: `${parent}/${id}`, status: 200 })
}

const cycleOf = (count: number): Operation => ({
  name: 'create, get, list, delete',
  warmUp: WARM / 4,
  count,
  requests: 4,
  takes: 0,
  run: life,
})

function side(kind: StoreKind, name: string, module: string | undefined, cycle: Operation): Side {
  return {
    name,
    async measure() {
      await using place = await kind.open()
      const folder = join(place.folder, 'apis')
      await mkdir(folder)
      await writeFile(join(folder, 'notes_v1.api'), JSON.stringify(notes))
      if (module !== undefined) await writeFile(join(folder, 'notes_v1.js'), module)
      await using running = await startEmulator(place.url, place.folder, folder)
      const pids = [running.pid, ...place.pids]
      return await withClient(running.origin, async (send) => {
        await warm(send, cycle)
        return new Map([[cycle.name, await measure(send, cycle, pids)]])
      })
    },
  }
}

export const stateful: Part = async ({ quick }) => {
  const cycle = cycleOf(quick ? 1000 : 4000)
  const targets: Target[] = []
  for (const kind of storeKinds()) {
    const ratios = await compare(
      `${kind.name}: methods without a handler against handlers written by hand over the same store`,
      [side(kind, 'by hand', byHand, cycle), side(kind, 'engine', undefined, cycle)],
      quick ? 3 : 5,
    )
    const words = (what: string) => `CPU of ${what}, ${kind.name}, against handlers by hand`
    targets.push(...targetsOf(ratios, words, () => 2))
  }
  return targets
}
