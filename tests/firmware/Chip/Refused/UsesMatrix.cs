namespace MeterFirmware.Firmware.Tests.Chip.Refused;

internal sealed class UsesMatrix
{
    public static int Corner()
    {
        int[,] matrix = new int[2, 2];
        return matrix[1, 1];
    }
}
