using System.Text;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Recordings;

/// <summary>Puts a telegram into words, line by line, by the OBIS catalogue.</summary>
/// <remarks>Every line goes through the parser on its own, so that it is judged just as it is in a telegram.</remarks>
internal sealed class TelegramDecoder
{
    private const string Head = "/\r\n";

    private readonly TelegramParser _parser = new(acceptWithoutCrc: true);

    /// <summary>Decodes a telegram.</summary>
    /// <param name="text">Its bytes from index 0.</param>
    /// <param name="length">From <c>/</c> to <c>!</c>, both included.</param>
    public List<DecodedLine> Decode(byte[] text, int length)
    {
        string[] lines = Encoding.Latin1.GetString(text, 0, length - 1).Split('\n');
        List<DecodedLine> decoded = [];
        for (int i = 1; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r');
            int number = i + 1;
            while (i + 1 < lines.Length && lines[i + 1].StartsWith('('))
            {
                line += "\r\n" + lines[++i].TrimEnd('\r');
            }

            if (line.Length > 0)
            {
                decoded.Add(Decode(line, number));
            }
        }

        return decoded;
    }

    /// <summary>The line that names the meter's make and type, with which a telegram starts.</summary>
    /// <param name="text">The telegram's bytes from index 0.</param>
    /// <param name="length">How many there are.</param>
    public static string Identification(byte[] text, int length)
    {
        int end = Array.FindIndex(text, 0, length, b => b is (byte)'\r' or (byte)'\n' or (byte)'!');
        return Encoding.Latin1.GetString(text, 0, end < 0 ? length : end);
    }

    /// <summary>A state of the meter in words.</summary>
    /// <param name="field">Which one.</param>
    /// <param name="digits">Its number.</param>
    public static string State(Field field, string digits) => (field, Number(digits)) switch
    {
        (Field.Version, 50213) => "50213, eMUCS-P1 1.3",
        (Field.Version, 50215) => "50215, eMUCS-P1 1.5",
        (Field.Version, 50216) => "50216, eMUCS-P1 1.6",
        (Field.Version, 50217) => "50217, eMUCS-P1 1.7",
        (Field.Version, 50221) => "50221, eMUCS-P1 2.1",
        (Field.Grid, 400) => "3N400 V",
        (Field.Grid, 230) => "3x230 V",
        (Field.ActiveRate, 1) => "day",
        (Field.ActiveRate, 2) => "night",
        (Field.Breaker, 0) => "off",
        (Field.Breaker, 1) => "on",
        (Field.Breaker, 2) => "ready to reconnect",
        ( >= Field.Relay1 and <= Field.Relay4, 0) => "open",
        ( >= Field.Relay1 and <= Field.Relay4, 1) => "closed",
        (_, int number) => $"{number}",
    };

    /// <summary>The state of a valve in words.</summary>
    /// <param name="state">0 closed, 1 open, 2 ready to open.</param>
    public static string Valve(int state) => state switch { 0 => "closed", 1 => "open", 2 => "ready to open", _ => $"{state}" };

    private DecodedLine Decode(string line, int number)
    {
        byte[] telegram = Encoding.Latin1.GetBytes(Head + line + "\r\n!\r\n");
        long unknown = _parser.UnknownLineCount;
        long malformed = _parser.MalformedLineCount;
        _parser.Read(telegram, 0, telegram.Length);

        int bracket = line.IndexOf('(');
        string obis = bracket > 0 ? line[..bracket] : "";
        string groups = (bracket > 0 ? line[bracket..] : line).Replace("\r\n", "", StringComparison.Ordinal);
        int row = ObisCatalogue.IndexOf(obis);
        LineProblem? problem = _parser.MalformedLineCount > malformed ? LineProblem.BadValue
            : _parser.UnknownLineCount == unknown ? null
            : ObisCode.Pack(obis) == ObisCode.None ? LineProblem.NoCode
            : LineProblem.UnknownCode;
        return new DecodedLine(
            number,
            obis,
            row < 0 ? "" : ObisCatalogue.WordsOf(row),
            row < 0 ? "" : ObisCatalogue.DescriptionOf(row),
            row < 0 || problem != null ? groups : Value(row, obis, Groups(groups)),
            problem,
            problem == null ? 0 : _parser.SkippedAt - Head.Length + 1);
    }

    private static string[] Groups(string groups) => groups.TrimStart('(').TrimEnd(')').Split(")(");

