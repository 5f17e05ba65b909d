// What each class of methods does.
import type { Behavior } from '../context.ts'
import type { ApiModel, MethodModel } from '../model/api_model.ts'
import { patch, update } from './change.ts'
import { create } from './create.ts'
import { iam } from './iam.ts'
import { operation } from './operations.ts'
import { batchFor } from './batch.ts'
import { list } from './list.ts'
import { locations } from './locations.ts'
import { get } from './read.ts'
import { undelete } from './soft_delete.ts'
import { remove } from './remove.ts'
import { readSingleton, writeSingleton } from './singleton.ts'
import { verbBehaviorFor } from './verbs.ts'

export interface Chosen {
  readonly behavior: Behavior
  /** The answer has the right form, but nothing is known of an effect. */
  readonly isFormOnly: boolean
}

/** Undefined where the document alone does not tell. */
export function behaviorFor(method: MethodModel, model: ApiModel): Chosen | undefined {
  const standard =
    method.class === 'batch' && !method.isOnMember
      ? batchFor(method, model, { create, patch, remove })
      : standardFor(method)
  return standard === undefined
    ? verbBehaviorFor(method, model)
    : { behavior: standard, isFormOnly: false }
}

function standardFor({ class: kind, method, isOnMember }: MethodModel): Behavior | undefined {
  const isGet = method.httpMethod === 'GET'
  switch (kind.replace(/^seed\.|\.wrapped$/g, '')) {
    case 'create':
      return create
    case 'get':
      return get
    case 'list':
      return list
    case 'patch':
      return patch
    case 'update':
      return update
    case 'delete':
      return remove
    case 'iam':
      return iam
    case 'singleton':
      return isGet ? readSingleton : writeSingleton
    case 'location':
      return locations
    case 'undelete':
      return undelete
    case 'operation':
      return isGet && !isOnMember ? list : operation
    default:
      return undefined
  }
}
