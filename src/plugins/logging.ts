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
const SECRETS = /(\/api\/track|\/track-order|\/auth\/password|\/auth\/invite)\/+[^/]+/i

function pathOf({ url }: FastifyRequest): string {
  const query = url.indexOf('?')
  const path = query === -1 ? url : url.slice(0, query)
  // The router reads %69 as i, and a path with its host is one, too.
  const plain = path.includes('%') ? decoded(path) : path
  return SECRETS.test(plain) ? plain.replace(SECRETS, '$1/:token') : path
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
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
