using System.Globalization;
using MeterFirmware.Companion.Dashboard;
using MeterFirmware.Companion.Snapshots;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Live;

/// <summary>One line per telegram on standard output, messages on standard error: for pipes and logs.</summary>
internal sealed class PlainView(TextWriter output, TextWriter errors) : ILiveView
{
    // A start's first seconds pass before the prices come.
    private const int WorthTellingWh = 100;

    private CostsSnapshot? _costs;
    private bool _isUnpricedTold;

    /// <summary>Whether it is what a person wants, or all that can be shown: in a pipe, and in a terminal that only writes.</summary>
    /// <param name="plain">Whether it was asked for.</param>
    public static bool IsWanted(bool plain) => plain || IsAllThatCanBeShown(Console.IsOutputRedirected, Environment.GetEnvironmentVariable("TERM"));

    /// <summary>Whether the output is a pipe, or a terminal that only writes.</summary>
    /// <param name="isRedirected">Whether it goes to no terminal.</param>
    /// <param name="terminal">What the environment calls the terminal.</param>
    internal static bool IsAllThatCanBeShown(bool isRedirected, string? terminal) => isRedirected || terminal == "dumb";

    public void Telegram(IShownMeter shown)
    {
        MeterSnapshot now = shown.Snapshot();
        _costs = now.Costs;
        string time = now.TimeUtc == MeterTime.None ? "no time            " : Show.Local(now.TimeUtc, "yyyy-MM-dd HH:mm:ss");
        string power = now.ImportW is int importW ? Show.Kw(importW - now.ExportW) : "-";
        string quarter = now.Quarter is QuarterSnapshot known
            ? string.Create(CultureInfo.InvariantCulture, $"quarter {Show.Kw(known.DemandW),6} > {Show.Kw(known.ForecastW),6} of {Show.Kw(known.ThresholdW),6} kW  gap {Show.Kw(known.GapW),7} kW")
            : "quarter -";
        string today = now.Costs is not CostsSnapshot { StartedUtc: not MeterTime.None } costs ? "-"
            : CostsRows.HavePrices(costs, now.Rates) ? $"€ {Show.Euro(costs.Days[0].TotalNanoEuro)}"
            : $"{Show.Kwh(costs.Days[0].ImportWh)} kWh";
        string price = now.Prices?.Now is long priceNow ? $"  {PricesPanel.Price(priceNow)} €/kWh" : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time}  {power,7} kW  {quarter}  today {today}{price}{(now.Quarter is { Alarm: true } ? "  PEAK" : "")}"));
        if (!_isUnpricedTold && now.Costs is { Days: [{ UnpricedWh: >= WorthTellingWh }, ..] })
        {
            _isUnpricedTold = true;
            errors.WriteLine($"today's cost is {CostsRows.Lacking(now.Costs.Days[0])}");
        }
    }

    public void Refresh(IShownMeter shown) => output.Flush();

    public void Message(LogMessage message)
    {
        string time = message.Utc == 0 ? "" : Show.Local(message.Utc, "HH:mm:ss") + " ";
        errors.WriteLine($"{time}{message.Text}");
    }

    public void Dispose()
    {
        output.Flush();
        if (_costs is CostsSnapshot costs && CostsRows.Lacking(costs.SinceStart) is { Length: > 0 } lacking)
        {
            errors.WriteLine($"in all € {Show.Euro(costs.SinceStart.TotalNanoEuro)}, {lacking}");
        }
    }
}
