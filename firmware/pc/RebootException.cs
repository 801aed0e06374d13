namespace MeterFirmware.Pc;

/// <summary>Ends the thread that asked for a reboot: on the chip nothing comes after it.</summary>
internal sealed class RebootException() : System.Exception("The board reboots.");
