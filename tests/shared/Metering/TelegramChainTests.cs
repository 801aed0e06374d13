using CsCheck;
using MeterFirmware.Costs;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Tests.Support;
using Sent = MeterFirmware.Tests.Metering.PlainChain.Sent;

namespace MeterFirmware.Tests.Metering;

/// <summary>Whatever telegrams come, in whatever order, what is believed, shown and dropped is what a plain chain of them says.</summary>
public class TelegramChainTests
{
    private static readonly long Start = Belgium.Winter(2026, 1, 14, 12, 13);

    // At and beyond the seconds at which something is decided.
    private static readonly int[] Steps = [-3601, -3600, -3599, -900, -90, -10, -1, 0, 2, 10, 14, 15, 16, 59, 60, 61, 88, 89, 90, 91, 899, 900, 901, 3599, 3600, 3601, 18_000];

    [Theory]
    [InlineData(5, 100)]
    [InlineData(5, 90)]
    [InlineData(5, 0)]
    [InlineData(0, 100)]
    [InlineData(3, 90)]
    [InlineData(6, 100)]
    public void Believed_shown_and_dropped_is_what_a_plain_chain_says(int followers, int percentWithDemand) =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                Random random = new(seed);
                House house = new(random, followers, percentWithDemand);
                for (int i = random.Next(20, 160); i > 0; i--)
                {
                    house.Send();
                }

