using MeterFirmware.Json;

namespace MeterFirmware.Companion.Flashing;

/// <summary>A build of nanoCLR that nanoff can flash.</summary>
/// <param name="Name">As nanoff knows it.</param>
/// <param name="Chip">The chip that it is for, as nanoff names it.</param>
/// <param name="Boards">Which boards have that chip, and how to tell.</param>
/// <param name="Pins">What to connect to.</param>
internal sealed record FlashTarget(string Name, string Chip, string Boards, BoardPins Pins)
{
    /// <summary>The target of the board that most people have.</summary>
    public const string Default = "ESP32_REV3";

    // GPIO16 and 17 belong to the memory there.
    private static readonly BoardPins WithoutPsramPins = new(25, 26, 21, 22);

    /// <summary>The targets of boards that have what this project needs: Wi-Fi, I2C, and a second serial port.</summary>
    public static readonly FlashTarget[] All =
    [
        new(Default, "ESP32", "most boards sold now: ESP32-WROOM-32E and -32UE, DevKitC V4, no PSRAM", BoardPins.Usual),
        new("ESP32_PSRAM_REV3", "ESP32", "ESP32-WROVER-E and -IE; the memory for TLS", WithoutPsramPins),
        new("ESP32_REV0", "ESP32", "boards before 2020: ESP32-WROOM-32 and -32D, revision 0 or 1, no PSRAM", BoardPins.Usual),
        new("ESP32_PSRAM_REV0", "ESP32", "ESP32-WROVER and -WROVER-B, revision 0 or 1; runs on any ESP32", WithoutPsramPins),
        new("ESP32_PICO", "ESP32", "ESP32-PICO-D4 and -V3, M5Stick", WithoutPsramPins),
        new("ESP32_C3", "ESP32-C3", "ESP32-C3-MINI and -WROOM-02, DevKitM", new(4, 5, 3, 1)),
        new("ESP32_C6_THREAD", "ESP32-C6", "ESP32-C6-WROOM-1, DevKitC", new(18, 19, 2, 3)),
        new("ESP32_S2", "ESP32-S2", "ESP32-S2-WROVER and -MINI, Saola", new(16, 17, 12, 13)),
        new("ESP32_S3_QUAD", "ESP32-S3", "ESP32-S3 with 2 MB PSRAM (R2 in the module's name) or none", new(16, 17, 12, 13)),
        new("ESP32_S3_OCTAL", "ESP32-S3", "ESP32-S3 with 8 MB PSRAM or more (R8, R16)", new(16, 17, 12, 13)),
    ];

    /// <summary>The target of a name, or null when only nanoff may know it.</summary>
    public static FlashTarget? Find(string name) => Array.Find(All, target => target.Name == name);

    /// <summary>The known name that a person may have meant by another.</summary>
    public static string? Near(string name) => NearestName.Of(name, [.. All.Select(target => target.Name)]);
}
