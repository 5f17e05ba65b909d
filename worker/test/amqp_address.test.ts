// RABBITMQ_URL: what it may be, and a sentence for what it may not be, without its password.
import { expect, test } from 'vitest'
import { ConfigError } from '../src/config/config_error.ts'
import { connectOptions } from '../src/sources/rabbitmq/amqp.ts'

const optionsOf = (rabbitmqUrl: string) =>
  connectOptions({
    rabbitmqUrl,
    rabbitmqHost: '',
    rabbitmqPort: 0,
    rabbitmqUser: '',
    rabbitmqPassword: '',
    rabbitmqVirtualHost: '',
  })

test.each([
  ['amqp://host', { hostname: 'host', port: 5672, username: 'guest', vhost: '%2F', heartbeat: 15 }],
  ['amqps://u:p%25a@h:1/v%2Fw', { port: 1, username: 'u', password: 'p%a', vhost: 'v%2Fw' }],
  ['amqp://h/?heartbeat=0', { heartbeat: 0 }],
])('%s is read', (url, expected) => {
  expect(optionsOf(url)).toMatchObject(expected)
})

test.each([
  ['amqp://u:s3cret%a@host/', 'the password in RABBITMQ_URL has a % that begins no escape'],
  ['amqp://u%zz:s3cret@host/', 'the username in RABBITMQ_URL has a % that begins no escape'],
  ['amqp://u:s3cret@host/%zz', 'the virtual host in RABBITMQ_URL has a % that begins no escape'],
  ['amqp://u:s3cret@host/?heartbeat=abc', 'heartbeat in RABBITMQ_URL is "abc", but must be'],
  ['http://u:s3cret@host', 'RABBITMQ_URL is not a URL that begins with amqp://'],
])('%s is refused with a sentence', (url, sentence) => {
  const fault = (() => {
    try {
      return optionsOf(url)
    } catch (error) {
      return error
    }
  })()
  expect(fault).toBeInstanceOf(ConfigError)
  expect((fault as ConfigError).message).toContain(sentence)
  expect((fault as ConfigError).message).not.toContain('s3cret')
})
