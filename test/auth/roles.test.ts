// What roles grant, which permission a method needs, and what is said of a file that cannot be read.
import { describe, expect, test } from 'vitest'
import { grantedBy } from '../../src/auth/iam/bindings.ts'
import { readPolicies, readRoles } from '../../src/auth/iam/files.ts'
import { permissionOf } from '../../src/auth/iam/permission.ts'
import { Roles } from '../../src/auth/iam/roles.ts'

test.each([
  ['secretmanager.projects.secrets.get', 'secretmanager.secrets.get'],
  ['secretmanager.projects.secrets.addVersion', 'secretmanager.versions.add'],
  ['pubsub.projects.topics.publish', 'pubsub.topics.publish'],
  ['pubsub.projects.subscriptions.pull', 'pubsub.subscriptions.consume'],
  ['compute.instances.insert', 'compute.instances.create'],
  ['storage.buckets.patch', 'storage.buckets.update'],
  ['cloudresourcemanager.projects.setIamPolicy', 'resourcemanager.projects.setIamPolicy'],
])('%s needs %s', (method, permission) => {
  expect(permissionOf(method)).toBe(permission)
})

describe('a role', () => {
  const roles = new Roles({
    'roles/my.reader': ['pubsub.topics.get'],
    'roles/viewer': ['pubsub.topics.list'],
  })

  test.each([
    ['roles/owner', 'pubsub.topics.setIamPolicy', true],
    ['roles/editor', 'pubsub.topics.delete', true],
    ['roles/editor', 'pubsub.topics.setIamPolicy', false],
    ['roles/pubsub.admin', 'pubsub.topics.setIamPolicy', true],
    ['roles/pubsub.admin', 'storage.buckets.get', false],
    ['roles/pubsub.viewer', 'pubsub.topics.list', true],
    ['roles/pubsub.viewer', 'pubsub.topics.publish', false],
    ['roles/pubsub.publisher', 'pubsub.topics.publish', true],
    ['roles/my.reader', 'pubsub.topics.get', true],
    ['roles/my.reader', 'pubsub.topics.getIamPolicy', false],
    ['roles/viewer', 'pubsub.topics.list', true],
    ['roles/viewer', 'pubsub.topics.get', false],
    ['roles/unknown', 'pubsub.topics.get', undefined],
    ['projects/p/roles/mine', 'pubsub.topics.get', undefined],
  ])('%s, asked for %s: %s', (role, permission, has) => {
    expect(roles.has(role, permission)).toBe(has)
  })

  test('that nobody knows, and a condition, are said to grant nothing', () => {
    const said: string[] = []
    const bindings = [
      { role: 'roles/unknown', members: ['allUsers'] },
      { role: 'roles/owner', members: ['allUsers'], condition: { expression: 'true' } },
    ]
    const permissions = ['pubsub.topics.get']
    expect(grantedBy(bindings, permissions, roles, (sentence) => said.push(sentence))).toEqual([])
    expect(said).toEqual([
      'A binding of roles/owner has a condition: conditions are not evaluated, and it grants nothing.',
      'roles/unknown is in no table of roles, and grants nothing; --roles FILE adds roles.',
    ])
  })
})

test.each([
  ['{', '--roles is not JSON'],
  ['{"reader": []}', '"reader" is no name of a role'],
  ['{"roles/my.reader": "all"}', '--roles: /roles~1my.reader must be a list of permissions'],
  ['no-such-file.json', 'cannot read the roles of no-such-file.json'],
])('roles that are %s are refused', async (setting, sentence) => {
  await expect(readRoles(setting)).rejects.toThrow(sentence)
})

test.each([
  ['{"projects/p": []}', '--policies: /projects~1p/bindings must be a list'],
  [
    '{"projects/p": {"bindings": [{"role": "roles/owner"}]}}',
    '--policies: /projects~1p/bindings/0 must have a role and a list of members',
  ],
  [
    '{"projects/p": {"bindings": [{"role": "roles/owner", "members": ["allUsers", "me@example.com"]}]}}',
    '--policies: /projects~1p/bindings/0/members/1: "me@example.com" is nobody; user:me@example.com is somebody',
  ],
])('policies that are %s are refused', async (setting, sentence) => {
  await expect(readPolicies(setting)).rejects.toThrow(sentence)
})
