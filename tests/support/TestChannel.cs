namespace MeterFirmware.Tests.Support;

/// <summary>A gas, water or heat meter of a <see cref="TestTelegram"/>; what is null is not sent.</summary>
internal sealed class TestChannel
{
    public const int Gas = 3;
    public const int Water = 7;

    public required int Channel { get; init; }

    public int? Type { get; set; }

    public string? Serial { get; set; }

    public int? Litres { get; set; }

    /// <summary>When the meter was read; the time of the telegram if nothing else is said.</summary>
    public long? ReadAtUtc { get; set; }

    /// <summary>Sends 632525252525W and no unit.</summary>
    public bool NeverRead { get; set; }
}
