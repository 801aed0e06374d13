using MeterFirmware.Costs;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;

namespace MeterFirmware.Display.Pages;

/// <summary>
/// What a kWh costs by the quarter, in cents: now and next, today as bars with a mark at the present, the highest and the lowest beside them, and
/// when the cheapest two hours begin.
/// </summary>
public sealed class PricesPage : Page
{
    private const int TopLine = 10;
    private const int BottomLine = 39;
    private const int MarkRow = 5;
    private const int CheapestRow = 6;
    private const int CheapestQuarters = 8;

    private const string Weekdays = "MonTueWedThuFriSatSun";

    // Nano-euro per Wh are hundred-thousandths of a cent per kWh times ten.
    private const int CentScale = 4;

    private readonly NumberField _now = new NumberField(SmallFont.Font, ColumnOf(9), 0, 5, CentScale, 1);
    private readonly NumberField _next = new NumberField(SmallFont.Font, ColumnOf(21), 0, 5, CentScale, 1);
    private readonly NumberField _highest = new NumberField(SmallFont.Font, ColumnOf(21), 1, 4, CentScale, 0);
    private readonly NumberField _lowest = new NumberField(SmallFont.Font, ColumnOf(21), 4, 4, CentScale, 0);
    private readonly NumberField _cheapest = new NumberField(SmallFont.Font, ColumnOf(21), CheapestRow, 5, CentScale, 1);
    private long _quarterUtc;
    private int _changes;
    private Rates? _rates;

    /// <inheritdoc/>
    public override void Draw(Meter meter, DeviceStatus status, Canvas canvas, bool whole)
    {
        long utc = meter.Reading.TimeUtc;
        Ledger ledger = meter.Ledger;
        long quarterUtc = BelgianTime.QuarterStart(utc);
        if (!whole && quarterUtc == _quarterUtc && meter.Prices.ChangeCount == _changes && ledger.Rates == _rates)
        {
            return;
        }

        _quarterUtc = quarterUtc;
        _changes = meter.Prices.ChangeCount;
        _rates = ledger.Rates;
        canvas.Clear();
        Label(canvas, "Now", 0, 0);
        Label(canvas, "Next", 11, 0);
        Label(canvas, "ct", 19, 2);
        Label(canvas, "2h", 0, CheapestRow);
        int rate = ledger.ActiveRate(meter.Reading);
        Show(_now, canvas, ledger.ImportPriceAt(utc, rate));
        Show(_next, canvas, ledger.ImportPriceAt(utc + BelgianTime.SecondsPerQuarter, rate));
        DrawDay(canvas, ledger, meter.Prices.Of(utc), rate);
        long cheapestUtc = ledger.CheapestStartUtc(utc, CheapestQuarters, rate, out long price);
        Show(_cheapest, canvas, price);
        if (cheapestUtc != MeterTime.None)
        {
            TextLine line = canvas.Line;
            int weekday = (BelgianTime.DayNumber(cheapestUtc) + 3) % 7 * 3;
            line.Begin(9);
            line.Append((byte)Weekdays[weekday]);
            line.Append((byte)Weekdays[weekday + 1]);
            line.Append((byte)Weekdays[weekday + 2]);
            line.Append((byte)' ');
            line.AppendClock((int)(BelgianTime.Local(cheapestUtc) % CivilDate.SecondsPerDay));
            DrawLine(canvas, 12, CheapestRow);
        }
    }

    private static void Show(NumberField field, Canvas canvas, long price) => Show(field, canvas, price, price != SpotFormula.Unknown, true);

    private void DrawDay(Canvas canvas, Ledger ledger, SpotDay? day, int rate)
    {
        if (day == null)
        {
            Label(canvas, "Prices not known", 0, 3);
            return;
        }

        int[] prices = new int[day.Quarters];
        int lowest = int.MaxValue;
        int highest = int.MinValue;
        for (int i = 0; i < prices.Length; i++)
        {
            // Less than 2.1e9 nano-euro per Wh.
            prices[i] = (int)(ledger.ImportPriceAt(day.StartUtc + (i * BelgianTime.SecondsPerQuarter), rate) / 2);
            lowest = prices[i] < lowest ? prices[i] : lowest;
            highest = prices[i] > highest ? prices[i] : highest;
        }

        canvas.DrawBars(prices, 0, 0, 1, 1, TopLine, BottomLine);
        canvas.Fill(MarkRow, day.QuarterOf(_quarterUtc), day.QuarterOf(_quarterUtc) + 1, 0x0F);
        Show(_highest, canvas, highest * 2L);
        Show(_lowest, canvas, lowest * 2L);
    }
}
