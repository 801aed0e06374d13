using MeterFirmware.Costs;
using MeterFirmware.Time;

namespace MeterFirmware.Display.Pages;

/// <summary>Gas and water of today and of the month, and what they cost, fees included.</summary>
public sealed class VolumesPage : Page
{
    private const int GasRow = 2;
    private const int GasUnitRow = 3;
    private const int GasCostRow = 4;
    private const int WaterRow = 5;
    private const int WaterCostRow = 6;
    private const int UnitEnd = 7;
    private const int TodayEnd = 13;
    private const int MonthEnd = 21;

    private readonly NumberField[] _today = Column(TodayEnd, TodayEnd - UnitEnd);
    private readonly NumberField[] _month = Column(MonthEnd, MonthEnd - TodayEnd - 1);

    // Changes with the day, and when counting begins.
    private long _periods;
    private string? _unit;

    /// <inheritdoc/>
    public override void Draw(Meter meter, DeviceStatus status, Canvas canvas, bool whole)
    {
        if (whole)
        {
            canvas.Clear();
            Rule(canvas, 1);
            Label(canvas, "Gas  m³", 0, GasRow);
            Label(canvas, "€", UnitEnd - 1, GasCostRow);
            Label(canvas, "Water L", 0, WaterRow);
            Label(canvas, "€", UnitEnd - 1, WaterCostRow);
        }

        Ledger ledger = meter.Ledger;
        int day = ledger.TodayNumber;
        long periods = ledger.StartedUtc + day;
        if (whole || periods != _periods)
        {
            _periods = periods;
            DrawPeriod(canvas, TodayEnd, "Today", day, ledger);
            DrawPeriod(canvas, MonthEnd, "Month", FirstDayOf(BelgianTime.MonthNumber(day)), ledger);
        }

        string unit = ledger.Rates.GasUnit;
        if (whole || unit != _unit)
        {
            _unit = unit;
            canvas.Line.Begin(UnitEnd);
            canvas.Line.Append(unit);
            DrawLine(canvas, UnitEnd, GasUnitRow);
        }

        Show(_today, canvas, ledger.Today, ledger, whole);
        Show(_month, canvas, ledger.Month, ledger, whole);
    }

    private static NumberField[] Column(int end, int width) => new NumberField[]
    {
        new NumberField(SmallFont.Font, ColumnOf(end), GasRow, width, 3, 2),
        new NumberField(SmallFont.Font, ColumnOf(end), GasUnitRow, width, 9, 1),
        new NumberField(SmallFont.Font, ColumnOf(end), GasCostRow, width, 9, 2),
        new NumberField(SmallFont.Font, ColumnOf(end), WaterRow, width, 0, 0),
        new NumberField(SmallFont.Font, ColumnOf(end), WaterCostRow, width, 9, 2),
    };

    // What has never been used is not there, or has no price.
    private static void Show(NumberField[] column, Canvas canvas, Account account, Ledger ledger, bool whole)
    {
        Account ever = ledger.SinceStart;
        bool hasGas = ever.GasLitres != 0;
        bool hasWater = ever.WaterLitres != 0;
        Show(column[0], canvas, account.GasLitres, hasGas, whole);
        if (ledger.Rates.GasUnit.Length > 0)
        {
            // Litres are thousandths of a cubic metre.
            Show(column[1], canvas, account.GasLitres * ledger.Rates.GasMicroUnitsPerCubicMetre, hasGas, whole);
        }
        else
        {
            column[1].ShowText(canvas, Nothing, whole);
        }

        Show(column[2], canvas, account.GasNanoEuro + account.GasFeeNanoEuro, ever.GasNanoEuro != 0, whole);
        Show(column[3], canvas, account.WaterLitres, hasWater, whole);
        Show(column[4], canvas, account.WaterNanoEuro + account.WaterFeeNanoEuro, ever.WaterNanoEuro != 0, whole);
    }
}
