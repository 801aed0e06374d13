using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.State;

/// <summary>4096 bytes hold the state of any house.</summary>
public class StateSizeTests
{
    // 48 octets, the longest identifier; the second is not printable and is kept as 96 digits.
    private const string LongestSerial = "SERIAL-OF-48-CHARACTERS-0123456789-ABCDEFGHIJKLM";
    private static readonly string Unprintable = LongestSerial[..47] + '\u0001';

    private const string LongNames =
        """
        {"Electricity": {"+": 1000, "-": 1000, "feePerYear": 100000,
         "bands": {"€€€€€€€€€€€€": ["0-6"], "ÉÉÉÉÉÉÉÉÉÉÉÉ": ["6-12"], "zwölf Zeiche": ["12-18"], "€€€€€€€€€€€É": ["18-24"]}},
         "Gas": {"+": 1000, "feePerYear": 100000}, "Water": {"+": 1000, "feePerYear": 100000}}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_longest_serials_on_all_channels_and_fifteen_months(bool unprintable)
    {
        Assert.Equal(48, LongestSerial.Length);
        string serial = unprintable ? Unprintable : LongestSerial;
        TestMeter house = new(LongNames);
        house.Telegram.Serial = serial;
        for (int channel = 1; channel <= 8; channel++)
        {
            house.Add(channel, channel % 2 == 0 ? TestChannel.Gas : TestChannel.Water, serial, 0);
        }

        house.Telegram.History = [];
        for (int month = 0; month < 15; month++)
        {
            DateTime next = new DateTime(2024, 12, 1).AddMonths(month);
            house.Telegram.History.Add(new TestPeak($"{next:yyMMdd}000000{(next.Month is >= 4 and <= 10 ? 'S' : 'W')}", $"{next.AddDays(-10):yyMMdd}120000W", 99999));
        }

        long utc = Belgium.Winter(2026, 3, 1, 12);
        for (int day = 0; day < 6; day++)
        {
            house.SendAt(utc + (day * 86400));
            house.Telegram.ImportDayWh += 2400000;
            house.Telegram.ExportDayWh += 2400000;
            house.Telegram.Channels.ForEach(channel => channel.Litres += 2400000);
        }

        byte[] saved = house.Saved();
        Assert.InRange(saved.Length, 2800, 4096);
        Assert.Equal(15, house.Quarter.Peaks.Past.Count);
        house.Restart();
        Assert.Equal(saved, house.Saved());
        Assert.Equal(MeterEvents.None, house.SendAt(house.Telegram.Utc!.Value + 86400) & (MeterEvents.MeterSwapped | MeterEvents.SubMeterSwapped));
    }
}
