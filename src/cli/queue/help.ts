// What `queue --help` prints.
import { ownCommand } from '../../own_command.ts'

export const help = `\
Works with one pull queue over Task Queue or Cloud Tasks: see its tasks, add to them, take them out.

  ${ownCommand('queue', 'COMMAND [OPTIONS]')}

Commands
  add         insert a task, or --count copies of it; a sample render task unless there is a payload
                add --tag task --payload '{"kind":"task#render"}'
                echo hello | ${ownCommand('queue', 'add --payload-file -')}
  list        show the first 100 tasks, leased or not; with --tag only those of the tag
                list
  lease       lease --count free tasks for --seconds, and show them; with --tag only of that tag
                lease --count 10 --seconds 300 --tag task
  document    take one render result (tag "result"), write its document here, delete the task
                document --out cards.pdf
  flush       delete every task, also those that somebody holds
                flush
  get         show a task with its payload
                get 5f2c
  delete      delete tasks, leased ones as well
                delete 5f2c 77a0
  update      let the lease of a held task end --seconds from now; 0 gives the task back
                update 5f2c --seconds 600
  stats       count the tasks and leases of the queue
                stats --json

Options of all commands
  --project NAME         project of the queue       default test_project, or PROJECT_NAME
  --queue NAME           name of the queue          default test_queue, or QUEUE_NAME
  --discovery-url URL    document of the API, {api} and {apiVersion} are filled in;
                         default http://127.0.0.1:5052/api/{api}/{apiVersion}, or API_DISCOVERY_URL
  --api NAME/VERSION     cloudtasks/v2beta2 or taskqueue/v1beta2  default taskqueue/v1beta2
  --location NAME        of a queue of Cloud Tasks  default us-central1, or LOCATION
  --retries N            ask again up to N times where the server is busy    default 0
  --json                 print one JSON document instead of words
  -h, --help             print this

Options of some
  --count N              how many tasks, for add and lease                   default 1
  --seconds N            how long a lease lasts, for lease, update, document default 60
  --tag TAG              default "task" for add, "result" for document, else any
  --id ID                id of the task to add      default one that the server chooses
  --payload TEXT         payload of the task to add, JSON or any other text
  --payload-file FILE    the same from a file; - reads standard input
  --language NAME        of the sample render task: en, de, es, fr or mi     default en
  --out FILE             where to write the document; replaces a file    default its own name

Exit codes
  0  done
  1  the API refused, or the render service failed
  2  the command line makes no sense
  3  nothing found: no such task, nothing to lease, no result
  4  the server cannot be reached; "${ownCommand('serve')}" starts it
`
