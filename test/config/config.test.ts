// Settings: what each may be, which source wins, and the sentence for each that is wrong.
import { describe, expect, test } from 'vitest'
import { ConfigError, hostAndPort, readConfig } from '../../src/config/config.ts'
import { settings } from '../../src/config/settings.ts'
import { queueSettings } from '../../src/queue/settings.ts'

/** With no config file but the one in this repository. */
const settingsOf = async (env: Record<string, string>, flags: Record<string, string> = {}) => {
  const { ofModules, ...own } = await readConfig({ env, flags }, declared)
  return { ...own, ...ofModules }
}

const declared = { settings: queueSettings, problemsOf: () => [] }

test.each([
  ['redis://ann:s3cret@host:port', 'redis://…@host:port'],
  ['redis://ann:s3cret@p@host/zero', 'redis://…@host/zero'],
  ['redis:/ann:s3cret@host', 'redis:/…@host'],
  ['rediss://ann:s3cret%zz@host', 'rediss://…@host'],
  ['postgres://ann:s3/cret@host/db', 'postgres://…@host/db'],
])('a STORE_URL that cannot be read, %s, is shown as %s', async (url, shown) => {
  const fault = await settingsOf({ STORE_URL: url }).catch((error: unknown) => error)
  expect(fault).toBeInstanceOf(ConfigError)
  expect((fault as ConfigError).message).toMatch(`STORE_URL is "${shown}", but must be sqlite:FILE`)
})

describe('a wrong setting', () => {
  test.each([
    [
      'PORT',
      'abc',
      'HOST:PORT is "127.0.0.1:abc", but must be HOST:PORT with a port from 0 to 65535, or unix:PATH',
    ],
    [
      'PORT',
      '70000',
      'HOST:PORT is "127.0.0.1:70000", but must be HOST:PORT with a port from 0 to 65535, or unix:PATH',
    ],
    [
      'BIND',
      'x:y:z',
      'BIND is "x:y:z", but must be HOST:PORT with a port from 0 to 65535, or unix:PATH',
    ],
    ['WEB_CONCURRENCY', '0', 'WEB_CONCURRENCY is "0", but must be a whole number from 1 to 256'],
    [
      'WEB_CONCURRENCY',
      'auto',
      'WEB_CONCURRENCY is "auto", but must be a whole number from 1 to 256',
    ],
    ['TIMEOUT', '1.5', 'TIMEOUT is "1.5", but must be a whole number from 1 to 86400'],
    [
      'GRACEFUL_TIMEOUT',
      '-1',
      'GRACEFUL_TIMEOUT is "-1", but must be a whole number from 0 to 86400',
    ],
    ['KEEPALIVE', 'long', 'KEEPALIVE is "long", but must be a whole number from 1 to 86400'],
    ['BACKLOG', '1e3', 'BACKLOG is "1e3", but must be a whole number from 1 to 65535'],
    [
      'LIMIT_REQUEST_LINE',
      '1',
      'LIMIT_REQUEST_LINE is "1", but must be a whole number from 64 to 1048576',
    ],
    [
      'LIMIT_REQUEST_FIELDS',
      '1001',
      'LIMIT_REQUEST_FIELDS is "1001", but must be a whole number from 1 to 1000',
    ],
    [
      'LIMIT_REQUEST_FIELD_SIZE',
      '0x40',
      'LIMIT_REQUEST_FIELD_SIZE is "0x40", but must be a whole number from 64 to 1048576',
    ],
    [
      'LIMIT_REQUEST_BODY',
      '10MB',
      'LIMIT_REQUEST_BODY is "10MB", but must be a whole number from 1024 to 1073741824',
    ],
    [
      'TOMBSTONE_SECONDS',
      'week',
      'TOMBSTONE_SECONDS is "week", but must be a whole number from 0 to 31622400',
    ],
    ['STRICT_QUEUES', 'maybe', 'STRICT_QUEUES is "maybe", but must be true or false'],
    ['VALIDATE_RESPONSES', '2', 'VALIDATE_RESPONSES is "2", but must be true or false'],
    [
      'STORE_URL',
      'mysql://x',
      'STORE_URL is "mysql://x", but must be sqlite:FILE, memory:, redis://HOST:PORT, redis-cluster://HOST:PORT,… or redis-sentinel://HOST:PORT,…/MASTER',
    ],
    [
      'STORE_URL',
      'memory:x',
      'STORE_URL is "memory:x", but must be sqlite:FILE, memory:, redis://HOST:PORT, redis-cluster://HOST:PORT,… or redis-sentinel://HOST:PORT,…/MASTER',
    ],
    [
      'STORE_URL',
      'sqlite:',
      'STORE_URL is "sqlite:", but must be sqlite:FILE, memory:, redis://HOST:PORT, redis-cluster://HOST:PORT,… or redis-sentinel://HOST:PORT,…/MASTER',
    ],
    [
      'STORE_URL',
      'redis://h:port',
      'STORE_URL is "redis://h:port", but must be sqlite:FILE, memory:, redis://HOST:PORT, redis-cluster://HOST:PORT,… or redis-sentinel://HOST:PORT,…/MASTER',
    ],
  ])('%s=%s is refused', async (name, value, sentence) => {
    await expect(settingsOf({ [name]: value })).rejects.toThrow(new ConfigError(sentence))
  })

  test.each(['abc', 'tcp://10.0.0.1:6379'])('REDIS_PORT=%s is no port', async (REDIS_PORT) => {
    await expect(settingsOf({ REDIS_HOST: 'localhost', REDIS_PORT })).rejects.toThrow(
      `REDIS_HOST:REDIS_PORT is "redis://localhost:${REDIS_PORT}", but must be sqlite:FILE`,
    )
  })

  test('every setting that is no text has a sentence', async () => {
    const wrong = Object.entries(settings).filter(
      ([, { default: value }]) => typeof value !== 'string',
    )
    const env = Object.fromEntries(wrong.map(([, setting]) => [setting.env, '?']))
    const error: unknown = await settingsOf(env).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ConfigError)
    const sentences = (error as ConfigError).message.split('\n')
    expect(sentences.map((sentence) => sentence.split(' ')[0])).toEqual(
      wrong.map(([, setting]) => setting.env),
    )
  })
})

