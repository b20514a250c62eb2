// Error codes of the API: statuses, cause and remedy of each `code`. One table for the guide in the OpenAPI document
// and for the pages behind the `type` of a problem.

import { CATALOGUE } from './catalogue.ts'
import { CONFLICTS, code, type ProblemCode } from './conflicts.ts'
import { SIGN_IN } from './sign-in.ts'
import { STOREFRONT } from './storefront.ts'

export type { ProblemCode } from './conflicts.ts'

const REPEAT = 'Nothing was saved. Send the same request again after the seconds of `Retry-After`.'
const LESS = 'Send less at once: the guide of the OpenAPI document names the limits.'

export const PROBLEM_CODES: Readonly<Record<string, ProblemCode>> = {
  invalid_json: code(400, 'The body is not valid JSON.', 'Send one JSON value in UTF-8.'),
  invalid_parameter: code(
    400,
    'A query parameter is not known here, or its value is not valid.',
    '`errors` names each, and `detail` the allowed ones.',
  ),
  invalid_cursor: code(
    400,
    'The `cursor` is not one that this list gave, in this order.',
    'Start without a cursor, and keep the other parameters the same from page to page.',
  ),
  invalid_url: code(400, 'The address is not a valid URL.', 'Encode its parts as RFC 3986 says.'),
  invalid_host: code(
    400,
    'The `Host` header is missing, sent twice, or names no host.',
    'Send one, as every HTTP client does by itself.',
  ),
  invalid_content_length: code(
    400,
    'The body is not as long as its `Content-Length`.',
    'Send the request again; the connection may have been cut.',
  ),
  broken_upload: code(
    400,
    'The multipart body cannot be read: it is cut off, or its boundary is missing.',
    'Send the whole upload again.',
  ),
  unreadable: code(400, 'The request cannot be understood.', 'Compare it with the document.'),
  ...SIGN_IN,
  forbidden: code(
    403,
    'The role of the account, or the scopes of the API key, do not allow this.',
    'Use an account or a key with what `permission`, and `x-permission` of the operation, name.',
  ),
  not_for_keys: code(
    403,
    'This is about the account of whoever is signed in, and an API key has none.',
    'Sign in, and send the access token.',
  ),
  address_not_allowed: code(
    403,
    'The API key may not be used from this address.',
    'Add the address that `address` names at `/admin/keys`. Behind a proxy, set `TRUST_PROXY`.',
  ),
  more_rights: code(
    403,
    'Nobody can give, change or take away rights beyond their own.',
    'Let an owner do it.',
  ),
  above_limit: code(
    403,
    'A discount or refund is above the limit of the role or API key.',
    '`limit` tells the largest. Let somebody do it whose role may.',
  ),
  account_disabled: code(
    403,
    'This account is switched off.',
    'An owner of the shop can switch it on again.',
  ),
  override_forbidden: code(
    403,
    'The role may not let a move pass without the money that is missing.',
    'Record the payment first, or let somebody with `orders.override` do it.',
  ),
  not_found: code(
    404,
    'There is no such thing, or it is not yours.',
    'Check the address and the id.',
  ),
  method_not_allowed: code(
    405,
    'The address is there, and does not know this method.',
    'Use one of the methods of the `Allow` header.',
  ),
  ...CONFLICTS,
  ...CATALOGUE,
  ...STOREFRONT,
  import_not_interrupted: code(
    409,
    'The import is running, or done.',
    'Ask `GET /api/imports/{id}` how far it is; only an interrupted one can be continued.',
  ),
  import_forgotten: code(
    409,
    'The file of the import is not kept any more.',
    'Send the file again: what was taken is not taken twice.',
  ),
  stale_version: code(
    412,
    'Somebody else changed it since the version of `If-Match`.',
    'Read it again, and make the change from that version; `currentVersion` says which it is.',
  ),
  body_too_large: code(413, 'The body is larger than is accepted.', LESS),
  too_many_values: code(413, 'The body holds more values than is accepted.', LESS),
  image_too_large: code(413, 'A photo is larger than the shop accepts.', 'Send a smaller one.'),
  too_many_files: code(413, 'Those are too many files for one request.', LESS),
  too_many_fields: code(413, 'Those are too many fields for one request.', LESS),
  file_too_large: code(413, 'The file has more bytes or lines than are accepted.', 'Split it.'),
  unsupported_media_type: code(
    415,
    'This address does not take that kind of content.',
    'JSON as application/json, photos as multipart/form-data, tables as text/csv.',
  ),
  unsupported_encoding: code(
    415,
    'The body is compressed (`Content-Encoding`).',
    'Send it as it is; `Accept-Encoding` of the answer says what is taken.',
  ),
  image_unsupported: code(415, 'The file is no photo.', 'Send JPEG, PNG, WebP or AVIF.'),
  not_csv: code(
    [415, 422],
    'The file is no CSV file.',
    'Export the table as CSV, and send it as text/csv.',
  ),
  invalid_input: code(
    422,
    'One or several fields are not valid.',
    '`errors` names all of them, each with a JSON Pointer and a sentence.',
  ),
  contradicting_parameters: code(
    422,
    'Parameters of the query contradict each other, such as `from` after `to`.',
    '`errors` names them. Leave one out, or put them the other way round.',
  ),
  idempotency_key_reused: code(
    422,
    'The idempotency key was used for another request.',
    'Make a new random key for each new request; `savedId` says what was saved with this one.',
  ),
  no_avatar: code(422, 'The upload holds no picture.', 'Send the picture as one part.'),
  no_logo: code(422, 'The upload holds no logo file.', 'Send the logo as one part.'),
  no_photo: code(422, 'The upload holds no photo.', 'Send one part for each file.'),
  image_empty: code(422, 'The photo has no bytes.', 'Send the file again.'),
  image_broken: code(422, 'The photo is damaged and cannot be opened.', 'Take it again.'),
  image_too_many_pixels: code(422, 'The photo has too many pixels.', 'Send a smaller one.'),
  import_refused: code(
    422,
    'The file has mistakes, so nothing of it was imported.',
    '`errors` names the first hundred by line. With `dryRun=true` the answer shows all that would happen.',
  ),
  file_empty: code(
    422,
    'The file has no lines.',
    'Send a file with a line of names and lines of data.',
  ),
  too_many_requests: code(429, 'Too many requests in a short time.', REPEAT),
  sign_in_locked: code(
    429,
    'Too many wrong passwords, or wrong codes of the second factor, in a row.',
    'Wait as long as `Retry-After` says, then use the right one.',
  ),
  pin_locked: code(
    429,
    'Too many wrong PINs for one account.',
    'Wait as long as `Retry-After` says, or sign in with the password.',
  ),
  claim_locked: code(
    429,
    'Too many wrong codes for adding orders to an account.',
    'Wait as long as `Retry-After` says, or ask the shop for a new code.',
  ),
  sign_in_busy: code(429, 'Too many people sign in at this moment.', REPEAT),
  images_busy: code(429, 'Too many photos are being drawn at this moment.', REPEAT),
  internal_error: code(
    500,
    'Something went wrong on our side.',
    'Nothing was saved. Try again; if it stays, tell the shop the `requestId`.',
  ),
  too_many_imports: code(503, 'Other files are being checked at this moment.', REPEAT),
  not_saved: code(503, 'The change could not be saved just now.', REPEAT),
  storage_failed: code(
    503,
    'The disk of the shop is full or cannot be written.',
    'Nothing was saved. Whoever looks after the program has to make room.',
  ),
  database_unreachable: code(503, 'The database does not answer right now.', REPEAT),
  closing: code(503, 'The shop is being restarted.', REPEAT),
  drawing_stopped: code(
    503,
    'The photo could not be drawn just now: the server is short of memory.',
    REPEAT,
  ),
  pictures_unavailable: code(503, 'The photo store does not answer right now.', REPEAT),
}

/** URL of a code's documentation: `type` in problem details (RFC 9457, section 3.1.1). */
export const problemType = (name: string): string => `/problems/${name}`

export const codesByStatus = (): [status: number, names: string[]][] => {
  const namesByStatus = new Map<number, string[]>()
  for (const [name, { statuses }] of Object.entries(PROBLEM_CODES)) {
    for (const status of statuses)
      namesByStatus.set(status, [...(namesByStatus.get(status) ?? []), name])
  }
  return [...namesByStatus].sort(([one], [other]) => one - other)
}
