import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, relative } from 'node:path'
import { text } from 'node:stream/consumers'

/** A folder with an exported trail, served as what AWS's validator asks: the bucket of S3, and CloudTrail. */
export interface TrailBucket {
  readonly url: string
  close(): Promise<void>
}

type Metadata = Readonly<Record<string, string>>
type PublicKey = Readonly<Record<'ValidityStartTime' | 'ValidityEndTime', number>>

const NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'

/** Serves it as it is at each request. */
export async function serveTrail(folder: string, bucket: string): Promise<TrailBucket> {
  const server = createServer((request, response) => {
    answer(request, response, folder, bucket).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, folder: string, bucket: string) {
  const target = request.headers['x-amz-target']
  if (typeof target === 'string') {
    const body = cloudTrail(target.split('.').at(-1) ?? '', JSON.parse(await text(request)), folder)
    return response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
  }
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
  const [, name, ...parts] = decodeURIComponent(pathname).split('/')
  const key = parts.join('/')
  if (request.method !== 'GET' || name !== bucket) return fail(response, 'NoSuchBucket')
  if (searchParams.has('location')) return xml(response, `<LocationConstraint ${NAMESPACE}/>`)
  if (key === '')
    return xml(response, listing(folder, searchParams.get('prefix') ?? '', searchParams.get('marker') ?? ''))
  return object(response, folder, key)
}

/** ListPublicKeys answers those whose validity touches the time that is asked for. */
function cloudTrail(operation: string, input: Readonly<Record<string, number>>, folder: string): object {
  if (operation !== 'ListPublicKeys') throw new Error(`no ${operation}`)
  const { PublicKeyList }: { PublicKeyList: PublicKey[] } = JSON.parse(read(folder, 'public-keys.json').toString())
  const { StartTime = 0, EndTime = 0 } = input
  const isValid = ({ ValidityStartTime, ValidityEndTime }: PublicKey) =>
    ValidityStartTime <= EndTime && ValidityEndTime >= StartTime
  return { PublicKeyList: PublicKeyList.filter(isValid) }
}

/** Metadata stand beside an object that has any; they are no objects of their own. */
function listing(folder: string, prefix: string, marker: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const keys = files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort()
  const found = keys.filter((key) => key.startsWith(prefix) && key > marker && key.endsWith('.json.gz'))
  const contents = found.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')
  return `<ListBucketResult ${NAMESPACE}><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`
}

function object(response: ServerResponse, folder: string, key: string) {
  if (!existsSync(join(folder, key))) return fail(response, 'NoSuchKey')
  const sidecar = `${key}.metadata.json`
  const metadata: Metadata = existsSync(join(folder, sidecar)) ? JSON.parse(read(folder, sidecar).toString()) : {}
  const headers = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value] as const)
  return response.writeHead(200, Object.fromEntries(headers)).end(read(folder, key))
}

function read(folder: string, path: string): Buffer {
  return readFileSync(join(folder, path))
}

function xml(response: ServerResponse, body: string) {
  return response.writeHead(200, { 'content-type': 'application/xml' }).end(body)
}

function fail(response: ServerResponse, code: string) {
  const body = `<Error><Code>${code}</Code><Message>${code}</Message></Error>`
  return response.writeHead(404, { 'content-type': 'application/xml' }).end(body)
}
