// `--help`.
import { ownCommand } from '../own_command.ts'
import { settings } from '../config/settings.ts'
import type { Setting, SettingTable } from '../setting.ts'

/** `declared`: settings of modules. */
export function helpText(declared: SettingTable): string {
  const all: SettingTable = { ...settings, ...declared }
  const lines = Object.entries(all).map(([name, setting]) => lineOf(name, setting))
  return `discovery-emulator: Google REST APIs on localhost, from their discovery documents.

  ${startWith('serve')}  serve every document in api_data/
  ${startWith('dev')}  the same, restarting when a document or handler changes
  ${startWith('serve', '--port 8080')}  with another port

Commands
  serve    serve the documents; what is done without a command
  dev      serve, and restart on changes
  check    read the documents and handlers, and say what is wrong with them
             check PATH   instead, of source, archives (.har), recordings (.jsonl) or a log of calls: which methods they use and
                          what answers each; exit code 1 if one would be 501;  --json
  types    write the TypeScript types of the documents; --check only says which are stale
  add      fetch a document and put it into the folder: add cloudtasks v2; without a version, the preferred one
             --from URL   another discovery service, its server, or a document; a file is read
             --force      replace a document that is there already; handlers are always kept
             --protos from=@google-cloud/tasks   its descriptors as well, for gRPC: of an installed package, a file, or a folder,
                          of .proto sources too, whose imports --proto-path finds
  queue    see the tasks of a pull queue, add to them, take them out: queue --help says more
  replay   judge the server by a recording of Google's answers, a table per API: replay recording.jsonl.gz
             --api NAME:VERSION   only that API;  --methods  a line per method;  --bare  without our data;  --show N  N calls that differ
  record   hand requests on to a real service and note what it answers, without credentials
             --upstream URL   where it is;  --out FILE  JSON lines, or HAR if it ends so
  learn    propose defaults, seeds and traits from a recording: learn recording.jsonl.gz --out DIR
  coverage pages of what answers each method, and how near that is to Google: coverage [recording.jsonl.gz …] --out docs/coverage
  mcp      the served APIs as tools of the Model Context Protocol, over standard input and output
             --url URL   of a server that runs, instead of one of its own;  --fork NAME   instead of a new one
  key      write a key of a service account for GOOGLE_APPLICATION_CREDENTIALS: key --project p --account NAME
             --out FILE   where to;  --federated  as an external account, for clients that know one token endpoint alone

--version prints the version.

Settings: a flag, else the environment variable, else gunicorn-equivalent.config.ts (--config FILE for another)
${lines.join('\n')}

Exit codes: 0 stopped as asked, 1 could not run, 2 not understood, 78 a setting, document or handler is wrong.`
}

const startWith = (command: string, args?: string): string => ownCommand(command, args).padEnd(26)

function lineOf(name: string, { default: value, env, about }: Setting<unknown>): string {
  const flag = `--${name.replaceAll('_', '-')}`
  return `  ${flag.padEnd(28)} ${env.padEnd(25)} ${about} [${value === '' ? 'none' : String(value)}]`
}
