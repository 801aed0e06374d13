using MeterFirmware.Costs;

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
            Label(canvas, _isLongTerm ? "Month" : "Today", FirstEnd - 5, 0);
            Label(canvas, _isLongTerm ? "Year" : "Week", SecondEnd - 4, 0);
            Rule(canvas, 1);
            Label(canvas, "Elec", 0, ElectricityRow);
            Label(canvas, "Gas", 0, GasRow);
            Label(canvas, "Water", 0, WaterRow);
            Rule(canvas, 5);
            Label(canvas, "Σ", 0, SumRow);
        }

        Ledger ledger = meter.Ledger;
        Show(_first, canvas, _isLongTerm ? ledger.Month : ledger.Today, whole);
        Show(_second, canvas, _isLongTerm ? ledger.Year : ledger.Week, whole);
    }

    private static NumberField[] Column(int end) => new NumberField[]
    {
        new NumberField(SmallFont.Font, ColumnOf(end), ElectricityRow, 7, 9, 2),
        new NumberField(SmallFont.Font, ColumnOf(end), GasRow, 7, 9, 2),
        new NumberField(SmallFont.Font, ColumnOf(end), WaterRow, 7, 9, 2),
        new NumberField(SmallFont.Font, ColumnOf(end), SumRow, 7, 9, 2),
    };

    private static void Show(NumberField[] column, Canvas canvas, Account account, bool whole)
    {
        long electricity = account.ElectricityNanoEuro;
        long gas = account.GasNanoEuro + account.GasFeeNanoEuro;
        long water = account.WaterNanoEuro + account.WaterFeeNanoEuro;
        column[0].Show(canvas, electricity, whole);
        column[1].Show(canvas, gas, whole);
        column[2].Show(canvas, water, whole);
        column[3].Show(canvas, electricity + gas + water, whole);
    }
}
