using MeterFirmware.Firmware.Tests.Memory;

namespace MeterFirmware.Firmware.Tests.Device;

/// <summary>Memory that runs out when told. <see cref="ScarceCode"/> has the firmware ask it before each allocation.</summary>
public static class Scarce
{
    private static readonly List<int> Asked = [];

    private static bool _isOn;
    private static int _failAt;
    private static int _failSite;
    private static bool _isForGood;

    /// <summary>The places in the code that asked, one for each time.</summary>
    public static int[] Places => [.. Asked];

    /// <summary>Bytes of the chip's heap that were taken, nothing given back; set it to 0 to begin anew.</summary>
    public static int Bytes { get; set; }

    /// <summary>The largest of these at once.</summary>
    public static int LargestBytes { get; private set; }

    /// <summary>Begins to count.</summary>
    /// <param name="failAt">Which allocation fails, from 0; -1 for none.</param>
    /// <param name="failSite">The place whose first allocation fails; -1 for none.</param>
    /// <param name="isForGood">Whether all after it fail too.</param>
    public static void Begin(int failAt, int failSite, bool isForGood)
    {
        Asked.Clear();
        (Bytes, LargestBytes) = (0, 0);
        (_isOn, _failAt, _failSite, _isForGood) = (true, failAt, failSite, isForGood);
    }

    public static void End() => _isOn = false;

    /// <summary>Is called before each allocation.</summary>
    public static void Take(int site)
    {
        if (!_isOn)
        {
            return;
        }

        bool fails = Asked.Count == _failAt || site == _failSite;
        Asked.Add(site);
        if (!fails)
        {
            return;
        }

        _failSite = -1;
        _failAt = _isForGood ? Asked.Count : -1;
        throw new OutOfMemoryException();
    }

    /// <summary>Is called with each new object, array, box and text.</summary>
    public static void Made(object? target)
    {
        if (_isOn && target != null)
        {
            int bytes = ChipHeap.Of(target);
            Bytes += bytes;
            LargestBytes = Math.Max(LargestBytes, bytes);
        }
    }
}
