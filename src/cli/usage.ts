// What each command takes, for the command line to be read by and for `--help`.

export interface Option {
  /** What stands for its value; undefined for an option that has none. */
  readonly value?: string
  readonly about: string
}

export interface Usage {
  /** The words behind its name. */
  readonly takes?: string
  /** How many they are at most. */
  readonly words: number
  readonly about: string
  /** What else there is to say. */
  readonly more?: string
  readonly options?: Readonly<Record<string, Option>>
  /** Command lines to begin with, without the name of the program. */
  readonly examples?: readonly string[]
}

const api: Option = { value: 'NAME:VERSION', about: 'only the calls of that API' }
const bare: Option = { about: 'without the data about APIs that comes with the emulator' }

export const usages = {
  serve: { words: 0, about: 'serve the documents; what is done without a command' },
  dev: { words: 0, about: 'serve, and restart when a document or a handler changes' },
  check: {
    words: 1,
    takes: '[PATH]',
    about: 'check documents and handlers; or what answers the methods a program uses',
    more: 'PATH: source, an archive (.har), a recording (.jsonl) or a log of calls. Exit code 1 if one of them would be 501.',
    options: { json: { about: 'with a PATH: one JSON document instead of a table' } },
    examples: ['check', 'check src', 'check calls.har'],
  },
  types: {
    words: 0,
    about: 'write the TypeScript types of the documents',
    options: { check: { about: 'write nothing; say which are stale, and exit with 1 if any is' } },
  },
  add: {
    words: 2,
    takes: 'NAME [VERSION]',
    about: 'fetch a document, with types and stubs of handlers',
    more: 'Without a version, the preferred one. Sources in .proto are taken, too; --proto-path finds their imports.',
    options: {
      from: {
        value: 'URL|FILE',
        about: 'another discovery service, or a document',
      },
      force: { about: 'replace a document that is there already; handlers are always kept' },
      protos: {
        value: 'from=SOURCE',
        about: 'descriptors for gRPC: of an installed package, a file or a folder',
      },
    },
    examples: [
      'add secretmanager v1',
      'add --from notes_v1.api',
      'add cloudtasks v2 --protos from=@google-cloud/tasks',
    ],
  },
  replay: {
    words: 1,
    takes: 'FILE',
    about: "judge the server by a recording of Google's answers",
    more: 'A table with a line for each API.',
    options: {
      api,
      methods: { about: 'a line for each method' },
      bare,
      show: { value: 'N', about: 'show so many calls that differ' },
    },
    examples: ['replay recording.jsonl --show 5'],
  },
  record: {
    words: 0,
    about: 'hand requests on to a real service and note what it answers',
    more: 'No credentials are noted.',
    options: {
      upstream: { value: 'URL', about: 'where the real service is' },
      out: { value: 'FILE', about: 'JSON lines, or HAR if it ends so; default recording.jsonl' },
    },
    examples: ['record --upstream https://pubsub.googleapis.com --port 8080'],
  },
  learn: {
    words: 1,
    takes: 'FILE',
    about: 'propose defaults, seeds and traits from a recording',
    options: { out: { value: 'DIR', about: 'where to; default learned' }, bare },
    examples: ['learn recording.jsonl --out learned'],
  },
  coverage: {
    words: Infinity,
    takes: '[FILE …]',
    about: 'write pages of what answers each method, and how near to Google',
    more: 'How near is measured by the recordings that are named.',
    options: { out: { value: 'DIR', about: 'where to; default docs/coverage' } },
  },
  mcp: {
    words: 0,
    about: 'offer the served APIs as tools of the Model Context Protocol',
    more: 'It speaks over standard input and output.',
    options: {
      url: { value: 'URL', about: 'a server that runs, instead of one of its own' },
      fork: { value: 'NAME', about: 'a fork that is there, instead of a new one' },
    },
    examples: ['mcp --url http://127.0.0.1:5052'],
  },
  key: {
    words: 0,
    about: 'write a key of a service account, for GOOGLE_APPLICATION_CREDENTIALS',
    options: {
      project: { value: 'PROJECT', about: 'the project of the account' },
      account: { value: 'NAME', about: 'the account, NAME@PROJECT.iam.gserviceaccount.com' },
      out: { value: 'FILE', about: 'where to; default standard output' },
      federated: {
        about: 'as an external account, for clients that know one token endpoint alone',
      },
    },
    examples: ['key --project p --account robot --out key.json'],
  },
} satisfies Readonly<Record<string, Usage>>

export type CommandName = keyof typeof usages

export const isCommandName = (word: string): word is CommandName => Object.hasOwn(usages, word)

export const usageOf = (command: CommandName): Usage => usages[command]
