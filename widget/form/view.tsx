/** What the form shows in each state. It decides nothing. */
import type { Variant } from '../contract.ts'
import { directionOf } from '../../shared/languages/look-up.ts'
import { Choice, nameOf } from './choice.tsx'
import { Questions } from './questions.tsx'
import { wordsFor, type State } from './state.ts'
import { mustConfirm, type Typed } from './subscription.ts'

interface Props {
  inline: boolean
  state: State
  typed: Typed
  variants: Variant[]
  update(patch: Partial<State>): void
  type(form: HTMLFormElement): void
  next(): void
  close(): void
}

/** The one button at the end: what it says is what submitting the form does. */
const words = ({ phase, texts, config, problem }: State) =>
  phase === 'done'
    ? texts.close
    : phase !== 'asking'
      ? texts[phase]
      : problem === 'in_stock'
        ? texts.reload
        : config
          ? texts.submit
          : texts.retry

/** Where the pointer was pressed last. Dragging out of the form is not a click outside it. */
let down: EventTarget | null

export function View({ inline, state, typed, variants, update, type, next, close }: Props) {
  const { phase, texts, variant, chosen, config, problem, expected } = state
  const { title, variantTitle, image } = variant.known ?? {}
  const done = phase === 'done'
  const several =
    done && new Intl.ListFormat(config?.locale, { type: 'unit' }).format(chosen.map(nameOf))
  const confirm = config && mustConfirm(typed, config)
  const doneTitle = confirm ? texts.confirmTitle : texts.doneTitle
  const Box = inline ? 'section' : 'dialog'
  const busy = phase === 'loading' || phase === 'sending'
  return (
    <Box
      part="dialog"
      aria-labelledby="title"
      lang={texts.language}
      dir={directionOf(texts.language)}
      {...(!inline && {
        onClose: close,
        // A click beside the form has the dialog as its target. Not every browser supports `closedby`.
        onMouseDown: ({ target }) => (down = target),
        onClick: ({ target, currentTarget }) =>
          target === currentTarget && target === down && close(),
      })}
    >
      <form
        noValidate
        onInput={({ currentTarget }) => type(currentTarget)}
        onSubmit={(event) => {
          event.preventDefault()
          type(event.currentTarget)
          next()
        }}
      >
        {done && (
          <svg class="tick" viewBox="0 0 20 20" aria-hidden="true">
            <path d="M5 10.5l3.5 3.5L15 6.5" />
          </svg>
        )}
        <h2 id="title" part="title">
          {done ? doneTitle : texts.title}
        </h2>
        <div role="status">{done ? doneTitle : busy && texts[phase]}</div>
        {title && (
          <div class="product" part="product">
            {image && (
              <img
                part="image"
                src={image}
                alt=""
                onError={({ currentTarget }) => (currentTarget.hidden = true)}
              />
            )}
            <p>
              <b dir="auto">{title}</b>
              <small>
                <bdi>{variants[1] ? several : variantTitle}</bdi>
              </small>
              <small>{expected}</small>
            </p>
          </div>
        )}
        {variants[1] && !done && <Choice {...{ state, variants, update }} got={doneTitle} />}
        {done ? (
          <div>
            <p>{confirm ? texts.confirm : texts.done}</p>
            {[typed.email, typed.phone].map((address) => (
              <p>
                <b dir="ltr">{address}</b>
              </p>
            ))}
          </div>
        ) : (
          config && <Questions {...{ state, typed, config }} />
        )}
        <div>
          <div role="alert">
            {problem && (
              <p class="fault" part="fault">
                {wordsFor(texts, problem, 'failed')}
              </p>
            )}
          </div>
          {config?.turnstile && <div id="check" lang={texts.language} />}
          <button class="main" part="submit" aria-disabled={busy}>
            {words(state)}
          </button>
          {config?.privacyUrl && !done && (
            <small class="end">
              <a part="link" href={config.privacyUrl} target="_blank" rel="noopener">
                {texts.privacy}
              </a>
            </small>
          )}
        </div>
        <button class="close" part="close" type="button" aria-label={texts.close} onClick={close}>
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M5 5l10 10M15 5 5 15" />
          </svg>
        </button>
      </form>
    </Box>
  )
}
