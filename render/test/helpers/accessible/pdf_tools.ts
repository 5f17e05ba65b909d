// The programs that read a document's structure: qpdf and poppler's pdfinfo.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Whether both are on the PATH. Without them tests are skipped, unless REQUIRE_PDF_TOOLS=1 makes that a failure. */
export function hasPdfTools(): boolean {
  const missing = ['qpdf', 'pdfinfo'].filter((program) => !isOnPath(program))
  if (missing.length === 0) return true
  const line = `Skipped: structures of PDF documents are read with ${missing.join(' and ')}; install qpdf and poppler-utils.`
  if (process.env['REQUIRE_PDF_TOOLS'] === '1') throw new Error(line)
  console.warn(line)
  return false
}

const isOnPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
