// What `worker dead` shows of RabbitMQ, puts back and deletes.
import { createHash } from 'node:crypto'
import type { GetMessage } from 'amqplib'
import { printError } from '../../log/printable.ts'
import type { DeadLetter, DeadLetters } from '../source.ts'
import {
  connectOptions,
  importAmqplib,
  type Channel,
  type Message,
  type RabbitMqAddress,
} from './amqp.ts'
import { diedAt, noticeOf } from './bury.ts'
import { openLink, type Link } from './link.ts'
import type { Outgoing } from './publisher.ts'
import { copyProperties, headersOf, taskOf, textOf } from './message.ts'
import { deadQueueOf, declareDead, declareUnlessThere } from './topology.ts'

interface Letter {
  readonly message: GetMessage
  /** Where it came from. */
  readonly queue: string
}

export async function openDeadLetters(
  address: RabbitMqAddress,
  queues: readonly string[],
): Promise<DeadLetters> {
  const amqplib = await importAmqplib()
  const connect = connectOptions(address)
  const link = await openLink({ amqplib, connect, prefetch: 0, first: true, tell: printError })
  return lettersOn(link, queues)
}

/** Holds every letter it has shown until it is closed, so that no other `worker dead` works on it meanwhile. */
function lettersOn(link: Link, queues: readonly string[]): DeadLetters {
  const held = new Map<string, Letter>()
  const take = async (): Promise<void> => {
    for (const queue of queues) {
      await declareDead(link, deadQueueOf(queue))
      for await (const message of waiting(link.channel, deadQueueOf(queue))) {
        let id = letterId(message)
        while (held.has(id)) id += '+'
        held.set(id, { message, queue })
      }
    }
  }
  const find = async (id: string): Promise<Letter | undefined> => {
    if (!held.has(id)) await take()
    return held.get(id)
  }
  const forget = (id: string, { message }: Letter): true => {
    link.channel.ack(message)
    held.delete(id)
    return true
  }
  return {
    async list() {
      await take()
      return [...held].map(([id, letter]) => described(id, letter))
    },
    async retry(id) {
      const letter = await find(id)
      if (letter === undefined) return false
      await link.send(originalOf(letter), declareUnlessThere)
      return forget(id, letter)
    },
    async remove(id) {
      const letter = await find(id)
      return letter === undefined ? false : forget(id, letter)
    },
    close: () => link.close(),
  }
}

const originalOf = ({ message, queue }: Letter): Outgoing => ({
  queue,
  body: message.content,
  properties: copyProperties(message, taskOf(message, queue).id, {}),
})

async function* waiting(channel: Channel, queue: string): AsyncGenerator<GetMessage> {
  for (;;) {
    const message = await channel.get(queue)
    if (message === false) return
    yield message
  }
}

/** A digest where a message has no id: it must be the same when the next command asks for it. */
function letterId(message: Message): string {
  const id = textOf(message.properties.messageId)
  if (id !== '') return id
  const text = JSON.stringify([message.properties.timestamp, headersOf(message)])
  return createHash('sha256').update(text).update(message.content).digest('hex').slice(0, 16)
}

function described(id: string, { message, queue }: Letter): DeadLetter {
  const task = taskOf(message, queue)
  return {
    id,
    task: { ...task, id: textOf(message.properties.messageId) || id },
    notice: noticeOf(message),
    diedAt: diedAt(message),
  }
}
