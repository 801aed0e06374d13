using MeterFirmware.Companion.Snapshots;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>All that one picture of the dashboard shows.</summary>
/// <param name="Now">The meter at one moment.</param>
/// <param name="Telegram">What the meter said last.</param>
/// <param name="Past">What has been seen of it before.</param>
/// <param name="Log">The newest messages.</param>
/// <param name="Source">Where all of that is known from, in a few words.</param>
/// <param name="Age">How old it is, in a few words; empty when it is as new as can be.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Trouble">Why it may be old, in a few words; empty when nothing is wrong.</param>
internal sealed record DashboardModel(MeterSnapshot Now, TelegramSnapshot Telegram, RecentPast Past, Log Log, string Source, string Age, string Version, string Trouble)
{
    /// <summary>Takes a snapshot of a meter.</summary>
    /// <param name="shown">The meter.</param>
    /// <param name="log">The newest messages.</param>
    /// <param name="version">The program's version.</param>
    public static DashboardModel Of(IShownMeter shown, Log log, string version) =>
        new(shown.Snapshot(), shown.Telegram(), shown.Past, log, shown.Source, shown.Age, version, shown.Trouble);
}
