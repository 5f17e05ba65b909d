// Every setting of the server's own: its gunicorn name where gunicorn has one, where else it can be said, and how its text is read.
import type { AuthMode } from '../auth/auth.ts'
import { readPlace } from '../store/url.ts'
import { bool, text, whole, type Setting } from '../setting.ts'

export interface Settings {
  readonly bind: string
  readonly tls_cert: string
  readonly tls_key: string
  readonly workers: number
  readonly timeout: number
  readonly graceful_timeout: number
  readonly keepalive: number
  readonly backlog: number
  readonly limit_request_line: number
  readonly limit_request_fields: number
  readonly limit_request_field_size: number
  readonly limit_request_body: number
  readonly accesslog: string
  readonly api_data: string
  readonly proto_path: string
  readonly cache_dir: string
  readonly store_url: string
  readonly upload_dir: string
  readonly allowed_hosts: string
  readonly allowed_origins: string
  readonly network_ipaddress: string
  readonly validate_responses: boolean
  readonly loose: boolean
  readonly unbound: Unbound
  readonly auth: AuthMode
  readonly keys_dir: string
  readonly roles: string
  readonly policies: string
  readonly control_token: string
  readonly calls_kept: number
  readonly faults: string
  readonly otel_endpoint: string
  readonly id_seed: string
  readonly operation_polls: number
  readonly operation_delay: number
}

/** What a method without a handler does. */
type Unbound = 'stateful' | 'mock' | '501'

/** What `gunicorn-equivalent.config.ts` exports by default: these settings, and those that modules declare. */
export type ServerConfig = Partial<Settings> & Readonly<Record<string, unknown>>

const storeUrl = (value: string): string => {
  if (readPlace(value) === undefined)
    throw new Error(
      'sqlite:FILE, memory:, redis://HOST:PORT, redis-cluster://HOST:PORT,… or redis-sentinel://HOST:PORT,…/MASTER',
    )
  return value
}

/** The longest path of a Unix socket on every system, in bytes. */
const LONGEST_SOCKET = 103

/** `:5052` and `5052` are all addresses, as in gunicorn. */
const bindAddress = (value: string): string => {
  if (value.startsWith('unix:')) {
    const length = Buffer.byteLength(value) - 'unix:'.length
    if (length === 0 || length > LONGEST_SOCKET)
      throw new Error(`unix:PATH with a path of at most ${LONGEST_SOCKET} bytes`)
    return value
  }
  const port = /^(?:(\[[\da-f:.]+\]|[\w.-]*):)?(\d+)$/i.exec(value)?.[2]
  if (port === undefined || Number(port) > 65_535)
    throw new Error('HOST:PORT with a port from 0 to 65535, or unix:PATH')
  return value
}

