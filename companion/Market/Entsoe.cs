using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Market;

/// <summary>The transparency platform of ENTSO-E, which wants a token.</summary>
/// <param name="root">Where it is.</param>
/// <param name="token">The token. Never to be shown or logged.</param>
/// <param name="web">Asks it.</param>
internal sealed class Entsoe(Uri root, string token, WebAccess web) : WebSource(SourceName, root, mostPerMinute: 60, web)
{
    public const string SourceName = "entsoe";

    public static readonly Uri Address = new("https://web-api.tp.entsoe.eu/");

    private const string Belgium = "10YBE----------2";
    private const string DayAhead = "A01";
    private const string EachPoint = "A01";
    private const string UntilNextPoint = "A03";

    protected override string Hint => "; is the token right?";

    protected override string Question(int day) =>
        $"api?securityToken={Uri.EscapeDataString(token)}&documentType=A44&in_Domain={Belgium}&out_Domain={Belgium}&periodStart={Time(day)}&periodEnd={Time(day + 1)}";

    protected override SpotDay Read(byte[] body, int day)
    {
        XElement root = Parse(body);
        switch (root.Name.LocalName)
        {
            case "Publication_MarketDocument":
                PriceGathering gathering = new();
                foreach (XElement series in All(root, "TimeSeries"))
                {
                    Read(series, gathering);
                }

                return gathering.Day(day);
            case "Acknowledgement_MarketDocument":
                string reason = ReasonIn(root);
                throw reason.Contains("No matching data", StringComparison.OrdinalIgnoreCase) ? PriceException.NotYet() : new PriceException($"it refuses: {reason}");
            default:
                throw new PriceException($"its answer is a {Quote.Of(root.Name.LocalName)}, not prices");
        }
    }

    protected override string Reason(byte[] body)
    {
        try
        {
            return ReasonIn(Parse(body));
        }
        catch (PriceException)
        {
            return "";
        }
    }

    private static void Read(XElement series, PriceGathering gathering)
    {
        if (Text(series, "contract_MarketAgreement.type") is string contract && contract != DayAhead)
        {
            return;
        }

        Require(series, "currency_Unit.name", "EUR");
        Require(series, "price_Measure_Unit.name", "MWH");
        string curve = Text(series, "curveType") ?? EachPoint;
        if (curve is not (EachPoint or UntilNextPoint))
        {
            throw new PriceException($"its curveType is {Quote.Of(curve)}; A01 or A03 was expected");
        }

        int rank = Text(series, "classificationSequence_AttributeInstanceComponent.position") is string position ? Whole(position, "position") : 0;
        foreach (XElement period in All(series, "Period"))
        {
            ReadPeriod(period, curve == UntilNextPoint, rank, gathering);
        }
    }

    private static void ReadPeriod(XElement period, bool isForward, int rank, PriceGathering gathering)
    {
        XElement interval = All(period, "timeInterval").FirstOrDefault() ?? throw new PriceException("a period has no timeInterval");
        long startUtc = AnswerJson.Moment(Text(interval, "start") ?? "", "start");
        long endUtc = AnswerJson.Moment(Text(interval, "end") ?? "", "end");
        int seconds = Text(period, "resolution") switch
        {
            "PT15M" => BelgianTime.SecondsPerQuarter,
            "PT60M" => PriceGathering.Hour,
            string other => throw new PriceException($"its resolution is {Quote.Of(other)}; PT15M or PT60M was expected"),
            null => throw new PriceException("a period has no resolution"),
        };
        long count = (endUtc - startUtc) / seconds;
        SortedDictionary<long, decimal> points = [];
        foreach (XElement point in All(period, "Point"))
        {
            int position = Whole(Text(point, "position") ?? "", "position");
            decimal price = Number(Text(point, "price.amount") ?? "");
            if (position < 1 || position > count)
            {
                throw new PriceException($"position {position} is outside of its period, which has {count}");
            }

            if (!points.TryAdd(position, price) && points[position] != price)
            {
                throw new PriceException($"it has two prices at position {position}");
            }
        }

        // What equals the one before is left out, up to the end of the period too.
        long[] positions = [.. points.Keys];
        for (int i = 0; i < positions.Length; i++)
        {
            long until = !isForward ? positions[i] : i + 1 < positions.Length ? positions[i + 1] - 1 : count;
            for (long position = positions[i]; position <= until; position++)
            {
                gathering.Add(startUtc + ((position - 1) * seconds), seconds, points[positions[i]], rank);
            }
        }
    }

    private static XElement Parse(byte[] body)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException)
        {
            throw new PriceException("its answer is no XML, or not all of it");
        }
    }

    // The namespace has a version, which changes.
    private static IEnumerable<XElement> All(XElement parent, string name) => parent.Elements().Where(child => child.Name.LocalName == name);

    private static string? Text(XElement parent, string name) => All(parent, name).FirstOrDefault()?.Value.Trim();

    private static string ReasonIn(XElement root) => Quote.Of(All(root, "Reason").Select(reason => Text(reason, "text")).FirstOrDefault() ?? "").TrimEnd('.');

    private static void Require(XElement series, string name, string expected)
    {
        string found = Text(series, name) ?? "";
        if (!found.Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new PriceException($"{name} is {Quote.Of(found)}; {expected} was expected");
        }
    }

    private static int Whole(string text, string name) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new PriceException($"{name} has {Quote.Of(text)} where a number was expected");

    private static decimal Number(string text) => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
        ? number
        : throw new PriceException($"price.amount has {Quote.Of(text)} where a number was expected");

    private static string Time(int day) => DateTime.UnixEpoch.AddSeconds(BelgianTime.DayStartUtc(day)).ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);
}