                house.End();
            },
            iter: Effort.Of(60, 600));

    private sealed class House(Random random, int followers, int percentWithDemand)
    {
        private readonly Meter _meter = new(TestMeter.Read(TestMeter.SeedRates), followers: followers);
        private readonly PlainChain _plain = new(followers);
        private readonly List<Sent> _heads = [new(Start, [999_990_000, 0, 350_923, 0], 100, 400, "1SAG1")];
        private readonly int _wild = new[] { 3, 8, 30 }[random.Next(3)];

        public void Send()
        {
            int head = random.Next(6) == 0 ? random.Next(_heads.Count) : _heads.Count - 1;
            Sent sent = random.Next(100) < _wild ? Wild(Any()) : Right(_heads[head]);

            // Some wrong ones are gone on from, and then there are two ways on.
            if (random.Next(100) >= _wild || random.Next(2) == 0)
            {
                _heads[head] = sent;
            }
            else if (random.Next(3) == 0)
            {
                _heads.Add(sent);
            }

            TestTelegram telegram = new()
            {
                Utc = sent.Utc,
                ImportDayWh = sent.Wh[0],
                ImportNightWh = sent.Wh[1],
                ExportDayWh = sent.Wh[2],
                ExportNightWh = sent.Wh[3],
                DemandW = sent.DemandW,
                ImportW = sent.ImportW,
                Serial = sent.Serial == "" ? null : sent.Serial,
            };
            byte[] bytes = telegram.Bytes();
            int dropped = _plain.Dropped;
            _plain.Take(new Sent(sent.Utc, [.. sent.Wh], sent.DemandW, sent.ImportW, sent.Serial));
            _meter.Read(bytes, 0, bytes.Length);
            Assert.Equal(0, _meter.MalformedLineCount);
            Check();
            Assert.Equal(_plain.Dropped > dropped, (_meter.Events & MeterEvents.TelegramDropped) != 0);
        }

        public void End()
        {
            _plain.End();
            _meter.End();
            Check();
        }

        private void Check()
        {
            Account all = _meter.Ledger.SinceStart;
            Assert.Equal((_plain.BookedUtc, _plain.Dropped), (_meter.BookedUtc, _meter.DroppedCount));
            Assert.Equal(
                (_plain.UsedWh[0], _plain.UsedWh[1], _plain.UsedWh[2] + _plain.UsedWh[3]), (all.ImportWhAt(0), all.ImportWhAt(1), all.ExportWh));
            Assert.Equal(_plain.Told, ((_meter.Events & MeterEvents.MeterSwapped) != 0, (_meter.Events & MeterEvents.ClockSet) != 0));
            if (percentWithDemand == 100)
            {
                QuarterPeak shown = new(_meter.Ledger.Rates.Capacity);
                foreach (Sent sent in _plain.Shown)
                {
                    shown.Update(sent.Utc, [.. sent.Wh.Append(sent.DemandW).Select(value => value ?? Reading.Absent), sent.ImportW], 0, null);
                }

                Assert.Equal(Text(shown), Text(_meter.Quarter));
            }
        }

        private static string Text(QuarterPeak quarter) =>
            $"{quarter.Demand.StartUtc} {quarter.Demand.ElapsedSeconds} {quarter.Demand.DemandW} {quarter.Demand.IsPartial} {quarter.Demand.ClosedStartUtc} {quarter.Demand.ClosedW}"
            + $" {quarter.ForecastW} {quarter.AllowedW} {quarter.ThresholdW} {quarter.SecondsToBreach} {quarter.BreachNanoEuro} {quarter.Alarm}"
            + $" {quarter.Peaks.Month} {quarter.Peaks.PeakW} {quarter.Peaks.PeakEndUtc} {quarter.MeanPeakW}";

        private Sent Any() =>
            _plain.Waiting.Count > 0 && random.Next(3) > 0 ? _plain.Waiting[random.Next(_plain.Waiting.Count)]
            : _plain.Believed.Count > 0 && random.Next(2) == 0 ? _plain.Believed[^random.Next(1, Math.Min(20, _plain.Believed.Count + 1))]
            : _heads[random.Next(_heads.Count)];

        private Sent Right(Sent from)
        {
            int seconds = random.Next(30) == 0 ? random.Next(1, 1200) : 1;
            int watt = random.Next(12_000);
            int?[] wh = [.. from.Wh.Select(value => random.Next(40) == 0 ? (int?)null : value ?? Known(from))];
            wh[0] = wh[0] == null ? null : (wh[0] + random.Next(1 + (seconds * 3))) % 1_000_000_000;
            long utc = from.Utc + seconds;
            int demandW = utc / 900 == from.Utc / 900 ? (from.DemandW ?? (int)(utc % 900 * 3)) + (watt * seconds / 900) : (int)(watt * (utc % 900) / 900);
            return new Sent(utc, wh, Demand(demandW), watt, random.Next(60) == 0 ? "" : from.Serial);
        }

        private int Known(Sent from) => from.Wh.FirstOrDefault(value => value != null) ?? 0;

        // Wrong in time, registers, demand or serial number; or just not.
        private Sent Wild(Sent from)
        {
            int kind = random.Next(8);
            long seconds = kind is 0 or 1 or 2 ? Steps[random.Next(Steps.Length)] : 1;
            int?[] wh = [.. from.Wh];
            int at = random.Next(4);
            long most = (Math.Abs(seconds) * 28) + 2;
            if (kind is 1 or 3 && wh[at] != null)
            {
                long[] rises =
                [
                    most, most + 1, -most, -most - 1, -1, 1, 500_000 + (seconds * 28), 500_001 + (seconds * 28), 499_999, 10_000_000, -990_000_000 + random.Next(-1, 2),
                    -wh[at]!.Value, 999_999_999L - wh[at]!.Value,
                ];
                wh[at] = (int)Math.Clamp(wh[at]!.Value + rises[random.Next(rises.Length)], 0, 999_999_999);
            }
            else if (kind == 4)
            {
                wh[at] = wh[at] == null ? 5 : null;
            }

            long utc = Math.Clamp(from.Utc + seconds, Belgium.Winter(2010, 1, 1), Belgium.Winter(2090, 1, 1));
            int elapsed = (int)(utc % 900);
            int demandW = from.DemandW ?? 0;
            if (kind is 2 or 5)
            {
                int riseW = (int)(Math.Abs(seconds) * 100_000 / 900);
                int[] demands =
                [
                    demandW - 3, demandW - 4, demandW + 3, demandW + 4, demandW + riseW + 3, demandW + riseW + 4, (elapsed * 1000 / 9) + 3, (elapsed * 1000 / 9) + 4, 0, 99_999,
                ];
                demandW = demands[random.Next(demands.Length)];
            }

            string serial = kind == 6 ? new[] { "", "1SAG1", "1OTH2" }[random.Next(3)] : from.Serial;
            return new Sent(utc, wh, Demand(Math.Clamp(demandW, 0, 99_999)), random.Next(12_000), serial);
        }

        private int? Demand(int demandW) => random.Next(100) < percentWithDemand ? Math.Min(demandW, 99_999) : null;
    }
}
