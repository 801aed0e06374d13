using System.Text;
using MeterFirmware.Companion.Simulation;
using MeterFirmware.Costs;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Simulation;

/// <summary>
/// A year with all that happens to a meter: telegrams every five minutes, or once a minute, both nights on which the clocks change, another meter in
/// May, other prices from July, the power off over a midnight and over the change of a month, and the sun. What the ledger
/// says is held against the meter's registers and against a bill that is worked out apart, in decimals. A second one, which books a telegram
/// when others have borne it out, as in every house, comes to the same.
/// </summary>
public sealed class SimulatedYearTests
{
    private const string FirstPrices = """
        {"Electricity": {"+": {"Day": 0.3214, "Night": 0.2225}, "-": {"Day": 0.0517, "Night": 0.0371}, "feePerYear": 95.4},
         "Gas": {"+": 1.576, "feePerYear": 60}, "Water": {"+": 6.2137}}
        """;

    private const string LaterPrices = """
        {"Electricity": {"+": {"Day": 0.298113, "Night": 0.241}, "-": {"Day": -0.0101, "Night": 0.02}, "feePerYear": 95.4},
         "Gas": {"+": 1.498, "feePerYear": 60}, "Water": {"+": 6.2137}}
        """;

    private static readonly int Step = Effort.Of(300, 60);

