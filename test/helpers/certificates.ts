// Certificates by an authority of our own, made with openssl.
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Certificates {
  /** PEM files: of the authority, and of a server and client on this machine. */
  readonly ca: string
  readonly cert: string
  readonly key: string
}

export async function makeCertificates(folder: string): Promise<Certificates> {
  const openssl = (line: string) => run('openssl', line.split(' '), { cwd: folder })
  const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc'
  await writeFile(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1\n')
  await openssl(`req -x509 ${newKey} -days 2 -subj /CN=authority -keyout ca.key -out ca.crt`)
  await openssl(`req ${newKey} -subj /CN=redis -keyout redis.key -out redis.csr`)
  const signed = '-CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names'
  await openssl(`x509 -req -in redis.csr ${signed} -out redis.crt`)
  return {
    ca: join(folder, 'ca.crt'),
    cert: join(folder, 'redis.crt'),
    key: join(folder, 'redis.key'),
  }
}
