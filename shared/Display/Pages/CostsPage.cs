using MeterFirmware.Costs;
using MeterFirmware.Time;

namespace MeterFirmware.Display.Pages;

/// <summary>The cost of two periods by utility, fees included, and their sum: today and the week, or the month and the year.</summary>
public sealed class CostsPage : Page
{
    private const int ElectricityRow = 2;
    private const int GasRow = 3;
    private const int WaterRow = 4;
    private const int SumRow = 6;
    private const int FirstEnd = 13;
    private const int SecondEnd = 21;

    private readonly bool _isLongTerm;
    private readonly NumberField[] _first = Column(FirstEnd);
    private readonly NumberField[] _second = Column(SecondEnd);

    // Changes with the day, and when counting begins.
    private long _periods;

    /// <summary>Makes a page.</summary>
    /// <param name="isLongTerm">False for today and the week, true for the month and the year.</param>
    public CostsPage(bool isLongTerm)
    {
        _isLongTerm = isLongTerm;
    }

    /// <inheritdoc/>
    public override void Draw(Meter meter, DeviceStatus status, Canvas canvas, bool whole)
    {
        if (whole)
        {
            canvas.Clear();
            Label(canvas, "€", 0, 0);
            Rule(canvas, 1);
            Label(canvas, "Elec", 0, ElectricityRow);
            Label(canvas, "Gas", 0, GasRow);
            Label(canvas, "Water", 0, WaterRow);
            Rule(canvas, 5);
            Label(canvas, "Σ", 0, SumRow);
        }

        Ledger ledger = meter.Ledger;
        int day = ledger.TodayNumber;
        long periods = ledger.StartedUtc + day;
        if (whole || periods != _periods)
        {
            _periods = periods;
            int month = BelgianTime.MonthNumber(day);
            int monday = (BelgianTime.WeekNumber(day) * 7) - 3;
            DrawPeriod(canvas, FirstEnd, _isLongTerm ? "Month" : "Today", _isLongTerm ? FirstDayOf(month) : day, ledger);
            DrawPeriod(canvas, SecondEnd, _isLongTerm ? "Year" : "Week", _isLongTerm ? FirstDayOf(month / 12 * 12) : monday, ledger);
        }

        Show(_first, canvas, _isLongTerm ? ledger.Month : ledger.Today, ledger.SinceStart, whole);
        Show(_second, canvas, _isLongTerm ? ledger.Year : ledger.Week, ledger.SinceStart, whole);
    }

    private static NumberField[] Column(int end) => new NumberField[]
    {
        new NumberField(SmallFont.Font, ColumnOf(end), ElectricityRow, 7, 9, 2),
        new NumberField(SmallFont.Font, ColumnOf(end), GasRow, 7, 9, 2),
        new NumberField(SmallFont.Font, ColumnOf(end), WaterRow, 7, 9, 2),
        new NumberField(SmallFont.Font, ColumnOf(end), SumRow, 7, 9, 2),
    };

    // What has never cost anything is not there, or has no price.
    private static void Show(NumberField[] column, Canvas canvas, Account account, Account ever, bool whole)
    {
        long electricity = account.ElectricityNanoEuro;
        long gas = account.GasNanoEuro + account.GasFeeNanoEuro;
        long water = account.WaterNanoEuro + account.WaterFeeNanoEuro;
        long sum = electricity + gas + water;
        Show(column[0], canvas, electricity, electricity != 0 || ever.ElectricityNanoEuro != 0, whole);
        Show(column[1], canvas, gas, ever.GasNanoEuro + ever.GasFeeNanoEuro != 0, whole);
        Show(column[2], canvas, water, ever.WaterNanoEuro + ever.WaterFeeNanoEuro != 0, whole);
        Show(column[3], canvas, sum, sum != 0 || ever.TotalNanoEuro != 0, whole);
    }
}
