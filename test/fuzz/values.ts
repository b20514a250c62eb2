// Values of the fuzzer: ones that caused faults before, among ordinary and random ones.
import fc from 'fast-check'

const ODD = [
  ...['', ' ', '0', '-1', '-0', '1e308', '1e999', '9007199254740993', '9223372036854775808', 'NaN'],
  ...[
    'null',
    'true',
    'undefined',
    '\0',
    'a\0b',
    '\u202e',
    '\ud800',
    '☃',
    'राम',
    '𝒳',
    'x'.repeat(5_000),
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '2026-02-30',
    '0000-01-01',
    '9999-12-31',
    '2026-01-01',
  ],
  ...[
    '2026-06-30T23:59:60Z',
    '9999-12-31T23:59:59-14:00',
    '24:00',
    "'; DROP TABLE orders; --",
    '<b>',
  ],
  ...[
    '%',
    '%00',
    '../../etc/passwd',
    '//evil.example',
    'en-u-nu-x',
    'de-u-co-phonebk',
    'Mars/Base',
  ],
  ...[
    '1,000',
    '12..50',
    '1.2.3',
    '1.000,00',
    '"',
    '{}',
    '[]',
    '{"values":5,"rows":[null]}',
    'none,none',
  ],
  ...['\r\n', '+44 20 7946 0018', 'amina@example.com', 'pending', 'paid', 'cash', 'WyI', '#1042'],
]

/** A text value, as forms and queries have it. */
export const text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...ODD) },
  { weight: 2, arbitrary: fc.string({ maxLength: 30, unit: 'binary' }) },
  { weight: 2, arbitrary: fc.integer({ min: -5, max: 300 }).map(String) },
)

/** Any JSON value. */
export const json = fc.oneof(
  text,
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 9007199254740992, 1.5, [], {}, [[]], {
    a: {},
  }),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(text, text, { maxKeys: 3 }),
)

/** An id, mostly one that exists. */
export const id = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 40 }).map(String) },
  { weight: 1, arbitrary: text },
)
