/**
 * What buy buttons are called: by their text, in the languages of the widget, and by the names that
 * platforms and themes give to forms and buttons. Pure.
 */

/** Words of a buy button, anywhere in its text: “Add the lamp to your cart – €39”. */
const ADD = `add .*to .*(cart|bag|basket|trolley)|(buy|order) (it )?now|(pre|back)[- ]?order
|in (den|die|meinen) (waren|einkaufs)|zum warenkorb hinzu|jetzt (kaufen|bestellen)|vorbestellen
|(ajouter|mettre) (au|dans) .*(panier|sac)|acheter|pre-?command|\\bcommander
|(anadir|agregar|sumar) a.*(carr|cesta|bolsa)|comprar
|aggiungi a.*(carrello|borsa)|nel carrello|acquista|(compra|ordina) (ora|subito)|preordina
|(adicionar|por|colocar) .*(carrinho|cesto|sacola|saco)|encomendar
|(in|aan) .*(winkelw|winkelm|winkelt|mandje)|(nu|direct) (kopen|bestellen)
|lagg (till )?i|forbestall|bestall nu|(læg|tilføj|legg) .*(kurv|vogn)|(køb|kjøp|kop) n[ua]|f(orudbestil|orhandsbestill)
|lisaa .*(kori|kassi)|osta nyt|ennakkotilaa
|do .*koszyka|kup teraz|zamow|do .*kosiku|koupit|objednat
|sepete|satin al|hemen al|siparis ver
|(اضف|اضافة|اضافه).*(سل|عرب|حقيب)|للسل|اشتر|شراء|اطلب
|カート[にへ]|かご[にへ]|バッグ[にへ]|購入|予約する|注文
|장바구니|카트에|구매|담기|주문
|(加入?|添加|放)[入到]?.?(购物|購物)|购买|購買|下单|下單|订购|訂購|预订|預購`

/** Words that make a buy button only if they are its whole text. */
const BUY = `buy|buy it|add|purchase|kaufen|bestellen|compra|kopen|kop|køb|kjøp|osta|kup|kupit`

/** Words at the start of the text of a button that sells nothing any more. */
const SOLD_OUT = `(currently |temporarily )?(sold|out of stock|unavailable|not available|coming soon)
|(leider |derzeit |momentan |zurzeit )?(ausverkauft|vergriffen|nicht (mehr |verfug|vorrat|liefer|auf lager))
|(produit )?(epuise|(en )?rupture|indisponible|non disponible|victime)
|(producto )?(agotad|sin (stock|existencias)|no disponible|fuera de stock)
|(prodotto |attualmente )?(esaurit|non disponib|terminat)
|(produto )?(esgotad|indisponivel|sem (stock|estoque)|fora de (stock|estoque))
|(tijdelijk )?(uitverkocht|niet (op voorraad|beschikbaar|leverbaar|meer))
|(tillfalligt )?(slut|(ej|inte) (i lager|tillgang))
|(midlertidigt? )?(udsolgt|utsolgt|utilgjengelig|ikke (pa lager|tilgæng|tilgjeng))
|(valitettavasti )?(loppu|ei (varasto|saatav|kaytett))
|(produkt |chwilowo )?(wyprzedan|niedostepn|brak|zapas wyczerp)
|(momentalne |docasne )?(vyprodan|neni (sklad|k disp)|nedostup)
|tuken|stok(ta|lar)|mevcut degil|kullanim disi
|نفد|نفذ|غير (متوفر|متاح)|انتهت|بيعت
|売り?切|品切|在庫(切|な)|完売|入荷待|利用できません
|(일시 ?)?품절|매진|재고|사용할 수 없|판매 ?종료
|售[罄完]|已售|缺[货貨]|[无無](库存|庫存|货|貨|法供)|补货|補貨|不可用`

/** Words of the other buttons around it. */
const OTHER = `wish|merk|favor|souhait|deseos|desider|onske|ønske|jamfor|compar|vergleich|paypal|klarna
|(apple|google|shop|amazon) ?pay|checkout|share|remove|view`

/** Names of the other buttons around it. */
const OTHER_NAMES = `wish|favou?r|compar|remove|quick|express|paypal|share`

/** Forms that put something into a cart, by their address, their names and their hidden fields. */
const CART = `cart|basket|warenkorb|panier|carrit|carrell|carrinho|sacola|winkelwagen|winkelmand|varukorg
|kundvagn|kurv|ostoskori|koszyk|kosik|sepet|comprar|line-?item|/buy\\b|buy[-_]?(box|form)|/bag\\b`

/** … unless they do something else with it. */
const NO_CART = `remove|delete|update|coupon|voucher|estimate|log-?in|account|newsletter|search|wish|compare|review`

/** Names of buy buttons: ids, classes, names and data attributes. */
const NAMED = `add[-_]?(\\w+[-_]?)?(to|2|in)[-_]?(cart|bag|basket|korb|warenkorb)|add[-_]?(cart|basket)
|cart[-_]?add|(to|in)[-_]?(cart|basket|warenkorb)|buy[-_]{0,2}(now|button|btn)
|(btn|button)[-_]{0,2}(buy|cart|basket)|product-form__submit|\\bname=add\\b|type=buy`

/** Folded texts: a page is read again after each change, and most of its texts stay. */
const folded = new Map<string, string>()

/** Text in small letters without accents, with single spaces. */
export function fold(text: string): string {
  const known = folded.get(text)
  if (known !== undefined) return known
  const made = text
    .slice(0, 500)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replace(/\s+/g, ' ')
    .trim()
  if (folded.size > 2000) folded.clear()
  folded.set(text, made)
  return made
}

/** Whether a text has one of the alternatives, folded as the text is. */
const has = (list: string, before = '', after = '') => {
  const all = list.split('\n').map(fold).join('')
  const pattern = new RegExp(`${before}(${all})${after}`, 'u')
  return (text: string) => pattern.test(text)
}

const adds = has(ADD)
const buys = has(BUY, '^', '\\W*$')
const soldOut = has(SOLD_OUT, '^')
const other = has(OTHER)
const otherNames = has(OTHER_NAMES)
const cart = has(CART)
const noCart = has(NO_CART)
const named = has(NAMED)

/** A longer text is no button's. */
const LONGEST = 70

/** Whether a button with this text sells the product, or says that nothing is left of it. */
export function saysBuy(text: string): boolean {
  const said = fold(text)
  return said.length < LONGEST && !other(said) && (adds(said) || buys(said) || soldOut(said))
}

/** Whether a button with this text does something else than sell the product. */
export const saysOther = (text: string) => other(fold(text))

/** Whether a form with this address and these names puts its product into a cart. */
export const namesCart = (address: string, names: string) =>
  cart(fold(`${address} ${names}`)) && !noCart(fold(address))

/** Whether these names are those of a buy button. */
export const namesBuy = (names: string) => {
  const said = fold(names)
  return named(said) && !otherNames(said)
}
