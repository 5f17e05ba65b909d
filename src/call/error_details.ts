// The details of an error (google.rpc.Status), the same by every door.
import type { ApiError } from '../errors.ts'

/** Messages of google.rpc as JSON, each with its `@type`. */
export const detailsOf = ({ status, violations, details }: ApiError): object[] => [
  ...(status === 'INVALID_ARGUMENT' && violations.length > 0
    ? [
        {
          '@type': 'type.googleapis.com/google.rpc.BadRequest',
          fieldViolations: violations.map(({ field, description }) => ({
            ...(field !== '' && { field }),
            description,
          })),
        },
      ]
    : []),
  ...details,
]
