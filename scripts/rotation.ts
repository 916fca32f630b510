/** Asks a Worker to seal the data keys of its shops anew, until none is left. */

interface Rotation {
  rotated: number
  left: number
  unreadable: number
}

/**
 * Calls `POST /v1/admin/rotate` by `call` until no data key is left. `say` takes a line for the person
 * at the terminal. Throws when the Worker refuses, and when a call gets nowhere. It may be called
 * again after that.
 */
export async function rotateAll(
  call: () => Promise<Response>,
  say: (line: string) => void,
): Promise<void> {
  for (;;) {
    const answer = await call()
    if (!answer.ok) throw new Error(`the Worker answered ${answer.status}: ${await answer.text()}`)
    const { rotated, left, unreadable } = (await answer.json()) as Rotation
    say(`${rotated} sealed anew, ${left} left`)
    if (left > 0 && rotated === 0)
      throw new Error('the rest cannot be opened: see the Worker’s log')
    if (left > 0) continue
    if (unreadable > 0) {
      throw new Error(
        `${unreadable} shops have a key that neither secret opens: is a secret missing?`,
      )
    }
    return
  }
}
