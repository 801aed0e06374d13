using System.Globalization;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Page;

/// <summary>All text of the page, in one language, and numbers, days and money as they are written in it.</summary>
/// <remarks>Each text stands once, in English, Dutch and French, so that none can be forgotten. The program carries no cultures.</remarks>
internal sealed class Words
{
    /// <summary>The languages, by their codes.</summary>
    public static readonly string[] Codes = ["en", "nl", "fr"];

    /// <summary>The languages, by their own names.</summary>
    public static readonly string[] Names = ["English", "Nederlands", "Français"];

    private static readonly string[][] MonthNames =
    [
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
        ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
        ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    ];

    private static readonly string[][] DayNames =
    [
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
        ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    ];

    private static readonly Words[] All = [new(0), new(1), new(2)];

    private readonly int _language;
    private readonly NumberFormatInfo _numbers;

    private Words(int language)
    {
        _language = language;
        _numbers = new NumberFormatInfo
        {
            NumberDecimalSeparator = Of(".", ",", ","),
            NumberGroupSeparator = Of(",", ".", "\u00A0"),
            NegativeSign = "−",
        };
    }

    public string Code => Codes[_language];

    // The pages.
    public string Now => Of("Now", "Nu", "Maintenant");

    public string Day => Of("Day", "Dag", "Jour");

    public string Week => Of("Week", "Week", "Semaine");

    public string Month => Of("Month", "Maand", "Mois");

    public string Year => Of("Year", "Jaar", "Année");

    public string Peaks => Of("Peaks", "Pieken", "Pointes");

    public string Costs => Of("Costs", "Kosten", "Coûts");

    public string GasAndWater => Of("Gas and water", "Gas en water", "Gaz et eau");

    public string Health => Of("Health", "Toestand", "État");

    public string Pages => Of("Pages", "Pagina's", "Pages");

    public string Languages => Of("Language", "Taal", "Langue");

    public string Meters => Of("Meters", "Meters", "Compteurs");

    public string SkipToContent => Of("Skip to the content", "Naar de inhoud", "Aller au contenu");

    public string Password => Of("Password", "Wachtwoord", "Mot de passe");

    public string LogIn => Of("Log in", "Aanmelden", "Se connecter");

    public string WrongPassword => Of("That is not the password.", "Dat is niet het wachtwoord.", "Ce n'est pas le mot de passe.");

    public string TooManyPasswords => Of("Too many wrong passwords; wait for a minute.", "Te veel foute wachtwoorden; wacht een minuut.", "Trop de mots de passe erronés ; attendez une minute.");

    public string OldForm => Of("The form was too old; once more, please.", "Het formulier was te oud; nog eens, alstublieft.", "Le formulaire était trop ancien ; encore une fois, s'il vous plaît.");

    public string LogOut => Of("Log out", "Afmelden", "Se déconnecter");

    public string Previous => Of("Before", "Vorige", "Précédent");

    public string Next => Of("After", "Volgende", "Suivant");

    public string Today => Of("Today", "Vandaag", "Aujourd'hui");

    public string NotFound => Of("There is no such page.", "Deze pagina bestaat niet.", "Cette page n'existe pas.");

    public string ConnectionLost => Of("No connection to the program; trying again.", "Geen verbinding met het programma; er wordt opnieuw geprobeerd.", "Pas de connexion au programme ; nouvelle tentative.");

    public string WithoutScript => Of("Without JavaScript this page does not renew itself.", "Zonder JavaScript ververst deze pagina zichzelf niet.", "Sans JavaScript, cette page ne se renouvelle pas.");

    // What may be wrong.
    public string NoMeter => Of("There is no meter yet.", "Er is nog geen meter.", "Il n'y a pas encore de compteur.");

    public string ChooseMeter => Of("Which meter?", "Welke meter?", "Quel compteur ?");

    public string NoTelegram => Of("No telegram yet: is the meter's customer port on, and the cable in?", "Nog geen telegram: staat de gebruikerspoort aan, en zit de kabel erin?", "Pas encore de télégramme : le port client est-il activé et le câble branché ?");

    public string NoBroker => Of("The broker is gone; what is shown may be old.", "De broker is weg; wat hier staat kan oud zijn.", "Le broker ne répond plus ; ces valeurs peuvent être anciennes.");

    public string SilentSince => Of("The meter is silent; last heard of", "De meter zwijgt; laatst gehoord", "Le compteur se tait ; dernières nouvelles");

