// Google's own command line, where it is installed.
import { deepEqual, equal, match } from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { program } from './program.ts'
import { lineOf, type Line, type Suite } from './suite.ts'

type Run = (command: string) => Promise<string>
type Step = (command: string, check?: (said: string) => unknown) => Promise<void>

export const gcloud: Suite = {
  name: 'gcloud',
  about: `Google's command line, where it is on the PATH; it is in no registry of packages of Debian's own. \`gcloud storage\`, \`tasks\`, \`pubsub\`
and \`secrets\`, with \`CLOUDSDK_API_ENDPOINT_OVERRIDES_…\`: the commands of their guides, one after the other. The steps are ours.`,
  async found() {
    const said = await program(['gcloud', '--version']).catch(() => '')
    const version = /^Google Cloud SDK (\S+)/.exec(said)?.[1]
    return version === undefined
      ? { missing: 'gcloud is not on the PATH' }
      : { versions: `Google Cloud SDK ${version}` }
  },
  run: (url, folder) => steps(folder, url),
}

const environmentOf = (folder: string, url: string) => ({
  CLOUDSDK_CONFIG: join(folder, 'config'),
  CLOUDSDK_CORE_PROJECT: 'p',
  CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
  CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: '1',
  CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: '1',
  CLOUDSDK_AUTH_DISABLE_CREDENTIALS: '1',
  CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE: `${url}/`,
  CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDTASKS: `${url}/cloudtasks.googleapis.com/`,
  CLOUDSDK_API_ENDPOINT_OVERRIDES_PUBSUB: `${url}/pubsub.googleapis.com/`,
  CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER: `${url}/secretmanager.googleapis.com/`,
})

async function steps(folder: string, url: string): Promise<readonly Line[]> {
  const env = environmentOf(folder, url)
  const run: Run = (command) =>
    program(['gcloud', ...command.split(' ')], { cwd: folder, env }).then((said) => said.trim())
  const lines: Line[] = []
  const step: Step = async (command, check = () => {}) =>
    void lines.push(await lineOf(command, async () => check(await run(command))))
  await storage(folder, step)
  await tasks(step)
  await pubsub(step)
  await secrets(folder, step)
  return lines
}

async function storage(folder: string, step: Step): Promise<void> {
  const large = randomBytes(9 * 1024 * 1024) // above 8 MiB it uploads in pieces
  await mkdir(join(folder, 'tree/sub'), { recursive: true })
  await writeFile(join(folder, 'tree/a.txt'), 'hello')
  await writeFile(join(folder, 'tree/sub/b c.txt'), 'b')
  await writeFile(join(folder, 'large.bin'), large)
  const names = ['gs://things/tree/a.txt', 'gs://things/tree/sub/b c.txt']
  await step('storage buckets create gs://things --location=us-central1')
  await step('storage buckets list --format=value(name)', (said) => equal(said, 'things'))
  await step('storage cp tree/a.txt gs://things/a.txt')
  await step('storage cat gs://things/a.txt', (said) => equal(said, 'hello'))
  await step('storage cp large.bin gs://things/large.bin')
  await step('storage cp gs://things/large.bin back.bin', async () =>
    equal(Buffer.compare(await readFile(join(folder, 'back.bin')), large), 0),
  )
  await step('storage hash gs://things/large.bin', (said) => match(said, /md5_hash/))
  await step('storage cp -r tree gs://things')
  await step('storage ls -r gs://things/tree/**', (said) => deepEqual(said.split('\n'), names))
  await step('storage ls -l gs://things/tree/', (said) => match(said, /TOTAL: 1 objects, 5 bytes/))
  await step('storage rsync -r tree gs://things/tree')
  await step(
    'storage rsync -r gs://things/tree back --delete-unmatched-destination-objects',
    async () => equal(await readFile(join(folder, 'back/sub/b c.txt'), 'utf8'), 'b'),
  )
  await step('storage du -s gs://things', (said) => match(said, /\d+ +gs:\/\/things/))
  await step('storage objects describe gs://things/a.txt --format=value(size)', (said) =>
    equal(said, '5'),
  )
  await step('storage objects update gs://things/a.txt --custom-metadata=k=v --content-type=text/x')
  await step('storage objects describe gs://things/a.txt --format=value(content_type)', (said) =>
    equal(said, 'text/x'),
  )
  await step('storage cp gs://things/a.txt gs://things/copy.txt')
  await step('storage mv gs://things/copy.txt gs://things/moved.txt')
  await step('storage objects compose gs://things/a.txt gs://things/moved.txt gs://things/both.txt')
  await step('storage cat gs://things/both.txt', (said) => equal(said, 'hellohello'))
  await step('storage cat -r 1-3 gs://things/a.txt', (said) => equal(said, 'ell'))
  await step('storage buckets update gs://things --versioning --update-labels=a=b')
  await step(
    'storage buckets describe gs://things --format=value(versioning_enabled,labels.a)',
    (said) => equal(said, 'True\tb'),
  )
  await step(
    'storage buckets add-iam-policy-binding gs://things --member=allUsers --role=roles/storage.objectViewer',
  )
  await step('storage buckets get-iam-policy gs://things', (said) => match(said, /allUsers/))
  await step('storage rm -r gs://things/tree')
  await step('storage rm -a gs://things/**')
  await step('storage buckets delete gs://things')
}

