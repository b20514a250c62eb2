// The log: JSON, one line for each request, and never a password, a token, a phone number or an address.
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { isImpersonal } from './request-kind.ts'

/** The logger of a real server; queries and headers hold what people typed, so neither is logged. */
export const loggerOptions = (level: string) => ({
  level,
  serializers: {
    req: (request: FastifyRequest) => ({ method: request.method, path: pathOf(request) }),
  },
})

/** The token of a tracking link is a key: whoever reads the log must not have it. */
function pathOf({ url }: FastifyRequest): string {
  const query = url.indexOf('?')
  const path = query === -1 ? url : url.slice(0, query)
  if (!path.includes('track')) return path
  return path.replace(/^(\/api\/track|\/track-order)\/[^/]+/, '$1/:token')
}

/** What Fastify says of each request: nothing when it comes, one line when it was answered. */
export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(
    _error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    if (isImpersonal(request)) return
    const { method, viewer } = request
    const line = {
      method,
      path: pathOf(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      userId: viewer?.id ?? null,
    }
    request.log.info(line, 'answered')
  }
}
