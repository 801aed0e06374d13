namespace MeterFirmware.Companion.Remote;

/// <summary>A device that has told of itself.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsOnline">Whether the broker has a connection of it.</param>
/// <param name="IsMeterSilent">Whether it gets no telegrams.</param>
/// <param name="Version">Of its firmware; empty when not told.</param>
/// <param name="Address">Its IPv4 address; empty when not told.</param>
/// <param name="LastTelegramUtc">When its meter sent the last telegram, UTC seconds; 0 for none.</param>
internal sealed record FoundDevice(string Id, bool IsOnline, bool IsMeterSilent, string Version, string Address, long LastTelegramUtc);
