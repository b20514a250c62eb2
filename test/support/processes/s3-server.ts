// S3 server for tests: checks signatures, and can be made slow, faulty or unreachable.
import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

const REGION = 'eu-test-1'
const BUCKET = 'pictures'
const ACCESS_KEY = 'AKIDSHOP'
const SECRET = 'the+secret/of=the/shop'

interface StoredObject {
  bytes: Buffer
  type: string
  modified: Date
}

export interface FakeS3 {
  env: Record<string, string>
  /** By key, with the prefix. */
  objects: Map<string, StoredObject>
  /** `PUT photos/...` and so on, in order of arrival. */
  calls: string[]
  /** Fault injection: a status to answer, or no answer. */
  ill: ((call: string) => number | 'silent' | undefined) | null
  stop(): Promise<void>
}

export async function startStore(t: Test, env: Record<string, string> = {}): Promise<FakeS3> {
  const prefix = env.S3_PREFIX ?? ''
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  t.teardown(stop)
  const store: FakeS3 = {
    env: {
      S3_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      S3_BUCKET: BUCKET,
      S3_REGION: REGION,
      S3_ACCESS_KEY_ID: ACCESS_KEY,
      S3_SECRET_ACCESS_KEY: SECRET,
      ...env,
    },
    objects: new Map(),
    calls: [],
    ill: null,
    stop,
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await chunksOf(request))
    const url = new URL(request.url ?? '/', 'http://store')
    const key = decodeURIComponent(url.pathname.slice(`/${BUCKET}/`.length))
    const call = `${request.method} ${key || '?'}`
    store.calls.push(call)
    const instead = store.ill?.(call)
    if (instead === 'silent') return
    if (instead) return fault(response, instead, 'SlowDown')
    const wrong = complaint(request, url, body)
    if (wrong) return fault(response, 403, wrong)
    if (!url.pathname.startsWith(`/${BUCKET}`)) return fault(response, 404, 'NoSuchBucket')
    if (request.method === 'GET' && !key) return list(url, response)
    if (!key.startsWith(prefix)) return fault(response, 403, 'AccessDenied')
    if (request.method === 'PUT') {
      const type = request.headers['content-type'] ?? ''
      store.objects.set(key, { bytes: body, type, modified: new Date() })
      response.writeHead(200).end()
    } else if (request.method === 'DELETE') {
      store.objects.delete(key)
      response.writeHead(204).end()
    } else {
      const object = store.objects.get(key)
      if (!object) return fault(response, 404, 'NoSuchKey')
      response.writeHead(200, { 'content-type': object.type }).end(object.bytes)
    }
  }

  /** Pages of two, so that a client without paging fails. */
  function list(url: URL, response: ServerResponse): void {
    const parameters = url.searchParams
    const after = parameters.get('start-after') ?? ''
    const entries = [...store.objects]
      .filter(([key]) => key.startsWith(parameters.get('prefix') ?? '') && key > after)
      .sort(([one], [other]) => (one < other ? -1 : 1))
    const page = entries
      .slice(0, 2)
      .map(
        ([key, { modified, bytes }]) =>
          `<Contents><Key>${key}</Key><LastModified>${modified.toISOString()}</LastModified>` +
          `<ETag>&quot;x&quot;</ETag><Size>${bytes.length}</Size></Contents>`,
      )
    response.writeHead(200, { 'content-type': 'application/xml' })
    response.end(
      `<?xml version="1.0"?><ListBucketResult><Name>${BUCKET}</Name><IsTruncated>${entries.length > 2}</IsTruncated>${page.join('')}</ListBucketResult>`,
    )
  }
  return store
}

function fault(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`)
}

/**
 * The error of a signature (version 4, https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
 */
function complaint(request: IncomingMessage, url: URL, body: Buffer): string | undefined {
  const given = /Credential=(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]+)/.exec(
    request.headers.authorization ?? '',
  )
  if (!given) return 'AccessDenied'
  const [, credential = '', names = '', signature] = given
  const time = String(request.headers['x-amz-date'])
  const scope = `${time.slice(0, 8)}/${REGION}/s3/aws4_request`
  if (credential !== `${ACCESS_KEY}/${scope}`) return 'InvalidAccessKeyId'
  const payload = String(request.headers['x-amz-content-sha256'])
  if (payload !== 'UNSIGNED-PAYLOAD' && payload !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
  const headers = names.split(';').map((name) => `${name}:${request.headers[name]}\n`)
  const canonical = [
    request.method,
    url.pathname,
    query.join('&'),
    headers.join(''),
    names,
    payload,
  ]
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical.join('\n'))].join('\n')
  const key = [...scope.split('/')].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${SECRET}`,
  )
  const expected = createHmac('sha256', key).update(text).digest('hex')
  return expected === signature ? undefined : 'SignatureDoesNotMatch'
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')

async function chunksOf(request: IncomingMessage): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return chunks
}
