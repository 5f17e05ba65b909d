// Results as messages. AMQP refuses no second one: whoever reads them knows a repeated result by its message id.
import type { Options } from 'amqplib'
import type { Settings } from '../../config/settings.ts'
import type { Result } from '../source.ts'
import type { Link } from './link.ts'
import { declareUnlessThere } from './topology.ts'

/**
 * To the processor's outKey, else to whom the message named in reply-to, else to `<queue>.<RESULT_TAG>`.
 * 'nobody' when whoever was named in reply-to has gone.
 */
export async function sendResult(
  link: Link,
  result: Result,
  replyTo: string,
  { resultTag }: Pick<Settings, 'resultTag'>,
): Promise<'sent' | 'nobody'> {
  const { task, body, to } = result
  const properties = propertiesOf(result)
  if (to === undefined && replyTo !== '') {
    const there = await link.sendIfThere({ queue: replyTo, body, properties })
    return there ? 'sent' : 'nobody'
  }
  const queue = to ?? `${task.queue}.${resultTag}`
  await link.send({ queue, body, properties }, declareUnlessThere)
  return 'sent'
}

const propertiesOf = ({ task, id, mimetype, headers }: Result): Options.Publish => ({
  messageId: id,
  correlationId: task.id,
  contentType: mimetype,
  persistent: true,
  timestamp: Math.floor(Date.now() / 1000),
  headers: { ...headers, task_id: task.id },
})
