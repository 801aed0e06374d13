using MeterFirmware.Costs;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Display.Pages;

/// <summary>Gas and water of today and of the month, and what they cost, fees included.</summary>
public sealed class VolumesPage : Page
{
    private const int GasRow = 2;
    private const int GasUnitRow = 3;
    private const int GasCostRow = 4;
    private const int WaterRow = 6;
    private const int WaterCostRow = 7;
    private const int TodayEnd = 13;
    private const int MonthEnd = 21;

    private readonly TextField _unit = new TextField(0, GasUnitRow, 5);
    private readonly NumberField[] _today = Column(TodayEnd);
    private readonly NumberField[] _month = Column(MonthEnd);

    /// <inheritdoc/>
    public override void Draw(Meter meter, DeviceStatus status, Canvas canvas, bool whole)
    {
        if (whole)
        {
            canvas.Clear();
            Label(canvas, "Gas", 0, 0);
            Label(canvas, "Today", TodayEnd - 5, 0);
            Label(canvas, "Month", MonthEnd - 5, 0);
            Rule(canvas, 1);
            Label(canvas, "m³", 0, GasRow);
            Label(canvas, "€", 0, GasCostRow);
            Label(canvas, "Water", 0, 5);
            canvas.Fill(5, ColumnOf(6), ColumnOf(21) - 1, 0x08);
            Label(canvas, "litre", 0, WaterRow);
            Label(canvas, "€", 0, WaterCostRow);
        }

        Rates rates = meter.Ledger.Rates;
        _unit.Show(canvas, rates.GasUnit, whole);
        Show(_today, canvas, meter.Ledger.Today, rates, whole);
        Show(_month, canvas, meter.Ledger.Month, rates, whole);
    }

    private static NumberField[] Column(int end) => new NumberField[]
    {
        new NumberField(SmallFont.Font, ColumnOf(end), GasRow, 7, 3, 3),
        new NumberField(SmallFont.Font, ColumnOf(end), GasUnitRow, 7, 9, 2),
        new NumberField(SmallFont.Font, ColumnOf(end), GasCostRow, 7, 9, 2),
        new NumberField(SmallFont.Font, ColumnOf(end), WaterRow, 7, 0, 0),
        new NumberField(SmallFont.Font, ColumnOf(end), WaterCostRow, 7, 9, 2),
    };

    private static void Show(NumberField[] column, Canvas canvas, Account account, Rates rates, bool whole)
    {
        column[0].Show(canvas, account.GasLitres, whole);
        if (rates.GasUnit.Length > 0)
        {
            // Litres are thousandths of a cubic metre.
            column[1].Show(canvas, account.GasLitres * rates.GasMicroUnitsPerCubicMetre, whole);
        }
        else
        {
            column[1].ShowText(canvas, Nothing, whole);
        }

        column[2].Show(canvas, account.GasNanoEuro + account.GasFeeNanoEuro, whole);
        column[3].Show(canvas, account.WaterLitres, whole);
        column[4].Show(canvas, account.WaterNanoEuro + account.WaterFeeNanoEuro, whole);
    }
}
