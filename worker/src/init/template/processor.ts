// What this service does with a message.
import { defineWorker, PermanentError } from '@discovery-emulator/worker'

interface Message {
  readonly name: string
}

export default defineWorker<Message, { greeting: string }>({
  // A message that does not fit becomes a dead letter at once.
  input: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
  process({ name }, { logger, attempt }) {
    // Any other error is tried again.
    if (name === '') throw new PermanentError('nobody to greet')
    logger.info({ attempt }, 'greeting')
    // What is returned is sent as the result, with the task's id in it; undefined sends none.
    return { greeting: `Hello, ${name}!` }
  },
})