const origins = (value: string): string => {
  const each = value.split(/[\s,]+/).filter((origin) => origin !== '')
  if (!each.every((origin) => /^(\*|null|[a-z][\w+.-]*:\/\/[^/?#]+)$/i.test(origin)))
    throw new Error('origins like https://app.example.com:8080, separated by commas; or *')
  return value
}

const unbound = (value: string): Unbound => {
  if (value !== 'stateful' && value !== 'mock' && value !== '501')
    throw new Error('stateful, mock or 501')
  return value
}

const authMode = (value: string): AuthMode => {
  if (value !== 'off' && value !== 'scopes' && value !== 'iam')
    throw new Error('off, scopes or iam')
  return value
}

const MIB = 2 ** 20

export const settings: { readonly [Name in keyof Settings]: Setting<Settings[Name]> } = {
  bind: {
    default: '127.0.0.1:5052',
    env: 'BIND',
    about:
      'Address to listen on, or unix:PATH; HOST and PORT set its halves. In a container: 0.0.0.0:5052',
    read: bindAddress,
  },
  tls_cert: {
    default: '',
    env: 'TLS_CERT',
    about: 'PEM file of a certificate: connections that begin with TLS are taken at the same port',
    read: text,
  },
  tls_key: {
    default: '',
    env: 'TLS_KEY',
    about: 'PEM file of its key',
    read: text,
  },
  workers: {
    default: 1,
    env: 'WEB_CONCURRENCY',
    about: 'Server processes; a dead one is replaced. More than one needs a SQLite file or Redis',
    read: whole(1, 256),
  },
  timeout: {
    default: 120,
    env: 'TIMEOUT',
    about: 'Seconds a request may take, its arrival and its handler each',
    read: whole(1, 86_400),
  },
  graceful_timeout: {
    default: 30,
    env: 'GRACEFUL_TIMEOUT',
    about: 'Seconds in which requests in flight may finish after SIGTERM',
    read: whole(0, 86_400),
  },
  keepalive: {
    default: 75,
    env: 'KEEPALIVE',
    about: 'Seconds an idle connection stays open',
    read: whole(1, 86_400),
  },
  backlog: {
    default: 2048,
    env: 'BACKLOG',
    about: 'Connections that may wait to be accepted',
    read: whole(1, 65_535),
  },
  limit_request_line: {
    default: 16_384,
    env: 'LIMIT_REQUEST_LINE',
    about: 'Characters in path and query; more is answered 414',
    read: whole(64, MIB),
  },
  limit_request_fields: {
    default: 100,
    env: 'LIMIT_REQUEST_FIELDS',
    about: 'Headers in a request; more are answered 431',
    read: whole(1, 1000),
  },
  limit_request_field_size: {
    default: 8190,
    env: 'LIMIT_REQUEST_FIELD_SIZE',
    about: 'Characters in one header; more is answered 431',
    read: whole(64, MIB),
  },
  limit_request_body: {
    default: 10 * MIB,
    env: 'LIMIT_REQUEST_BODY',
    about: 'Bytes in a body, unpacked; more is answered 413',
    read: whole(1024, 1024 * MIB),
  },
  accesslog: {
    default: '-',
    env: 'ACCESSLOG',
    about: 'File for the line a request leaves; - is standard output, empty is nowhere',
    read: text,
  },
  api_data: {
    default: 'api_data',
    env: 'API_DATA',
    about:
      'Folder of the .api documents and their handlers, .ts or .js; unless it is named, the APIs that come with the server are served too',
    read: text,
  },
  proto_path: {
    default: '',
    env: 'PROTO_PATH',
    about:
      'Folders, separated by commas, in which .proto files beside documents find their imports',
    read: text,
  },
  cache_dir: {
    default: 'data/cache',
    env: 'CACHE_DIR',
    about:
      'Folder for what is known of many documents, so that they are not all read at a start; empty is none',
    read: text,
  },
  store_url: {
    default: 'sqlite:data/taskqueue.sqlite',
    env: 'STORE_URL',
    about:
      'Where tasks and resources are kept: sqlite:FILE, memory:, redis://, redis-cluster://, redis-sentinel:// (rediss for TLS); or REDIS_HOST and REDIS_PORT',
    read: storeUrl,
  },
  upload_dir: {
    default: 'data/uploads',
    env: 'UPLOAD_DIR',
    about: 'Folder where uploads are kept until they are whole, a week at most',
    read: text,
  },
  allowed_hosts: {
    default: '',
    env: 'ALLOWED_HOSTS',
    about: 'Names, separated by commas, under which clients reach this server, besides local ones',
    read: text,
  },
  allowed_origins: {
    default: '',
    env: 'ALLOWED_ORIGINS',
    about:
      'Origins, separated by commas, whose web pages may talk to this server, besides those of this machine; * is any',
    read: origins,
  },
  network_ipaddress: {
    default: '',
    env: 'NETWORK_IPADDRESS',
    about: "HOST or HOST:PORT that served documents name; by default the request's own Host",
    read: text,
  },
  validate_responses: {
    default: false,
    env: 'VALIDATE_RESPONSES',
    about: 'Check what handlers answer against the document; a misfit is a 500',
    read: bool,
  },
  loose: {
    default: false,
    env: 'LOOSE',
    about:
      'Pass over parameters and fields that the document does not have, instead of refusing them',
    read: bool,
  },
  unbound: {
    default: 'stateful',
    env: 'UNBOUND',
    about:
      'What methods without a handler do: keep resources (stateful), make answers up (mock), or answer 501',
    read: unbound,
  },
  auth: {
    default: 'off',
    env: 'AUTH',
    about:
      'Who is refused: nobody (off), who has no token with a scope of the method (scopes), or whom no policy allows it, too (iam)',
    read: authMode,
  },
  keys_dir: {
    default: 'data/keys',
    env: 'KEYS_DIR',
    about:
      "Folder of the server's own key, which signs tokens, and of the keys of service accounts; made if it is not there",
    read: text,
  },
  roles: {
    default: '',
    env: 'ROLES',
    about:
      'Roles besides those that are known, with their permissions, for --auth=iam: a JSON file, or the JSON itself',
    read: text,
  },
  policies: {
    default: '',
    env: 'POLICIES',
    about:
      'IAM policies from the start, by name of the resource (projects/p), for --auth=iam: a JSON file, or the JSON itself',
    read: text,
  },
  control_token: {
    default: '',
    env: 'CONTROL_TOKEN',
    about:
      'What other machines must send as X-Emulator-Token to use the control API; empty: only this machine may use it',
    read: text,
  },
  calls_kept: {
    default: 1000,
    env: 'CALLS_KEPT',
    about: 'How many of the latest calls are kept to look at, 16 MiB of them at most; 0: none',
    read: whole(0, 100_000),
  },
  faults: {
    default: '',
    env: 'FAULTS',
    about:
      'Faults from the start: a JSON file, or one line like method=pubsub.*; status=UNAVAILABLE; count=2',
    read: text,
  },
  otel_endpoint: {
    default: '',
    env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    about:
      'Collector of OpenTelemetry that gets a span for every call, such as http://localhost:4318; its SDK must be installed',
    read: text,
  },
  id_seed: {
    default: '',
    env: 'ID_SEED',
    about:
      'Text from which ids, tags and made-up answers are made, so that they are the same in every run; by default ids are new ones',
    read: text,
  },
  operation_polls: {
    default: 0,
    env: 'OPERATION_POLLS',
    about:
      'How often a long-running operation is asked for until it is done; 0: it is done at once',
    read: whole(0, 1000),
  },
  operation_delay: {
    default: 0,
    env: 'OPERATION_DELAY',
    about: 'Milliseconds that a long-running operation takes',
    read: whole(0, 86_400_000),
  },
}
