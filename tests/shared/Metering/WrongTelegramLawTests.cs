using System.Text;
using CsCheck;
using MeterFirmware.Costs;
using MeterFirmware.Quarters;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Metering;

/// <summary>
/// Up to five wrong telegrams with a right CRC within a minute, put in or in place of right ones: three minutes of right telegrams later
/// the meter is as if they had not come.
/// </summary>
/// <remarks>
/// Not the same as without them only where nobody can tell: a telegram that a right one could have been (a Wh more, a second later) is right.
/// </remarks>
public class WrongTelegramLawTests
{
    private const string Rates =
        """
        {"Gas": {"+": 1.576, "feePerYear": 70.08}, "Water": {"+": 6.2, "feePerYear": 35.04},
         "Electricity": {"+": {"Day": 0.3214, "Night": 0.2225}, "-": {"Day": 0.1, "Night": 0.05}, "feePerYear": 140.16},
         "Capacity": {"perKwYear": 53.13, "floorKw": 2.5, "floorOn": "month"}}
        """;

    private static readonly long[] Starts =
    [
        Belgium.Winter(2026, 1, 14, 12, 3), Belgium.Winter(2026, 1, 14, 17, 26), Belgium.Winter(2026, 1, 14, 23, 55, 17),
        Belgium.Winter(2026, 12, 31, 23, 54, 40), Belgium.Summer(2026, 10, 25, 1, 55), Belgium.Winter(2026, 2, 1, 0, 10),
    ];

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(10, true)]
    [InlineData(10, false)]
    public void Wrong_telegrams_leave_no_trace(int interval, bool sendsDemand) =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                Random random = new(seed);
                Stream stream = new(random, interval, sendsDemand);
                stream.Run(120 + (60 * random.Next(3)), random.Next(2) == 0);
                stream.Incident();
                stream.Run(180);
                Assert.Equal(Text(stream.Right), Text(stream.Tried));
                Assert.True(stream.Tried.Ledger.StartedUtc > 0);
            },
            iter: Effort.Of(10, 40));

    private static string Text(Meter meter)
    {
        StringBuilder text = new();
        Ledger ledger = meter.Ledger;
        text.AppendLine($"started {ledger.StartedUtc} today {ledger.TodayNumber} rates {ledger.Rates.Count} waits {meter.NextRates != null}");
        (string Name, Account Account)[] accounts =
        [
            ("today", ledger.Today), ("1 ago", ledger.Day(1)), ("2 ago", ledger.Day(2)), ("3 ago", ledger.Day(3)), ("week", ledger.Week), ("month", ledger.Month),
            ("year", ledger.Year), ("all", ledger.SinceStart),
        ];
        foreach ((string name, Account account) in accounts)
        {
            text.AppendLine(
                $"{name}: {account.ImportWhAt(0)} {account.ImportWhAt(1)} {account.ExportWh} gas {account.GasLitres} fees {account.ElectricityFeeNanoEuro} "
                + $"{account.GasFeeNanoEuro} total {account.TotalNanoEuro} peak {account.PeakW} {account.PeakStartUtc}");
        }

        QuarterPeak quarter = meter.Quarter;
        text.AppendLine($"quarter {quarter.Demand.StartUtc} {quarter.Demand.ElapsedSeconds} {quarter.Demand.DemandW} {quarter.Demand.IsPartial}");
        text.AppendLine($"forecast {quarter.ForecastW} of {quarter.ThresholdW} allowed {quarter.AllowedW} breach {quarter.BreachNanoEuro} alarm {quarter.Alarm}");
        text.AppendLine($"peaks {quarter.Peaks.Month} {quarter.Peaks.PeakW} {quarter.Peaks.PeakEndUtc} {quarter.Peaks.PastSumW} {quarter.Peaks.PastCount} mean {quarter.MeanPeakW}");
        return text.ToString();
    }

    /// <summary>A house of which one meter sees all telegrams, the other only the right ones.</summary>
    private sealed class Stream
    {
        private const int Kinds = 9;
        private const int KindsOfElectricity = 7;

        // Not at midnight, where some seconds decide to which day it belongs.
        private const int ReadAtSecond = 137;

        private readonly Random _random;
        private readonly int _interval;
        private readonly TestLoad _load;
        private readonly TestChannel _gas;
        private readonly List<byte[]> _sent = [];
        private readonly TestTelegram _telegram;
        private int _watt = 400;
        private int _before;

        public Stream(Random random, int interval, bool sendsDemand)
        {
            _random = random;
            _interval = interval;
            TestMeter house = new(Rates);
            _telegram = house.Telegram;
            _load = new TestLoad(house, Starts[random.Next(Starts.Length)]) { SendsDemand = sendsDemand, StaleSeconds = random.Next(3) * 4 };
            _gas = house.Add(1, TestChannel.Gas, "GAS0001", 92287);
            house.Add(2, TestChannel.Water, "WAT0001", 8579).ReadAtUtc = _load.Utc;
            _gas.ReadAtUtc = _load.Utc;
            _telegram.ExportDayWh = 350923;
            if (sendsDemand)
            {
                _telegram.MonthPeakW = 3064;
                _telegram.MonthPeakEnd = Belgium.Stamp(_load.Utc - 7200 - (_load.Utc % 900));
                _telegram.History = [new TestPeak("251101000000W", "251009164500S", 3260), new TestPeak("251201000000W", "251124134500W", 1981)];
            }

            MeterFirmware.Tariffs.Rates next = TestMeter.Read(Rates.Replace("{\"Gas\"", "{\"from\": \"2027-07-01\", \"Gas\""));
            Right.UseRatesFromTheirDay(next);
            Tried.UseRatesFromTheirDay(next);
        }

        public Meter Right { get; } = new(TestMeter.Read(Rates));

        public Meter Tried { get; } = new(TestMeter.Read(Rates));

        /// <summary>Right telegrams.</summary>
        public void Run(int seconds, bool hasGap = false)
        {
            for (int i = 0; i < seconds; i += _interval)
            {
                if (hasGap && i >= 60)
                {
                    hasGap = false;
                    Draw(_random.Next(2, 4000));
                }

                byte[] bytes = Next();
                Both(bytes);
            }
        }

        /// <summary>A minute with up to five wrong ones.</summary>
        public void Incident()
        {
            int telegrams = 60 / _interval;
            int wrong = _random.Next(1, 6);
            HashSet<int> at = [];
            while (at.Count < wrong)
            {
                at.Add(_random.Next(2) == 0 ? _random.Next(telegrams) : at.Count % telegrams);
            }

            _before = _sent.Count;
            bool replaces = _random.Next(2) == 0;
            int kind = _random.Next(3) == 0 ? _random.Next(Kinds) : -1;
            for (int i = 0; i < telegrams; i++)
            {
                byte[] bytes = Next();
                bool isWrong = at.Contains(i);
                if (!isWrong)
                {
                    Both(bytes);
                    continue;
                }

                // Where only gas or peaks are wrong, the rest is still what the right one said.
                int wrongKind = kind < 0 ? _random.Next(Kinds) : kind;
                Feed(Tried, Wrong(wrongKind, bytes, replaces));
                if (!replaces || wrongKind >= KindsOfElectricity)
                {
                    Feed(Right, bytes);
                }

                if (!replaces)
                {
                    Feed(Tried, bytes);
                }
            }
        }

        private byte[] Next()
        {
            Draw(_interval);
            _telegram.Utc = _load.Utc;
            byte[] bytes = _telegram.Bytes();
            _sent.Add(bytes);
            return bytes;
        }

        private void Draw(int seconds)
        {
            if (_random.Next(20) == 0)
            {
                _watt = _random.Next(-3000, 9000);
            }

            long before = (_load.Utc - ReadAtSecond) / 300;
            _load.Draw(_watt, seconds);
            if ((_load.Utc - ReadAtSecond) / 300 != before)
            {
                _gas.Litres += _random.Next(200);
                _gas.ReadAtUtc = _load.Utc;
            }
        }

        private void Both(byte[] bytes)
        {
            Feed(Right, bytes);
            Feed(Tried, bytes);
        }

        private static void Feed(Meter meter, byte[] bytes) => meter.Read(bytes, 0, bytes.Length);

        // Wrong enough that it could not be right.
        private byte[] Wrong(int kind, byte[] right, bool replaces)
        {
            TestTelegram t = _telegram;
            (long? utc, int? import, int? night, int? export, int? demand, int? importW, string? serial) =
                (t.Utc, t.ImportDayWh, t.ImportNightWh, t.ExportDayWh, t.DemandW, t.ImportW, t.Serial);
            (int? peak, string end, List<TestPeak>? history, int? gas) = (t.MonthPeakW, t.MonthPeakEnd, t.History, _gas.Litres);
            int rise = _random.Next(_interval * 9, 200000);
            switch (kind)
            {
                case 0:
                    long[] clocks =
                    [
                        Belgium.Winter(2099, 12, 31), Belgium.Winter(2000, 1, 1), Belgium.Winter(2027, 1, 2), utc!.Value + 86400, utc.Value - (2 * 86400), utc.Value + 3600,
                        utc.Value - 900, utc.Value + (replaces ? 86400 * 40L : _random.Next(100, 900)),
                    ];
                    t.Utc = clocks[_random.Next(clocks.Length)];
                    break;
                case 1:
                    int[] registers = [0, 999999999, Math.Min(999999999, (import!.Value + 1) * 10), import.Value + rise];
                    t.ImportDayWh = registers[_random.Next(registers.Length)];
                    break;
                case 2:
                    t.ImportDayWh = Math.Max(0, import!.Value - _random.Next(1, 200));
                    t.ExportDayWh = export - _random.Next(1, 200);
                    break;
                case 3:
                    t.ImportNightWh = rise;
                    t.ImportW = 99999;
                    t.MonthPeakW = 99999;
                    break;
                case 4 when demand == null:
                    t.ExportNightWh = 999999999;
                    break;
                case 4:
                    t.DemandW = demand > 500 && _random.Next(2) == 0 && _load.Utc % 900 > 60 ? demand - 400 : 99999;
                    break;
                case 5:
                    t.Serial = "1OTH0000000001";
                    t.ImportDayWh = _random.Next(999999999);
                    t.ExportDayWh = _random.Next(999999999);
                    break;
                case 6:
                    return _sent[_random.Next(_before)];
                case 7:
                    t.MonthPeakW = _random.Next(99999);
                    t.MonthPeakEnd = Belgium.Stamp(utc!.Value - (utc.Value % 900));
                    t.History = [new TestPeak("251201000000W", "251124134500W", 99999), new TestPeak("251001000000S", "250909134500S", _random.Next(9999))];
                    break;
                default:
                    _gas.Litres = new[] { 0, 99999999, gas!.Value + 500, gas.Value - 2, gas.Value * 10 }[_random.Next(5)];
                    break;
            }

            byte[] wrong = t.Bytes();
            (t.Utc, t.ImportDayWh, t.ImportNightWh, t.ExportDayWh, t.ExportNightWh, t.DemandW, t.ImportW, t.Serial) = (utc, import, night, export, 0, demand, importW, serial);
            (t.MonthPeakW, t.MonthPeakEnd, t.History, _gas.Litres) = (peak, end, history, gas);
            return wrong;
        }
    }
}
