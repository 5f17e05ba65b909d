// Thousands of connections that say nothing, clients that send and take a byte now and then, and payloads of 1 MiB.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { scenario, type Fault } from '../scenario.ts'
import type { Subject } from '../subject.ts'

const HALF_REQUEST = 'GET /discovery/v1/apis HTTP/1.1\r\nHost: localhost\r\nX-Slow: '

const idle: Fault = {
  what: '5,000 connections are idle',
  lasts: 2000,
  async inflict(subject) {
    const sockets = await opened(subject, 5000)
    // Some have been used before.
    for (const socket of sockets.slice(0, 1000))
      socket.write('GET /_emulator/health HTTP/1.1\r\nHost: localhost\r\n\r\n')
    return async () => {
      for (const socket of sockets) socket.destroy()
    }
  },
}

const slowSenders: Fault = {
  what: 'a hundred clients send a byte now and then',
  lasts: 3000,
  async inflict(subject) {
    const sockets = await opened(subject, 100)
    for (const socket of sockets) socket.write(HALF_REQUEST)
    const drip = setInterval(() => {
      for (const socket of sockets) socket.write('x')
    }, 1000)
    return async () => {
      clearInterval(drip)
      const answers = await Promise.all(sockets.map(answerToTheRest))
      if (!answers.every((text) => text.startsWith('HTTP/1.1 200 ')))
        throw new Error(`a slow request was answered ${answers[0]?.slice(0, 200)}`)
    }
  },
}

const slowReaders: Fault = {
  what: 'a hundred clients do not read their answers, of a megabyte each',
  lasts: 3000,
  async inflict(subject) {
    await putLarge(subject)
    const sockets = await opened(subject, 100)
    for (const socket of sockets) {
      socket.pause()
      socket.write(
        `GET ${LARGE}?alt=media HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      )
    }
    return async () => {
      const sizes = await Promise.all(sockets.map(sizeOfAll))
      if (!sizes.every((size) => size > 2 ** 20))
        throw new Error(`an answer was cut to ${Math.min(...sizes)} bytes`)
    }
  },
}

const LARGE = '/storage/v1/b/faults/o/large'

async function putLarge({ url }: Subject): Promise<void> {
  const { ok } = await fetch(`${url}/upload/storage/v1/b/faults/o?uploadType=media&name=large`, {
    method: 'POST',
    body: 'x'.repeat(2 ** 20),
  })
  if (!ok) throw new Error('the large object was refused')
}

/** A hundred at a time, as many as may wait to be accepted on any machine. */
async function opened({ url }: Subject, count: number): Promise<Socket[]> {
  const { hostname, port } = new URL(url)
  const sockets: Socket[] = []
  while (sockets.length < count) {
    const more = Array.from({ length: 100 }, () => connect(Number(port), hostname))
    for (const socket of more) socket.on('error', () => {}) // the server may close it first
    await Promise.all(more.map((socket) => once(socket, 'connect')))
    sockets.push(...more)
  }
  return sockets
}

async function answerToTheRest(socket: Socket): Promise<string> {
  socket.setEncoding('latin1')
  const answer = once(socket, 'data')
  socket.write('\r\nConnection: close\r\n\r\n')
  const [text] = (await answer) as [string]
  socket.destroy()
  return text
}

async function sizeOfAll(socket: Socket): Promise<number> {
  let size = 0
  for await (const chunk of socket) {
    size += (chunk as Buffer).length
    await pause(0)
  }
  return size
}

scenario({
  name: 'clients are many, slow and large',
  stores: ['SQLite', 'memory', 'Redis'],
  load: { largeEvery: 20 },
  faults: [idle, slowSenders, slowReaders],
})
