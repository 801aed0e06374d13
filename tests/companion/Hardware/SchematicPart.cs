namespace MeterFirmware.Companion.Tests.Hardware;

/// <summary>A part of the schematic.</summary>
/// <param name="Name">Its reference, such as R1.</param>
/// <param name="Value">Its value, such as 2.2k.</param>
/// <param name="Footprint">KiCad's name of its footprint; empty for a board.</param>
internal sealed record SchematicPart(string Name, string Value, string Footprint);
