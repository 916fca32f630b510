/** The choice of sold-out variants, with the outcome of each request beside it. */
import type { Variant } from '../contract.ts'
import { wordsFor, type State } from './state.ts'

interface Props {
  state: State
  variants: Variant[]
  /** The text beside variants that are already subscribed. */
  got: string
  update(patch: Partial<State>): void
}

/** The name of a variant within its product; the sku if it has none. */
export const nameOf = (variant: Variant) => variant.known?.variantTitle ?? variant.sku

export function Choice({ state, variants, got, update }: Props) {
  const { texts, chosen, outcome, faults } = state
  return (
    <fieldset>
      <legend part="label">{texts.variant}</legend>
      {variants.map((each, index) => {
        const code = outcome.get(each) ?? (index ? undefined : faults.variant)
        return (
          <div>
            <label class="check">
              <input
                part="box"
                type="checkbox"
                checked={chosen.includes(each)}
                disabled={code === ''}
                aria-invalid={code ? true : undefined}
                aria-describedby={`variant-${index}`}
                onChange={({ currentTarget: { checked } }) =>
                  update({
                    chosen: variants.filter((one) =>
                      one === each ? checked : chosen.includes(one),
                    ),
                  })
                }
              />
              <bdi>{nameOf(each)}</bdi>
            </label>
            <p class={code && 'fault'} id={`variant-${index}`}>
              {code === '' ? got : code && wordsFor(texts, code, 'failed')}
            </p>
          </div>
        )
      })}
    </fieldset>
  )
}
