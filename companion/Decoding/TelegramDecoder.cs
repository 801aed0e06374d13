using System.Text;
using MeterFirmware.Companion.Showing;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Decoding;

/// <summary>Puts a telegram into words, line by line, by the OBIS catalogue.</summary>
internal static class TelegramDecoder
{
    /// <summary>Decodes a telegram.</summary>
    /// <param name="text">Its bytes from index 0.</param>
    /// <param name="length">From <c>/</c> to <c>!</c>, both included.</param>
    /// <param name="reading">The same telegram as the parser read it; tells which lines were skipped and why.</param>
    public static List<DecodedLine> Decode(byte[] text, int length, Reading reading)
    {
        List<DecodedLine> lines = [];
        int number = 0;
        int start = 0;
        while (start < length - 1)
        {
            int end = Array.IndexOf(text, (byte)'\n', start, length - start);
            end = end < 0 ? length - 1 : end;
            number++;
            string line = Encoding.Latin1.GetString(text, start, end - start).TrimEnd('\r');
            bool continues = line.StartsWith('(') && lines.Count > 0;
            if (continues)
            {
                lines[^1] = Continue(lines[^1], line);
            }
            else if (number > 1 && line.Length > 0)
            {
                lines.Add(Decode(line, number, start, reading));
            }

            start = end + 1;
        }

        return lines;
    }

    /// <summary>The line that names the meter's make and type, with which a telegram starts.</summary>
    /// <param name="text">The telegram's bytes from index 0.</param>
    /// <param name="length">How many there are.</param>
    public static string Identification(byte[] text, int length)
    {
        int end = Array.FindIndex(text, 0, length, b => b is (byte)'\r' or (byte)'\n' or (byte)'!');
        return Encoding.Latin1.GetString(text, 0, end < 0 ? length : end);
    }

    private static DecodedLine Decode(string line, int number, int start, Reading reading)
    {
        int bracket = line.IndexOf('(');
        string obis = bracket > 0 ? line[..bracket] : "";
        string groups = bracket > 0 ? line[bracket..] : line;
        ObisEntry? entry = obis.Length > 0 ? ObisCatalogue.Find(obis) : null;
        SkippedLines skipped = reading.Skipped;
        for (int i = 0; i < skipped.Count; i++)
        {
            if (skipped.Start(i) == start)
            {
                return new DecodedLine(
                    number,
                    obis,
                    entry?.Name ?? "",
                    entry?.Description ?? "",
                    groups,
                    skipped.Problem(i),
                    skipped.Position(i) - start + 1);
            }
        }

        string value = entry == null ? groups : Value(entry, Groups(groups));
        return new DecodedLine(number, obis, entry?.Name ?? "", entry?.Description ?? "", value, null, 0);
    }

    private static DecodedLine Continue(DecodedLine line, string more) =>
        line.Problem == null && line.Name.Length > 0
            ? line with { Value = Quantity(Groups(more)[0] + "*m3") }
            : line with { Value = line.Value + more };

    private static string[] Groups(string groups) => groups.TrimStart('(').TrimEnd(')').Split(")(");

    private static string Value(ObisEntry entry, string[] groups) => entry.Kind switch
    {
        ObisKind.Quantity => Quantity(groups[0]),
        ObisKind.Limit => IsAllNines(groups[0]) ? "no limit" : Quantity(groups[0]),
        ObisKind.Time => Time(groups[0]),
        ObisKind.TimedQuantity => $"{Quantity(groups[1])}, until {Time(groups[0])[..^3]}",
        ObisKind.Text or ObisKind.SubMeterSerial or ObisKind.SubMeterEan => Text(groups[0]),
        ObisKind.PeakHistory => History(groups),
        ObisKind.SubMeterRegister when groups[1].Contains('*') => $"{Quantity(groups[1])}, read {Time(groups[0])}",
        ObisKind.SubMeterRegister => "never read",
        ObisKind.SubMeterType => MediumName.OfType(Number(groups[0])),
        ObisKind.SubMeterValve => Number(groups[0]) switch { 0 => "closed", 1 => "open", 2 => "ready to open", var n => $"{n}" },
        _ => State(entry.Field, groups[0]),
    };

    private static string State(Field field, string digits) => (field, Number(digits)) switch
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
            string time = Time(groups[i + 1]);
            months.Add($"{month} {Quantity(groups[i + 2])}" + (time == "unknown" ? "" : $", until {time[..^3]}"));
        }

        return months.Count == 0 ? "none yet" : string.Join("\n", months);
    }

    private static string Text(string hex)
    {
        if (hex.Trim('0').Length == 0)
        {
            return "not set";
        }

        if (hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit))
        {
            string text = Encoding.Latin1.GetString(Convert.FromHexString(hex));
            if (text.All(c => c is >= ' ' and <= '~'))
            {
                return text;
            }
        }

        return hex;
    }

    private static bool IsAllNines(string group) => group.Split('*')[0].Replace(".", "", StringComparison.Ordinal).All(c => c == '9');

    private static int Number(string digits) => int.TryParse(digits, out int number) ? number : 0;
}
