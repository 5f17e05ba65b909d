#!/usr/bin/env node
// The entry in plain JavaScript, so that an old Node can say what is missing instead of failing on the first type.
import module from 'node:module'

const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `render needs Node 24 or newer; this is Node ${process.versions.node}. ` +
      'In a clone of its repository, "npm run render" brings a Node of its own.',
  )
  process.exit(1)
}
// Without, each start would take the types off every file and compile it anew.
module.enableCompileCache()
const { main } = await import('../src/main.ts')
process.exit(await main())
