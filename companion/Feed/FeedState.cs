using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Recordings;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Mqtt;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Feed;

/// <summary>What <c>state</c> says, and how values are shown that <c>meter</c> and <c>channel1</c> to <c>channel8</c> say.</summary>
internal sealed record FeedState
{
    /// <summary>Time of the telegram, UTC seconds.</summary>
    public long TimeUtc { get; init; }

    /// <summary>W, or null when the meter did not say.</summary>
    public int? ImportW { get; init; }

    /// <summary>W.</summary>
    public int ExportW { get; init; }

    /// <summary>W by phase, negative to the grid; empty when the meter did not say.</summary>
    public IReadOnlyList<int> PhasesW { get; init; } = [];

    /// <summary>Name of the rate that counts; empty when not known.</summary>
    public string Rate { get; init; } = "";

    /// <summary>The values that the telegram carried, by the names of the OBIS catalogue.</summary>
    public required List<DecodedLine> Lines { get; init; }

    public static FeedState Read(FeedObject json) => new()
    {
        TimeUtc = json.Moment("time"),
        ImportW = json.Has("importW") ? json.Whole("importW") : null,
        ExportW = json.Has("exportW") ? json.Whole("exportW") : 0,
        PhasesW = [.. Enumerable.Range(1, 3).Where(phase => json.Has($"importL{phase}W")).Select(phase => json.Whole($"importL{phase}W") - (json.Has($"exportL{phase}W") ? json.Whole($"exportL{phase}W") : 0))],
        Rate = json.Has("rate") ? json.Text("rate") : "",
        Lines = [.. Telegram(json)],
    };

    /// <summary>The values of <c>state</c> or <c>meter</c>, in the order of a telegram.</summary>
    public static IEnumerable<DecodedLine> Telegram(FeedObject json)
    {
        for (int row = 0; row < ObisCatalogue.Count; row++)
        {
            if (ObisCatalogue.FieldOf(row) != Field.Count && Value(json, row) is string value)
            {
                yield return Line(row, ObisCatalogue.TextOf(row), value);
            }
        }
    }

    private static string? Value(FeedObject json, int row)
    {
        Field field = ObisCatalogue.FieldOf(row);
        ObisUnit unit = ObisCatalogue.UnitOf(row);
        string name = ObisCatalogue.NameOf(field);
        if (name.Length == 0 || (!json.Has(name) && !json.IsNull(name)))
        {
            return null;
        }

        return ObisCatalogue.KindOf(row) switch
        {
            ObisKind.Text => OrNotSet(json.Text(name)),
            ObisKind.Time => Moment(json.Moment(name)),
            ObisKind.Limit when json.IsNull(name) => "no limit",
            ObisKind.TimedQuantity when json.Has("monthPeakEnd") => $"{Quantity(json, name, unit)}, until {Minute(json.Moment("monthPeakEnd"))}",
            ObisKind.Number => TelegramDecoder.State(field, json.Digits(name)),
            _ => Quantity(json, name, unit),
        };
    }

    /// <summary>The values of the meter on a channel.</summary>
    public static IEnumerable<DecodedLine> SubMeter(FeedObject meter, int channel)
    {
        int type = meter.Whole("type");
        yield return OfChannel(channel, "24.1.0", MediumName.OfType(type));
        if (meter.Has("serial"))
        {
            yield return OfChannel(channel, "96.1.1", OrNotSet(meter.Text("serial")));
        }

        if (meter.Has("ean"))
        {
            yield return OfChannel(channel, "96.1.2", OrNotSet(meter.Text("ean")));
        }

        if (meter.Has("valve"))
        {
            yield return OfChannel(channel, "24.4.0", TelegramDecoder.Valve(meter.Whole("valve")));
        }

        bool isGigajoule = meter.Has("heatGj") || meter.Has("gj");
        string register = Payload.RegisterName(Readings.SubMeter.MediumOf(type, isGigajoule), isGigajoule);
        if (meter.Has(register))
        {
            string unit = isGigajoule ? "GJ" : "m³";
            yield return OfChannel(channel, type == Readings.SubMeter.Gas ? "24.2.3" : "24.2.1", $"{meter.Digits(register)} {unit}, read {Moment(meter.Moment("readAt"))}");
        }
    }

    private static DecodedLine OfChannel(int channel, string code, string value)
    {
        string obis = $"0-{channel}:{code}";
        return Line(ObisCatalogue.IndexOf(obis), obis, value);
    }

    private static DecodedLine Line(int row, string obis, string value) =>
        new(0, obis, ObisCatalogue.WordsOf(row), ObisCatalogue.DescriptionOf(row), value, Problem: null, Column: 0);

    private static string Quantity(FeedObject json, string name, ObisUnit unit) => unit switch
    {
        ObisUnit.Watt => $"{Show.Kw(json.Whole(name))} kW",
        ObisUnit.WattHour => $"{json.Digits(name)} kWh",
        ObisUnit.Millivolt => $"{json.Digits(name)} V",
        ObisUnit.Milliampere => $"{json.Digits(name)} A",
        _ => json.Digits(name),
    };

    private static string OrNotSet(string text) => text.Length == 0 ? "not set" : text;

    private static string Minute(long utc) => Show.Local(utc, "yyyy-MM-dd HH:mm");

    private static string Moment(long utc) => utc == MeterTime.None ? "unknown" : Show.Local(utc, "yyyy-MM-dd HH:mm:ss");
}
