/** The words of the pages behind links, in Danish. */
import type { PageWords } from '../words.ts'

export const pages: PageWords = {
  unsubscribe: {
    title: 'Stop lagerbeskeder',
    ask: 'Vil du have, at {shop} holder op med at give dig besked, når varer er på lager igen? Vi fjerner dig fra alle butikkens ventelister.',
    button: 'Ja, stop alle lagerbeskeder',
    doneTitle: 'Det er gjort',
    done: 'Du får ikke flere lagerbeskeder fra {shop}. Du kan lukke siden.',
    product: 'Stop kun lagerbeskeden om denne vare',
    productDone: 'Du står ikke længere på listen for denne vare. Du kan lukke siden.',
    never: 'Send mig aldrig lagerbeskeder igen',
    neverDone:
      '{shop} sender dig aldrig mere en lagerbesked, heller ikke hvis nogen beder om det. Du kan lukke siden.',
  },
  manage: {
    title: 'Dine lagerbeskeder',
    intro: '{shop} giver dig besked, når disse er på lager igen.',
    reminders: 'Så længe de er på lager, kan {shop} endnu minde dig om:',
    nothing: 'Du har ingen lagerbeskeder hos {shop}.',
    since: 'siden {date}',
    sincePending: 'siden {date}, ikke bekræftet endnu',
    quantity: '{count} × {item}',
    remove: 'Fjern',
    removeItem: 'Fjern: {item}',
    removed: 'Fjernet.',
    removeAll: 'Fjern alle',
    allRemoved: 'Alle er fjernet.',
  },
  confirm: {
    title: 'Bekræft, at du vil have besked',
    ask: 'Vil du have én mail fra {shop}, så snart »{item}« er på lager igen? Du kan stoppe når som helst.',
    askSeveral:
      'Vil du have én mail fra {shop} for hver af disse varer, så snart den er på lager igen? Du kan stoppe når som helst.',
    askSms:
      'Vil du have én sms fra {shop} for hver af disse varer, så snart den er på lager igen? Du kan stoppe når som helst.',
    button: 'Ja, giv mig besked',
    doneTitle: 'Du står på listen',
    done: 'Din adresse er bekræftet. {shop} sender dig én mail, når »{item}« er på lager igen. Du kan lukke siden.',
    inStockTitle: 'Den er allerede tilbage',
    inStock: 'Varen er på lager nu, så der er ikke noget at vente på.',
    goneTitle: 'Der er ikke noget at bekræfte',
    gone: 'Anmodningen er ældre end syv dage eller blev stoppet. Du kan bede om det igen på produktsiden.',
  },
  undo: {
    button: 'Fortryd denne anmodning',
    title: 'Anmodningen er fortrudt',
    done: 'Det, du lige bad om, står ikke længere på listen. Det, der er bedt om tidligere eller bekræftet siden, bliver stående.',
  },
  mine: {
    title: 'Dine lagerbeskeder på e-mail',
    ask: 'Skriv den e-mailadresse, som {shop} sender lagerbeskeder til. Vi sender dig et link, hvor du kan se og fjerne dem.',
    button: 'Send mig linket',
    doneTitle: 'Hold øje med vores besked',
    done: 'Hvis {shop} har lagerbeskeder til denne adresse, er linket på vej. Det kan tage et par minutter, og vi sender det kun få gange om dagen.',
    askSms:
      'Eller indtast det mobilnummer, som {shop} sender sms til, så sender vi dig linket som sms.',
    doneSms:
      'Hvis {shop} har lagerbeskeder til dette nummer, er linket på vej. Det kan tage et par minutter, og vi sender det kun få gange om dagen.',
  },
  move: {
    use: 'Brug en anden e-mailadresse',
    sent: 'Hvis der må sendes beskeder til denne adresse, er et link på vej dertil. Intet ændres, før du åbner det. Det kan tage et par minutter, og vi sender det kun få gange om dagen.',
    title: 'Brug denne adresse',
    ask: 'Skal {shop} sende dine beskeder til denne adresse fra nu af? Du beholder din plads på alle lister, og der sendes ikke mere til den gamle adresse.',
    button: 'Ja, brug denne adresse',
    done: '{shop} sender dine beskeder til denne adresse fra nu af. Du har beholdt din plads på alle lister. Du kan lukke siden.',
    gone: 'Intet blev ændret: Der er ikke flere beskeder på den gamle adresse, eller der må ikke sendes nogen til denne.',
  },
  plain: {
    refusedTitle: 'Det lykkedes ikke',
    scriptTitle: 'Slå JavaScript til',
    script: 'Slå JavaScript til i din browser, og gå tilbage til produktsiden for at få besked.',
  },
  refused: {
    bot_check_failed:
      'Vi kunne ikke bekræfte, at du er et menneske. Vent et øjeblik, og prøv igen.',
    phone_not_mobile: 'Vi kan kun sende sms til mobiler. Indtast et mobilnummer.',
    phone_country_not_offered:
      'Butikken sender ikke sms til numre i det land. Brug et nummer fra et land på listen.',
    too_many_alerts:
      'Du har allerede så mange lagerbeskeder, som butikken tillader. Fjern en, du ikke længere har brug for, eller prøv igen i morgen.',
    too_many_people: 'Rigtig mange tilmelder sig lige nu. Prøv igen om en time.',
  },
  badLink: {
    title: 'Linket virker ikke',
    token_expired: 'Linket er udløbet. Brug linket i en nyere besked.',
    request_expired: 'Linket er udløbet. Du kan bede om besked igen på produktsiden.',
    token_unknown: 'Linket er ikke komplet. Kopiér hele linket fra beskeden.',
    link_outdated:
      'Linket går til en adresse, som butikken ikke længere bruger. Søg efter varen hos butikken.',
  },
}