    public string Live => Of("Live", "Live", "En direct");

    public string Well => Of("well", "in orde", "en ordre");

    public string NoHistory => Of("Nothing is kept of the past. Start the program with --store, and it appears here.", "Van het verleden wordt niets bewaard. Start het programma met --store, en het verschijnt hier.", "Rien n'est gardé du passé. Démarrez le programme avec --store, et il apparaîtra ici.");

    public string HistoryAway => Of("The store of the history does not answer; nothing is lost, what is counted waits for it.", "De opslag van de geschiedenis antwoordt niet; niets gaat verloren, wat geteld wordt wacht erop.", "L'archive ne répond pas ; rien n'est perdu, les relevés attendent.");

    public string NothingKnown => Of("Nothing is known of this time.", "Van deze tijd is niets bekend.", "Rien n'est connu de cette période.");

    public string Unknown => Of("not known", "niet bekend", "inconnu");

    // Power and the quarter.
    public string Power => Of("Power", "Vermogen", "Puissance");

    public string FromGrid => Of("from the grid", "van het net", "du réseau");

    public string ToGrid => Of("to the grid", "naar het net", "vers le réseau");

    public string Phase => Of("Phase", "Fase", "Phase");

    public string Rate => Of("Rate", "Tarief", "Tarif");

    public string Quarter => Of("This quarter of an hour", "Dit kwartier", "Ce quart d'heure");

    public string QuarterWord => Of("quarter of an hour", "kwartier", "quart d'heure");

    public string Used => Of("used", "verbruikt", "utilisé");

    public string Ahead => Of("heads for", "op weg naar", "se dirige vers");

    public string Limit => Of("limit", "grens", "limite");

    public string Allowed => Of("allowed for the rest", "toegelaten voor de rest", "permis pour le reste");

    public string NewPeak => Of("A new peak is ahead: switch something off.", "Er komt een nieuwe piek: zet iets uit.", "Une nouvelle pointe s'annonce : éteignez quelque chose.");

    public string PerhapsNewPeak => Of("A new peak, if it goes on like this.", "Een nieuwe piek, als het zo doorgaat.", "Une nouvelle pointe, si cela continue.");

    public string NoNewPeak => Of("No new peak ahead.", "Geen nieuwe piek in zicht.", "Pas de nouvelle pointe en vue.");

    public string MayCost => Of("it would cost in a year", "dat kost in een jaar", "coût sur un an");

    public string PartialQuarter => Of("The start of this quarter was not seen.", "Het begin van dit kwartier is niet gezien.", "Le début de ce quart d'heure n'a pas été vu.");

    public string Left => Of("left", "over", "restant");

    public string MonthPeak => Of("Peak of the month", "Maandpiek", "Pointe du mois");

    public string TodaySoFar => Of("Today so far", "Vandaag tot nu", "Aujourd'hui jusqu'ici");

    // Prices.
    public string PriceNow => Of("now", "nu", "maintenant");

    public string PriceNext => Of("next quarter", "volgend kwartier", "quart suivant");

    public string CheapestHours => Of("cheapest hours", "goedkoopste uren", "heures les moins chères");

    public string PriceOfImport => Of("Price of a kWh from the grid", "Prijs van een kWh van het net", "Prix d'un kWh du réseau");

    public string Lowest => Of("lowest", "laagste", "le plus bas");

    public string Highest => Of("highest", "hoogste", "le plus haut");

    // Charts and tables.
    public string Taken => Of("Taken from the grid", "Afgenomen van het net", "Prélevé du réseau");

    public string Given => Of("Given to the grid", "Geïnjecteerd in het net", "Injecté dans le réseau");

    public string OverLimit => Of("above the limit", "boven de grens", "au-dessus de la limite");

    public string Gap => Of("gap: the sum is known, when it was used is not", "gat: de som is bekend, het tijdstip niet", "trou : la somme est connue, le moment ne l'est pas");

    public string HighestQuarter => Of("Highest quarter of an hour", "Hoogste kwartier", "Quart d'heure le plus élevé");

    public string PeakMark => Of("peak of the day", "piek van de dag", "pointe du jour");

    public string Before => Of("period before", "periode ervoor", "période précédente");

    public string BeforeSoFar => Of("period before, as far", "periode ervoor, even ver", "période précédente, même durée");

    public string Difference => Of("difference", "verschil", "différence");

