/**
 * Stands in for https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit on a test's
 * page. Its tokens are those of turnstile-token.ts. It has the documented functions `ready`, `render`,
 * `execute`, `reset`, `remove`, `getResponse`, `isExpired`, and the options that the code below reads.
 * It detects no bots, has no frame, renders no `.cf-turnstile` by itself, and does not retry by itself
 * after an error.
 *
 * Site keys: `1x…` passes and `2x…` blocks at once, `3x…` passes when its box is ticked (each with the
 * dummy token), any other passes with a token of its own. `…BB` shows nothing.
 */
;(() => {
  const LIFE_MS = 300_000
  const SOON_MS = 20
  const widgets = new Map()
  let made = 0

  const own = document.currentScript ? new URL(document.currentScript.src).searchParams : undefined

  function fail(text) {
    throw new Error(`[Cloudflare Turnstile] ${text}.`)
  }

  /** Finds a widget by id or by container; without either, the first one. */
  function find(which) {
    if (which === undefined) return [...widgets.values()][0]
    if (typeof which === 'string' && widgets.has(which)) return widgets.get(which)
    const place = typeof which === 'string' ? document.querySelector(which) : which
    return [...widgets.values()].find(({ container }) => container === place)
  }

  function tokenOf({ options }) {
    if (/^[123]x0{20}/.test(options.sitekey)) return 'XXXX.DUMMY.TOKEN.XXXX'
    const check = {
      siteKey: options.sitekey,
      hostname: location.hostname,
      action: options.action ?? '',
      at: new Date().toISOString(),
      id: crypto.randomUUID(),
    }
    return `STANDIN.${btoa(JSON.stringify(check))}`
  }

  function show(widget, text, asks = false) {
    const { box, options } = widget
    const { appearance = 'always', sitekey } = options
    const wanted = asks || appearance === 'always' || (appearance === 'execute' && widget.ran)
    box.hidden = !wanted || sitekey.endsWith('BB')
    box.style.cssText = box.hidden ? '' : 'width:300px;height:65px;border:1px solid'
    box.replaceChildren(text)
  }

  function run(widget) {
    widget.ran = true
    const { options } = widget
    show(widget, 'Verifying…')
    if (options.sitekey.startsWith('3x')) return ask(widget)
    widget.timer = setTimeout(() => {
      if (options.sitekey.startsWith('2x')) blocked(widget)
      else passed(widget)
    }, SOON_MS)
  }

  function ask(widget) {
    widget.options['before-interactive-callback']?.()
    const label = document.createElement('label')
    const tick = document.createElement('input')
    tick.type = 'checkbox'
    tick.addEventListener('change', () => {
      widget.options['after-interactive-callback']?.()
      passed(widget)
    })
    label.append(tick, ' Verify you are human')
    show(widget, label, true)
  }

  function passed(widget) {
    const { options } = widget
    widget.response = tokenOf(widget)
    widget.expired = false
    if (widget.field) widget.field.value = widget.response
    show(widget, 'Success!')
    widget.timer = setTimeout(() => {
      widget.expired = true
      widget.response = undefined
      if (widget.field) widget.field.value = ''
      options['expired-callback']?.()
      if ((options['refresh-expired'] ?? 'auto') === 'auto') run(widget)
    }, LIFE_MS)
    options.callback?.(widget.response)
  }

  function blocked(widget) {
    show(widget, 'Verification failed')
    // Of the family 300***: "generic client execution error".
    const code = '300010'
    if (!widget.options['error-callback']?.(code)) console.warn(`[Cloudflare Turnstile] ${code}`)
  }

  function clear(widget) {
    clearTimeout(widget.timer)
    widget.response = undefined
    widget.expired = false
    widget.ran = false
    if (widget.field) widget.field.value = ''
  }

  window.turnstile = {
    ready: (callback) => void setTimeout(callback, 0),

    render(where, options = {}) {
      const container = typeof where === 'string' ? document.querySelector(where) : where
      if (!(container instanceof HTMLElement)) fail(`Unable to find a container for ${where}`)
      const { sitekey, action = '', execution = 'render' } = options
      if (typeof sitekey !== 'string') fail('Invalid or missing type for parameter "sitekey"')
      if (!/^[\w-]{0,32}$/.test(action)) fail('Invalid input for parameter "action"')
      if (!['render', 'execute'].includes(execution)) fail('Unknown execution')
      made += 1
      const box = document.createElement('div')
      const widget = { id: `cf-stand-in-${made}`, container, box, options }
      container.append(box)
      if (options['response-field'] !== false) {
        widget.field = document.createElement('input')
        widget.field.type = 'hidden'
        widget.field.name = options['response-field-name'] ?? 'cf-turnstile-response'
        container.append(widget.field)
      }
      widgets.set(widget.id, widget)
      show(widget, '')
      if (execution === 'render') run(widget)
      return widget.id
    },

    execute(which) {
      const widget = find(which)
      if (!widget) fail(`Could not find widget ${which}`)
      if (widget.ran) {
        console.warn('[Cloudflare Turnstile] execute() on a widget that has run: reset() it first.')
        return
      }
      run(widget)
    },

    reset(which) {
      const widget = find(which)
      if (!widget) return
      clear(widget)
      show(widget, '')
      if ((widget.options.execution ?? 'render') === 'render') run(widget)
    },

    remove(which) {
      const widget = find(which)
      if (!widget) return
      clear(widget)
      widget.box.remove()
      widget.field?.remove()
      widgets.delete(widget.id)
    },

    getResponse: (which) => find(which)?.response,
    isExpired: (which) => find(which)?.expired ?? false,
  }

  const onload = own?.get('onload')
  if (onload) window[onload]?.()
})()
