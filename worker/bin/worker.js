#!/usr/bin/env node
// The entry in plain JavaScript, so that an old Node can say what is missing instead of failing on the first type.
import module from 'node:module'

const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(`worker needs Node 24 or newer; this is Node ${process.versions.node}.`)
  process.exit(1)
}
// Without, each process and thread would take the types off every file and compile it anew.
const { directory } = module.enableCompileCache()
// oxlint-disable-next-line node/no-process-env -- how Node tells it to threads and children
if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= directory
const { main } = await import('../src/cli/main.ts')
// A processor may leave timers and connections behind, which must not keep a worker that has stopped.
process.exit(await main(process.argv.slice(2)))
