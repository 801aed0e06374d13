using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Tests.Readings;

/// <summary>
/// What a telegram says, the simple way: the whole text, split into lines, each by regular expressions. Of the project's own it knows only the
/// table of codes. What is read in pieces is held against it.
/// </summary>
internal sealed partial class PlainParser
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);
    private int _twoLineChannel;
    private long _twoLineUtc;

    public int Unknown { get; private set; }

    public int Malformed { get; private set; }

    /// <summary>Where the line begins and ends that was skipped last.</summary>
    public (int From, int To) SkippedIn { get; private set; }

    /// <summary>As of <see cref="ReadingDump.Text"/>.</summary>
    public string Text => string.Concat(_values.Select(value => value.Key + " = " + value.Value + "\n"));

    /// <summary>Reads a telegram.</summary>
    /// <param name="telegram">From the <c>/</c>, to the <c>!</c> or beyond.</param>
    public static PlainParser Of(byte[] telegram)
    {
        string text = Encoding.Latin1.GetString(telegram);
        string[] lines = text[..text.IndexOf('!')].Split('\n');
        PlainParser parser = new();
        bool isSkipped = false;
        int at = lines[0].Length + 1;
        for (int i = 1; i < lines.Length; i++)
        {
            bool isWhole = i < lines.Length - 1;
            string line = lines[i].TrimStart('\r');
            line = isWhole && line.EndsWith('\r') ? line[..^1] : line;
            if (line.Length > 0)
            {
                int skipped = parser.Unknown + parser.Malformed;
                isSkipped = !parser.Take(line, isWhole, isWhole && lines[i].EndsWith('\r'), isSkipped);
                parser.SkippedIn = parser.Unknown + parser.Malformed > skipped ? (at, at + lines[i].Length) : parser.SkippedIn;
            }

            at += lines[i].Length + 1;
        }

        if (parser._twoLineChannel > 0)
        {
            parser.Malformed++;
            parser.SkippedIn = (at - 1, at - 1);
        }

        return parser;
    }

    [GeneratedRegex(@"^\d-(\d):(\d+)\.(\d+)\.(\d+)(?=\()")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\((\d{1,9})\)")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\((\d*)(?:\.(\d{1,3}))?(?:\*(kWh|Wh|kW|W|V|A|m3|GJ))?\)")]
    private static partial Regex Quantity();

    [GeneratedRegex(@"^\((.{13})\)", RegexOptions.Singleline)]
    private static partial Regex Stamp();

    [GeneratedRegex(@"^\(([0-9A-Fa-f]*)\)$")]
    private static partial Regex Hex();

    [GeneratedRegex(@"^\([^)]{0,15}\)\([^)]{0,15}\)")]
    private static partial Regex HistoryCodes();

    // False when the line was skipped, and with it those that go on with a bracket.
    private bool Take(string line, bool isWhole, bool hasReturn, bool isSkipped)
    {
        if (_twoLineChannel > 0)
        {
            int channel = _twoLineChannel;
            _twoLineChannel = 0;
            if (line[0] == '(')
            {
                string rest = line;
                bool isRead = TakeQuantity(ref rest, "m3 GJ", out int value, out _) && value <= 999_999_990 && rest.Length == 0 && isWhole;
                Malformed += isRead ? 0 : 1;
                if (isRead)
                {
                    _values[$"channel {channel} register"] = value + " at " + _twoLineUtc;
                }

                return isRead;
            }

            Malformed++;
        }

        Match code = Code().Match(line);
        bool isCode = code.Success && code.Length <= 15 && code.Groups.Values.Skip(2).All(number => int.Parse(number.Value, CultureInfo.InvariantCulture) < 256);
        if (!isCode && isSkipped && line[0] == '(')
        {
            return false;
        }

        string plain = isCode ? Normal(code.Value) : "";
        int row = isCode ? ObisCatalogue.IndexOf(plain) : -1;
        if (row < 0)
        {
            Unknown++;
            return false;
        }

        bool isRight = TakeValue(line[code.Length..], row, code.Groups[1].Value, isWhole, hasReturn);
        Malformed += isRight ? 0 : 1;
        return isRight;
    }

    // Without zeros in front.
    private static string Normal(string code) => Regex.Replace(code, @"\d+", number => number.Value.TrimStart('0').PadLeft(1, '0'));

    private bool TakeValue(string rest, int row, string channel, bool isWhole, bool hasReturn)
    {
        ObisKind kind = ObisCatalogue.KindOf(row);
        string name = ObisCatalogue.FieldOf(row).ToString();
        string meter = "channel " + channel;
        int value;
        switch (kind)
        {
            case ObisKind.Number:
                return TakeNumber(ref rest, out value) && Ends(rest) && Set(name, value.ToString());

            case ObisKind.SubMeterType:
                return TakeNumber(ref rest, out value) && Ends(rest) && Set(meter + " type", value == 0 ? null : value.ToString());

            case ObisKind.SubMeterValve:
                return TakeNumber(ref rest, out value) && Ends(rest) && Set(meter + " valve", value.ToString());

            case ObisKind.Quantity:
            case ObisKind.Limit:
                string digits = Quantity().Match(rest) is { Success: true } match ? match.Groups[1].Value + match.Groups[2].Value : "";
                string units = ObisCatalogue.UnitOf(row) switch
                {
                    ObisUnit.WattHour => "kWh Wh",
                    ObisUnit.Watt => "kW W",
                    ObisUnit.Millivolt => "V",
                    _ => "A",
                };
                return TakeQuantity(ref rest, units, out value, out bool hasUnit, kind == ObisKind.Limit) && hasUnit && Ends(rest)
                    && Set(name, (kind == ObisKind.Limit && digits.All(digit => digit == '9') ? Reading.NoLimit : value).ToString());

            case ObisKind.Time:
                return TakeTime(ref rest, out long utc) && utc != 0 && Ends(rest) && Set(name, "1") && Set("time utc", utc.ToString());

            case ObisKind.TimedQuantity:
                return TakeTime(ref rest, out long endUtc) && TakeQuantity(ref rest, "kW W", out value, out bool hasWatt) && hasWatt && Ends(rest)
                    && Set(name, value.ToString()) && Set("month peak end", endUtc == 0 ? null : endUtc.ToString());

            case ObisKind.Text:
                string text = name == "MeterSerial" ? "meter serial" : name == "Ean" ? "ean" : "message";
                return TakeText(rest, text, name == "Message" ? 2048 : 96) ? Set(name, "1") : !Set(name, null);

            case ObisKind.SubMeterSerial:
                return TakeText(rest, meter + " serial", 96);

            case ObisKind.SubMeterEan:
                return TakeText(rest, meter + " ean", 96);

            case ObisKind.PeakHistory:
                return TakeHistory(rest) && isWhole ? Set(name, "1") : !(Set(name, null) && ForgetPeaks());

            case ObisKind.SubMeterRegister:
                return TakeTime(ref rest, out long readUtc) && TakeQuantity(ref rest, "m3 GJ", out value, out bool hasCubic) && Ends(rest)
                    && Set(meter + " register", hasCubic ? value + " at " + readUtc : null);

            default:
                if (!isWhole || rest.Length < 14 || rest.Length + (hasReturn ? 1 : 0) > 96 || rest[13] != ')' || !rest.EndsWith("(m3)", StringComparison.Ordinal))
                {
                    return false;
                }

                _twoLineChannel = int.Parse(channel, CultureInfo.InvariantCulture);
                long local = Seconds(rest[1..13]);
                _twoLineUtc = local == 0 ? 0 : BelgianTime.ToUtc(local);
                return true;
        }

        bool Ends(string left) => isWhole && left.Length == 0;

        bool TakeText(string group, string key, int most)
        {
            Match hex = Hex().Match(group);
            bool isText = hex.Success && isWhole && hex.Groups[1].Length <= most;
            return isText ? Set(key, Decode(hex.Groups[1].Value.ToUpperInvariant())) : !Set(key, null);
        }
    }

    private bool TakeHistory(string rest)
    {
        ForgetPeaks();
        if (!TakeNumber(ref rest, out int count) || HistoryCodes().Match(rest) is not { Success: true } codes)
        {
            return false;
        }

        rest = rest[codes.Length..];
        SortedDictionary<int, string> peaks = [];
        for (int i = 0; i < count; i++)
        {
            if (!TakeTime(ref rest, out long period) || !TakeTime(ref rest, out long peak) || !TakeQuantity(ref rest, "kW W", out int watt, out bool hasUnit) || !hasUnit)
            {
                return false;
            }

            long within = period != 0 ? period : peak;
            if (within > 1)
            {
                DateTime local = DateTime.UnixEpoch.AddSeconds(BelgianTime.Local(within - 1));
                peaks[(local.Year * 12) + local.Month - 1] = watt + " at " + peak;
            }
        }

        foreach ((int month, string peak) in peaks.TakeLast(15))
        {
            _values["peak " + month] = peak;
        }

        return rest.Length == 0 || (count == 0 && rest == "()");
    }

    private bool ForgetPeaks()
    {
        foreach (string key in _values.Keys.Where(key => key.StartsWith("peak ", StringComparison.Ordinal)).ToArray())
        {
            _values.Remove(key);
        }

        return true;
    }

    private bool Set(string key, string? value)
    {
        _values.Remove(key);
        if (value != null)
        {
            _values.Add(key, value);
        }

        return true;
    }

    private static bool TakeNumber(ref string rest, out int value)
    {
        Match match = Number().Match(rest);
        value = match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        rest = rest[match.Length..];
        return match.Success && value <= 99_999;
    }

    private static bool TakeQuantity(ref string rest, string units, out int value, out bool hasUnit, bool isLimit = false)
    {
        value = 0;
        Match match = Quantity().Match(rest);
        string whole = match.Groups[1].Value;
        string part = match.Groups[2].Value;
        string unit = match.Groups[3].Value;
        hasUnit = unit.Length > 0;
        if (!match.Success || whole.Length + part.Length is 0 or > 9 || (hasUnit && !units.Split(' ').Contains(unit)) || (unit is "W" or "Wh" && part.Length > 0))
        {
            return false;
        }

        // Thousandths, but of whole W and Wh; without unit it is a register of zeros, of which only the second line of two is looked at.
        long thousandths = unit is "W" or "Wh" ? long.Parse(whole, CultureInfo.InvariantCulture)
            : long.Parse(whole + part.PadRight(3, '0'), CultureInfo.InvariantCulture);
        long most = unit switch
        {
            "kWh" or "Wh" => 999_999_999,
            "kW" or "W" => isLimit ? 999_900 : 99_999,
            "V" => 999_900,
            "A" => 999_990,
            "m3" or "GJ" => part.Length == 3 ? 99_999_999 : 999_999_990,
            _ => long.MaxValue,
        };
        if (thousandths > most)
        {
            return false;
        }

        value = (int)Math.Min(thousandths, int.MaxValue);
        rest = rest[match.Length..];
        return true;
    }

    private static bool TakeTime(ref string rest, out long utc)
    {
        Match match = Stamp().Match(rest);
        string stamp = match.Groups[1].Value;
        long local = match.Success && stamp[12] is 'S' or 'W' ? Seconds(stamp[..12]) : 0;
        utc = local == 0 ? 0 : local - (stamp[12] == 'S' ? 7200 : 3600);
        rest = rest[match.Length..];
        return match.Success;
    }

    private static long Seconds(string digits) =>
        DateTime.TryParseExact("20" + digits, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)
            ? (long)(time - DateTime.UnixEpoch).TotalSeconds
            : 0;

    private static string Decode(string digits)
    {
        if (digits.All(digit => digit == '0'))
        {
            return "";
        }

        byte[] octets = digits.Length % 2 == 0 ? Convert.FromHexString(digits) : [0];
        return octets.All(octet => octet is >= 0x20 and <= 0x7E) ? Encoding.ASCII.GetString(octets) : digits;
    }
}
