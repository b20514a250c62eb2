// One POST of a form, with its progress. XMLHttpRequest, because fetch cannot tell how much was sent.
export interface Answer {
  status: number
  html: string
  /** Where the server leads to, when it saved. */
  goTo: string | null
}

const LONGEST = 120_000

/** Rejects when no answer came: then nobody knows yet whether it was saved. */
export function post(
  url: string,
  body: FormData,
  onProgress: (bytes: number) => void,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.timeout = LONGEST
    request.setRequestHeader('HX-Request', 'true')
    request.upload.onprogress = (event) => onProgress(event.loaded)
    request.onerror = request.ontimeout = request.onabort = () => reject(new Error('no answer'))
    request.onload = () =>
      resolve({
        status: request.status,
        html: request.responseText,
        goTo: request.status < 300 ? request.getResponseHeader('HX-Redirect') : null,
      })
    request.send(bodyFor(body))
  })
}

/** Without files the way every form is sent, which the server reads soonest. */
function bodyFor(body: FormData): FormData | URLSearchParams {
  const fields = [...body].filter(([, value]) => typeof value === 'string' || value.size > 0)
  return fields.every((field): field is [string, string] => typeof field[1] === 'string')
    ? new URLSearchParams(fields)
    : body
}
