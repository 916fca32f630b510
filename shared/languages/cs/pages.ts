/** The words of the pages behind links, in Czech. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Zrušit upozornění',
    ask: 'Chcete, aby vás obchod {shop} přestal upozorňovat na produkty, které jsou znovu skladem? Vyřadíme vás ze všech čekacích seznamů tohoto obchodu.',
    button: 'Ano, zrušit všechna upozornění',
    doneTitle: 'Hotovo',
    done: 'Obchod {shop} už vám upozornění posílat nebude. Tuto stránku můžete zavřít.',
    product: 'Zrušit jen upozornění na tento produkt',
    productDone: 'Na seznamu pro tento produkt už nejste. Tuto stránku můžete zavřít.',
    never: 'Už mi nikdy neposílat upozornění',
    neverDone:
      'Obchod {shop} vám už nikdy nepošle upozornění, ani když o ně někdo požádá. Tuto stránku můžete zavřít.',
  },
  manage: {
    title: 'Vaše upozornění',
    intro: 'Obchod {shop} vám dá vědět, až budou tyto produkty znovu skladem.',
    reminders: 'Dokud jsou skladem, obchod {shop} vám může ještě připomenout:',
    nothing: 'V obchodě {shop} nemáte žádná upozornění.',
    since: 'od {date}',
    sincePending: 'od {date}, zatím nepotvrzeno',
    quantity: '{count} × {item}',
    remove: 'Odebrat',
    removeItem: 'Odebrat: {item}',
    removed: 'Odebráno.',
    removeAll: 'Odebrat vše',
    allRemoved: 'Vše je odebráno.',
  },
  confirm: {
    title: 'Potvrďte upozornění',
    ask: 'Chcete od obchodu {shop} dostat jeden e-mail, jakmile bude produkt „{item}“ znovu skladem? Svůj souhlas můžete kdykoli odvolat.',
    askSeveral:
      'Chcete od obchodu {shop} dostat ke každému z těchto produktů jeden e-mail, jakmile bude znovu skladem? Svůj souhlas můžete kdykoli odvolat.',
    askSms:
      'Chcete od obchodu {shop} dostat ke každému z těchto produktů jednu SMS, jakmile bude znovu skladem? Svůj souhlas můžete kdykoli odvolat.',
    button: 'Ano, dejte mi vědět',
    doneTitle: 'Jste na seznamu',
    done: 'Vaše adresa je potvrzená. Obchod {shop} vám pošle jeden e-mail, až bude produkt „{item}“ znovu skladem. Tuto stránku můžete zavřít.',
    inStockTitle: 'Produkt už je skladem',
    inStock: 'Produkt je teď skladem, takže nemusíte čekat.',
    goneTitle: 'Není co potvrdit',
    gone: 'Žádost je starší než sedm dní nebo byla zrušena. Na stránce produktu můžete požádat znovu.',
  },
  undo: {
    button: 'Zrušit tento požadavek',
    title: 'Požadavek zrušen',
    done: 'O co jste právě požádali, už na seznamu není. Co bylo požadováno dříve nebo mezitím potvrzeno, na něm zůstává.',
  },
  mine: {
    title: 'Vaše upozornění e-mailem',
    ask: 'Zadejte e-mailovou adresu, na kterou {shop} posílá upozornění. Pošleme vám odkaz, kde je uvidíte a můžete odebrat.',
    button: 'Poslat odkaz',
    doneTitle: 'Počkejte na naši zprávu',
    done: 'Pokud má {shop} pro tuto adresu upozornění, odkaz je na cestě. Může to trvat několik minut a posíláme ho jen několikrát denně.',
    askSms: 'Nebo zadejte mobilní číslo, na které {shop} posílá SMS, a pošleme vám odkaz v SMS.',
    doneSms:
      'Pokud má {shop} pro toto číslo upozornění, odkaz je na cestě. Může to trvat několik minut a posíláme ho jen několikrát denně.',
  },
  move: {
    use: 'Použít jinou e-mailovou adresu',
    sent: 'Pokud lze na tuto adresu posílat upozornění, odkaz je na cestě. Nic se nezmění, dokud ho neotevřete. Může to trvat několik minut a posíláme ho jen několikrát denně.',
    title: 'Použít tuto adresu',
    ask: 'Má {shop} od teď posílat vaše upozornění na tuto adresu? Na každém seznamu si zachováte své místo a na starou adresu už nic nepřijde.',
    button: 'Ano, použít tuto adresu',
    done: '{shop} bude od teď posílat vaše upozornění na tuto adresu. Na každém seznamu vám zůstalo vaše místo. Tuto stránku můžete zavřít.',
    gone: 'Nic se nezměnilo: na staré adrese už nejsou žádná upozornění, nebo je na tuto nelze posílat.',
  },
  plain: {
    refusedTitle: 'To se nepodařilo',
    scriptTitle: 'Zapněte prosím JavaScript',
    script:
      'Chcete-li dostat upozornění, zapněte v prohlížeči JavaScript a vraťte se na stránku produktu.',
  },
  refused: {
    bot_check_failed: 'Nepodařilo se ověřit, že jste člověk. Chvíli počkejte a zkuste to znovu.',
    phone_not_mobile: 'SMS můžeme poslat jen na mobil. Zadejte číslo mobilního telefonu.',
    phone_country_not_offered:
      'Obchod neposílá SMS na čísla z této země. Použijte číslo ze země v seznamu.',
    too_many_alerts:
      'Už máte tolik upozornění, kolik tento obchod dovoluje. Odeberte některé, které už nepotřebujete, nebo to zkuste znovu zítra.',
    too_many_people: 'Právě se přihlašuje velmi mnoho lidí. Zkuste to znovu za hodinu.',
  },
  badLink: {
    title: 'Tento odkaz nefunguje',
    token_expired: 'Platnost odkazu vypršela. Použijte prosím odkaz z novější zprávy.',
    request_expired:
      'Platnost odkazu vypršela. Na stránce produktu můžete o upozornění požádat znovu.',
    token_unknown: 'Odkaz není úplný. Zkopírujte prosím ze zprávy celý odkaz.',
    link_outdated:
      'Odkaz vede na adresu, kterou obchod už nepoužívá. Vyhledejte prosím produkt v obchodě.',
  },
}
