#!/usr/bin/env node
// The entry in plain JavaScript, so that an old Node can say what is missing instead of failing on the first type.
import module from 'node:module'

const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `discovery-emulator needs Node 24 or newer; this is Node ${process.versions.node}. ` +
      'In a clone of its repository, the npm scripts ("npm start") bring a Node of their own.',
  )
  process.exit(1)
}
// Without, every start would compile each file anew, and take the types off its source.
const { directory } = module.enableCompileCache()
// oxlint-disable-next-line node/no-process-env -- how Node tells it to server processes
if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= directory
const { main } = await import('../src/cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
// What a handler module left running, a timer or a socket, does not keep a stopped server alive.
// A worker is always held, by its channel to the primary.
setTimeout(() => process.exit(), process.connected ? 0 : 1000).unref()
