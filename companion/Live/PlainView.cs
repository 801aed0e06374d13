using System.Globalization;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Live;

/// <summary>One line per telegram on standard output, messages on standard error: for pipes and logs.</summary>
internal sealed class PlainView(TextWriter output, TextWriter errors) : ILiveView
{
    /// <summary>Whether it is what a person wants, or all that can be shown: in a pipe, and in a terminal that only writes.</summary>
    /// <param name="plain">Whether it was asked for.</param>
    public static bool IsWanted(bool plain) => plain || Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb";

    public void Telegram(IShownMeter shown)
    {
        MeterSnapshot now = shown.Snapshot();
        QuarterSnapshot quarter = now.Quarter ?? new QuarterSnapshot();
        string time = now.TimeUtc == MeterTime.None ? "no time            " : Show.Local(now.TimeUtc, "yyyy-MM-dd HH:mm:ss");
        int netW = (now.ImportW ?? 0) - now.ExportW;
        long todayNanoEuro = now.Costs?.Days[0].TotalNanoEuro ?? 0;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{time}  {Show.Kw(netW),7} kW  quarter {Show.Kw(quarter.DemandW),6} > {Show.Kw(quarter.ForecastW),6} of {Show.Kw(quarter.ThresholdW),6} kW  gap {Show.Kw(quarter.GapW),7} kW  today € {Show.Euro(todayNanoEuro)}{(quarter.Alarm ? "  PEAK" : "")}"));
    }

    public void Refresh(IShownMeter shown) => output.Flush();

    public void Message(LogMessage message)
    {
        string time = message.Utc == 0 ? "" : Show.Local(message.Utc, "HH:mm:ss") + " ";
        errors.WriteLine($"{time}{message.Text}");
    }

    public void Dispose() => output.Flush();
}
