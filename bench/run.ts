// All that is measured, or the parts that are named, and in the end one table of what was promised:
// `npm run bench -- [--quick] [PART…]`. Only ratios of one run on one machine mean anything: bench/README.md.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { isMet, printTargets, type Part, type Target } from './targets.ts'

const parts: Readonly<Record<string, () => Promise<Part>>> = {
  requests: async () => (await import('./requests.ts')).requests,
  growth: async () => (await import('./growth.ts')).growth,
  processes: async () => (await import('./processes.ts')).processes,
  starts: async () => (await import('./starts.ts')).starts,
  memory: async () => (await import('./memory.ts')).memory,
  documents: async () => (await import('./many_documents.ts')).manyDocuments,
  stateful: async () => (await import('./stateful.ts')).stateful,
  resources: async () => (await import('./resources.ts')).resources,
  watched: async () => (await import('./watched.ts')).watched,
  dispatch: async () => (await import('./dispatch.ts')).dispatch,
  grpc: async () => (await import('./grpc.ts')).grpc,
  peers: async () => (await import('./peers.ts')).peers,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    /** Ends with 1 if a target is missed. */
    strict: { type: 'boolean', default: false },
    /** Measures the worker host and the render service, too. */
    services: { type: 'boolean', default: false },
  },
})
const unknown = positionals.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) {
  console.error(
    `there is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`,
  )
  process.exit(2)
}

const targets: Target[] = []
for (const [name, load] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const measure = await load()
  targets.push(...(await measure({ quick: values.quick })))
}
printTargets(targets)
if (values.services)
  for (const service of ['worker', 'render'])
    spawnSync('npm', ['run', 'bench', '--workspace', service], { stdio: 'inherit' })
if (values.strict && !targets.every(isMet)) process.exitCode = 1