    // 29 March and 25 October 2026 at 01:00 UTC.
    private static readonly DateTime SummerBegins = new(2026, 3, 29, 1, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime SummerEnds = new(2026, 10, 25, 1, 0, 0, DateTimeKind.Utc);

    private static readonly DateTime NewYear = new(2025, 12, 31, 23, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime NextNewYear = new(2026, 12, 31, 23, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime NewMeter = new(2026, 5, 12, 9, 30, 0, DateTimeKind.Utc);
    private static readonly DateTime NewPrices = new(2026, 6, 30, 22, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime FirstCut = new(2026, 2, 10, 20, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime SecondCut = new(2026, 8, 31, 19, 0, 0, DateTimeKind.Utc);

    private readonly byte[] _telegram = new byte[SimulatedHome.LargestTelegram];
    private readonly SimulatedHome _home = new(7, Seconds(NewYear));
    private readonly Meter _meter = new(Read(FirstPrices), followers: 0);
    private readonly Meter _later = new(Read(FirstPrices));
    private readonly Bill _bill = new();
    private readonly Dictionary<int, decimal> _monthsEuro = [];
    private readonly Dictionary<int, decimal> _daysEuro = [];
    private readonly Dictionary<int, long> _daysWh = [];

    private long _importWh;
    private long _exportWh;
    private long _gasLitres;
    private long _waterLitres;

    [Fact]
    public void The_ledger_equals_the_registers_and_the_bill_agrees_to_the_cent()
    {
        // Midnight's own telegram would still belong to 2025.
        _home.Step(Step);
        Feed(counts: false);
        while (_home.TimeUtc < Seconds(NextNewYear))
        {
            bool swapped = LiveOn();
            if (_home.TimeUtc == Seconds(NewPrices) + Step)
            {
                _meter.UseRates(Read(LaterPrices));
                _later.UseRates(Read(LaterPrices));
            }

            Feed(counts: !swapped);
        }

        Account all = _meter.Ledger.SinceStart;
        Assert.Equal(_importWh, all.ImportWh);
        Assert.Equal(_exportWh, all.ExportWh);
        Assert.Equal(_gasLitres, all.GasLitres);
        Assert.Equal(_waterLitres, all.WaterLitres);
        Assert.True(_importWh > 2_000_000 && _exportWh > 500_000, "A year with consumption and sun was meant.");

        // Every day, month and the year are the same nano-euros, cut differently.
        decimal totalEuro = Euro(all.TotalNanoEuro);
        Assert.Equal(totalEuro, _daysEuro.Values.Sum());
        Assert.Equal(totalEuro, _monthsEuro.Values.Sum());
        Assert.Equal(totalEuro, Euro(_meter.Ledger.Year.TotalNanoEuro));
        Assert.Equal(_importWh, _daysWh.Values.Sum());
        Assert.Equal(12, _monthsEuro.Count);
        Assert.Equal(365, _daysEuro.Count);

        foreach ((int month, decimal euro) in _monthsEuro)
        {
            Assert.True(Math.Abs(euro - _bill.MonthEuro(month)) < 0.005m, $"month {month}: ledger {euro}, bill {_bill.MonthEuro(month)}");
        }

        _later.End();
        Account later = _later.Ledger.SinceStart;
        Assert.Equal((_importWh, _exportWh, _gasLitres, _waterLitres), (later.ImportWh, later.ExportWh, later.GasLitres, later.WaterLitres));
        Assert.Equal(_meter.Ledger.Year.ElectricityNanoEuro, _later.Ledger.Year.ElectricityNanoEuro);
        Assert.Equal(_meter.Ledger.Month.ElectricityNanoEuro, _later.Ledger.Month.ElectricityNanoEuro);
    }

    private static Rates Read(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        return RatesReader.Read(bytes, bytes.Length);
    }

    private static long Seconds(DateTime utc) => (long)(utc - DateTime.UnixEpoch).TotalSeconds;

    private static decimal Euro(long nanoEuro) => nanoEuro / 1_000_000_000m;

    private static DateTime Local(long utc)
    {
        DateTime moment = DateTime.UnixEpoch.AddSeconds(utc);
        return moment.AddHours(moment >= SummerBegins && moment < SummerEnds ? 2 : 1);
    }

    // Returns whether the electricity meter was replaced.
    private bool LiveOn()
    {
        if (_home.TimeUtc == Seconds(FirstCut) || _home.TimeUtc == Seconds(SecondCut))
        {
            // Nothing is used while the power is off; the reader is off a while longer, and that use must not be lost.
            _home.Meter.StepWithoutPower(4 * 3600);
            _home.Step(3600);
            return false;
        }

        _home.Step(Step);
        if (_home.TimeUtc != Seconds(NewMeter))
        {
            return false;
        }

        _home.Meter.Replace("1SIM0100009999", 12, 345, 6, 0);
        return true;
    }

    private void Feed(bool counts)
    {
        SimulatedMeter meter = _home.Meter;
        _bill.Read(meter, Local(_home.TimeUtc - 1), counts, isLater: _home.TimeUtc > Seconds(NewPrices));
        if (counts)
        {
            _importWh += _bill.LastImportWh;
            _exportWh += _bill.LastExportWh;
        }

        _gasLitres += _bill.LastGasLitres;
        _waterLitres += _bill.LastWaterLitres;

        int length = _home.WriteTelegram(_telegram);
        _meter.Read(_telegram, 0, length);
        _later.Read(_telegram, 0, length);
        Assert.Equal(!counts && _home.TimeUtc == Seconds(NewMeter), _meter.Events.HasFlag(MeterEvents.MeterSwapped));

        DateTime booked = Local(_home.TimeUtc - 1);
        if (booked.Year == 2026)
        {
            _daysEuro[booked.DayOfYear] = Euro(_meter.Ledger.Today.TotalNanoEuro);
            _daysWh[booked.DayOfYear] = _meter.Ledger.Today.ImportWh;
            _monthsEuro[booked.Month] = Euro(_meter.Ledger.Month.TotalNanoEuro);
        }
    }

    /// <summary>The bill as a supplier would work it out: register differences times prices, and fees for the quarters begun.</summary>
    private sealed class Bill
    {
        private const decimal FeesPerQuarter = (95.4m + 60m) / 365 / 96;

        private readonly Dictionary<int, decimal> _months = [];
        private int[] _last = [];
        private long _quarters = -1;

        public int LastImportWh { get; private set; }

        public int LastExportWh { get; private set; }

        public int LastGasLitres { get; private set; }

        public int LastWaterLitres { get; private set; }

        public decimal MonthEuro(int month) => _months[month];

        public void Read(SimulatedMeter meter, DateTime booked, bool counts, bool isLater)
        {
            int[] now =
            [
                meter.ImportDayWh, meter.ImportNightWh, meter.ExportDayWh, meter.ExportNightWh, meter.Gas!.Litres, meter.Water!.Litres,
            ];
            int[] use = new int[now.Length];
            for (int i = 0; i < now.Length && _last.Length > 0; i++)
            {
                use[i] = i < 4 && !counts ? 0 : now[i] - _last[i];
            }

            _last = now;
            LastImportWh = use[0] + use[1];
            LastExportWh = use[2] + use[3];
            LastGasLitres = use[4];
            LastWaterLitres = use[5];

            decimal euro = isLater
                ? (use[0] * 0.298113m) + (use[1] * 0.241m) - (use[2] * -0.0101m) - (use[3] * 0.02m) + (use[4] * 1.498m)
                : (use[0] * 0.3214m) + (use[1] * 0.2225m) - (use[2] * 0.0517m) - (use[3] * 0.0371m) + (use[4] * 1.576m);
            euro += use[5] * 6.2137m;

            // After a cut the fees go where the use goes: to the telegram that comes next.
            long quarters = (meter.TimeUtc - 1) / 900;
            long begun = _quarters < 0 ? 1 : quarters - _quarters;
            _quarters = quarters;
            _months[booked.Month] = _months.GetValueOrDefault(booked.Month) + (euro / 1000m) + (begun * FeesPerQuarter);
        }
    }
}
