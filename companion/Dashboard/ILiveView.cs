using MeterFirmware.Companion.Houses;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>What a live command shows.</summary>
internal interface ILiveView : IDisposable
{
    /// <summary>News of the meter has come.</summary>
    /// <param name="house">The house with it.</param>
    void Telegram(IHouse house);

    /// <summary>Brings the picture up to date.</summary>
    /// <param name="house">The house.</param>
    void Refresh(IHouse house);

    /// <summary>A message has been added to the log.</summary>
    /// <param name="message">The message.</param>
    void Message(LogMessage message);
}
