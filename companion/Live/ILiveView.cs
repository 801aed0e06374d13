namespace MeterFirmware.Companion.Live;

/// <summary>What a live command shows.</summary>
internal interface ILiveView : IDisposable
{
    /// <summary>A telegram has been worked through.</summary>
    /// <param name="meter">The meter with it.</param>
    void Telegram(Meter meter);

    /// <summary>Brings the picture up to date.</summary>
    /// <param name="silentSeconds">Seconds without telegram, when that is worth showing; else 0.</param>
    void Refresh(int silentSeconds);

    /// <summary>A message has been added to the log.</summary>
    /// <param name="message">The message.</param>
    void Message(LogMessage message);
}
