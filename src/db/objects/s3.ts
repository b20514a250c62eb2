// S3 client with timeouts and retries: five calls of https://docs.aws.amazon.com/AmazonS3/latest/API/
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { AwsClient } from 'aws4fetch'
import { type ObjectStore, type StoredObject, StoreError } from './store.ts'

/** Timeout of one attempt until its response begins. All calls are idempotent. */
const TRY_MS = 4_000
/** Lowest usable upload speed: 50 KB a second. */
const BYTES_PER_MS = 50
/** For the body of a response: a photo over a slow connection. */
const BODY_MS = 20_000
const MOST_TRIES = 3
const PAUSE_MS = 100
/** Transient statuses: too many requests, and server faults. */
const TRANSIENT = [408, 429, 500, 502, 503, 504]

interface Call {
  method: 'GET' | 'PUT' | 'DELETE'
  headers?: Record<string, string>
  body?: Uint8Array<ArrayBuffer>
}

interface Answer {
  status: number
  headers: Headers
  bytes: Uint8Array
}

export interface S3Settings {
  /** An origin without a trailing slash, such as `https://s3.eu-central-1.amazonaws.com`. */
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  /** The bucket is in the path, not in the host name. */
  pathStyle: boolean
  /** Before every key, such as `marigold/`; may be empty. */
  prefix: string
}

export class S3Store implements ObjectStore {
  readonly #settings: S3Settings
  #client: Promise<AwsClient> | undefined

  readonly #tryMs: number

  constructor(settings: S3Settings, { tryMs = TRY_MS } = {}) {
    this.#settings = settings
    this.#tryMs = tryMs
  }

  async put(key: string, bytes: Uint8Array, contentType: string): Promise<void> {
    const body = Uint8Array.from(bytes)
    const sha256 = createHash('sha256').update(body).digest('hex')
    // Signed, so that the store refuses bytes changed in transit.
    const headers = { 'content-type': contentType, 'x-amz-content-sha256': sha256 }
    await this.#expect(200, this.#address(key), { method: 'PUT', headers, body })
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    const answer = await this.#call(this.#address(key), { method: 'GET' })
    if (answer.status === 404 && !/NoSuchBucket/.test(textOf(answer))) return undefined
    if (answer.status !== 200) throw refusedBy(answer)
    return answer.bytes
  }

  async delete(key: string): Promise<void> {
    await this.#expect(204, this.#address(key), { method: 'DELETE' })
  }

  async list(prefix: string, after: string): Promise<StoredObject[]> {
    const own = this.#settings.prefix
    const url = this.#address('')
    url.searchParams.set('list-type', '2')
    url.searchParams.set('prefix', `${own}${prefix}`)
    if (after) url.searchParams.set('start-after', `${own}${after}`)
    const answer = await this.#expect(200, url, { method: 'GET' })
    const now = Date.parse(answer.headers.get('date') ?? '') || Date.now()
    return [...textOf(answer).matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, object = '']) => ({
      // Our keys have no character that XML escapes.
      key: element(object, 'Key').slice(own.length),
      ageMs: now - Date.parse(element(object, 'LastModified')),
    }))
  }

  #address(key: string): URL {
    const { endpoint, bucket, pathStyle, prefix } = this.#settings
    const url = new URL(endpoint)
    if (pathStyle) url.pathname = `/${bucket}`
    else url.hostname = `${bucket}.${url.hostname}`
    if (key) url.pathname = `${url.pathname.replace(/\/$/, '')}/${prefix}${key}`
    return url
  }

  async #expect(status: number, url: URL, call: Call): Promise<Answer> {
    const answer = await this.#call(url, call)
    if (answer.status !== status) throw refusedBy(answer)
    return answer
  }

  /** @throws StoreError if no attempt got a response */
  async #call(url: URL, call: Call): Promise<Answer> {
    this.#client ??= this.#load()
    const client = await this.#client
    for (let tries = 1; ; tries++) {
      const outcome = await attempt(client, url, call, this.#tryMs)
      const passing = outcome instanceof Error || TRANSIENT.includes(outcome.status)
      if (!passing) return outcome
      if (tries === MOST_TRIES) {
        if (outcome instanceof Error) throw unanswered(url, outcome)
        throw refusedBy(outcome)
      }
      await pause(PAUSE_MS * 4 ** (tries - 1))
    }
  }

  /** Loaded by the first call: a shop with photos in its database never needs it. */
  async #load(): Promise<AwsClient> {
    const { AwsClient } = await import('aws4fetch')
    const { accessKeyId, secretAccessKey, region } = this.#settings
    return new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3' })
  }
}

/** Signed for each attempt: a signature expires within minutes. */
async function attempt(
  client: AwsClient,
  url: URL,
  call: Call,
  tryMs: number,
): Promise<Answer | Error> {
  const limit = new AbortController()
  const stop = () => limit.abort(new Error('took too long'))
  let timer = setTimeout(stop, tryMs + (call.body?.length ?? 0) / BYTES_PER_MS)
  try {
    const request = await client.sign(url.href, call)
    const response = await fetch(request, { signal: limit.signal })
    clearTimeout(timer)
    timer = setTimeout(stop, BODY_MS)
    const bytes = new Uint8Array(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, bytes }
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  } finally {
    clearTimeout(timer)
  }
}

const textOf = ({ bytes }: Answer) => Buffer.from(bytes).toString()

const element = (xml: string, name: string) =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? ''

function refusedBy(answer: Answer): StoreError {
  const code = element(textOf(answer), 'Code')
  return new StoreError(`The store of pictures answered ${answer.status} ${code}`.trimEnd())
}

/** The message of fetch() says only that it failed; the reason is in its cause. */
function unanswered(url: URL, error: Error): StoreError {
  const cause = error.cause as { code?: string; message?: string } | undefined
  const reason = cause?.code ?? cause?.message ?? error.message
  return new StoreError(`The store of pictures at ${url.host} does not answer: ${reason}`, {
    cause: error,
  })
}
