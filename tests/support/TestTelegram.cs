using System.Globalization;
using System.Text;

namespace MeterFirmware.Tests.Support;

/// <summary>Composes an eMUCS-P1 telegram from named values; what is null is not sent. All serial numbers are invented.</summary>
internal sealed class TestTelegram
{
    public const string FirstSerial = "1SAG9900000017";

    public bool HasVersion { get; set; } = true;

    public long? Utc { get; set; }

    public string? Serial { get; set; } = FirstSerial;

    public int? ImportDayWh { get; set; } = 0;

    public int? ImportNightWh { get; set; } = 0;

    public int? ExportDayWh { get; set; } = 0;

    public int? ExportNightWh { get; set; } = 0;

    public int? ActiveRate { get; set; } = 1;

    public int? DemandW { get; set; } = 0;

    public int? MonthPeakW { get; set; }

    public string MonthPeakEnd { get; set; } = "632525252525W";

    public List<TestPeak>? History { get; set; }

    public int? ImportW { get; set; } = 0;

    public int? ExportW { get; set; } = 0;

    public List<TestChannel> Channels { get; } = [];

    /// <summary>Whole lines that have no property of their own.</summary>
    public List<string> MoreLines { get; } = [];

    public byte[] Bytes()
    {
        byte[] body = Encoding.ASCII.GetBytes(Body());
        return [.. body, .. Encoding.ASCII.GetBytes($"{PlainCrc.Of(body):X4}\r\n")];
    }

    /// <summary>From the <c>/</c> to the <c>!</c>, both included.</summary>
    public string Body()
    {
        StringBuilder text = new("/FLU5\\253770234_A\r\n\r\n");
        Line(text, "0-0:96.1.4", HasVersion ? "50217" : null);
        Line(text, "0-0:96.1.1", Serial == null ? null : Hex(Serial));
        Line(text, "0-0:1.0.0", Utc == null ? null : Belgium.Stamp(Utc.Value));
        Line(text, "1-0:1.8.1", Thousandths(ImportDayWh, 6, "kWh"));
        Line(text, "1-0:1.8.2", Thousandths(ImportNightWh, 6, "kWh"));
        Line(text, "1-0:2.8.1", Thousandths(ExportDayWh, 6, "kWh"));
        Line(text, "1-0:2.8.2", Thousandths(ExportNightWh, 6, "kWh"));
        Line(text, "0-0:96.14.0", ActiveRate?.ToString("0000", CultureInfo.InvariantCulture));
        Line(text, "1-0:1.4.0", Thousandths(DemandW, 2, "kW"));
        if (MonthPeakW != null)
        {
            text.Append("1-0:1.6.0(").Append(MonthPeakEnd).Append(')');
            text.Append('(').Append(Thousandths(MonthPeakW, 2, "kW")).Append(")\r\n");
        }

        if (History != null)
        {
            text.Append("0-0:98.1.0(").Append(History.Count).Append(")(1-0:1.6.0)(1-0:1.6.0)");
            foreach (TestPeak row in History)
            {
                text.Append('(').Append(row.Period).Append(")(").Append(row.PeakEnd).Append(")(");
                text.Append(Thousandths(row.PeakW, 2, "kW")).Append(')');
            }

            text.Append("\r\n");
        }

        Line(text, "1-0:1.7.0", Thousandths(ImportW, 2, "kW"));
        Line(text, "1-0:2.7.0", Thousandths(ExportW, 2, "kW"));
        foreach (string line in MoreLines)
        {
            text.Append(line).Append("\r\n");
        }

        foreach (TestChannel channel in Channels)
        {
            Append(text, channel);
        }

        return text.Append('!').ToString();
    }

    private static void Line(StringBuilder text, string code, string? value)
    {
        if (value != null)
        {
            text.Append(code).Append('(').Append(value).Append(")\r\n");
        }
    }

    private static string? Thousandths(int? value, int wholeDigits, string unit)
    {
        if (value == null)
        {
            return null;
        }

        string whole = (value.Value / 1000).ToString(CultureInfo.InvariantCulture).PadLeft(wholeDigits, '0');
        return $"{whole}.{value.Value % 1000:000}*{unit}";
    }

    private static string Hex(string serial) => Convert.ToHexString(Encoding.ASCII.GetBytes(serial));

    private void Append(StringBuilder text, TestChannel channel)
    {
        string code = $"0-{channel.Channel}:";
        Line(text, code + "24.1.0", channel.Type?.ToString("000", CultureInfo.InvariantCulture));
        Line(text, code + "96.1.1", channel.Serial == null ? null : Hex(channel.Serial));
        string registerCode = code + (channel.Type == TestChannel.Water ? "24.2.1" : "24.2.3");
        if (channel.NeverRead)
        {
            text.Append(registerCode).Append("(632525252525W)(00000.000)\r\n");
        }
        else if (channel.Litres != null)
        {
            text.Append(registerCode).Append('(').Append(Belgium.Stamp(channel.ReadAtUtc ?? Utc ?? 0)).Append(")(");
            text.Append(Thousandths(channel.Litres, 5, "m3")).Append(")\r\n");
        }
    }
}
