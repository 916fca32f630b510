/** The fields, each with the text that is agreed to by filling it. */
import type { ClientConfig } from '../../shared/client-config.ts'
import type { FormWords } from '../../shared/languages/words.ts'
import type { Country } from '../../shared/countries.ts'
import { offered, type Typed } from './subscription.ts'
import { wordsFor, type State } from './state.ts'

/** The type also says which keyboard a phone shows, and what a browser may fill in. */
const inputs = {
  email: { name: 'email', type: 'email', maxLength: 320 },
  sms: { name: 'phone', type: 'tel', maxLength: 40 },
} as const

interface Props {
  state: State
  typed: Typed
  config: ClientConfig
}

export function Questions({ state: { texts, faults, countries }, typed, config }: Props) {
  const { texts: consents, locale: lang } = config.consent
  const channels = offered(config)
  return (
    <>
      {channels.map((channel, index) => {
        const input = inputs[channel]
        const { name } = input
        const fault = faults[name]
        return (
          <div key={name}>
            <label part="label" for={name}>
              {texts[name]} {index > 0 && <span>{texts.optional}</span>}
            </label>
            <div class="row">
              {channel === 'sms' && countries && (
                <Countries {...{ texts, countries }} code={typed.country || config.country} />
              )}
              <input
                part="input"
                {...input}
                autocomplete={input.type}
                dir="auto"
                id={name}
                value={typed[name]}
                required={!channels[1]}
                aria-invalid={fault ? true : undefined}
                aria-describedby={`${name}-fault ${name}-consent`}
              />
            </div>
            <p class="fault" part="fault" id={`${name}-fault`}>
              {fault && wordsFor(texts, fault, `${name}_invalid`)}
            </p>
            <small part="hint" id={`${name}-consent`} lang={lang} dir="auto">
              {consents[channel]}
            </small>
          </div>
        )
      })}
      {config.maxQuantity && <Quantity {...{ texts, typed, config }} />}
      {consents.marketing && channels.includes('email') && (
        <label class="check" lang={lang} dir="auto">
          <input part="box" type="checkbox" name="marketing" />
          <small part="hint">{consents.marketing}</small>
        </label>
      )}
      <label class="check">
        <input part="box" type="checkbox" name="remember" checked={!!typed.remember} />
        <small part="hint">{texts.remember}</small>
      </label>
      <input class="trap" name="website" tabIndex={-1} autocomplete="off" aria-hidden="true" />
    </>
  )
}

interface QuantityProps {
  texts: FormWords
  typed: Typed
  config: ClientConfig
}

/** How many units the shopper wants; one by default. */
function Quantity({ texts, typed, config }: QuantityProps) {
  const { format } = new Intl.NumberFormat(config.locale)
  return (
    <div>
      <label part="label" for="quantity">
        {texts.quantity}
      </label>
      <select part="select" name="quantity" id="quantity">
        {Array.from({ length: config.maxQuantity ?? 1 }, (_, index) => (
          <option value={index + 1} selected={`${index + 1}` === typed.quantity}>
            {format(index + 1)}
          </option>
        ))}
      </select>
    </div>
  )
}

interface CountryProps {
  texts: FormWords
  countries: Country[]
  code: string | undefined
}

/** The country of a number without a country code. Browsers find an entry by its first letters. */
function Countries({ texts, countries, code }: CountryProps) {
  return (
    <select part="select" name="country" aria-label={texts.country}>
      {countries.map(([each, name]) => (
        <option key={each} value={each} selected={each === code}>
          {name}
        </option>
      ))}
    </select>
  )
}
