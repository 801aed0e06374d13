using System;
using System.Threading;
using MeterFirmware.Display;
using MeterFirmware.Network;
using MeterFirmware.Pages;
using MeterFirmware.Port;
using MeterFirmware.Settings;
using MeterFirmware.Storage;
using nanoFramework.Runtime.Native;

namespace MeterFirmware;

/// <summary>The whole device: boots, then reads the port, works each telegram through, draws, and stores.</summary>
/// <remarks>
/// One thread does all of that, <see cref="Step"/> by step, so that nothing has to be locked. The longest of its tasks, storing
/// the ledger, takes less than the port's buffer holds. Only the Wi-Fi has a thread of its own, because connecting blocks.
/// </remarks>
public sealed class MeterDevice
{
    /// <summary>Version of the firmware.</summary>
    public const string Version = "0.1.0";

    private const int ChunkBytes = 1024;
    private const int LongestWaitMs = 200;
    private const long DisplayRetryMs = 10000;
    private const long MemoryCheckMs = 60000;

    private readonly byte[] _chunk = new byte[ChunkBytes];
    private readonly DeviceStatus _status = new() { Version = Version };
    private readonly Vault _vault;
    private long _startMs;
    private long _drawnMs;
    private long _displayTriedMs;
    private long _memoryCheckedMs = -MemoryCheckMs;
    private bool _isStopping;

    /// <summary>Makes a device that has not booted.</summary>
    /// <param name="flash">Its storage.</param>
    public MeterDevice(IFlash flash)
    {
        _vault = new Vault(flash);
        Canvas = new Canvas();
        Pager = new Pager(Canvas);
    }
}
