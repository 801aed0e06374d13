namespace MeterFirmware.Companion.Watching;

/// <summary>A message that is not as the feed writes it.</summary>
/// <param name="message">What is wrong, without full stop.</param>
internal sealed class FeedException(string message) : Exception(message);
