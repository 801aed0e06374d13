namespace MeterFirmware.Companion.Setup;

/// <summary>The MQTT broker on the LAN.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="User">Empty for none.</param>
/// <param name="Password">Empty for none.</param>
/// <param name="IsTls">Whether the connection is encrypted.</param>
internal sealed record Broker(string Host, int Port, string User, string Password, bool IsTls);
