// Cloud Tasks.
import { equal, match, rejects } from 'node:assert/strict'
import { CloudTasksClient } from '@google-cloud/tasks'
import type { GrpcOptions, Samples } from './sample.ts'

const parent = 'projects/p/locations/us-central1'
const queue = `${parent}/queues/q`

export function taskSamples(options: GrpcOptions): Samples {
  const client = new CloudTasksClient(options)
  const create = async (task: object) => (await client.createTask({ parent: queue, task }))[0]
  const name = `${queue}/tasks/own`
  return {
    createQueue: async () =>
      equal((await client.createQueue({ parent, queue: { name: queue } }))[0].name, queue),
    quickstart: async () => {
      const task = await create({
        appEngineHttpRequest: {
          httpMethod: 'POST',
          relativeUri: '/log_payload',
          body: Buffer.from('hi'),
        },
      })
      match(task.name!, /\/tasks\/\d+/)
    },
    createTask: () =>
      create({
        appEngineHttpRequest: { httpMethod: 'POST', relativeUri: '/log_payload' },
        scheduleTime: { seconds: Math.floor(Date.now() / 1000) + 60 },
      }),
    createHttpTask: () =>
      create({
        httpRequest: {
          headers: { 'Content-Type': 'text/plain' },
          httpMethod: 'POST',
          url: 'http://127.0.0.1:9/handler',
          body: Buffer.from('hi').toString('base64'),
        },
      }),
    createHttpTaskWithToken: () =>
      create({
        httpRequest: {
          httpMethod: 'POST',
          url: 'http://127.0.0.1:9/handler',
          oidcToken: {
            serviceAccountEmail: 'a@p.iam.gserviceaccount.com',
            audience: 'http://127.0.0.1:9',
          },
        },
      }),
    createTaskWithName: async () => {
      const later = { seconds: Math.floor(Date.now() / 1000) + 600 }
      const task = { name, httpRequest: { url: 'http://127.0.0.1:9/' }, scheduleTime: later }
      equal((await create(task)).name, name)
      await rejects(create(task), { code: 6 })
    },
    get_task: async () => equal((await client.getTask({ name }))[0].name, name),
    list_tasks: async () => {
      const names = []
      for await (const task of client.listTasksAsync({ parent: queue, pageSize: 2 }))
        names.push(task.name)
      equal(names.includes(name), true)
    },
    run_task: async () => equal((await client.runTask({ name }))[0].name, name),
    delete_task: () => client.deleteTask({ name }),
    get_queue: async () => equal((await client.getQueue({ name: queue }))[0].state, 'RUNNING'),
    update_queue: async () => {
      const [updated] = await client.updateQueue({
        queue: { name: queue, rateLimits: { maxDispatchesPerSecond: 3 } },
        updateMask: { paths: ['rate_limits.max_dispatches_per_second'] },
      })
      equal(updated.rateLimits?.maxDispatchesPerSecond, 3)
    },
    listQueues: async () =>
      equal((await client.listQueues({ parent }))[0].map((each) => each.name).join(), queue),
    pause_queue: async () => equal((await client.pauseQueue({ name: queue }))[0].state, 'PAUSED'),
    resume_queue: async () =>
      equal((await client.resumeQueue({ name: queue }))[0].state, 'RUNNING'),
    purge_queue: () => client.purgeQueue({ name: queue }),
    set_iam_policy: () =>
      client.setIamPolicy({
        resource: queue,
        policy: { bindings: [{ role: 'roles/cloudtasks.viewer', members: ['user:a@b.c'] }] },
      }),
    get_iam_policy: async () =>
      equal(
        (await client.getIamPolicy({ resource: queue }))[0].bindings?.[0]?.role,
        'roles/cloudtasks.viewer',
      ),
    test_iam_permissions: async () =>
      equal(
        (
          await client.testIamPermissions({
            resource: queue,
            permissions: ['cloudtasks.queues.get'],
          })
        )[0].permissions?.length,
        1,
      ),
    list_locations: async () => {
      const ids = []
      for await (const { locationId } of client.listLocationsAsync({ name: 'projects/p' }))
        ids.push(locationId)
      equal(ids.includes('us-central1'), true)
    },
    deleteQueue: async () => {
      await client.deleteQueue({ name: queue })
      await client.close()
    },
  }
}