describe('a setting', () => {
  test('without a word anywhere has its default', async () => {
    expect(await settingsOf({})).toMatchObject({
      bind: '127.0.0.1:5052',
      workers: 1,
      store_url: 'sqlite:data/taskqueue.sqlite',
      strict_queues: false,
      validate_responses: false,
    })
  })

  test('whose variable has no text is as if it were not set, but for ACCESSLOG', async () => {
    const empty = Object.values(settings).map(({ env }) => [env, ''] as const)
    const config = await settingsOf({
      ...Object.fromEntries(empty),
      HOST: '',
      PORT: '',
      REDIS_HOST: '',
      REDIS_PORT: '',
    })
    expect(config).toEqual({ ...(await settingsOf({})), accesslog: '' })
  })

  test.each([
    [{ HOST: '0.0.0.0' }, '0.0.0.0:5052'],
    [{ PORT: '8080' }, '127.0.0.1:8080'],
    [{ HOST: '::', PORT: '8080' }, '[::]:8080'],
    [{ HOST: '[::1]' }, '[::1]:5052'],
    [{ BIND: ':80', HOST: 'ignored' }, ':80'],
    [{ BIND: '80' }, '80'],
  ])('bind with %j is %s', async (env, bind) => {
    expect(await settingsOf(env)).toMatchObject({ bind })
  })

  test.each([
    [{ REDIS_HOST: 'redis' }, 'redis://redis:6379'],
    [{ REDIS_HOST: 'redis', REDIS_PORT: '7000' }, 'redis://redis:7000'],
    [{ REDIS_HOST: 'redis', STORE_URL: 'memory:' }, 'memory:'],
    [{ REDIS_PORT: '7000' }, 'sqlite:data/taskqueue.sqlite'],
    [{ STORE_URL: 'redis-cluster://a:1,b:2' }, 'redis-cluster://a:1,b:2'],
    [{ STORE_URL: 'rediss://me:secret@h/3?prefix=x:' }, 'rediss://me:secret@h/3?prefix=x:'],
  ])('store_url with %j is %s', async (env, store_url) => {
    expect(await settingsOf(env)).toMatchObject({ store_url })
  })

  test.each([
    ['1', true],
    ['TRUE', true],
    ['yes', true],
    ['0', false],
    ['off', false],
  ])('that is true or false may be %s', async (STRICT_QUEUES, strict_queues) => {
    const env = { STRICT_QUEUES, QUEUE_YAML: 'queue.yaml' }
    expect(await settingsOf(env)).toMatchObject({ strict_queues })
  })

  test('as a flag comes before the environment', async () => {
    expect(await settingsOf({ TIMEOUT: '5' }, { timeout: '6' })).toMatchObject({ timeout: 6 })
  })
})

test.each([
  [{ port: '8080' }, { BIND: '0.0.0.0:80' }, '0.0.0.0:8080'],
  [{ host: '::1' }, { BIND: '0.0.0.0:80', HOST: 'ignored' }, '[::1]:80'],
  [{ host: 'a', port: '1' }, { HOST: 'b', PORT: '2' }, 'a:1'],
  [{ port: '1' }, { HOST: 'b', PORT: '2' }, 'b:1'],
  [{ bind: 'a:1', port: '2' }, {}, 'a:1'],
  [{ port: '8080' }, {}, '127.0.0.1:8080'],
])('the halves of an address as flags, %j, go before %j: %s', async (flags, env, bind) => {
  expect(await settingsOf(env, flags)).toMatchObject({ bind })
})

test('a certificate without its key is refused', async () => {
  await expect(settingsOf({ TLS_CERT: 'cert.pem' })).rejects.toThrow(
    'tls_cert and tls_key go together',
  )
})

test('HOST may be a Unix socket, whose path has its limit', async () => {
  expect(await settingsOf({ HOST: 'unix:/run/e.sock', PORT: '80' })).toMatchObject({
    bind: 'unix:/run/e.sock',
  })
  await expect(settingsOf({ BIND: `unix:/${'x'.repeat(103)}` })).rejects.toThrow(
    'unix:PATH with a path of at most 103 bytes',
  )
})

test.each([
  ['127.0.0.1:5052', { host: '127.0.0.1', port: 5052 }],
  ['[::1]:80', { host: '::1', port: 80 }],
  [':80', { host: undefined, port: 80 }],
  ['80', { host: undefined, port: 80 }],
])('%s is where to listen', (bind, expected) => {
  expect(hostAndPort(bind)).toEqual(expected)
})
