// REST and gRPC at one address, whatever leads there: TLS beside plain connections, HTTP/2 for REST, a Unix socket.
import { SecretManagerServiceClient } from '@google-cloud/secret-manager'
import { credentials, type ChannelCredentials } from '@grpc/grpc-js'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { request as requestPlain, type IncomingMessage } from 'node:http'
import { connect as connectHttp2, type ClientHttp2Session } from 'node:http2'
import { request as requestTls } from 'node:https'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { removeStaleSocket } from '../../src/http/unix_socket.ts'
import { grpcClient } from '../helpers/grpc_client.ts'
import { grpcFolder, type GrpcFolder } from '../helpers/grpc_folder.ts'
import { openedEmulator, type OpenedEmulator } from '../helpers/opened_emulator.ts'

const tls = join(import.meta.dirname, 'tls')
const tls_cert = join(tls, 'localhost_cert.pem')
const tls_key = join(tls, 'localhost_key.pem')
const ca = readFileSync(tls_cert)
const LIST = 'google.cloud.secretmanager.v1.SecretManagerService/ListSecrets'
const DOCUMENT = '/discovery/v1/apis/secretmanager/v1/rest'
const SECRET = '{"replication":{"automatic":{}}}'

let folder: GrpcFolder
beforeAll(async () => {
  folder = await grpcFolder({ secretmanager_v1: 'secret-manager' })
})
afterAll(() => folder[Symbol.asyncDispose]())

interface Answer {
  readonly status: number | undefined
  readonly json: Record<string, unknown>
}

async function answerOf(
  send: (answered: (message: IncomingMessage) => void) => void,
): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<IncomingMessage>()
  send(resolve)
  const message = await promise
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return { status: message.statusCode, json: JSON.parse(Buffer.concat(chunks).toString()) }
}

async function byHttp2(
  session: ClientHttp2Session,
  method: string,
  path: string,
  body?: string,
): Promise<Answer> {
  const stream = session.request({
    ':method': method,
    ':path': path,
    ...(body && { 'content-type': 'application/json' }),
  })
  let status: number | undefined
  stream.once('response', (headers) => (status = headers[':status']))
  stream.end(body)
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return { status, json: JSON.parse(Buffer.concat(chunks).toString()) }
}

describe('TLS', () => {
  let opened: OpenedEmulator
  let port: number
  beforeAll(async () => {
    opened = await openedEmulator({ api_data: folder.path, tls_cert, tls_key })
    port = Number(new URL(opened.emulator.url).port)
  })
  afterAll(() => opened[Symbol.asyncDispose]())

  const get = (path: string) =>
    answerOf((answered) => requestTls({ port, path, ca }, answered).end())

  test('REST is answered by HTTP/1.1, and documents name https', async () => {
    const { status, json } = await get(DOCUMENT)
    expect(status).toBe(200)
    expect(json['rootUrl']).toBe(`https://localhost:${port}/secretmanager.googleapis.com/`)
  })

  test('REST is answered by HTTP/2, where the client asks for it', async () => {
    const session = connectHttp2(`https://localhost:${port}`, { ca })
    const created = await byHttp2(session, 'POST', '/v1/projects/h2/secrets?secretId=a', SECRET)
    expect(created).toMatchObject({ status: 200, json: { name: 'projects/h2/secrets/a' } })
    const listed = await byHttp2(session, 'GET', '/v1/projects/h2/secrets')
    expect(listed.json).toMatchObject({ secrets: [{ name: 'projects/h2/secrets/a' }] })
    const missing = await byHttp2(session, 'GET', '/v1/projects/h2/secrets/none')
    expect(missing).toMatchObject({ status: 404, json: { error: { status: 'NOT_FOUND' } } })
    const document = await byHttp2(session, 'GET', DOCUMENT)
    expect(document.json['rootUrl']).toBe(`https://localhost:${port}/secretmanager.googleapis.com/`)
    session.close()
  })

  test('an unmodified client of Google speaks gRPC', async () => {
    const client = new SecretManagerServiceClient({
      apiEndpoint: 'localhost',
      port,
      sslCreds: credentials.createSsl(ca),
    })
    const secret = { replication: { automatic: {} } }
    const [made] = await client.createSecret({ parent: 'projects/g', secretId: 'a', secret })
    expect(made.name).toBe('projects/g/secrets/a')
    await client.close()
  })

  test('plain connections go on at the same port', async () => {
    const answer = await fetch(`${opened.emulator.url}${DOCUMENT}`)
    expect(await answer.json()).toHaveProperty(
      'rootUrl',
      `http://127.0.0.1:${port}/secretmanager.googleapis.com/`,
    )
    using client = await grpcClient(`127.0.0.1:${port}`, folder.path)
    expect(await client.call(LIST, { parent: 'projects/none' })).toEqual({})
  })

  test('a client that does not trust the certificate harms no other', async () => {
    const distrusts = new Promise((resolve) =>
      requestTls({ port, path: '/' }).on('error', resolve).end(),
    )
    expect(await distrusts).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect((await get(DOCUMENT)).status).toBe(200)
  })

  test.each([
    ['a certificate that is not there', { tls_cert: '/none.pem' }, 'tls_cert: cannot read /none'],
    ['a certificate that is none', { tls_cert: tls_key }, `tls_cert: ${tls_key}: it is no PEM`],
    ['a key that is none', { tls_key: tls_cert }, `tls_key: ${tls_cert}: it is no PEM`],
    [
      'the key of another certificate',
      { tls_key: join(tls, 'other_key.pem') },
      'other_key.pem: it is not the key of the certificate in tls_cert',
    ],
  ])('%s is named', async (_, wrong, message) => {
    const config = { api_data: folder.path, tls_cert, tls_key, ...wrong }
    await expect(openedEmulator(config)).rejects.toThrow(message)
  })
})

