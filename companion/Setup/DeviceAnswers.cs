using MeterFirmware.Companion.Flashing;

namespace MeterFirmware.Companion.Setup;

/// <summary>What is answered about the device itself.</summary>
/// <param name="Name">Name of the device.</param>
/// <param name="Broker">The broker, or null for none.</param>
/// <param name="IsAccessOpen">Whether rates and settings over MQTT need no signature.</param>
/// <param name="Secret">What signs them.</param>
/// <param name="Pins">Where its board is wired, or null when the board is not known.</param>
internal sealed record DeviceAnswers(string Name, Broker? Broker, bool IsAccessOpen, string Secret, BoardPins? Pins);
