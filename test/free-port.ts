// A port for a program that cannot say itself which one it got.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** Free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
