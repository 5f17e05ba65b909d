// --auth=scopes: Google's own auth library gets tokens with keys of ours, and calls without one are refused in Google's words.
import { createSign, generateKeyPairSync } from 'node:crypto'
import { SecretManagerServiceClient } from '@google-cloud/secret-manager'
import { google } from 'googleapis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startEmulator, type Emulator, type ServiceAccountFile } from '../../src/index.ts'
import { corpusDirectory } from '../helpers/corpus.ts'
import { account, authOf, CLOUD, corpusApis, refusalOf, robot } from './clients.ts'

const DRIVE = 'https://www.googleapis.com/auth/drive'
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

describe.skipIf(corpusDirectory === undefined)('with --auth=scopes', () => {
  let emulator: Emulator
  let key: ServiceAccountFile
  beforeAll(async () => {
    const apiData = corpusApis(
      'secretmanager_v1',
      'calendar_v3',
      'drive_v3',
      'safebrowsing_v4',
      'identitytoolkit_v1',
    )
    emulator = await startEmulator({ apiData, auth: 'scopes' })
    key = emulator.key(account)
  })
  afterAll(() => emulator.stop())
  beforeEach(() => emulator.reset())

  const secretsWith = (scopes: readonly string[]) =>
    google.secretmanager({ version: 'v1', rootUrl: emulator.url, auth: authOf(key, scopes) })
      .projects.secrets

  const raw = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${emulator.url}${path}`, { headers })

  const LIST = '/v1/projects/p/secrets'

  const beginUpload = (headers: Record<string, string>) =>
    fetch(`${emulator.url}/upload/drive/v3/files?uploadType=resumable`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"name":"a"}',
    })

  test('a client with a key of ours gets a token, and calls', async () => {
    const secrets = secretsWith([CLOUD])
    const replication = { automatic: {} }
    await secrets.create({ parent: 'projects/p', secretId: 's', requestBody: { replication } })
    const { data } = await secrets.list({ parent: 'projects/p' })
    expect(data.secrets?.map(({ name }) => name)).toEqual(['projects/p/secrets/s'])
  })

  test('a client without scopes calls with what the account itself has signed', async () => {
    const headers = (own: ServiceAccountFile) =>
      authOf(own, []).getRequestHeaders(`${emulator.url}${LIST}`)
    const answered = await fetch(`${emulator.url}${LIST}`, { headers: await headers(key) })
    expect(answered.status).toBe(200)
    const stranger = await headers({ ...key, private_key: strangeKey() })
    const refused = await fetch(`${emulator.url}${LIST}`, { headers: stranger })
    expect(refused.status).toBe(401)
  })

  test('an account that has no key here is in no valid state', async () => {
    const gone = { ...key, client_email: 'gone@p.iam.gserviceaccount.com' }
    const refused = await raw(LIST, { authorization: `Bearer ${signed(gone, { scope: CLOUD })}` })
    expect(await refused.json()).toMatchObject({
      error: {
        code: 401,
        details: [{ reason: 'ACCOUNT_STATE_INVALID', metadata: { email: gone.client_email } }],
      },
    })
  })

  test('scopes that the account has signed itself are checked as others are', async () => {
    expect((await raw(LIST, bearer(signed(key, { scope: CLOUD })))).status).toBe(200)
    expect((await raw(LIST, bearer(signed(key, { scope: DRIVE })))).status).toBe(403)
  })

  test('a JWT for another API is refused', async () => {
    const own = signed(key, { aud: 'https://secretmanager.googleapis.com/' })
    const other = signed(key, { aud: 'https://pubsub.googleapis.com/' })
    expect((await raw(LIST, bearer(own))).status).toBe(200)
    expect((await raw(LIST, bearer(other))).status).toBe(401)
  })

  test("a Cloud client of Google's signs its calls with the key itself", async () => {
    const { hostname, port } = new URL(emulator.url)
    const client = new SecretManagerServiceClient({
      fallback: true,
      protocol: 'http',
      apiEndpoint: hostname,
      port: Number(port),
      projectId: 'p',
      credentials: key,
    })
    const [secrets] = await client.listSecrets({ parent: 'projects/p' })
    expect(secrets).toEqual([])
    expect(emulator.calls.list().map(({ code }) => code)).toEqual([200])
    await client.close()
  })

  test('the parts of a batch have its credentials', async () => {
    const part = `--b\r\ncontent-type: application/http\r\n\r\nGET ${LIST}\r\n\r\n--b--\r\n`
    const batch = async (headers: Record<string, string>) => {
      const response = await fetch(`${emulator.url}/batch`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'multipart/mixed; boundary=b' },
        body: part,
      })
      return /HTTP\/1.1 (\d+)/.exec(await response.text())?.[1]
    }
    expect(await batch(bearer(await tokenFor(CLOUD)))).toBe('200')
    expect(await batch({})).toBe('401')
  })

  test('an upload begins with a token, and goes on with its id', async () => {
    expect((await beginUpload({})).status).toBe(401)
    expect((await beginUpload(bearer(await tokenFor(CLOUD)))).status).toBe(403)
    const begun = await beginUpload(bearer(await tokenFor(DRIVE)))
    const url = begun.headers.get('location')!
    const ended = await fetch(url, { method: 'PUT', body: 'bytes' })
    expect([ended.status, ((await ended.json()) as { name: string }).name]).toEqual([200, 'a'])
  })

  test('no token is 401, in the words of newer APIs', async () => {
    const response = await raw(LIST)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer realm="https://accounts.google.com/"',
    )
    expect(await response.json()).toEqual({
      error: {
        code: 401,
        message:
          'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
        status: 'UNAUTHENTICATED',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'CREDENTIALS_MISSING',
            domain: 'googleapis.com',
            metadata: {
              service: 'secretmanager.googleapis.com',
              method: 'secretmanager.v1.Projects.Secrets.List',
            },
          },
        ],
      },
    })
  })

  test('an API key alone is 401', async () => {
    const { error } = (await (await raw(`${LIST}?key=AIza`)).json()) as { error: object }
    expect(error).toMatchObject({
      code: 401,
      message:
        'API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials that assert a principal. See https://cloud.google.com/docs/authentication',
    })
  })

  test('a token that is none is 401', async () => {
    for (const token of ['garbage', 'ya29.emulator-x~e30~AAAA', `${await tokenFor(CLOUD)}x`]) {
      const response = await raw(LIST, { authorization: `Bearer ${token}` })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe(
        'Bearer realm="https://accounts.google.com/", error="invalid_token"',
      )
      expect(await response.json()).toEqual({
        error: {
          code: 401,
          message:
            'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
          status: 'UNAUTHENTICATED',
        },
      })
    }
  })

  test('older APIs say it in their words', async () => {
    const missing = await raw('/calendar/v3/users/me/calendarList')
    expect(missing.status).toBe(401)
    const message = 'Login Required'
    expect(await missing.json()).toEqual({
      error: {
        errors: [
          {
            domain: 'global',
            reason: 'required',
            message,
            locationType: 'header',
            location: 'Authorization',
          },
        ],
        code: 401,
        message,
      },
    })
    const calendar = google.calendar({
      version: 'v3',
      rootUrl: emulator.url,
      auth: authOf(key, [DRIVE]),
    })
    expect(await refusalOf(calendar.calendarList.list())).toMatchObject({
      status: 403,
      error: {
        code: 403,
        message: 'Insufficient Permission: Request had insufficient authentication scopes.',
        errors: [{ domain: 'global', reason: 'insufficientPermissions' }],
      },
    })
  })

  test('a wrong scope is 403, and the answer names those that would do', async () => {
    const refusal = await refusalOf(secretsWith([DRIVE]).list({ parent: 'projects/p' }))
    expect(refusal).toEqual({
      status: 403,
      challenge: `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${CLOUD}"`,
      error: expect.objectContaining({
        code: 403,
        message: 'Request had insufficient authentication scopes.',
        status: 'PERMISSION_DENIED',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
            domain: 'googleapis.com',
            metadata: {
              service: 'secretmanager.googleapis.com',
              method: 'secretmanager.v1.Projects.Secrets.List',
            },
          },
        ],
      }),
    })
  })

  test('a token ends after an hour of the emulator, and whoever asks then gets another', async () => {
    const token = { authorization: `Bearer ${await tokenFor(CLOUD)}` }
    emulator.clock.advance(3599)
    expect((await raw(LIST, token)).status).toBe(200)
    emulator.clock.advance(2)
    const expired = await raw(LIST, token)
    expect(expired.status).toBe(401)
    expect(await expired.json()).toMatchObject({
      error: { details: [{ reason: 'ACCESS_TOKEN_EXPIRED' }] },
    })
    await secretsWith([CLOUD]).list({ parent: 'projects/p' })
    const codes = emulator.calls.list({ method: '*.list' }).map(({ code }) => code)
    expect(codes).toEqual([200, 401, 200])
  })

  test('the token may be a parameter', async () => {
    const token = encodeURIComponent(await tokenFor(CLOUD))
    expect((await raw(`${LIST}?access_token=${token}`)).status).toBe(200)
  })

  test('an API whose document has no scopes wants a key or any token', async () => {
    const path = '/v4/threatLists'
    expect((await raw(`${path}?key=AIza`)).status).toBe(200)
    expect((await raw(path)).status).toBe(401)
    expect((await raw(path, bearer(await tokenFor(DRIVE)))).status).toBe(200)
    expect((await raw(path, bearer('garbage'))).status).toBe(401)
  })

  test('a method without scopes among others that have some is for everybody', async () => {
    const path = '/v1/sessionCookiePublicKeys'
    expect((await raw(path)).status).toBe(200)
    expect((await raw(path, { authorization: 'Bearer garbage' })).status).toBe(401)
  })

  test('an identity token has its audience, and is no access token', async () => {
    const idToken = await authOf(key, []).fetchIdToken('https://service.example')
    const verifier = new google.auth.OAuth2({
      endpoints: { oauth2FederatedSignonPemCertsUrl: `${emulator.url}/certs` },
      issuers: [emulator.url],
    })
    const ticket = await verifier.verifyIdToken({ idToken, audience: 'https://service.example' })
    expect(ticket.getPayload()).toMatchObject({ email: robot, iss: emulator.url })
    const refused = await raw(LIST, { authorization: `Bearer ${idToken}` })
    expect(await refused.json()).toMatchObject({
      error: { code: 401, details: [{ reason: 'ACCESS_TOKEN_TYPE_UNSUPPORTED' }] },
    })
  })

  test('nothing of a token is in the log of calls or in the archive', async () => {
    const token = await tokenFor(CLOUD)
    await raw(LIST, { authorization: `Bearer ${token}` })
    await raw(`${LIST}?access_token=${encodeURIComponent(token)}`)
    await raw(`${LIST}?access_token=${encodeURIComponent(token)}x`)
    const [calls, har] = await Promise.all(
      ['calls', 'calls:har'].map((path) =>
        raw(`/_emulator/v1/${path}`).then((answer) => answer.text()),
      ),
    )
    expect(calls).toContain('secretmanager.projects.secrets.list')
    for (const part of token.split('~')) expect(calls! + har!).not.toContain(part)
  })

  test('the control API, the console and discovery are for everybody', async () => {
    for (const path of ['/_emulator/v1/calls', '/', '/discovery/v1/apis', '/_emulator/health'])
      expect((await raw(path)).status).toBe(200)
  })

  test('the token endpoint refuses what the account has not signed', async () => {
    const now = Math.floor(Date.now() / 1000)
    const stranger = { ...key, private_key: strangeKey() }
    const refused = async (assertion: string) => (await ask({ assertion })).error_description
    const scope = CLOUD
    const aud = key.token_uri
    expect(await refused('x')).toBe('Bad Request')
    expect(await refused(signed(stranger, { scope, aud }))).toBe('Invalid JWT Signature.')
    expect(
      await refused(signed({ ...key, client_email: 'nobody@p.iam.gserviceaccount.com' }, { aud })),
    ).toBe('Invalid grant: account not found')
    expect(await refused(signed(key, { scope, aud, iat: now - 9000, exp: now - 5400 }))).toContain(
      'short-lived token (60 minutes)',
    )
    expect(await refused(signed(key, { scope, aud: 'https://other.example/' }))).toContain(
      'audience',
    )
    expect(await refused(signed(key, { aud }))).toContain('Invalid OAuth scope')
    expect(await ask({ grant_type: 'password' })).toEqual({
      error: 'unsupported_grant_type',
      error_description: 'Invalid grant_type: password',
    })
    expect(await refused(signed(key, { scope, aud }))).toBeUndefined()
  })

  const ask = async (form: Record<string, string>) => {
    const response = await fetch(key.token_uri, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: JWT_BEARER, ...form }),
    })
    return (await response.json()) as Record<string, string>
  }

  const tokenFor = async (scope: string): Promise<string> => {
    const { access_token: token } = await ask({
      assertion: signed(key, { scope, aud: key.token_uri }),
    })
    return token!
  }
})

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function signed(key: ServiceAccountFile, claims: object): string {
  const iat = Math.floor(Date.now() / 1000)
  const { client_email: email, private_key_id: kid } = key
  const body = { iss: email, sub: email, iat, exp: iat + 3600, ...claims }
  const content = `${part({ alg: 'RS256', typ: 'JWT', kid })}.${part(body)}`
  return `${content}.${createSign('RSA-SHA256').update(content).sign(key.private_key, 'base64url')}`
}

function strangeKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return privateKey
}