    private string Value(int row, string obis, string[] groups) => ObisCatalogue.KindOf(row) switch
    {
        ObisKind.Quantity => Quantity(groups[0]),
        ObisKind.Limit => IsAllNines(groups[0]) ? "no limit" : Quantity(groups[0]),
        ObisKind.Time => Time(groups[0]),
        ObisKind.TimedQuantity => Quantity(groups[1]) + Until(groups[0]),
        ObisKind.Text or ObisKind.SubMeterSerial or ObisKind.SubMeterEan => Text(row, obis),
        ObisKind.PeakHistory => History(groups),
        ObisKind.SubMeterRegister when groups[1].Contains('*') => $"{Quantity(groups[1])}, read {Time(groups[0])}",
        ObisKind.SubMeterRegister => "never read",
        ObisKind.SubMeterRegisterTwoLines => $"{Quantity(groups[^1] + "*m3")}, read {LocalTime(groups[0])}",
        ObisKind.SubMeterType => MediumName.OfType(Number(groups[0])),
        ObisKind.SubMeterValve => Valve(Number(groups[0])),
        _ => State(ObisCatalogue.FieldOf(row), groups[0]),
    };

    // The telegram's own digits without the zeros in front: nothing is lost, and nothing is added.
    private static string Quantity(string group)
    {
        int star = group.IndexOf('*');
        string digits = star < 0 ? group : group[..star];
        string unit = star < 0 ? "" : " " + group[(star + 1)..].Replace("m3", "m³", StringComparison.Ordinal);
        digits = digits.TrimStart('0');
        return (digits.Length == 0 || digits[0] == '.' ? "0" + digits : digits) + unit;
    }

    private static string Time(string stamp)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(stamp);
        long utc = bytes.Length == MeterTime.Length ? MeterTime.Parse(bytes, 0) : MeterTime.None;
        return utc == MeterTime.None ? "unknown" : Show.Local(utc, "yyyy-MM-dd HH:mm:ss");
    }

    // DSMR 2.2 and 3 write no S or W.
    private static string LocalTime(string stamp)
    {
        long local = MeterTime.ParseLocal(Encoding.ASCII.GetBytes(stamp), 0);
        return local == MeterTime.None ? "unknown" : Show.Local(BelgianTime.ToUtc(local), "yyyy-MM-dd HH:mm:ss");
    }

    private static string History(string[] groups)
    {
        List<string> months = [];
        for (int i = 3; i + 2 < groups.Length; i += 3)
        {
            byte[] stamp = Encoding.ASCII.GetBytes(groups[i]);
            long periodUtc = MeterTime.Parse(stamp, 0);
            string month = periodUtc == MeterTime.None
                ? "unknown month"
                : Show.Month(BelgianTime.MonthNumber(BelgianTime.DayNumber(periodUtc - 1)));
            months.Add($"{month} {Quantity(groups[i + 2])}{Until(groups[i + 1])}");
        }

        return months.Count == 0 ? "none yet" : string.Join("\n", months);
    }

    // Peaks end on the minute, and a month without one has no time.
    private static string Until(string stamp) => Time(stamp) is var time && time == "unknown" ? "" : $", until {time[..^3]}";

    // The reading has decoded it.
    private string Text(int row, string obis)
    {
        SubMeter Channel() => _parser.Reading.SubMeter(obis[2] - '0');
        string text = (ObisCatalogue.KindOf(row), ObisCatalogue.FieldOf(row)) switch
        {
            (ObisKind.SubMeterSerial, _) => Channel().Serial.Text,
            (ObisKind.SubMeterEan, _) => Channel().Ean.Text,
            (_, Field.MeterSerial) => _parser.Reading.MeterSerial.Text,
            (_, Field.Ean) => _parser.Reading.Ean.Text,
            _ => _parser.Reading.Message.Text,
        };
        return text.Length == 0 ? "not set" : text;
    }

    private static bool IsAllNines(string group) => group.Split('*')[0].Replace(".", "", StringComparison.Ordinal).All(c => c == '9');

    private static int Number(string digits) => int.TryParse(digits, out int number) ? number : 0;
}

/// <summary>What an M-Bus meter counts, in a word.</summary>
internal static class MediumName
{
    /// <summary>The word for a device type.</summary>
    /// <param name="deviceType">The type of EN 13757-3.</param>
    public static string OfType(int deviceType) => deviceType switch
    {
        SubMeter.Gas => "gas",
        SubMeter.Water => "water",
        SubMeter.Heat or 12 or 13 => "heat",
        0 => "unknown",
        _ => $"type {deviceType}",
    };
}
