using MeterFirmware.Firmware.Tests.Storage;

namespace MeterFirmware.Companion.Tests.Remote;

/// <summary>Storage whose power is cut in one of its writes.</summary>
/// <param name="flash">The storage.</param>
internal sealed class CuttingFlash(FlashThatDies flash) : IFlash
{
    private int _writesLeft = int.MaxValue;
    private int _halves;
    private bool _isCut;

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

    public int Length(string name) => flash.Length(name);

    public bool Read(string name, int position, byte[] buffer, int count) => flash.Read(name, position, buffer, count);

    public void Create(string name)
    {
        Writes++;
        _isCut = _writesLeft-- == 0;
        Cut(0, 0);
        flash.Create(name);
    }

    public void Append(byte[] bytes, int offset, int count)
    {
        Cut(1, count / 2);
        flash.Append(bytes, offset, count);
    }

    public bool Finish()
    {
        Cut(2, 0);
        return flash.Finish();
    }

    public void Delete(string name) => flash.Delete(name);

    private void Cut(int halves, int stepsLeft)
    {
        if (_isCut && _halves == halves)
        {
            flash.StepsLeft = stepsLeft;
        }
    }
}
