// How a client speaks of an upload in several requests. There are two ways; what happens is the same.
import { ApiError } from '../../errors.ts'
import { methodNotAllowed } from '../http_errors.ts'
import type { HttpRequest } from '../request.ts'
import type { HttpResponse } from '../response.ts'

/** What a request wants of an upload that has begun. */
export type Command =
  | { readonly kind: 'cancel' }
  | { readonly kind: 'query'; readonly total?: number | undefined }
  | BytesCommand

export interface BytesCommand {
  readonly kind: 'bytes'
  /** Where in the upload the body of the request begins. */
  readonly offset: number
  /** Bytes of the body, if the client said. */
  readonly length?: number | undefined
  /** Bytes of the whole upload, if the client knows. */
  readonly total?: number | undefined
  /** The upload ends with this body, if no total says where. */
  readonly last: boolean
}

export interface UploadProtocol {
  /** Throws 400 for what cannot be read, 405 for another HTTP method. */
  commandOf(incoming: HttpRequest, httpMethod: string): Command
  /** The type and the length of what will be uploaded. */
  announced(incoming: HttpRequest): {
    readonly contentType: string | undefined
    readonly length: string | undefined
  }
  /** Headers that say where the upload goes on. */
  begun(url: string): HttpResponse['headers']
  /** So many bytes are here, more must come. */
  incomplete(received: number, incoming: HttpRequest): HttpResponse
  cancelled(): HttpResponse
  /** Headers of the answer to the whole upload. */
  final: HttpResponse['headers']
}

export const answerWithout = (
  status: number,
  headers: HttpResponse['headers'] = {},
): HttpResponse => ({
  status,
  headers: { 'content-length': '0', ...headers },
  body: null,
})

export const notOfUploads = (httpMethod: string): ApiError =>
  methodNotAllowed(httpMethod, 'an upload', ['DELETE', 'POST', 'PUT'])