    public string AsTable => Of("As a table", "Als tabel", "Sous forme de tableau");

    public string When => Of("When", "Wanneer", "Quand");

    public string Total => Of("Total", "Totaal", "Total");

    public string Cost => Of("Cost", "Kost", "Coût");

    public string Energy => Of("Electricity", "Elektriciteit", "Électricité");

    public string Gas => Of("Gas", "Gas", "Gaz");

    public string Water => Of("Water", "Water", "Eau");

    public string Unpriced => Of("without what has no price yet", "zonder wat nog geen prijs heeft", "sans ce qui n'a pas encore de prix");

    public string Estimated => Of("some of it is estimated", "een deel is geschat", "une partie est estimée");

    // Peaks.
    public string MonthsOf => Of("Peaks of the months of", "Maandpieken van", "Pointes des mois de");

    public string CountsAs => Of("Counts as", "Telt als", "Compte pour");

    public string CostsYearly => Of("Costs (a twelfth of the yearly price)", "Kost (een twaalfde van de jaarprijs)", "Coût (un douzième du prix annuel)");

    public string MeanOfMonths => Of("Mean of the months that count", "Gemiddelde van de maanden die tellen", "Moyenne des mois qui comptent");

    public string PerYear => Of("a year", "per jaar", "par an");

    public string HeatMap => Of("Highest quarter of each day, kW", "Hoogste kwartier van elke dag, kW", "Quart d'heure le plus élevé de chaque jour, kW");

    public string HeatMapText => Of("Darker is higher; the highest of each month is marked.", "Donkerder is hoger; het hoogste van elke maand is gemarkeerd.", "Plus foncé est plus élevé ; le plus élevé de chaque mois est marqué.");

    public string NoCapacity => Of("Your prices name no capacity tariff.", "Je prijzen noemen geen capaciteitstarief.", "Vos prix ne mentionnent pas de tarif capacitaire.");

    // Costs.
    public string SoFar => Of("The running month", "De lopende maand", "Le mois en cours");

    public string CountedFrom => Of("Counted since", "Geteld sinds", "Compté depuis");

    public string Quantity => Of("Quantity", "Hoeveelheid", "Quantité");

    public string FormerRates => Of("at earlier rates", "aan eerdere tarieven", "aux anciens tarifs");

    public string Fees => Of("Fixed fees", "Vaste kosten", "Frais fixes");

    public string CapacityShare => Of("Capacity, a month of the yearly price", "Capaciteit, een maand van de jaarprijs", "Capacité, un mois du prix annuel");

    public string Expected => Of("Expected at the end of the month, if it goes on like this", "Verwacht op het einde van de maand, als het zo verdergaat", "Attendu à la fin du mois, si cela continue ainsi");

    public string NoPrices => Of("Your prices are not known; docs/rates.md tells how to give them.", "Je prijzen zijn niet bekend; docs/rates.md vertelt hoe je ze geeft.", "Vos prix ne sont pas connus ; docs/rates.md explique comment les donner.");

    public string CheckInvoice => Of("Check an invoice", "Controleer een factuur", "Vérifier une facture");

    public string CheckInvoiceText => Of("Give the days of the invoice, and its lines are worked out from what was counted.", "Geef de dagen van de factuur, en haar regels worden berekend uit wat geteld is.", "Donnez les jours de la facture, et ses lignes sont calculées d'après ce qui a été compté.");

    public string FirstDay => Of("First day", "Eerste dag", "Premier jour");

    public string LastDay => Of("Last day", "Laatste dag", "Dernier jour");

    public string GridArea => Of("Grid", "Net", "Réseau");

    public string Contract => Of("Contract", "Contract", "Contrat");

    public string Registers => Of("Registers", "Registers", "Registres");

    public string Connection => Of("Connection, kVA", "Aansluiting, kVA", "Raccordement, kVA");

    public string YearKwh => Of("kWh in a year", "kWh per jaar", "kWh par an");

    public string InvoiceTotal => Of("Total of the invoice, €", "Totaal van de factuur, €", "Total de la facture, €");

    public string WorkOut => Of("Work out", "Bereken", "Calculer");

    public string Each => Of("each", "per stuk", "par unité");

    public string Vat => Of("VAT", "Btw", "TVA");

    public string WithoutVat => Of("Without VAT", "Zonder btw", "Hors TVA");

    public string ToPay => Of("To pay", "Te betalen", "À payer");

