// HTTP requests as bytes, prepared before the measurement.

export type Headers = Record<string, string>

export const get = (path: string, headers: Headers = {}): Buffer => request('GET', path, headers)

export const post = (path: string, headers: Headers, body: string | Buffer): Buffer =>
  request('POST', path, { ...headers, 'content-length': String(Buffer.byteLength(body)) }, body)

function request(method: string, path: string, headers: Headers, body: string | Buffer = '') {
  const lines = Object.entries({ host: 'localhost', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return Buffer.concat([
    Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`),
    Buffer.from(body),
  ])
}

export const postJson = (path: string, headers: Headers, body: object): Buffer =>
  post(path, { ...headers, 'content-type': 'application/json' }, JSON.stringify(body))

/** A POST with one file, as a browser's form sends it. */
export function postFile(path: string, headers: Headers, name: string, file: Buffer): Buffer {
  const boundary = '----hemline-bench'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="photo.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`
  const body = Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)])
  const type = { 'content-type': `multipart/form-data; boundary=${boundary}` }
  return post(path, { ...headers, ...type }, body)
}
