using System.Globalization;
using CsCheck;
using MeterFirmware.Quarters;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Quarters;

/// <summary>Peaks of months are what a list of months says that is kept by the calendar, whatever quarters end and whatever the meter shows.</summary>
public class MonthPeakLawTests
{
    [Theory]
    [InlineData("month")]
    [InlineData("mean")]
    public void A_list_of_months_says_the_same(string floorOn) =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                Random random = new(seed);
                TestMeter house = new(
                    $$$"""{"Electricity": {"+": 0.3}, "Capacity": {"perKwYear": 53.13, "floorKw": 2.5, "floorOn": "{{{floorOn}}}"}}""");
                Months months = new(floorOn == "month");
                List<TestPeak>? history = null;
                long utc = Belgium.Winter(2025, random.Next(1, 3), random.Next(1, 28), 3, 10);
                for (int i = 0; i < 60; i++)
                {
                    utc = Later(random, utc);
                    Show(random, house.Telegram, utc);
                    history = house.Telegram.History ?? history;
                    house.Telegram.History = random.Next(4) == 0 ? null : history;
                    bool isNewPeak = (house.SendAt(utc) & MeterEvents.NewMonthPeak) != 0;
                    bool hasRisen = months.Take(utc, house);
                    Assert.Equal(months.Text(), Text(house));
                    Assert.Equal(hasRisen && i > 0 && house.Quarter.Peaks.PeakW > 2500, isNewPeak);
                }
            },
            iter: Effort.Of(100, 1000));

    private static string Text(TestMeter house)
    {
        MonthPeaks peaks = house.Quarter.Peaks;
        IEnumerable<string> past = Enumerable.Range(0, peaks.Past.Count).Select(row => $"{peaks.Past.Month(row)}:{peaks.Past.PeakW(row)}@{peaks.Past.PeakEndUtc(row)}");
        return $"{peaks.Month}:{peaks.PeakW}@{peaks.PeakEndUtc} {string.Join(' ', past)} mean {house.Quarter.MeanPeakW}";
    }

    // Within a quarter, to the next, over a month, and to the second at which one begins.
    private static long Later(Random random, long utc) =>
        random.Next(8) switch
        {
            0 => utc + random.Next(86_400, 40 * 86_400),
            1 => MonthStart(Month(utc) + 1) + random.Next(-1, 2),
            2 => MonthStart(Month(utc) + 1) + random.Next(900),
            3 => utc + random.Next(3, 20_000),
            4 => utc - (random.Next(3) == 0 ? 3000 : random.Next(1, 20)),
            _ => ((utc / 900) + 1) * 900 + random.Next(20),
        };

    private static void Show(Random random, TestTelegram telegram, long utc)
    {
        int elapsed = (int)(utc % 900);
        telegram.DemandW = random.Next(Math.Min(9000, elapsed * 20 + 4));
        telegram.ImportW = random.Next(9000);
        if (random.Next(3) == 0)
        {
            telegram.MonthPeakW = random.Next(3) == 0 ? null : random.Next(1000, 9000);
            long end = random.Next(3) switch { 0 => utc - (utc % 900), 1 => MonthStart(Month(utc)) + (random.Next(-1, 2) * 900), _ => utc - random.Next(30 * 86_400) };
            telegram.MonthPeakEnd = Belgium.Stamp(end - (end % 60));
        }

        if (random.Next(6) == 0)
        {
            telegram.History = [];
            int newest = Month(utc) - random.Next(1, 3);
            for (int month = newest; month > newest - random.Next(1, 14); month--)
            {
                long start = MonthStart(month);
                bool isFirstSecond = random.Next(3) == 0;
                telegram.History.Add(new TestPeak(
                    Belgium.Stamp(MonthStart(month + 1)), Belgium.Stamp(isFirstSecond ? start : start + (900 * random.Next(1, 2600))), random.Next(3) == 0 ? 0 : random.Next(9000)));
            }
        }
    }

    private static int Month(long utc) => (Belgium.Local(utc).Year * 12) + Belgium.Local(utc).Month - 1;

    private static long MonthStart(int month) => Belgium.Utc((int)(new DateTime(month / 12, (month % 12) + 1, 1) - DateTime.UnixEpoch).TotalDays);

    private sealed class Months(bool isFloorByMonth)
    {
        private readonly SortedDictionary<int, (int W, long EndUtc)> _past = [];
        private int _month;
        private (int W, long EndUtc) _peak;
        private (int, string)? _shown;

        /// <summary>Returns whether the peak of the running month has risen.</summary>
        public bool Take(long utc, TestMeter house)
        {
            if (Month(utc) != _month)
            {
                if (_month != 0 && _peak.EndUtc != 0 && !(_past.TryGetValue(_month, out (int W, long EndUtc) known) && known.W >= _peak.W))
                {
                    Keep(_month, _peak);
                }

                (_month, _peak) = (Month(utc), default);
            }

            bool hasRisen = false;
            QuarterDemand demand = house.Quarter.Demand;
            if (demand.HasClosed)
            {
                int month = Month(demand.ClosedStartUtc);
                (int W, long EndUtc) closed = (demand.ClosedW, demand.ClosedStartUtc + 900);
                if (month == _month && closed.W > _peak.W)
                {
                    (_peak, hasRisen) = (closed, true);
                }
                else if (month == _month - 1 && !(_past.TryGetValue(month, out (int W, long EndUtc) known) && known.W >= closed.W))
                {
                    Keep(month, closed);
                }
            }

            if (house.Telegram.MonthPeakW is int watt)
            {
                long end = Utc(house.Telegram.MonthPeakEnd);
                bool isSame = _peak.EndUtc != 0 && (end - 1) / 900 == (_peak.EndUtc - 1) / 900;
                if (Month(end - 1) == _month && (isSame || watt > _peak.W))
                {
                    (_peak, hasRisen) = ((watt, end), hasRisen || !isSame);
                }
            }

            TakeHistory(house.Telegram.History);
            return hasRisen;
        }

        public string Text()
        {
            List<int> counted = [.. _past.Where(p => p.Key < _month && p.Key > _month - 12 && p.Value.EndUtc != 0).Select(p => p.Value.W), _peak.W];
            decimal mean = counted.Average(watt => (decimal)(isFloorByMonth ? Math.Max(watt, 2500) : watt));
            int meanW = Math.Max(2500, (int)Math.Round(mean, MidpointRounding.AwayFromZero));
            return $"{_month}:{_peak.W}@{_peak.EndUtc} {string.Join(' ', _past.Reverse().Select(p => $"{p.Key}:{p.Value.W}@{p.Value.EndUtc}"))} mean {meanW}";
        }

        // Taken when it is another: of as many months as before that end with the same, nothing is new.
        private void TakeHistory(List<TestPeak>? history)
        {
            if (history == null || history.Count == 0 || _shown == (history.Count, history[0].Period))
            {
                return;
            }

            _shown = (history.Count, history[0].Period);
            foreach (TestPeak row in history)
            {
                int month = Month(Utc(row.Period) - 1);
                long end = Utc(row.PeakEnd);
                bool sawNone = row.PeakW == 0 && Month(end - 1) != month;
                if (!sawNone || !_past.ContainsKey(month))
                {
                    Keep(month, (row.PeakW, sawNone ? 0 : end));
                }
            }
        }

        private void Keep(int month, (int W, long EndUtc) peak)
        {
            _past[month] = peak;
            if (_past.Count > 15)
            {
                _past.Remove(_past.Keys.First());
            }
        }

        private static long Utc(string stamp) =>
            (long)(DateTime.ParseExact(stamp[..12], "yyMMddHHmmss", CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalSeconds - (stamp[12] == 'S' ? 7200 : 3600);
    }
}
