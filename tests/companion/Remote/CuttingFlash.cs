using MeterFirmware.Firmware.Tests.Storage;
using MeterFirmware.Storage;

namespace MeterFirmware.Companion.Tests.Remote;

/// <summary>Storage whose power is cut in one of its writes.</summary>
/// <param name="flash">The storage.</param>
internal sealed class CuttingFlash(FlashThatDies flash) : IFlash
{
    private int _writesLeft = int.MaxValue;
    private int _halves;

    /// <summary>What is left in it.</summary>
    public FlashThatDies Left => flash;

    /// <summary>How many writes there were.</summary>
    public int Writes { get; private set; }

    /// <summary>Cuts the power.</summary>
    /// <param name="writes">After so many more writes, in the one that follows.</param>
    /// <param name="halves">Where in that: 0 at its start, 1 in the middle, 2 at its end.</param>
    public void CutAfter(int writes, int halves)
    {
        _writesLeft = writes;
        _halves = halves;
    }

    public int Read(string name, byte[] buffer) => flash.Read(name, buffer);

    public bool Write(string name, byte[] buffer, int count)
    {
        Writes++;
        if (_writesLeft-- == 0)
        {
            flash.StepsLeft = count * _halves / 2;
        }

        return flash.Write(name, buffer, count);
    }

    public void Delete(string name) => flash.Delete(name);
}
