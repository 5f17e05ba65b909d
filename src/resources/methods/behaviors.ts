// What each class of methods does.
import type { Behavior } from '../context.ts'
import type { MethodModel } from '../model/api_model.ts'
import { patch, update } from './change.ts'
import { create } from './create.ts'
import { iam } from './iam.ts'
import { get, list } from './read.ts'
import { remove } from './remove.ts'

/** Undefined where the document alone does not tell. */
export function behaviorFor(method: MethodModel): Behavior | undefined {
  switch (method.class) {
    case 'create':
    case 'create.wrapped':
      return create
    case 'get':
    case 'seed.get':
      return get
    case 'list':
    case 'seed.list':
      return list
    case 'patch':
    case 'patch.wrapped':
    case 'seed.patch':
      return patch
    case 'update':
    case 'update.wrapped':
    case 'seed.update':
      return update
    case 'delete':
    case 'seed.delete':
      return remove
    case 'iam':
      return iam
    case 'operation':
      if (method.verb === '' && method.method.httpMethod === 'GET')
        return method.isOnMember ? get : list
      return undefined
    default:
      return undefined
  }
}
