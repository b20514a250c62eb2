// JSON request log, one line a request, without passwords, tokens, phone numbers or addresses.
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { isImpersonal } from './requests/kind.ts'

/** Queries and headers hold what people typed, so neither is logged. */
export const loggerOptions = (level: string) => ({
  level,
  serializers: {
    req: (request: FastifyRequest) => ({ method: request.method, path: pathOf(request) }),
  },
})

/** Links whose token grants access: tracking, a new password, an invitation. It is masked. */
const SECRETS = /^(\/api\/track|\/track-order|\/auth\/password|\/auth\/invite)\/[^/]+/

function pathOf({ url }: FastifyRequest): string {
  const query = url.indexOf('?')
  const path = query === -1 ? url : url.slice(0, query)
  if (!path.includes('/track') && !path.startsWith('/auth/')) return path
  return path.replace(SECRETS, '$1/:token')
}

/** No line when a request arrives, one when it was answered. */
export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(
    _error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    if (isImpersonal(request)) return
    const { method, viewer, key } = request
    const line = {
      method,
      path: pathOf(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      userId: viewer?.id ?? null,
      ...(key && { keyId: key.keyId }),
    }
    request.log.info(line, 'answered')
  }
}
