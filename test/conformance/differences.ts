// Lines of foreign suites that fail and are right to: what is asked for is not promised, or is no matter of the server.
// Every other line that fails is a fault of ours, and the command ends with 1.

interface Difference {
  /** Of the suite's name, a blank and the line's name, which may go on. */
  readonly line: RegExp
  readonly why: string
}

const differences: readonly Difference[] = [
  {
    line: /^storage-retry \d\. .*: file\.isPublic/,
    why: 'the client reads the public address, which is a route of the module and no method of the document: faults meet methods',
  },
  {
    line: /^samples secret-manager: listSecretVersions|^gcloud secrets versions list/,
    why: 'versions are listed in the order in which they were made, as every collection is; no document says that these come the newest first',
  },
  {
    line: /^gcloud secrets versions add/,
    why: 'it asks back whether the checksum that it sent was compared; methods without code compare none',
  },
  {
    line: /^python storage: MediaIoBaseDownload, empty/,
    why: 'Google answers 416 as well where a part of an empty object is asked for ([fidelity.md](fidelity.md)); later versions of the library take it for the end',
  },
  {
    line: /^samples storage: uploadFileInChunksWithTransferManager/,
    why: 'uploads in parts of the XML API have no route ([cloud_storage.md](cloud_storage.md)); the client asks Google for a token first',
  },
  {
    line: /^samples storage: restoreSoftDeletedObject/,
    why: 'what is deleted is gone ([cloud_storage.md](cloud_storage.md))',
  },
]

/** `suite` and `line` by name. */
export const whyOf = (suite: string, line: string): string | undefined =>
  differences.find((difference) => difference.line.test(`${suite} ${line}`))?.why
