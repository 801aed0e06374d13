using System.Globalization;
using MeterFirmware.Companion.Showing;
using MeterFirmware.Quarters;
using MeterFirmware.Readings;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Live;

/// <summary>One line per telegram on standard output, messages on standard error: for pipes and logs.</summary>
internal sealed class PlainView(TextWriter output, TextWriter errors) : ILiveView
{
    public void Telegram(Meter meter)
    {
        Reading reading = meter.Reading;
        QuarterPeak quarter = meter.Quarter;
        string time = reading.TimeUtc == MeterTime.None ? "no time            " : Show.Local(reading.TimeUtc, "yyyy-MM-dd HH:mm:ss");
        int netW = reading.Get(Field.ImportW) - reading.Get(Field.ExportW);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{time}  {Show.Kw(netW),7} kW  quarter {Show.Kw(quarter.Demand.DemandW),6} > {Show.Kw(quarter.ForecastW),6} of {Show.Kw(quarter.ThresholdW),6} kW  gap {Show.Kw(quarter.GapW),7} kW  today € {Show.Euro(meter.Ledger.Today.TotalNanoEuro)}{(quarter.Alarm ? "  PEAK" : "")}"));
    }

    public void Refresh(int silentSeconds) => output.Flush();

    public void Message(LogMessage message)
    {
        string time = message.Utc == 0 ? "" : Show.Local(message.Utc, "HH:mm:ss") + " ";
        errors.WriteLine($"{time}{message.Text}");
    }

    public void Dispose() => output.Flush();
}
