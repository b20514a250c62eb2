// Helmet's security headers as an object: helmet writes to the raw response, where a route could not replace them.
// Depends on version 8: it calls `response.setHeader` for each header before it calls `next`, and reads nothing of the
// request (test/plugins/library-behaviour.test.ts).
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import helmet, { type HelmetOptions } from 'helmet'

/** Names in lower case. */
export function helmetHeaders(options: HelmetOptions): Record<string, string> {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  helmet(options)(request, response, (error) => {
    if (error) throw error
  })
  return Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  )
}
