// `npm run add NAME VERSION`: the emulator's command `add`, beside the other tools for authors of APIs.
// Plain JavaScript, like the queue client's entry, for the same reason.
process.argv.splice(2, 0, 'add')
void import('../bin/discovery-emulator.js')