    public string WhatIsKnown => Of("What is known", "Wat bekend is", "Ce qui est connu");

    public string InvoiceIsMore => Of("The invoice is higher by", "De factuur is hoger met", "La facture est plus élevée de");

    public string InvoiceIsLess => Of("The invoice is lower by", "De factuur is lager met", "La facture est plus basse de");

    public string InvoiceIsSame => Of("The invoice comes to the same.", "De factuur komt overeen.", "La facture arrive au même montant.");

    public string WrongDays => Of("These are no days from the first to the last.", "Dit zijn geen dagen van de eerste tot de laatste.", "Ce ne sont pas des jours du premier au dernier.");

    // Health.
    public string Source => Of("Source", "Bron", "Source");

    public string Age => Of("Last heard of", "Laatst gehoord", "Dernières nouvelles");

    public string State => Of("State", "Toestand", "État");

    public string Program => Of("Program", "Programma", "Programme");

    public string Store => Of("History", "Geschiedenis", "Historique");

    public string KeptFrom => Of("kept from", "bewaard van", "conservé du");

    public string Until => Of("until", "tot", "au");

    /// <summary>What the diagnostics count, by their names in the feed.</summary>
    public IEnumerable<(string Name, string Text)> Diagnostics =>
    [
        ("telegrams", Of("Telegrams", "Telegrammen", "Télégrammes")),
        ("crcErrors", Of("Refused: wrong CRC", "Geweigerd: foute CRC", "Refusés : CRC erroné")),
        ("withoutCrc", Of("Refused: no CRC", "Geweigerd: geen CRC", "Refusés : sans CRC")),
        ("truncated", Of("Refused: broke off", "Geweigerd: afgebroken", "Refusés : interrompus")),
        ("dropped", Of("Refused: not believed", "Geweigerd: niet geloofd", "Refusés : invraisemblables")),
        ("noiseBytes", Of("Bytes of no telegram", "Bytes van geen telegram", "Octets hors télégramme")),
        ("unknownLines", Of("Lines skipped: unknown", "Regels overgeslagen: onbekend", "Lignes ignorées : inconnues")),
        ("malformedLines", Of("Lines skipped: badly written", "Regels overgeslagen: slecht geschreven", "Lignes ignorées : mal écrites")),
        ("connections", Of("Connections to the broker", "Verbindingen met de broker", "Connexions au broker")),
        ("lostEvents", Of("Events lost", "Gebeurtenissen verloren", "Événements perdus")),
        ("storageWrites", Of("Writes of the totals", "Keer totalen bewaard", "Écritures des totaux")),
        ("freeBytes", Of("Free memory, bytes", "Vrij geheugen, bytes", "Mémoire libre, octets")),
    ];

