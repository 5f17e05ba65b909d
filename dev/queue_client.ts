// Starts the queue's command line client, or says which Node it needs.
// An old Node cannot load TypeScript, but it reads this file: package.json beside it says CommonJS, which the old
// loader takes for JavaScript. So this file is JavaScript as well, and what needs a new Node is behind import().
const major = Number(process.versions.node.split('.')[0])

if (major >= 24) {
  // Without, every command would take the types off each file and compile it anew.
  process.getBuiltinModule('node:module').enableCompileCache()
  void import('../src/cli/queue/queue_command.ts')
    .then(({ queueCommand }) => queueCommand(process.argv.slice(2)))
    .then((code) => (process.exitCode = code))
} else {
  console.error(
    'discovery-emulator needs Node 24 or newer to run TypeScript; ' +
      `this is Node ${process.versions.node}. Use "npm run queue", which brings its own.`,
  )
  process.exitCode = 1
}