test('REST is answered by HTTP/2 with prior knowledge', async () => {
  await using opened = await openedEmulator({ api_data: folder.path })
  const session = connectHttp2(opened.emulator.url)
  const created = await byHttp2(session, 'POST', '/v1/projects/p/secrets?secretId=a', SECRET)
  expect(created).toMatchObject({ status: 200, json: { name: 'projects/p/secrets/a' } })
  session.close()
})

describe('a Unix socket', () => {
  const insecure: ChannelCredentials = credentials.createInsecure()

  test('REST and gRPC are answered at it, and its file is gone in the end', async () => {
    const path = join(folder.path, 'emulator.sock')
    {
      await using opened = await openedEmulator({ api_data: folder.path, bind: `unix:${path}` })
      expect(opened.emulator.url).toBe(`unix:${path}`)
      const { json } = await answerOf((answered) =>
        requestPlain({ socketPath: path, path: DOCUMENT }, answered).end(),
      )
      expect(json['rootUrl']).toBe('http://localhost/secretmanager.googleapis.com/')
      using client = await grpcClient(`unix:${path}`, folder.path, insecure)
      expect(await client.call(LIST, { parent: 'projects/none' })).toEqual({})
      await expect(
        openedEmulator({ api_data: folder.path, bind: `unix:${path}` }),
      ).rejects.toMatchObject({ code: 'EADDRINUSE' })
    }
    await expect(
      grpcClient(`unix:${path}`, folder.path, insecure).then((client) =>
        client.call(LIST, { parent: 'projects/none' }),
      ),
    ).rejects.toMatchObject({ code: 14 })
  })

  test('the file of a server that was killed is removed', async () => {
    const path = join(folder.path, 'stale.sock')
    const program = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`
    expect(spawnSync(process.execPath, ['-e', program, path]).signal).toBe('SIGKILL')
    expect(existsSync(path)).toBe(true)
    await removeStaleSocket(path)
    expect(existsSync(path)).toBe(false)
  })

  test('a file that is no socket is left alone, and one that is listened at too', async () => {
    const file = join(folder.path, 'file')
    await writeFile(file, 'text')
    await expect(removeStaleSocket(file)).rejects.toThrow('is a file that is no socket')
    const path = join(folder.path, 'live.sock')
    const server = createServer()
    await new Promise<void>((resolve) => void server.listen(path, resolve))
    await removeStaleSocket(path)
    expect(existsSync(path)).toBe(true)
    server.close()
  })
})
