// Who a dispatched request comes from, and to whom it goes: tokens, overrides, redirects, App Engine, hosts.
import { Auth } from 'googleapis'
import { describe, expect, test } from 'vitest'
import { startEmulator } from '../../../src/index.ts'
import { clientOf } from './client.ts'
import { startTarget } from './target.ts'

const serviceAccountEmail = 'sender@p.iam.gserviceaccount.com'

describe('a request', () => {
  test('carries an identity token that google-auth-library verifies by our keys', async () => {
    await using emulator = await startEmulator()
    await using target = await startTarget()
    const client = clientOf(emulator.url)
    const queue = await client.queue()
    const url = `${target.url}/secure?a=b`
    await client.task(queue, { httpRequest: { url, oidcToken: { serviceAccountEmail } } })
    await emulator.tasks.runUntilIdle()
    const [, idToken = ''] = target.received[0]!.headers.authorization!.split(' ')
    const verifier = new Auth.OAuth2Client({
      endpoints: { oauth2FederatedSignonPemCertsUrl: `${emulator.url}/certs` },
      issuers: [emulator.url],
    })
    const ticket = await verifier.verifyIdToken({ idToken, audience: url })
    expect(ticket.getPayload()).toMatchObject({
      aud: url,
      email: serviceAccountEmail,
      email_verified: true,
      iss: emulator.url,
    })
    await expect(verifier.verifyIdToken({ idToken, audience: 'other' })).rejects.toThrow(
      /recipient/,
    )
    const forged = `${idToken.slice(0, -8)}AAAAAAAA`
    await expect(verifier.verifyIdToken({ idToken: forged, audience: url })).rejects.toThrow(
      /signature/,
    )
    const configuration = await (
      await fetch(`${emulator.url}/.well-known/openid-configuration`)
    ).json()
    expect(configuration).toMatchObject({ issuer: emulator.url, jwks_uri: `${emulator.url}/jwks` })
    expect(await (await fetch(`${emulator.url}/jwks`)).json()).toMatchObject({
      keys: [{ alg: 'RS256' }],
    })
  })

  test('carries an access token; a token that the client wrote stays', async () => {
    await using emulator = await startEmulator()
    await using target = await startTarget()
    const client = clientOf(emulator.url)
    const queue = await client.queue()
    const { url } = target
    await client.task(queue, { httpRequest: { url, oauthToken: { serviceAccountEmail } } })
    await emulator.tasks.runUntilIdle()
    await client.task(queue, { httpRequest: { url, headers: { authorization: 'Basic own' } } })
    await emulator.tasks.runUntilIdle()
    const [oauth, own] = target.received.map(({ headers }) => headers.authorization)
    expect(oauth).toMatch(/^Bearer ya29\.emulator-sender@/)
    expect(own).toBe('Basic own')
  })

  test('goes where the queue says, with its headers, whatever the task says', async () => {
    await using emulator = await startEmulator()
    await using target = await startTarget()
    const client = clientOf(emulator.url)
    const { port } = new URL(target.url)
    const queue = await client.queue({
      httpTarget: {
        uriOverride: {
          scheme: 'HTTP',
          host: '127.0.0.1',
          port,
          pathOverride: { path: '/routed' },
          queryOverride: { queryParams: 'by=queue' },
        },
        httpMethod: 'PUT',
        headerOverrides: [{ header: { key: 'X-Routed', value: 'yes' } }],
      },
    })
    await client.task(queue, {
      httpRequest: { url: 'https://example.com/own?x=1', headers: { 'x-routed': 'no' } },
    })
    const raw = await fetch(`${emulator.url}/v2/${queue}/tasks:buffer`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'anything',
    })
    expect(await raw.json()).toMatchObject({ task: { name: expect.stringContaining(queue) } })
    await emulator.tasks.runUntilIdle()
    expect(target.received).toMatchObject([
      { method: 'PUT', path: '/routed?by=queue', headers: { 'x-routed': 'yes' } },
      {
        method: 'PUT',
        path: '/routed?by=queue',
        body: 'anything',
        headers: { 'content-type': 'text/plain' },
      },
    ])
    const plain = await client.queue()
    const refused = await client.call('POST', `${plain}/tasks/t:buffer`, { body: { data: 'aGk=' } })
    expect(refused.json.error.status).toBe('FAILED_PRECONDITION')
  })

  test('follows redirects within one attempt, and waits as long as its target asks', async () => {
    await using emulator = await startEmulator()
    await using target = await startTarget()
    const client = clientOf(emulator.url)
    const queue = await client.queue()
    target.answers.push(
      (response) => void response.writeHead(307, { location: '/next' }).end(),
      (response) => void response.writeHead(503, { 'retry-after': '120' }).end(),
    )
    const { name } = await client.task(queue, { httpRequest: { url: target.url, body: 'aGk=' } })
    await emulator.tasks.runUntilIdle()
    expect(target.received).toMatchObject([
      { path: '/' },
      { path: '/next', method: 'POST', body: 'hi' },
    ])
    const { json } = await client.call('GET', name)
    expect(json.dispatchCount).toBe(1)
    expect(json.lastAttempt.responseStatus).toEqual({
      code: 14,
      message: 'UNAVAILABLE(14): HTTP status code 503',
    })
    emulator.clock.advance(119)
    expect(await emulator.tasks.runUntilIdle()).toBe(0)
    emulator.clock.advance(2)
    expect(await emulator.tasks.runUntilIdle()).toBe(1)
  })

  test('of App Engine goes to its service, and carries what the service adds', async () => {
    await using target = await startTarget()
    await using worker = await startTarget()
    const settings = { app_engine: `default=${target.url},worker=${worker.url}` }
    await using emulator = await startEmulator({ settings })
    const client = clientOf(emulator.url)
    const queue = await client.queue()
    const relativeUri = '/job'
    await client.task(queue, { appEngineHttpRequest: { relativeUri, body: 'aGk=' } })
    await client.task(queue, {
      appEngineHttpRequest: { relativeUri, appEngineRouting: { service: 'worker' } },
    })
    await emulator.tasks.runUntilIdle()
    expect(target.received).toMatchObject([
      {
        path: '/job',
        headers: {
          'content-type': 'application/octet-stream',
          'user-agent': 'AppEngine-Google; (+http://code.google.com/appengine)',
          'x-appengine-taskretrycount': '0',
        },
      },
    ])
    expect(worker.received).toMatchObject([{ path: '/job' }])
  })

  test('goes to no other host than this machine, unless the host is named', async () => {
    await using emulator = await startEmulator()
    const client = clientOf(emulator.url)
    const queue = await client.queue()
    const { name } = await client.task(queue, { httpRequest: { url: 'http://host.example/' } })
    await emulator.tasks.runUntilIdle()
    const { json } = await client.call('GET', name)
    expect(json.lastAttempt.responseStatus.message).toBe(
      'UNAVAILABLE(14): tasks for host.example are not dispatched: only this machine is, unless --dispatch-hosts host.example (or DISPATCH_HOSTS) names more; * is any',
    )
    expect(emulator.tasks.attempts()).toMatchObject([
      { task: name, attempt: 1, request: { url: 'http://host.example/' } },
    ])
  })
})
