using MeterFirmware.Companion.Snapshots;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>What a live command shows.</summary>
internal interface ILiveView : IDisposable
{
    /// <summary>News of the meter has come.</summary>
    /// <param name="shown">The meter with it.</param>
    void Telegram(IShownMeter shown);

    /// <summary>Brings the picture up to date.</summary>
    /// <param name="shown">The meter.</param>
    void Refresh(IShownMeter shown);

    /// <summary>Does what the keys say that have been pressed.</summary>
    /// <param name="shown">The meter.</param>
    /// <returns>False when the person wants to leave.</returns>
    bool HandleKeys(IShownMeter shown) => true;

    /// <summary>A message has been added to the log.</summary>
    /// <param name="message">The message.</param>
    void Message(LogMessage message);
}
