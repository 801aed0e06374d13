namespace MeterFirmware.Firmware.Tests.Network;

/// <summary>A message as the broker got it.</summary>
internal sealed record BrokerMessage(string Topic, string Text, bool IsRetained, int Qos);
