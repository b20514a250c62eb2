// Day buttons fill the date field; typing a date clears them.
document.addEventListener('change', (event) => {
  const input = event.target
  if (!(input instanceof HTMLInputElement)) return
  const picks = input.closest<HTMLElement>('[data-picks]')
  if (picks) return void setDate(picks.dataset.picks ?? '', input.value)
  const typed = document.querySelector<HTMLElement>(`[data-picks="${input.id}"]`)
  if (input.id && typed) choose(typed, input.value)
})

function setDate(id: string, day: string): void {
  const field = document.getElementById(id)
  if (!(field instanceof HTMLInputElement)) return
  if (day) field.value = day
  else field.focus()
}

function choose(picks: HTMLElement, day: string): void {
  const radios = [...picks.querySelectorAll<HTMLInputElement>('input')]
  const fitting = radios.find(({ value }) => value === day) ?? radios.find(({ value }) => !value)
  if (fitting) fitting.checked = true
}