    /// <summary>The language that a browser asks for, or the one that a link names.</summary>
    /// <param name="named">A code; null or an unknown one when no link names any.</param>
    /// <param name="accepted">The header Accept-Language, which may be anything.</param>
    public static Words For(string? named, string accepted)
    {
        if (Array.IndexOf(Codes, named) is int index and >= 0)
        {
            return All[index];
        }

        return accepted.Split(',').Select(Wish).Where(wish => wish.Language >= 0 && wish.Weight > 0).OrderByDescending(wish => wish.Weight).Select(wish => All[wish.Language]).FirstOrDefault(All[0]);

        static (int Language, decimal Weight) Wish(string text)
        {
            string[] parts = text.Split(';');
            string? weight = parts.Skip(1).Select(part => part.Trim()).FirstOrDefault(part => part.StartsWith("q=", StringComparison.Ordinal));
            return (Array.IndexOf(Codes, parts[0].Trim().Split('-')[0].ToLowerInvariant()), weight != null && decimal.TryParse(weight[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? value : 1);
        }
    }

    /// <summary>A rate by its name: the meter's own two have one in each language, others that of their file.</summary>
    public string RateName(string name) => name == "Day" ? Day : name == "Night" ? Of("Night", "Nacht", "Nuit") : name;

    /// <summary>W as kW.</summary>
    public string Kw(long w) => Number(w / 1000m, 3);

    /// <summary>Wh as kWh.</summary>
    public string Kwh(long wh) => Number(wh / 1000m, 2);

    /// <summary>Litres as m³.</summary>
    public string CubicMetres(long litres) => Number(litres / 1000m, 3);

    /// <summary>Money, to the cent.</summary>
    public string Euro(long nanoEuro) => Euro(nanoEuro / 1_000_000_000m);

    /// <summary>Money, to the cent.</summary>
    public string Euro(decimal euro)
    {
        string amount = Number(Math.Abs(euro), 2);
        string sign = Math.Round(euro, 2, MidpointRounding.AwayFromZero) < 0 ? "−" : "";
        return Of($"{sign}€{amount}", $"{sign}€\u00A0{amount}", $"{sign}{amount}\u00A0€");
    }

    /// <summary>Nano-euro per Wh as euro per kWh.</summary>
    public string Price(long nanoEuroPerWh) => Number(nanoEuroPerWh / 1_000_000m, 4);

    /// <summary>A number.</summary>
    public string Number(decimal value, int decimals) => Math.Round(value, decimals, MidpointRounding.AwayFromZero).ToString("N" + decimals, _numbers);

    /// <summary>By how many per cent a value is more than one before; empty when that is nothing.</summary>
    public string Percent(long now, long before)
    {
        if (before == 0)
        {
            return "";
        }

        decimal part = Math.Round((now - before) * 100m / Math.Abs(before), 0, MidpointRounding.AwayFromZero);
        return $"{(part > 0 ? "+" : "")}{Number(part, 0)}\u00A0%";
    }

    /// <summary>How long it is, by its two largest units.</summary>
    public string Duration(TimeSpan time) => Of(
        Terminal.Show.Duration((long)time.TotalSeconds),
        Terminal.Show.Duration((long)time.TotalSeconds).Replace(" h ", " u ", StringComparison.Ordinal),
        Terminal.Show.Duration((long)time.TotalSeconds).Replace(" d ", " j ", StringComparison.Ordinal));

    /// <summary>The clock at a moment.</summary>
    public static string Clock(long utc) => Terminal.Show.Local(utc, "HH:mm");

    /// <summary>A local day, by its number since 1970-01-01, in full.</summary>
    public string DayOf(int day)
    {
        CivilDate date = new(day);
        return $"{DayNames[_language][(day + 3) % 7]} {date.Day} {MonthNames[_language][date.Month - 1]} {date.Year}";
    }

    /// <summary>A local day without its year, short.</summary>
    public string ShortDay(int day)
    {
        CivilDate date = new(day);
        return $"{DayNames[_language][(day + 3) % 7][..Of(3, 2, 3)]} {date.Day} {ShortMonth(date.Month - 1)}";
    }

    /// <summary>A moment with its day.</summary>
    public string Moment(long utc) => $"{ShortDay(BelgianTime.DayNumber(utc))} {Clock(utc)}";

    /// <summary>A month: year * 12 + month - 1.</summary>
    public string MonthOf(int month) => $"{MonthNames[_language][month % 12]} {month / 12}";

    /// <summary>A month of the year, 0 to 11, short.</summary>
    public string ShortMonth(int month) => MonthNames[_language][month] is { Length: > 4 } name ? name[..(month == 6 && _language == 2 ? 4 : 3)] : MonthNames[_language][month];

    /// <summary>A week, by any of its days.</summary>
    public string WeekOf(int day) => $"{Week} {BelgianTime.IsoWeekOfYear(day)}, {ShortDay(day - ((day + 3) % 7))} – {ShortDay(day - ((day + 3) % 7) + 6)} {new CivilDate(day).Year}";

    /// <summary>Names a bar of a period.</summary>
    /// <param name="period">The period.</param>
    /// <param name="utc">When the bar begins, UTC seconds.</param>
    public string BarOf(Period period, long utc) => period.Kind == PeriodKind.Year ? ShortMonth(period.BarOf(utc)) : ShortDay(BelgianTime.DayNumber(utc));

    /// <summary>What stands below each bar of a period; empty where there is no room.</summary>
    public IReadOnlyList<string> TicksOf(Period period) =>
    [
        .. Enumerable.Range(0, period.Bars).Select(i => period.Kind switch
        {
            PeriodKind.Year => ShortMonth(i)[..1].ToUpperInvariant(),
            PeriodKind.Week => $"{DayNames[_language][i][..2]} {new CivilDate(period.FirstDay + i).Day}",
            _ => i % 2 == 0 ? (i + 1).ToString(CultureInfo.InvariantCulture) : "",
        }),
    ];

    private T Of<T>(T english, T dutch, T french) => _language switch { 1 => dutch, 2 => french, _ => english };
}
