// Raw HTTP requests over a real connection: truncated, slow and malformed ones.
import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

export interface RawRequest {
  method: string
  url: string
  headers: Record<string, string | number>
  body: Buffer
}

export interface RawAnswer {
  /** 0 if the connection ended without a response. */
  status: number
  head: string
  body: string
}

export interface RawServer {
  host: string
  connect(): Promise<Socket>
  connections(): Promise<number>
  /** Sends a whole request on a connection of its own. */
  send(request: RawRequest): Promise<RawAnswer>
  /** Announces a body length, sends a part of the body, and disconnects. */
  hangUp(request: RawRequest, length: number): Promise<void>
}

/** Lets the app listen, as in production. */
export async function listening(app: FastifyInstance): Promise<RawServer> {
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const host = `127.0.0.1:${port}`
  const open = async () => {
    const socket = connect({ port, host: '127.0.0.1' })
    await once(socket, 'connect')
    // A reset is expected; what came before counts.
    socket.on('error', () => {})
    return socket
  }
  return {
    host,
    connect: open,
    connections: () =>
      new Promise((resolve) => app.server.getConnections((_error, count) => resolve(count))),
    send: async (request) => {
      const socket = await open()
      const answer = answerOf(socket)
      const headers = { connection: 'close', ...request.headers }
      socket.write(headOf({ ...request, headers }, host, request.body.length))
      socket.write(request.body)
      return answer
    },
    hangUp: async (request, length) => {
      const socket = await open()
      socket.write(headOf(request, host, length))
      socket.end(request.body)
      socket.resume()
      await new Promise((resolve) => socket.once('close', resolve))
    },
  }
}

export function headOf({ method, url, headers }: RawRequest, host: string, length: number): string {
  const all = { host, 'content-length': length, ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** Everything until the server closes the connection. */
export async function answerOf(socket: Socket): Promise<RawAnswer> {
  let text = ''
  socket
    .setEncoding('latin1')
    .on('data', (part) => (text += part))
    .resume()
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve))
  const [head = '', body = ''] = text.split(/\r\n\r\n/, 2)
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, body }
}
