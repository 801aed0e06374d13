namespace MeterFirmware.Companion.Flashing;

/// <summary>What is to be put on which chip.</summary>
internal sealed record FlashRequest
{
    /// <summary>Serial port of the chip.</summary>
    public required string Port { get; init; }

    /// <summary>The build of nanoCLR.</summary>
    public string Target { get; init; } = FlashTarget.Default;

    /// <summary>Whether nanoCLR is to be flashed.</summary>
    public bool HasClr { get; init; }

    /// <summary>Whether everything on the chip is erased before.</summary>
    public bool Erase { get; init; }

    /// <summary>The firmware, or null to leave it.</summary>
    public string? Image { get; init; }

    /// <summary>The access point, or null to leave it.</summary>
    public WifiCredentials? Wifi { get; init; }

    /// <summary>The files, or none to leave them.</summary>
    public IReadOnlyList<ChipFile> Files { get; init; } = [];
}