async function tasks(step: Step): Promise<void> {
  const at = '--location=us-central1'
  const of = `--queue=q ${at}`
  await step(`tasks queues create q ${at} --max-attempts=3`)
  await step(`tasks queues describe q ${at} --format=value(retryConfig.maxAttempts)`, (said) =>
    equal(said, '3'),
  )
  await step(`tasks queues update q ${at} --max-dispatches-per-second=7`)
  await step(`tasks queues list ${at} --format=value(name.basename())`, (said) => equal(said, 'q'))
  await step(`tasks queues pause q ${at}`)
  await step(`tasks create-http-task t ${of} --url=http://127.0.0.1:9/ --body-content=x`)
  await step(`tasks describe t ${of} --format=value(httpRequest.url)`, (said) =>
    equal(said, 'http://127.0.0.1:9/'),
  )
  await step(`tasks list ${of} --format=value(name.basename())`, (said) => equal(said, 't'))
  await step(`tasks delete t ${of}`)
  await step(`tasks queues purge q ${at}`)
  await step(`tasks queues resume q ${at}`)
  await step(
    `tasks queues add-iam-policy-binding q ${at} --member=user:a@b.c --role=roles/cloudtasks.viewer`,
  )
  await step(`tasks queues get-iam-policy q ${at}`, (said) => match(said, /cloudtasks\.viewer/))
  await step(`tasks queues delete q ${at}`)
}

async function pubsub(step: Step): Promise<void> {
  await step('pubsub topics create topic')
  await step('pubsub topics list --format=value(name)', (said) =>
    equal(said, 'projects/p/topics/topic'),
  )
  await step('pubsub subscriptions create sub --topic=topic --ack-deadline=20')
  await step('pubsub topics publish topic --message=hello --attribute=k=v')
  await step(
    'pubsub subscriptions pull sub --auto-ack --format=value(message.data.decode("base64"))',
    (said) => match(said, /hello/),
  )
  await step('pubsub topics list-subscriptions topic', (said) => match(said, /subscriptions\/sub/))
  await step('pubsub subscriptions update sub --ack-deadline=30')
  await step('pubsub snapshots create snap --subscription=sub')
  await step('pubsub subscriptions seek sub --snapshot=snap')
  await step('pubsub snapshots delete snap')
  await step(
    'pubsub topics add-iam-policy-binding topic --member=user:a@b.c --role=roles/pubsub.viewer',
  )
  await step('pubsub subscriptions delete sub')
  await step('pubsub topics delete topic')
}

async function secrets(folder: string, step: Step): Promise<void> {
  await writeFile(join(folder, 'one'), 'one')
  await writeFile(join(folder, 'two'), 'two')
  await step('secrets create s --data-file=one --labels=a=b')
  await step('secrets versions access latest --secret=s', (said) => equal(said, 'one'))
  await step('secrets versions add s --data-file=two')
  await step('secrets versions access latest --secret=s', (said) => equal(said, 'two'))
  await step('secrets versions list s --format=value(name)', (said) =>
    deepEqual(said.split('\n'), ['2', '1']),
  )
  await step('secrets describe s --format=value(labels.a)', (said) => equal(said, 'b'))
  await step('secrets update s --update-labels=a=c')
  await step('secrets versions disable 1 --secret=s')
  await step('secrets versions enable 1 --secret=s')
  await step('secrets versions destroy 1 --secret=s')
  await step(
    'secrets add-iam-policy-binding s --member=user:a@b.c --role=roles/secretmanager.viewer',
  )
  await step('secrets list --format=value(name)', (said) => equal(said, 's'))
  await step('secrets delete s')
}
