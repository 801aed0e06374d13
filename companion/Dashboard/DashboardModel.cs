using MeterFirmware.Companion.Houses;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>All that one picture of the dashboard shows.</summary>
/// <param name="House">How it is with the house.</param>
/// <param name="Telegram">What the meter said last.</param>
/// <param name="Log">The newest messages.</param>
/// <param name="Source">Where all of that is known from, in a few words.</param>
/// <param name="Age">How old it is, in a few words; empty when it is as new as can be.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Trouble">Why it may be old, in a few words; empty when nothing is wrong.</param>
internal sealed record DashboardModel(HouseSnapshot House, TelegramSnapshot Telegram, Log Log, string Source, string Age, string Version, string Trouble)
{
    /// <summary>Looks at a house.</summary>
    /// <param name="house">The house.</param>
    /// <param name="log">The newest messages.</param>
    /// <param name="version">The program's version.</param>
    public static DashboardModel Of(IHouse house, Log log, string version) =>
        new(house.Look(), house.Telegram(), log, house.Source, house.Age, version, house.Trouble);
}
