// Takes text from one queue and puts it into another, with tasks around it; as IsleConsumer's template does.
import { defineWorker } from '@discovery-emulator/worker'

export default defineWorker({
  name: 'isleconsumer',
  onStartup: function doSomethingOnStart({ logger }) {
    logger.debug('this is done before the first message, or the service does not start')
  },
  onShutdown: function doSomethingOnClose({ logger }) {
    logger.debug('this is done after the last message')
  },
  processors: [
    {
      inKey: 'in_queue',
      outKey: 'out_queue',
      inMimetype: '*/*',
      outMimetype: 'text/plain',
      options: { arguments: { 'x-queue-type': 'quorum' } },
      process: (text: unknown) => String(text),
    },
  ],
})
