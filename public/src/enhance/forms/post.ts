// POST of a form with upload progress. XMLHttpRequest, because fetch has no upload progress.
export interface Answer {
  status: number
  html: string
  /** Redirect target after saving. */
  goTo: string | null
}

const LONGEST = 120_000

/** Rejects without a response: it is unknown whether the form was saved. */
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

/** Without files urlencoded, which the server parses fastest. */
function bodyFor(body: FormData): FormData | URLSearchParams {
  const fields = [...body].filter(([, value]) => typeof value === 'string' || value.size > 0)
  return fields.every((field): field is [string, string] => typeof field[1] === 'string')
    ? new URLSearchParams(fields)
    : body
}
