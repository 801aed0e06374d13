namespace MeterFirmware.Companion.Flashing;

/// <summary>What can be put on the chip, in the order in which it is done.</summary>
internal enum FlashPart
{
    /// <summary>The interpreter of .NET nanoFramework.</summary>
    Clr,

    /// <summary>This project's firmware.</summary>
    Image,

    /// <summary>Name and password of the access point.</summary>
    Wifi,

    /// <summary>Settings, rates and certificates.</summary>
    Files,
}
