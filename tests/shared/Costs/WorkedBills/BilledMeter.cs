using System.Globalization;
using MeterFirmware.Costs;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Costs.WorkedBills;

/// <summary>Uses what a worked bill says, with a telegram every hour, so that the ledger comes to its own bill.</summary>
internal sealed class BilledMeter
{
    private const string EveryDayOf = "Every day of ";
    private const string Peak = "Peak, kW";

    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames;

    private readonly DocumentTable _use;
    private readonly TestMeter _house;
    private readonly TestChannel? _gas;
    private readonly TestChannel? _water;

    public BilledMeter(WorkedBill bill)
    {
        _use = bill.Use;
        _house = new TestMeter(bill.RatesJson);
        _gas = _use.Column("Gas, m³") < 0 ? null : _house.Add(1, TestChannel.Gas, "GAS0001", 4000);
        _water = _use.Column("Water, m³") < 0 ? null : _house.Add(2, TestChannel.Water, "WAT0001", 70);
        _house.Telegram.ImportDayWh = 301548;
        _house.Telegram.ImportNightWh = 270014;
        _house.Telegram.ExportDayWh = 1000;
        _house.Telegram.ExportNightWh = 17;
        if (_use.Headers[0].StartsWith(EveryDayOf, StringComparison.Ordinal))
        {
            string[] monthAndYear = _use.Headers[0][EveryDayOf.Length..].Split(' ');
            PlayDays(int.Parse(monthAndYear[1], CultureInfo.InvariantCulture), MonthOf(monthAndYear[0]));
            Account = _house.Ledger.Month;
        }
        else
        {
            PlayMonths(int.Parse(_use.Headers[0], CultureInfo.InvariantCulture));
            Account = _house.Ledger.Year;
        }
    }

    /// <summary>The period of the bill.</summary>
    public Account Account { get; }

    /// <summary>The capacity tariff at the end of the period, nano-euro a year.</summary>
    public long CapacityNanoEuro { get; private set; }

    private static int MonthOf(string name) => Array.IndexOf(Months, name) + 1;

    private static long MonthStart(int year, int month) =>
        month is > 3 and < 11 ? Belgium.Summer(year, month, 1) : month == 13 ? Belgium.Winter(year + 1, 1, 1) : Belgium.Winter(year, month, 1);

    // The hours of a meter's day register.
    private static bool IsDay(DateTime local) =>
        local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && local.Hour is >= 7 and < 22;

    // What the part after some others is given of a whole, so that all parts are the whole.
    private static int Part(decimal whole, int before, int parts)
    {
        long thousandths = (long)(whole * 1000);
        return (int)((thousandths * (before + 1) / parts) - (thousandths * before / parts));
    }

    private void PlayMonths(int year)
    {
        _house.SendAt(MonthStart(year, 1));
        for (int month = 1; month <= 12; month++)
        {
            string[] row = _use.Rows[month - 1];
            Assert.Equal(month, MonthOf(row[0]));
            long start = MonthStart(year, month);
            int hours = (int)((MonthStart(year, month + 1) - start) / 3600);
            int dayHours = Enumerable.Range(0, hours).Count(hour => IsDay(Belgium.Local(start + (hour * 3600))));
            int daysBefore = 0;
            _house.Telegram.MonthPeakW = null;
            for (int hour = 0; hour < hours; hour++)
            {
                DateTime local = Belgium.Local(start + (hour * 3600));
                int takenWh = Part(Cell(row, "Taken, kWh"), hour, hours);
                int givenWh = Part(Cell(row, "Given, kWh"), hour, hours);
                if (IsDay(local))
                {
                    _house.Telegram.ImportDayWh += takenWh + Part(Cell(row, "Taken by day, kWh"), daysBefore, dayHours);
                    _house.Telegram.ExportDayWh += givenWh;
                    daysBefore++;
                }
                else
                {
                    _house.Telegram.ImportNightWh += takenWh + Part(Cell(row, "Taken by night, kWh"), hour - daysBefore, hours - dayHours);
                    _house.Telegram.ExportNightWh += givenWh;
                }

                Flow(_gas, Part(Cell(row, "Gas, m³"), hour, hours));
                Flow(_water, Part(Cell(row, "Water, m³"), hour, hours));
                if (local.Day == 15 && local.Hour == 18 && _use.Column(Peak) >= 0)
                {
                    _house.Telegram.MonthPeakW = (int)(Cell(row, Peak) * 1000);
                    _house.Telegram.MonthPeakEnd = Belgium.Stamp(start + (hour * 3600) + 900);
                }

                // The telegram at the end of the period shows the next month's peaks.
                CapacityNanoEuro = _house.Quarter.CapacityNanoEuroPerYear;
                _house.SendAt(start + ((hour + 1) * 3600));
            }
        }
    }

    private void PlayDays(int year, int month)
    {
        long start = MonthStart(year, month);
        long end = MonthStart(year, month + 1);
        _house.SendAt(start);
        for (long utc = start; utc < end; utc += 3600)
        {
            DateTime local = Belgium.Local(utc);
            int useWh = UseOfHour(local.Hour);
            if (IsDay(local))
            {
                _house.Telegram.ImportDayWh += useWh;
            }
            else
            {
                _house.Telegram.ImportNightWh += useWh;
            }

            _house.SendAt(utc + 3600);
        }
    }

    private int UseOfHour(int hour)
    {
        foreach (string[] row in _use.Rows)
        {
            string[] hours = row[0].Split('-');
            if (hours.Length == 2)
            {
                int from = int.Parse(hours[0], CultureInfo.InvariantCulture);
                int length = (int.Parse(hours[1], CultureInfo.InvariantCulture) - from + 24) % 24;
                int since = (hour - from + 24) % 24;
                if (since < length)
                {
                    return Part(WorkedBill.Number(row[1]), since, length);
                }
            }
        }

        throw new InvalidOperationException($"The hour {hour} is in no row.");
    }

    private decimal Cell(string[] row, string header)
    {
        int column = _use.Column(header);
        return column < 0 ? 0 : WorkedBill.Number(row[column]);
    }

    private static void Flow(TestChannel? channel, int litres)
    {
        if (channel != null)
        {
            channel.Litres += litres;
        }
    }
}
