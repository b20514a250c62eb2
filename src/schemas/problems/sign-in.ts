// Error codes of sign-in: passwords, PINs, second factors, tokens (401), and what is closed before them (403).
import { code, type ProblemCode } from './conflicts.ts'

export const SIGN_IN: Readonly<Record<string, ProblemCode>> = {
  sign_in_required: code(
    401,
    'Nobody is signed in.',
    'Send the access token of `POST /api/auth/login` as `Authorization: Bearer ...`.',
  ),
  bearer_required: code(
    401,
    'A cookie is not enough to change something here.',
    'Send an access token as `Authorization: Bearer ...`.',
  ),
  invalid_token: code(
    401,
    'The token has expired, or its session has ended.',
    'Exchange the refresh token at `POST /api/auth/refresh`, or sign in again.',
  ),
  invalid_key: code(
    401,
    'There is no such API key, or it was revoked.',
    'Make another one at `/admin/keys`.',
  ),
  key_expired: code(
    401,
    'The API key has reached its end.',
    'Give it another end at `/admin/keys`, or make another one.',
  ),
  sign_in_failed: code(
    401,
    'E-mail and password do not belong together.',
    'Check both. Too many tries lock the sign-in for a while.',
  ),
  device_unknown: code(
    401,
    'No enrolled tablet: its cookie is missing, or it was revoked.',
    'Enrol it at `POST /api/devices/enrol`, or sign in with a password.',
  ),
  pin_failed: code(401, 'Name and PIN do not belong together.', 'Check both.'),
  tablet_locked: code(
    401,
    'Nobody used the tablet for a while, so it is locked.',
    'Unlock it with a PIN or a password.',
  ),
  device_needs_password: code(
    403,
    'There were five wrong PINs in a row on this tablet.',
    'Sign in on it with a password once.',
  ),
  password_needed: code(
    403,
    'This needs the password, typed within the last 15 minutes.',
    'Sign in with the password: a session that was opened by PIN cannot do this.',
  ),
  second_factor_required: code(
    401,
    'The password is right, and the account has a second factor.',
    'Send the `code` of the authenticator app with it, or a recovery code.',
  ),
  second_factor_failed: code(
    401,
    'The code of the second factor is wrong, or was used already.',
    'Wait for the next code of the app, or send a recovery code.',
  ),
  second_factor_setup_required: code(
    403,
    'The role of the account requires a second factor, and it has none.',
    'Set it up first: `POST /api/users/me/second-factor`, then PUT with a code.',
  ),
}
