// The settings of dispatched tasks, for the modules that serve them.
import { bool, text } from '../../setting.ts'
import { readAppEngineUrls } from './app_engine.ts'

/** `strict` keeps the limits of the real service that get in the way of tests. */
type Profile = 'dev' | 'strict'

const profile = (value: string): Profile => {
  if (value !== 'dev' && value !== 'strict') throw new Error('dev or strict')
  return value
}

const appEngine = (value: string): string => {
  readAppEngineUrls(value)
  return value
}

/** Settings of dispatch, for the `settings` of a handler module. */
export const dispatchSettings = {
  queues_file: {
    default: '',
    env: 'QUEUES_FILE',
    about: 'JSON with { "queues": [Queue, …] } of Cloud Tasks, made at the start',
    read: text,
  },
  auto_create_queues: {
    default: false,
    env: 'AUTO_CREATE_QUEUES',
    about:
      'Make a queue of Cloud Tasks when its first task is created or leased, instead of answering 404',
    read: bool,
  },
  tasks_location: {
    default: 'us-central1',
    env: 'TASKS_LOCATION',
    about: 'Location whose queues are those of Task Queue and of queue.yaml, too',
    read: text,
  },
  dispatch_hosts: {
    default: '',
    env: 'DISPATCH_HOSTS',
    about:
      'Hosts, separated by commas, to which tasks are dispatched, besides this machine; * is any',
    read: text,
  },
  dispatch_insecure: {
    default: false,
    env: 'DISPATCH_INSECURE',
    about: 'Dispatch tasks to hosts whose certificates cannot be checked',
    read: bool,
  },
  app_engine: {
    default: '',
    env: 'APP_ENGINE_EMULATOR_HOST',
    about: 'Where App Engine tasks go: default=URL,SERVICE=URL,…; or one URL',
    read: appEngine,
  },
  default_task_url: {
    default: '',
    env: 'DEFAULT_TASK_URL',
    about:
      'URL of tasks that have none, as firebase-admin makes them; {project}, {location}, {queue} are filled in',
    read: text,
  },
  profile: {
    default: 'dev' as Profile,
    env: 'PROFILE',
    about:
      'strict: with quotas of the real service, and names of deleted queues stay taken for three days',
    read: profile,
  },
}
