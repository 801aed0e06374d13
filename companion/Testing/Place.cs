namespace MeterFirmware.Companion.Testing;

/// <summary>A place in what was read.</summary>
/// <param name="File">The file, as a person finds it from the argument; for a live port its name.</param>
/// <param name="Byte">The byte in it, from 0.</param>
/// <param name="Line">The line in it, from 1.</param>
internal sealed record Place(string File, long Byte, long Line);
