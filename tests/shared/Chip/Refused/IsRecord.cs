namespace MeterFirmware.Tests.Chip.Refused;

internal sealed record IsRecord(int Number);
